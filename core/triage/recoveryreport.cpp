// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryreport.h"

#include "core/triage/plan.h"

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    RecoveryOutcome outcome;
    QByteArrayView word;
    int RecoveryCounts::*count;
};

constexpr std::array entries{
    Entry{RecoveryOutcome::Resumed, "resumed", &RecoveryCounts::resumed},
    Entry{RecoveryOutcome::SettledCompleted, "settledCompleted", &RecoveryCounts::settledCompleted},
    Entry{RecoveryOutcome::SettledFailed, "settledFailed", &RecoveryCounts::settledFailed},
    Entry{RecoveryOutcome::LeftAlone, "leftAlone", &RecoveryCounts::leftAlone},
    Entry{RecoveryOutcome::Skipped, "skipped", &RecoveryCounts::skipped},
    Entry{RecoveryOutcome::Unverifiable, "unverifiable", &RecoveryCounts::unverifiable},
    Entry{RecoveryOutcome::Failed, "failed", &RecoveryCounts::failed},
    Entry{RecoveryOutcome::Cleaned, "cleaned", &RecoveryCounts::cleaned},
    Entry{RecoveryOutcome::Cancelled, "cancelled", &RecoveryCounts::cancelled},
    Entry{RecoveryOutcome::Nothing, "nothing", &RecoveryCounts::nothing},
};

const Entry &entryOf(RecoveryOutcome outcome)
{
    return entries[static_cast<size_t>(outcome)];
}

RecoveredJob expectedOf(const PlannedAction &action)
{
    const RecoveryOutcome outcome = action.expected.value_or(RecoveryOutcome::LeftAlone);
    const bool isUnticked = action.canBeTicked() && !action.isTicked;
    const QString reason = isUnticked ? u"Left alone: not chosen."_s : action.reason;
    return {action.promptId, action.verdict, action.action, isUnticked ? RecoveryOutcome::LeftAlone : outcome,
        action.sentence + u' ' + reason, action.nextLook};
}

} // namespace

QByteArrayView wordOf(RecoveryOutcome outcome)
{
    return entryOf(outcome).word;
}

std::optional<RecoveryOutcome> recoveryOutcomeFromWord(QByteArrayView word)
{
    for (const Entry &entry : entries) {
        if (entry.word == word)
            return entry.outcome;
    }
    return std::nullopt;
}

int RecoveryCounts::of(RecoveryOutcome outcome) const
{
    return this->*entryOf(outcome).count;
}

RecoveryCounts countsOf(const RecoveryReport &report)
{
    RecoveryCounts counts;
    for (const RecoveredJob &job : report.jobs) {
        ++counts.found;
        ++(counts.*entryOf(job.outcome).count);
    }
    return counts;
}

RecoveryReport expectedReport(const Plan &plan)
{
    RecoveryReport report;
    report.scope = plan.scope;
    report.startedAt = plan.madeAt;
    report.finishedAt = plan.madeAt;
    for (const PlannedAction &action : plan.actions)
        (action.expected ? report.jobs : report.beside).append(expectedOf(action));
    return report;
}

} // namespace emberwatch
