// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/historyend.h"

#include "core/base/pause.h"

namespace emberwatch {

QCoro::Task<std::optional<comfyui::JobEvidence>> readHistoryEnd(comfyui::ComfyClient client, PromptId id)
{
    constexpr std::chrono::milliseconds pauses[]{std::chrono::milliseconds(0), std::chrono::milliseconds(100),
        std::chrono::milliseconds(200), std::chrono::milliseconds(300), std::chrono::milliseconds(500),
        std::chrono::milliseconds(900)};
    for (const std::chrono::milliseconds pause : pauses) {
        if (pause.count() > 0)
            co_await pauseFor(pause);
        const Result<std::optional<comfyui::HistoryEntry>> entry = co_await client.history(id);
        if (!entry)
            co_return std::nullopt;
        if (!*entry)
            continue;
        comfyui::JobEvidence evidence = comfyui::evidenceOf(**entry);
        evidence.at = client.options().clock();
        evidence.request = client.historyRequest(id);
        co_return evidence;
    }
    co_return std::nullopt;
}

} // namespace emberwatch
