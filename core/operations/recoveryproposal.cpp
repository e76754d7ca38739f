// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recoveryproposal.h"

#include "core/triage/judge.h"
#include "core/triage/plandiff.h"
#include "core/triage/recoveryplan.h"

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// It was open when the keys were listed and is not any more: it belongs into the sum all the same.
PlannedAction endedMeanwhile(const JudgedJob &job, const Policy &policy)
{
    PlannedAction action = plannedFrom(job.evidence, job.judgement, policy);
    action.action = Action::None;
    action.expected = RecoveryOutcome::LeftAlone;
    action.reason = job.evidence.redis.reading == RedisReading::Absent
        ? u"Left alone: its key has gone meanwhile."_s
        : u"Left alone: it has ended meanwhile, somebody is at it."_s;
    return action;
}

} // namespace

std::vector<JudgedJob> judgeInto(
    RecoveryProposal &proposal, Observation observation, const ObserverWish &wish, Timestamp now)
{
    proposal.begunAt = observation.begunAt;
    proposal.wish = wish;
    proposal.forgotten = std::move(observation.forgotten);
    std::vector<JudgedJob> jobs;
    jobs.reserve(static_cast<size_t>(observation.jobs.size()));
    proposal.judged.reserve(observation.jobs.size());
    for (ObservedJob &observed : observation.jobs) {
        JudgedJob job;
        job.judgement = judge(observed.evidence, wish.policy, now);
        job.evidence = std::move(observed.evidence);
        proposal.judged.insert(job.evidence.promptId, job);
        jobs.push_back(std::move(job));
    }
    return jobs;
}

RecoveryProposal proposalFrom(
    Observation observation, const ObserverWish &wish, const std::optional<Hold> &hold, Timestamp now)
{
    QSet<PromptId> found;
    for (const ObservedJob &observed : std::as_const(observation.jobs)) {
        if (observed.isFound)
            found.insert(observed.evidence.promptId);
    }
    RecoveryProposal proposal;
    const std::vector<JudgedJob> jobs = judgeInto(proposal, std::move(observation), wish, now);
    proposal.plan = planRecovery(jobs, wish.policy, hold, now);
    QHash<PromptId, PlannedAction *> planned;
    for (PlannedAction &action : proposal.plan.actions)
        planned.insert(action.promptId, &action);
    QList<PlannedAction> ended;
    for (const JudgedJob &job : jobs) {
        const PromptId &id = job.evidence.promptId;
        PlannedAction *action = planned.value(id);
        const bool isOutside = found.contains(id) && (action == nullptr || !action->expected);
        // A value whose status cannot be read was never known to be open.
        const bool wasUnreadable = job.evidence.redis.reading == RedisReading::Corrupt;
        if (!isOutside || wasUnreadable)
            continue;
        if (action != nullptr)
            *action = endedMeanwhile(job, wish.policy);
        else
            ended.append(endedMeanwhile(job, wish.policy));
    }
    proposal.plan.actions += ended;
    return proposal;
}

void agreeAsBefore(RecoveryProposal &proposal, const Plan &agreed)
{
    QHash<PromptId, const PlannedAction *> ticked;
    for (const PlannedAction &action : agreed.actions) {
        if (action.isTicked)
            ticked.insert(action.promptId, &action);
    }
    for (PlannedAction &action : proposal.plan.actions) {
        const PlannedAction *before = ticked.value(action.promptId);
        action.isTicked = action.canBeTicked() && before != nullptr && isStillAsAgreed(*before, action);
        if (before != nullptr && !action.isTicked && action.canBeTicked()) {
            action.reason = u"Left alone: changed since the plan was made."_s;
            action.expected = RecoveryOutcome::LeftAlone;
        }
    }
}

} // namespace emberwatch
