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

void takeLimit(ReportFollowUp &followUp, const std::optional<Timestamp> &expiry)
{
    if (followUp.undoable > 0)
        followUp.isOneLimit = followUp.isOneLimit && expiry == followUp.undoUntil;
    ++followUp.undoable;
    if (expiry && (!followUp.undoUntil || *expiry < *followUp.undoUntil))
        followUp.undoUntil = expiry;
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
    for (const PlannedAction &action : plan.actions) {
        const auto outcome = outcomes.constFind(action.promptId);
        if (!action.isTicked || outcome == outcomes.constEnd())
            continue;
        if (canBeTakenBack(*outcome))
            takeLimit(followUp, action.hasJudgedValue ? action.judgedExpiry : std::nullopt);
        else if (!isDone(*outcome))
            followUp.notDone.insert(action.promptId);
    }
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
