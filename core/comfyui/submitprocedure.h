// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/comfyclient.h"
#include "core/comfyui/submission.h"

#include <QCoroTask>

namespace emberwatch::comfyui {

/// Queues a workflow, once. A POST whose answer is lost is looked for, by prompt id and marker, in the queue
/// and the newest 200 entries of the history, twice, and never sent again.
/// Errors only where nothing was queued for certain: Invalid (no workflow), Network (nobody there), what a
/// proxy turned away. All else is in the Submission.
[[nodiscard]] QCoro::Task<Result<Submission>> submitPrompt(
    ComfyClient client, QByteArray workflow, SubmitOptions options);

} // namespace emberwatch::comfyui
