// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "core/triage/cleaningcheck.h"

namespace emberwatch {

/// Judges what was observed and plans a cleaning: of what no recovery accounts for, each state that is
/// orphaned, stale or residue. No more of them are ticked than the wish says, those that have been silent for
/// longest.
///
/// @param hold  nullopt: none
/// @param now   our clock
[[nodiscard]] RecoveryProposal cleaningProposalFrom(Observation observation, const ObserverWish &wish,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now);

} // namespace emberwatch
