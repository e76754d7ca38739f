// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/cancelprocedure.h"
#include "core/comfyui/serverpool.h"

#include <QCoroTask>
#include <QString>

namespace emberwatch {

/// What came of a cancel on a server.
struct ServerCancel
{
    bool isGone = false; ///< looked at afterwards: it neither waits nor runs
    comfyui::CancelReport report;
    QString text; ///< a sentence for people
};

/// Cancels that one prompt by the safe procedure of its server, and looks whether it happened. Errors: the
/// server is not allowed or could not be asked; whether anything happened is unknown then.
/// @param servers  outlives the call
[[nodiscard]] QCoro::Task<Result<ServerCancel>> cancelOnServer(
    comfyui::ServerPool *servers, QString serverUrl, PromptId id, comfyui::CancelOptions options = {});

} // namespace emberwatch
