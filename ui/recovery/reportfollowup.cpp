// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportfollowup.h"

#include "core/base/timetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace emberwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

bool canBeTakenBack(RecoveryOutcome outcome)
{
    return outcome == RecoveryOutcome::SettledCompleted || outcome == RecoveryOutcome::SettledFailed
        || outcome == RecoveryOutcome::Cleaned;
}

bool isDone(RecoveryOutcome outcome)
{
    return canBeTakenBack(outcome) || outcome == RecoveryOutcome::Resumed
        || outcome == RecoveryOutcome::Cancelled;
}

/// Keys that were written together expire together, but for the moments in between.
constexpr std::chrono::minutes oneLimit{1};

/// @param limits  of what can be taken back; nullopt: time is none
void takeLimits(ReportFollowUp &followUp, const QList<std::optional<Timestamp>> &limits)
{
    followUp.undoable = static_cast<int>(limits.size());
    std::optional<Timestamp> last;
    for (const std::optional<Timestamp> &limit : limits) {
        if (limit && (!followUp.undoUntil || *limit < *followUp.undoUntil))
            followUp.undoUntil = limit;
        if (limit && (!last || *limit > *last))
            last = limit;
    }
    const bool isClose = !last || *last - *followUp.undoUntil < oneLimit;
    followUp.isOneLimit = isClose && (!last || !limits.contains(std::nullopt));
}

} // namespace

ReportFollowUp followUpOf(const Plan &plan, const RecoveryReport &report)
{
    QHash<PromptId, RecoveryOutcome> outcomes;
    for (const QList<RecoveredJob> *jobs : {&report.jobs, &report.beside}) {
        for (const RecoveredJob &job : *jobs)
            outcomes.insert(job.promptId, job.outcome);
    }
    ReportFollowUp followUp;
    QList<std::optional<Timestamp>> limits;
    for (const PlannedAction &action : plan.actions) {
        const auto outcome = outcomes.constFind(action.promptId);
        if (!action.isTicked || outcome == outcomes.constEnd())
            continue;
        if (canBeTakenBack(*outcome))
            limits.append(action.hasJudgedValue ? action.judgedExpiry : std::nullopt);
        else if (!isDone(*outcome))
            followUp.notDone.insert(action.promptId);
    }
    takeLimits(followUp, limits);
    return followUp;
}

QString undoLimitText(const ReportFollowUp &followUp, Timestamp now)
{
    if (followUp.undoable == 0 || !followUp.undoUntil)
        return {};
    const QString until = momentText(*followUp.undoUntil, now);
    return followUp.isOneLimit ? Words::tr("possible until %1").arg(until)
                               //: of several jobs, each with a limit of its own
                               : Words::tr("possible until %1 for the first").arg(until);
}

} // namespace emberwatch
