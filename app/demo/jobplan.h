// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobstate.h"

#include <optional>

namespace emberwatch::demo {

/// How producers clean up: the key of a finished job is deleted this long after its final status.
inline constexpr std::chrono::milliseconds lingering{60'000};

/// What a producer would write about a job at some moment.
struct Stage
{
    JobStatus status = JobStatus::Queued;
    double progress = 0; ///< percent, 0..100
    bool operator==(const Stage &) const = default;
};

/// The whole course of one job, settled when it is submitted. What it is at a given time is a pure function
/// of it.
struct JobPlan
{
    JobState submitted; ///< as its producer writes it first: queued, 0 %
    std::optional<quint64> seed; ///< a member that only some producers write; often beyond 2^53
    std::chrono::milliseconds waiting{0}; ///< in the queue
    std::chrono::milliseconds work{0}; ///< from the first step to the last
    int steps = 20;
    std::optional<double> failsAt; ///< percent; nullopt: it completes
    bool operator==(const JobPlan &) const = default;
};

[[nodiscard]] Timestamp workBegins(const JobPlan &plan);
/// When the final status is due.
[[nodiscard]] Timestamp workEnds(const JobPlan &plan);
/// When the key is deleted.
[[nodiscard]] Timestamp lifeEnds(const JobPlan &plan);
[[nodiscard]] Stage stageAt(const JobPlan &plan, Timestamp now);

} // namespace emberwatch::demo
