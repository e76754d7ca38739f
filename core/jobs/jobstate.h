// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/base/timestamp.h"

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch {

enum class JobStatus : quint8
{
    Queued,
    Processing,
    Completed,
    Failed
};

/// "queued", "processing", "completed", "failed": the words in Redis, in the filter, on screen and in JSON.
[[nodiscard]] QByteArrayView wordOf(JobStatus status);
[[nodiscard]] std::optional<JobStatus> jobStatusFromWord(QByteArrayView word);
/// Queued or processing: somebody still waits for it.
[[nodiscard]] constexpr bool isOpen(JobStatus status)
{
    return status == JobStatus::Queued || status == JobStatus::Processing;
}

/// How producers keep jobs: fixed by the deployment, not by us (design.md 1).
struct JobSchema
{
    QByteArray prefix = "comfyui:job:"; ///< a job's key is the prefix and its promptId
    std::chrono::milliseconds fullTtl{7'200'000}; ///< set anew on each write of a producer
    bool operator==(const JobSchema &) const = default;
};

/// What Redis holds of a job, as its producer wrote it.
struct JobState
{
    PromptId promptId;
    QString type;
    QString userId; ///< often empty
    std::optional<QString> characterId;
    JobStatus status = JobStatus::Queued;
    double progress = 0; ///< percent, 0..100
    Timestamp startedAt; ///< by the producer's clock
    std::optional<QString> clientId; ///< ComfyUI WebSocket client id
    QString serverUrl;
    bool operator==(const JobState &) const = default;
};

} // namespace emberwatch
