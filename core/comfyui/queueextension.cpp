// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/queueextension.h"

#include <algorithm>

namespace emberwatch::comfyui {

namespace {

/// Prompts come and go between the answers, so only what the count says before and after the queue counts.
QCoro::Task<Result<bool>> countsMoreThanItHolds(ComfyClient client)
{
    const Result<int> before = co_await client.queueRemaining();
    if (!before)
        co_return tl::make_unexpected(before.error());
    const QSet<PromptId> noWorkflows;
    const Result<QueueSnapshot> queue = co_await client.queue(noWorkflows);
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    const Result<int> after = co_await client.queueRemaining();
    if (!after)
        co_return tl::make_unexpected(after.error());
    co_return std::min(*before, *after) > queue->count();
}

} // namespace

QCoro::Task<Result<bool>> keepsPromptsElsewhere(ComfyClient client)
{
    const Result<bool> hasRoute = co_await client.hasQueueExtension();
    if (!hasRoute || *hasRoute)
        co_return hasRoute;
    const Result<bool> first = co_await countsMoreThanItHolds(client);
    if (!first || !*first)
        co_return first;
    const Result<bool> second = co_await countsMoreThanItHolds(client);
    co_return second;
}

} // namespace emberwatch::comfyui
