// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serveranswer.h"

#include <QElapsedTimer>

namespace emberwatch::comfyui {

QCoro::Task<Result<ServerAnswer>> askServer(ComfyClient client)
{
    QElapsedTimer clock;
    clock.start();
    const Result<ServerFacts> facts = co_await client.systemStats();
    if (!facts)
        co_return tl::make_unexpected(facts.error());
    ServerAnswer answer;
    answer.facts = *facts;
    answer.latency = std::chrono::milliseconds(clock.elapsed());
    const Result<QueueSnapshot> queue = co_await client.openJobs();
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    answer.queue = *queue;
    co_return answer;
}

} // namespace emberwatch::comfyui
