// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace emberwatch::sql {

/// Ends a wait for a server that does not answer: libpq waits without end for one that is frozen or cut off,
/// and the server's own time-outs do not run then. Shuts the socket down, which libpq takes for a lost
/// connection.
///
/// The thread of the connection watches and releases; any thread may hurry().
class SocketGuard
{
public:
    SocketGuard() = default;
    ~SocketGuard();
    SocketGuard(const SocketGuard &) = delete;
    SocketGuard &operator=(const SocketGuard &) = delete;

    /// From now on `socket` is shut down unless release() comes within `limit`.
    void watch(int socket, std::chrono::milliseconds limit);
    void release();
    /// Nothing may take longer than `limit` from now, what is under way included. For the end of the program.
    void hurry(std::chrono::milliseconds limit);

private:
    using Moment = std::chrono::steady_clock::time_point;
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::thread m_thread; ///< started with the first watch()
    int m_socket = -1;
    std::optional<Moment> m_deadline;
    std::optional<Moment> m_end;
    bool m_isStopping = false;
};

} // namespace emberwatch::sql
