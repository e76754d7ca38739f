// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"
#include "core/triage/action.h"
#include "core/triage/cleaningcheck.h"
#include "core/triage/evidence.h"
#include "core/triage/judgement.h"
#include "core/triage/recoveryreport.h"
#include "core/triage/serverepoch.h"
#include "core/triage/verdict.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace emberwatch {

/// One job of a plan, frozen to what was judged: whoever carries it out touches only that.
struct PlannedAction
{
    PromptId promptId;
    QString type;
    QString userId; ///< often empty
    QString clientId; ///< empty: none
    QString serverUrl; ///< empty: nobody knows

    Verdict verdict = Verdict::Unverifiable;
    VerdictFlags flags;
    TableRow rule = TableRow::NoAnswer; ///< the row of the table; part of the op id
    QString sentence; ///< what happened to the job

    Action action = Action::None;
    QList<Step> steps; ///< in the order in which they are carried out
    QString reason; ///< what is done and why, or why nothing is: a sentence
    std::optional<Timestamp> nextLook; ///< left alone: when it is looked at again, our clock
    /// What a recovery's report will count it as if all goes well. nullopt: outside of its sum.
    std::optional<RecoveryOutcome> expected;
    QList<UnmetCondition> unmet; ///< cleaning: why it may not be deleted

    bool hasJudgedValue = false; ///< false: there was no key, or no bytes of it
    QByteArray judgedValue; ///< exact bytes
    std::optional<Timestamp> judgedExpiry; ///< absolute, the server's clock
    std::optional<qint64> startedAt; ///< part of the op id; nullopt: unusable
    std::optional<JudgedRow> judgedRow;
    ServerEpoch epoch;
    Timestamp judgedAt; ///< our clock
    std::optional<QByteArray> outputs; ///< ComfyUI's list, the bytes of its JSON
    QString errorText; ///< ComfyUI's, for the record

    bool isTicked = false; ///< is carried out
    bool operator==(const PlannedAction &) const = default;

    /// Whether it may be ticked at all: it does something.
    [[nodiscard]] bool canBeTicked() const { return isChange(action); }
};

/// Everything of a planned action that comes straight from evidence and judgement; nothing decided yet.
[[nodiscard]] PlannedAction plannedFrom(
    const Evidence &evidence, const Judgement &judgement, const Policy &policy);

} // namespace emberwatch
