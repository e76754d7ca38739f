// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/cleaningproposal.h"

#include "core/triage/cleaningplan.h"
#include "core/triage/recoveryplan.h"

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Beyond so many nothing is ticked.
void keepWithin(QList<PlannedAction> &actions, int atMost)
{
    // The longer a key has been silent the sooner it expires.
    std::stable_sort(actions.begin(), actions.end(),
        [](const PlannedAction &a, const PlannedAction &b) { return a.judgedExpiry < b.judgedExpiry; });
    int ticked = 0;
    for (PlannedAction &action : actions) {
        if (!action.isTicked || ++ticked <= atMost)
            continue;
        action.isTicked = false;
        action.reason = u"Left for a later run: one changes at most %1 jobs."_s.arg(atMost);
    }
}

} // namespace

RecoveryProposal cleaningProposalFrom(Observation observation, const ObserverWish &wish,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now)
{
    observation.jobs.removeIf([&wish](const ObservedJob &observed) {
        const Evidence &evidence = observed.evidence;
        return wish.isLeftToRecovery
            && isLeftToRecovery(evidence.redis, evidence.record.reading, evidence.type, wish.policy);
    });
    RecoveryProposal proposal;
    const std::vector<JudgedJob> jobs = judgeInto(proposal, std::move(observation), wish, now);
    constexpr bool withResidue = true;
    proposal.plan = planCleaning(jobs, wish.policy, means, hold, withResidue, now);
    if (wish.changesAtMost)
        keepWithin(proposal.plan.actions, *wish.changesAtMost);
    return proposal;
}

} // namespace emberwatch
