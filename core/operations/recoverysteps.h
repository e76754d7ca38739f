// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/servercancel.h"
#include "core/operations/settlement.h"
#include "core/operations/tracking.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

namespace emberwatch {

/// What a recovery does with one job of its plan, as the classes that do it take it; and what came of it, as
/// the report tells it. All pure.

/// @param job  what the action was planned from
[[nodiscard]] Settlement settlementOf(
    const PlannedAction &action, const JudgedJob &job, const Policy &policy);
[[nodiscard]] Cleaning cleaningOf(const PlannedAction &action, const JudgedJob &job, const Policy &policy);
/// @param forgotten  the state to put back; for RecreateState
[[nodiscard]] TrackingRequest trackingOf(
    const PlannedAction &action, const JudgedJob &job, const std::optional<JobState> &forgotten);

/// @param grace  what producers wrote to meanwhile is looked at again so much later
[[nodiscard]] RecoveredJob recoveredFrom(
    const PlannedAction &action, const SettledJob &settled, Timestamp now, std::chrono::milliseconds grace);
[[nodiscard]] RecoveredJob recoveredFrom(
    const PlannedAction &action, const CleanedKey &cleaned, Timestamp now, std::chrono::milliseconds grace);
[[nodiscard]] RecoveredJob recoveredFrom(const PlannedAction &action, const Result<TrackingTaken> &taken);
[[nodiscard]] RecoveredJob recoveredFrom(const PlannedAction &action, const Result<ServerCancel> &cancelled);
/// Nothing was done about it, for that reason.
[[nodiscard]] RecoveredJob leftAlone(const PlannedAction &action, const QString &why);
/// The procedure failed before anything was done about it.
[[nodiscard]] RecoveredJob failedJob(const PlannedAction &action, const QString &why);

} // namespace emberwatch
