// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/planagreement.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

bool isOfOtherLife(const Plan &agreed, const ServerEpoch &now)
{
    return std::any_of(agreed.actions.begin(), agreed.actions.end(), [&now](const PlannedAction &action) {
        return action.isTicked && !action.epoch.runId.isEmpty() && action.epoch.runId != now.runId;
    });
}

/// It was agreed to, and there is nothing to be said of it now.
PlannedAction goneSince(const PlannedAction &agreed)
{
    PlannedAction gone = agreed;
    gone.action = Action::None;
    gone.steps.clear();
    gone.isTicked = false;
    gone.expected = RecoveryOutcome::LeftAlone;
    gone.reason = u"Left alone: it is not there any more."_s;
    return gone;
}

} // namespace

Result<void> takeAgreement(RecoveryProposal &proposal, const Plan &agreed, const ServerEpoch &now)
{
    if (agreed.environment != proposal.plan.environment)
        return failure(Error::Kind::Conflict,
            u"the plan is for %1, and this is %2"_s.arg(agreed.environment, proposal.plan.environment));
    if (isOfOtherLife(agreed, now))
        return failure(Error::Kind::Conflict,
            u"Redis is not the one that was judged: it has restarted, failed over, or is another server"_s);
    QHash<PromptId, PlannedAction> present;
    for (const PlannedAction &action : proposal.plan.actions)
        present.insert(action.promptId, action);
    QList<PlannedAction> actions;
    for (const PlannedAction &action : agreed.actions) {
        const auto found = present.constFind(action.promptId);
        if (found != present.constEnd())
            actions.append(*found);
        else if (action.isTicked)
            actions.append(goneSince(action));
    }
    proposal.plan.actions = actions;
    agreeAsBefore(proposal, agreed);
    return {};
}

} // namespace emberwatch
