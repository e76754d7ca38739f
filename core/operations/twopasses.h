// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/evidencegatherer.h"
#include "core/operations/stoprequest.h"

#include <QCoroTask>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace emberwatch {

/// How ComfyUI is asked.
struct PassTimes
{
    std::chrono::milliseconds grace{10'000}; ///< between the two passes over a server
    /// A server that has not answered at all is waited for so much longer than the others; then its jobs are
    /// unknown, and nobody else has waited for it.
    std::chrono::milliseconds straggle{1'000};
    /// Also where nothing is absent: what lives shows only in two passes whether it moves.
    bool areLiveAskedAgain = false;
    comfyui::PassOptions pass;
};

/// How a coroutine waits: pauseFor, or a test's own.
using Pause = std::function<QCoro::Task<void>(std::chrono::milliseconds)>;

/// What one server said in two passes.
struct TwoPassAnswer
{
    comfyui::ServerEvidence first;
    /// Of the jobs that had not ended in the first; nullopt: nothing was absent, so one pass says it all, or
    /// there was no answer.
    std::optional<comfyui::ServerEvidence> second;
};

/// Asks many servers side by side, each twice where something was absent: every server's second pass begins a
/// grace period after its own first one has ended.
///
/// @param pool       outlives the call
/// @param questions  a server without jobs is asked for its queue alone
/// @param stop       ends it soon; what is not known yet is unknown
/// @return in the order of the questions
[[nodiscard]] QCoro::Task<QList<TwoPassAnswer>> askTwice(comfyui::ServerPool *pool,
    QList<comfyui::ServerQuestions> questions, PassTimes times, Pause pause, StopRequestPtr stop);

} // namespace emberwatch
