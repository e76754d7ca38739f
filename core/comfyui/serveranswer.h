// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/comfyclient.h"

#include <QCoroTask>

#include <chrono>

namespace emberwatch::comfyui {

/// What a server is, and has to do, at one moment.
struct ServerAnswer
{
    ServerFacts facts;
    std::chrono::milliseconds latency{0}; ///< of the first answer, connecting included
    QueueSnapshot queue; ///< without details where the server has a jobs list
    bool operator==(const ServerAnswer &) const = default;
};

/// Asks for the facts, then for the queue. Errors: those of ComfyClient: nothing is known then.
[[nodiscard]] QCoro::Task<Result<ServerAnswer>> askServer(ComfyClient client);

} // namespace emberwatch::comfyui
