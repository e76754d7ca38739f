// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"

#include <optional>
#include <span>

namespace emberwatch {

/// What cleaning would delete: orphaned, residue and stale keys, by verdicts.md 5.
///
/// A key for which all conditions hold gets the action Clean, with the steps that have to come before the
/// deletion (an orphan's record is settled first); any other gets None and names each condition that fails.
/// Residue is harmless and expires by itself: it is cleaned only where `withResidue` says so, else left out.
///
/// @param now  our clock
[[nodiscard]] Plan planCleaning(std::span<const JudgedJob> jobs, const Policy &policy,
    const CleaningMeans &means, const std::optional<Hold> &hold, bool withResidue, Timestamp now);

} // namespace emberwatch
