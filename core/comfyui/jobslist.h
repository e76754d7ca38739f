// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/jsonvalue.h"
#include "core/comfyui/queuesnapshot.h"

namespace emberwatch::comfyui {

/// What the jobs routes (from 0.6.0) say of one job.
struct JobSummary
{
    enum class Status : quint8
    {
        Pending,
        InProgress,
        Completed,
        Failed,
        Cancelled,
        Unknown, ///< a word that we do not know
    };
    PromptId promptId;
    Status status = Status::Unknown;
    double number = 0;
    std::optional<Timestamp> createdAt; ///< server's clock
    bool operator==(const JobSummary &) const = default;
};

/// Errors: Protocol where it has no id.
[[nodiscard]] Result<JobSummary> jobSummaryOf(JsonValue job);

/// The list of GET /api/jobs?status=pending,in_progress as a queue without details. A job that is listed
/// twice, because it moved meanwhile, counts as ended. Errors: Protocol for another shape, and where there is
/// more than the answer holds.
[[nodiscard]] Result<QueueSnapshot> queueFromJobsList(JsonValue root);

/// Whether the body of a 404 is ComfyUI's own "Job not found", and not a proxy's page or an old server's.
[[nodiscard]] bool isJobNotFound(JsonValue root);

} // namespace emberwatch::comfyui
