// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/socketguard.h"

#include <algorithm>

#include <sys/socket.h>

namespace emberwatch::sql {

SocketGuard::~SocketGuard()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void SocketGuard::watch(int socket, std::chrono::milliseconds limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_socket = socket;
        m_deadline = std::chrono::steady_clock::now() + limit;
        if (m_end)
            m_deadline = std::min(*m_deadline, *m_end);
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_changed.notify_all();
}

void SocketGuard::release()
{
    const std::lock_guard lock(m_mutex);
    m_socket = -1;
    m_deadline.reset();
}

void SocketGuard::hurry(std::chrono::milliseconds limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_end = std::chrono::steady_clock::now() + limit;
        if (m_deadline)
            m_deadline = std::min(*m_deadline, *m_end);
    }
    m_changed.notify_all();
}

void SocketGuard::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (!m_deadline) {
            m_changed.wait(lock);
            continue;
        }
        const Moment deadline = *m_deadline;
        m_changed.wait_until(lock, deadline);
        if (m_deadline && std::chrono::steady_clock::now() >= *m_deadline) {
            ::shutdown(m_socket, SHUT_RDWR); // under the lock: the socket is not yet another's
            m_socket = -1;
            m_deadline.reset();
        }
    }
}

} // namespace emberwatch::sql
