// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/hold.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <optional>
#include <span>

namespace emberwatch {

/// What a recovery would do with each job (verdicts.md 6, correctness.md 3).
///
/// Every job whose key is open has one action with an expected outcome, so the report's counts add up to the
/// number found. Open records without an open key, and values whose status cannot be read, stand beside: no
/// outcome, outside of the sum. All others (ended, foreign, consistent) are not in the plan. An open record
/// whose key says the end is finished: at once where that end is a claim of ours, else once the retention has
/// passed.
///
/// Jobs beyond the age limit are skipped whatever their verdict; long types are held against it by silence.
/// A job whose age cannot be judged is left to a person (correctness.md 1.7).
/// Absent ones are settled once they have been silent long enough, and while no hold lasts.
///
/// @param hold  nullopt: none
/// @param now   our clock
[[nodiscard]] Plan planRecovery(
    std::span<const JudgedJob> jobs, const Policy &policy, const std::optional<Hold> &hold, Timestamp now);

/// Whether a recovery takes the job by its age (or, for long types, its silence): the first question, for
/// which no other source has to be asked. @return why not, as a sentence; nullopt: it is taken.
[[nodiscard]] std::optional<QString> tooOldReason(
    const RedisEvidence &redis, const QString &type, const Policy &policy);

/// Whether a recovery accounts for the key, so that cleaning leaves it alone: open and not too old for one,
/// or ended while its record is still open.
[[nodiscard]] bool isLeftToRecovery(
    const RedisEvidence &redis, RecordReading record, const QString &type, const Policy &policy);

} // namespace emberwatch
