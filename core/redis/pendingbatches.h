// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

namespace emberwatch::redis {

/// A batch that was sent and whose replies are still to come.
struct PendingBatch
{
    using Moment = std::chrono::steady_clock::time_point;

    int replies = 1; ///< still missing
    bool isBare = false; ///< one command, whose reply is handed over without an array around it
    bool isPush
        = false; ///< one (un)subscribing command: `replies` counts its confirmations, nobody waits for them
    std::chrono::milliseconds timeout{0};
    Moment sentAt;
    bool hasContext = false;
    QPointer<QObject> context;
    std::function<void(Result<Reply>)> handler;

    /// Calls the handler, unless its context is gone.
    void answer(Result<Reply> result) const;
};

/// The batches under way, oldest first, and the reply of the oldest one as it grows.
class PendingBatches
{
public:
    void add(PendingBatch batch);
    /// Notes for each command how many confirmations it will bring.
    void addPush(const Commands &commands, PendingBatch::Moment now);

    [[nodiscard]] bool isEmpty() const { return m_batches.empty(); }
    [[nodiscard]] const PendingBatch &oldest() const { return m_batches.front(); }

    /// Where the next reply to the oldest batch goes.
    [[nodiscard]] Reply &collecting();
    struct Complete
    {
        PendingBatch batch;
        Reply reply;
    };
    /// One more reply lies in collecting(): the batch, if that was its last.
    [[nodiscard]] std::optional<Complete> countReply(PendingBatch::Moment now);

    /// A confirmation of the oldest subscribing command came.
    void countConfirmation();
    /// The oldest subscribing command is over: it was refused, or its successor is answered.
    void dropOldestPush();

    /// When the oldest batch became the oldest, which is when its time begins to run: what was sent before it
    /// may take its own time. nullopt if nobody waits.
    [[nodiscard]] std::optional<PendingBatch::Moment> waitingSince() const;

    /// Empties it.
    [[nodiscard]] std::deque<PendingBatch> takeAll();

private:
    std::deque<PendingBatch> m_batches;
    Reply m_collecting;
    PendingBatch::Moment m_oldestSince;
};

} // namespace emberwatch::redis
