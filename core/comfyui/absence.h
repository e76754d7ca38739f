// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"
#include "core/comfyui/queuesnapshot.h"

#include <optional>

namespace emberwatch::comfyui {

/// A job that a server is asked about, and what was known of it before. All but the id may be missing: then
/// an absence stays unexplained.
struct JobQuestion
{
    PromptId promptId;
    bool wasAccepted = true; ///< false: the POST was never answered
    std::optional<double> number; ///< the server's
    std::optional<Timestamp> createdAt; ///< server's clock
    std::optional<Presence> lastSeen; ///< Pending or Running, by ourselves
    bool operator==(const JobQuestion &) const = default;
};

/// What the rest of a server's answers tells about its past.
struct ServerMemory
{
    /// Whether a job that is known to have ended there is still in its history; nullopt: no such job known.
    std::optional<bool> hasCanary;
    QueueSnapshot queue;
};

/// Why a prompt that is neither in queue nor in history is not there. Pure. Source: comfyui-protocol.md 6.3.
[[nodiscard]] AbsenceReason absenceReason(const JobQuestion &question, const ServerMemory &memory);

/// "the server was restarted since the job was submitted".
[[nodiscard]] QString sentenceOf(AbsenceReason reason);

} // namespace emberwatch::comfyui
