// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/triage/hold.h"
#include "core/triage/verdict.h"

#include <QByteArrayView>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace emberwatch {

struct Plan;

/// What became of one finding of a cleaning.
enum class CleaningOutcome : quint8
{
    Planned, ///< nothing was done yet
    Settled, ///< its record says the end; the state is deleted once its retention is over
    Deleted,
    LeftAlone,
    Failed, ///< the procedure itself failed for this job
};
/// "planned", "settled", "deleted", "leftAlone", "failed": stable, labels of metrics.
[[nodiscard]] QByteArrayView wordOf(CleaningOutcome outcome);

/// One state that is out of date.
struct CleaningFinding
{
    PromptId promptId;
    Verdict verdict = Verdict::Residue;
    CleaningOutcome outcome = CleaningOutcome::LeftAlone;
    QString text; ///< what is the matter, and what is done or would be: sentences
    bool operator==(const CleaningFinding &) const = default;
};

/// What a cleaning has to say of every state in its scope.
struct CleaningReport
{
    Timestamp startedAt; ///< our clock
    Timestamp finishedAt;
    QList<CleaningFinding> findings;
    std::optional<Hold> hold; ///< that lasts
    QString heldBy; ///< not empty: nothing was looked at, this one is cleaning
    bool operator==(const CleaningReport &) const = default;
};

using CleaningCounts = QMap<CleaningOutcome, int>;
[[nodiscard]] CleaningCounts countsOf(const CleaningReport &report);
[[nodiscard]] QMap<Verdict, CleaningCounts> countsByVerdict(const CleaningReport &report);
/// "12 found: 3 deleted, 2 settled, 7 left alone".
[[nodiscard]] QString cleaningSumText(const CleaningReport &report);

/// What a carried out plan would have to say if nobody carries it out.
[[nodiscard]] CleaningReport expectedCleaning(const Plan &plan);

} // namespace emberwatch
