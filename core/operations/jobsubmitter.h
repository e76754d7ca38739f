// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/submission.h"

#include <QByteArray>
#include <QCoroTask>
#include <QString>

#include <optional>

namespace emberwatch {

/// A workflow that is to be run.
struct JobRequest
{
    QByteArray workflow; ///< API format; its bytes go out as they are
    QString serverUrl; ///< of the allow-list
    QString type = QStringLiteral("image_generation");
    QString userId;
    std::optional<QString> characterId;
    std::optional<double> number; ///< priority: the lower runs first
    /// A lower-case UUID that nobody has used; nullopt: one is made. Servers before 0.3.45 take another one.
    std::optional<PromptId> promptId = {};
};

/// What came of it. The state in Redis says the same; it is tracked unless it was refused or never queued.
struct SubmittedJob
{
    comfyui::Submission submission;
    QString clientId;
    bool isSaved = false; ///< in Redis; false: it waits in the spool
};

/// Runs workflows as jobs of our own: with their state, lease and record. One thread.
class JobSubmitter
{
public:
    JobSubmitter() = default;
    virtual ~JobSubmitter() = default;
    Q_DISABLE_COPY_MOVE(JobSubmitter)

    /// Refused, and never queued for certain, are values. Errors: nothing was queued for certain.
    [[nodiscard]] virtual QCoro::Task<Result<SubmittedJob>> submit(JobRequest request) = 0;
};

} // namespace emberwatch
