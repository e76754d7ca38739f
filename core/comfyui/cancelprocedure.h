// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/comfyclient.h"

#include <QCoroTask>

namespace emberwatch::comfyui {

struct CancelOptions
{
    /// How long the end is waited for: an interrupt takes effect at the next node or step.
    std::chrono::milliseconds wait{10'000};
    std::chrono::milliseconds lookEvery{250};
    /// Servers before 0.3.57 interrupt whatever runs: between our look and the act the next job may have
    /// begun. Without this a running job of such a server is not touched.
    bool mayHitNextJob = false;
};

struct CancelReport
{
    enum class Outcome : quint8
    {
        RemovedFromQueue, ///< it was waiting and is gone; the server keeps no trace of it
        Interrupted, ///< it ran, and its history says so
        Vanished, ///< it ran, and is neither in queue nor in history
        AlreadyEnded, ///< there was nothing to cancel any more
        NotFound, ///< neither in queue nor in history
        StillThere, ///< asked for, without effect within the wait: a long node, a hung one, or a dead worker
        RefusedAsUnsafe, ///< see CancelOptions::mayHitNextJob
    };
    Outcome outcome = Outcome::StillThere;
    std::optional<HistoryEntry> entry; ///< of what has ended
    bool operator==(const CancelReport &) const = default;
};

/// Cancels one prompt, and no other, by the procedure of the server's version, and looks afterwards whether
/// it happened. From 0.26.0 by the jobs route; before by deleting it from the queue and, if it runs then,
/// interrupting that id; before 0.3.57 only as CancelOptions allow. Never interrupts a waiting prompt.
/// Errors: the server could not be asked; whether anything happened is unknown then.
[[nodiscard]] QCoro::Task<Result<CancelReport>> cancelPrompt(
    ComfyClient client, PromptId id, CancelOptions options = {});

} // namespace emberwatch::comfyui
