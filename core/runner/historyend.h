// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/comfyclient.h"
#include "core/comfyui/jobevidence.h"

#include <QCoroTask>

#include <optional>

namespace emberwatch {

/// The history entry of a prompt that its stream says is over: it may come a moment later, so it is asked for
/// up to six times within about 2 s (comfyui-protocol.md 6.4.6). nullopt: not there, or no answer; polling
/// will tell.
[[nodiscard]] QCoro::Task<std::optional<comfyui::JobEvidence>> readHistoryEnd(
    comfyui::ComfyClient client, PromptId id);

} // namespace emberwatch
