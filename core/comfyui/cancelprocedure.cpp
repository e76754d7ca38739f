// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/cancelprocedure.h"

#include "core/base/pause.h"

namespace emberwatch::comfyui {

namespace {

using Outcome = CancelReport::Outcome;
using SteadyClock = std::chrono::steady_clock;

/// An older look at what runs says nothing of what an interrupt would hit. Source: comfyui-protocol.md 6.9.
constexpr std::chrono::seconds lookHolds{1};

/// Where a prompt is now.
struct Place
{
    bool isPending = false;
    bool isRunning = false;
    std::optional<HistoryEntry> entry;
    [[nodiscard]] bool isOpen() const { return isPending || isRunning; }
};

/// Queue first: the other order can miss a job that moves between them.
QCoro::Task<Result<Place>> findPlace(ComfyClient client, PromptId id)
{
    const Result<QueueSnapshot> queue = co_await client.openJobs();
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    const QueueItem *item = queue->find(id);
    Place place;
    place.isRunning = item != nullptr && item->isRunning;
    place.isPending = item != nullptr && !item->isRunning;
    if (place.isOpen())
        co_return place;
    const Result<std::optional<HistoryEntry>> entry = co_await client.history(id);
    if (!entry)
        co_return tl::make_unexpected(entry.error());
    place.entry = *entry;
    co_return place;
}

CancelReport reportOf(const Place &before, const Place &after)
{
    if (after.isOpen())
        return {Outcome::StillThere, {}};
    if (after.entry) {
        const bool wasInterrupted = after.entry->outcome == JobOutcome::Interrupted;
        return {wasInterrupted ? Outcome::Interrupted : Outcome::AlreadyEnded, after.entry};
    }
    return {before.isRunning ? Outcome::Vanished : Outcome::RemovedFromQueue, {}};
}

/// Deletes it from the queue and, where it runs by now, interrupts it. False: it was not touched.
QCoro::Task<Result<bool>> actStepByStep(
    ComfyClient client, PromptId id, bool interruptsOnlyIt, bool mayHitNext)
{
    const Result<void> deleted = co_await client.deletePending(id);
    if (!deleted)
        co_return tl::make_unexpected(deleted.error());
    const SteadyClock::time_point asked = SteadyClock::now();
    const Result<QueueSnapshot> queue = co_await client.openJobs();
    if (!queue)
        co_return tl::make_unexpected(queue.error());
    const QueueItem *item = queue->find(id);
    if (item == nullptr || !item->isRunning)
        co_return true;
    const bool isFresh = SteadyClock::now() - asked < lookHolds;
    if (!interruptsOnlyIt && (!mayHitNext || !isFresh))
        co_return false;
    const std::optional<PromptId> only(id);
    const Result<void> interrupted = co_await client.interrupt(only);
    if (!interrupted)
        co_return tl::make_unexpected(interrupted.error());
    co_return true;
}

QCoro::Task<Result<bool>> act(ComfyClient client, PromptId id, CancelOptions options)
{
    const Result<ServerFacts> facts = co_await client.facts();
    if (!facts)
        co_return tl::make_unexpected(facts.error());
    if (facts->isAtLeast(cancelsJobs)) {
        const Result<bool> cancelled = co_await client.cancelByJobsApi(id);
        // 400: an id of an old producer that is no UUID; 404: a proxy that does not know the route.
        const bool isRefused = !cancelled
            && (cancelled.error().kind == Error::Kind::Invalid
                || cancelled.error().kind == Error::Kind::NotFound);
        if (!isRefused && !cancelled)
            co_return tl::make_unexpected(cancelled.error());
        if (cancelled)
            co_return true;
    }
    const bool interruptsOnlyIt = facts->isAtLeast(interruptsById);
    const Result<bool> acted = co_await actStepByStep(client, id, interruptsOnlyIt, options.mayHitNextJob);
    co_return acted;
}

} // namespace

QCoro::Task<Result<CancelReport>> cancelPrompt(ComfyClient client, PromptId id, CancelOptions options)
{
    const Result<Place> before = co_await findPlace(client, id);
    if (!before)
        co_return tl::make_unexpected(before.error());
    if (!before->isOpen())
        co_return CancelReport{before->entry ? Outcome::AlreadyEnded : Outcome::NotFound, before->entry};
    const SteadyClock::time_point deadline = SteadyClock::now() + options.wait;
    bool isToBeTouched = true;
    for (;;) {
        if (isToBeTouched) {
            const Result<bool> acted = co_await act(client, id, options);
            if (!acted)
                co_return tl::make_unexpected(acted.error());
            if (!*acted)
                co_return CancelReport{Outcome::RefusedAsUnsafe, {}};
        }
        const Result<Place> after = co_await findPlace(client, id);
        if (!after)
            co_return tl::make_unexpected(after.error());
        const bool isOver = !after->isOpen() || SteadyClock::now() >= deadline;
        if (isOver)
            co_return reportOf(*before, *after);
        // An id may wait twice (comfyui-protocol.md 0.10), and a server takes one of them at a time.
        isToBeTouched = after->isPending;
        co_await pauseFor(options.lookEvery);
    }
}

} // namespace emberwatch::comfyui
