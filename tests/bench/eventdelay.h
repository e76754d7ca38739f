// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

class QThread;

namespace emberwatch::bench {

/// How long an event waits in a thread's queue: one is posted every millisecond from outside, to the thread
/// that is measured and to an idle one beside it, whose delays are the scheduler's alone.
class EventDelay
{
public:
    /// Measures the thread in which it is made.
    EventDelay();
    ~EventDelay();

    /// Forgets what was measured so far.
    void restart();
    /// Milliseconds, one for each event.
    [[nodiscard]] std::vector<double> measured() const;
    [[nodiscard]] std::vector<double> control() const;

private:
    class Receiver;
    std::unique_ptr<Receiver> m_here;
    std::unique_ptr<QThread> m_idle;
    Receiver *m_there; ///< lives and dies in m_idle
    std::atomic<bool> m_isOver = false;
    std::thread m_heart;
};

/// CPU time of the calling thread, in seconds.
[[nodiscard]] double threadCpuSeconds();

} // namespace emberwatch::bench
