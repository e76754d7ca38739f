// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/reconcileproposal.h"

#include "core/triage/judge.h"
#include "core/triage/reconcileplan.h"

#include <vector>

namespace emberwatch {

RecoveryProposal reconcileProposalFrom(Observation observation, const ObserverWish &wish,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now)
{
    RecoveryProposal proposal;
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
    proposal.plan = planReconciliation(jobs, wish.policy, means, hold, now);
    return proposal;
}

} // namespace emberwatch
