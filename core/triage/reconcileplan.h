// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/cleaningcheck.h"
#include "core/triage/plan.h"

#include <optional>
#include <span>

namespace emberwatch {

/// What would bring Redis, the database and ComfyUI into agreement, by the table of verdicts.md 4.
///
/// Every job has one action with an expected outcome, so the report's counts add up to the number of jobs.
/// The age rule of a recovery does not hold here; silence, retention and holds do. What is a conflict,
/// corrupt, stalled or unverifiable is left to a person or to the next look, each with its reason.
///
/// @param hold  nullopt: none
/// @param now   our clock
[[nodiscard]] Plan planReconciliation(std::span<const JudgedJob> jobs, const Policy &policy,
    const CleaningMeans &means, const std::optional<Hold> &hold, Timestamp now);

} // namespace emberwatch
