// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "core/triage/cleaningcheck.h"

namespace emberwatch {

/// Judges what was observed and plans a reconciliation: every job has one action in it.
///
/// @param hold  nullopt: none
/// @param now   our clock
[[nodiscard]] RecoveryProposal reconcileProposalFrom(Observation observation, const ObserverWish &wish,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now);

} // namespace emberwatch
