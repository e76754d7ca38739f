// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/agreement.h"
#include "core/operations/jobobserver.h"
#include "core/triage/plan.h"

#include <QHash>

#include <vector>

namespace emberwatch {

/// What a recovery has found and would do. Whoever shows it may untick actions of the plan (setTicked), or
/// filter it; nothing has been changed anywhere.
struct RecoveryProposal
{
    Timestamp begunAt; ///< our clock
    ObserverWish wish;
    Plan plan; ///< every open job that was found has one action in it
    QHash<PromptId, JudgedJob> judged; ///< what each action was planned from
    QHash<PromptId, JobState> forgotten; ///< what RecreateState would put back
    Agreement agreement; ///< of whoever agreed to it
};

/// What was observed, judged: the beginning of every proposal. @param proposal  gets all but its plan
/// @return in the order of the observation
[[nodiscard]] std::vector<JudgedJob> judgeInto(
    RecoveryProposal &proposal, Observation observation, const ObserverWish &wish, Timestamp now);

/// Judges what was observed and plans.
/// @param hold  nullopt: none
/// @param now   our clock
[[nodiscard]] RecoveryProposal proposalFrom(
    Observation observation, const ObserverWish &wish, const std::optional<Hold> &hold, Timestamp now);

/// Unticks of a new proposal what goes beyond the old one: another action, or the same about a value or a row
/// that is not the one that was judged.
void agreeAsBefore(RecoveryProposal &proposal, const Plan &agreed);

} // namespace emberwatch
