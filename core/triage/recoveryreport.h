// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/triage/action.h"
#include "core/triage/planscope.h"
#include "core/triage/verdict.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

struct Plan;

/// What became of one job of a walk. Each job found has exactly one.
enum class RecoveryOutcome : quint8
{
    Resumed,
    SettledCompleted,
    SettledFailed, ///< also where it was cancelled
    LeftAlone,
    Skipped,
    Unverifiable,
    Failed, ///< the procedure itself failed for this job
    // No recovery has these: it leaves them to cleaning and reconciling.
    Cleaned, ///< its state is deleted
    Cancelled, ///< on its server, where nobody would have collected it
    Nothing, ///< there is nothing to do about it
};
/// "resumed", "settledCompleted", ...: stable, the names of the counts in JSON.
[[nodiscard]] QByteArrayView wordOf(RecoveryOutcome outcome);
[[nodiscard]] std::optional<RecoveryOutcome> recoveryOutcomeFromWord(QByteArrayView word);

/// One job and its reason.
struct RecoveredJob
{
    PromptId promptId;
    Verdict verdict = Verdict::Unverifiable;
    Action action = Action::None;
    RecoveryOutcome outcome = RecoveryOutcome::LeftAlone;
    QString reason; ///< what happened and why, in sentences
    std::optional<Timestamp> nextLook; ///< when it is looked at again
    bool operator==(const RecoveredJob &) const = default;
};

/// What a recovery has to say of every open job that it found; a cleaning or a reconciliation says it of
/// every job in its scope.
struct RecoveryReport
{
    PlanScope scope = PlanScope::Recover;
    Timestamp startedAt; ///< our clock
    Timestamp finishedAt;
    QList<RecoveredJob> jobs; ///< the jobs found
    QList<RecoveredJob> beside; ///< open records without a key: listed, outside of the sum
    QString reason = {}; ///< of whoever carried it out; empty: none was given
    QByteArray batch = {}; ///< of its entries in the journal; empty: nothing was carried out
    bool operator==(const RecoveryReport &) const = default;
};

struct RecoveryCounts
{
    int found = 0; ///< the sum of all that follow
    int resumed = 0;
    int settledCompleted = 0;
    int settledFailed = 0;
    int leftAlone = 0;
    int skipped = 0;
    int unverifiable = 0;
    int failed = 0;
    int cleaned = 0;
    int cancelled = 0;
    int nothing = 0;
    bool operator==(const RecoveryCounts &) const = default;

    [[nodiscard]] int of(RecoveryOutcome outcome) const;
};
[[nodiscard]] RecoveryCounts countsOf(const RecoveryReport &report);

/// What the report will say if everything goes as planned: a dry run's.
[[nodiscard]] RecoveryReport expectedReport(const Plan &plan);

} // namespace emberwatch
