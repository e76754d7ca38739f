// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/feedsimulator.h"

#include <atomic>
#include <functional>
#include <thread>

namespace emberwatch::bench {

/// A simulated feed in a thread of its own: at most one batch a frame, and the next only once the last was
/// taken; until then changes gather, as they do in the real one.
class StreamingFeed
{
public:
    using Sink = std::function<void(FeedBatchPtr)>;
    /// @param simulator  not to be touched until stop()
    StreamingFeed(FeedSimulator &simulator, int changesPerSecond, Sink sink);
    ~StreamingFeed();

    /// From any thread.
    void batchTaken() { m_isTaken = true; }
    /// No more changes; what has been made is on its way.
    void stop();
    [[nodiscard]] qint64 changes() const { return m_changes; }

private:
    void run();

    FeedSimulator &m_simulator;
    int m_changesPerSecond;
    Sink m_sink;
    std::atomic<bool> m_isTaken = true;
    std::atomic<bool> m_isOver = false;
    std::atomic<qint64> m_changes = 0;
    std::thread m_thread;
};

} // namespace emberwatch::bench
