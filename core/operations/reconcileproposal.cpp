// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/reconcileproposal.h"

#include "core/triage/reconcileplan.h"

namespace emberwatch {

RecoveryProposal reconcileProposalFrom(Observation observation, const ObserverWish &wish,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now)
{
    RecoveryProposal proposal;
    const std::vector<JudgedJob> jobs = judgeInto(proposal, std::move(observation), wish, now);
    proposal.plan = planReconciliation(jobs, wish.policy, means, hold, now);
    return proposal;
}

} // namespace emberwatch
