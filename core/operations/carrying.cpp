// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/carrying.h"

#include "core/operations/recoverysteps.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// What is settled without a claim of its own may be deleted at once; a claim is kept for its retention
/// first. A recovery deletes nothing that it settles.
bool isCleanedBehind(const PlannedAction &action, PlanScope scope)
{
    return scope != PlanScope::Recover && isSettling(action) && action.action != Action::Clean
        && action.steps.contains(Step::CleanState) && !action.steps.contains(Step::ClaimState);
}

} // namespace

void Carrying::leave(const PlannedAction &action, const QString &why)
{
    const auto before = ends.find(action.promptId);
    if (before == ends.end())
        end(leftAlone(action, why));
    else
        before->reason += u" Its state is left: "_s + why;
}

QString Carrying::whyNot() const
{
    if (stop->isRequested())
        return u"it was ended before its turn."_s;
    return mayBegin && !mayBegin() ? u"its lease was lost before its turn."_s : QString();
}

bool isSettling(const PlannedAction &action)
{
    const bool isSettledFirst = action.action == Action::Clean && action.steps.contains(Step::WriteRecord);
    return isSettledFirst || action.action == Action::SettleCompleted || action.action == Action::SettleFailed
        || action.action == Action::SettleCancelled || action.action == Action::TakeRedisEnd;
}

bool isResuming(const PlannedAction &action)
{
    return action.action == Action::Resume || action.action == Action::RecreateState;
}

bool isCleaning(const PlannedAction &action)
{
    return action.action == Action::Clean && !isSettling(action);
}

bool isCancelling(const PlannedAction &action)
{
    return action.action == Action::CancelOnServer;
}

PlannedActions tickedOf(const Plan &plan, bool (*isOfKind)(const PlannedAction &))
{
    PlannedActions actions;
    for (const PlannedAction &action : plan.actions) {
        if (action.isTicked && action.canBeTicked() && isOfKind(action))
            actions.append(action);
    }
    return actions;
}

PlannedActions cleanedBehind(const Carrying &carrying, const PlannedActions &settled)
{
    PlannedActions actions;
    for (const PlannedAction &action : settled) {
        const RecoveryOutcome outcome = carrying.ends.value(action.promptId).outcome;
        const bool isDone
            = outcome == RecoveryOutcome::SettledCompleted || outcome == RecoveryOutcome::SettledFailed;
        if (isDone && isCleanedBehind(action, carrying.proposal.plan.scope))
            actions.append(action);
    }
    return actions;
}

} // namespace emberwatch
