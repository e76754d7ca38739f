// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"
#include "core/comfyui/serverlook.h"

#include <QString>

#include <optional>

namespace emberwatch {

/// What ComfyUI says of the job that is looked at, or why it says nothing.
struct ComfySighting
{
    enum class State : quint8
    {
        NoServer, ///< the job names none
        NoAddress, ///< what it names is no address
        NotAllowed,
        Asking,
        Answered, ///< also where the answer is that there was none
    };
    State state = State::NoServer;
    QString serverUrl; ///< as the job has it
    std::optional<comfyui::JobEvidence> evidence; ///< the last, while asked again too
    bool operator==(const ComfySighting &) const = default;
};

/// What a server's queue says of a job; nullopt: it is not in there, or no queue was read.
[[nodiscard]] std::optional<comfyui::JobEvidence> evidenceInQueue(
    const PromptId &id, const comfyui::ServerLook &look);

} // namespace emberwatch
