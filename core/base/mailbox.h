// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace emberwatch {

/// Hands values from one thread to another so that a slow receiver makes the next delivery larger, never a
/// queue longer: what is not yet taken is merged with what comes.
///
/// post() merges under a lock that is held only for the merge, and calls `wake` when the box was empty; the
/// receiver's take() empties it. A queued signal would copy one event a value and has no way to merge; and a
/// std::mutex, unlike Qt's own, is seen by the thread sanitizer.
template <typename T> class Mailbox
{
public:
    /// @param wake  called in the sender's thread, without the lock, whenever the box goes from empty to
    /// full;
    ///              typically posts an event to the receiver. Set once, before the first post().
    explicit Mailbox(std::function<void()> wake)
        : m_wake(std::move(wake))
    {
    }

    /// @param merge  called as merge(T &waiting); `waiting` is default-constructed if the box was empty
    template <typename Merge> void post(Merge &&merge)
    {
        bool wasEmpty = false;
        {
            const std::lock_guard lock(m_mutex);
            wasEmpty = !m_full;
            m_full = true;
            std::forward<Merge>(merge)(m_value);
        }
        if (wasEmpty)
            m_wake();
    }

    /// Empties the box. A default-constructed value if nothing is waiting.
    [[nodiscard]] T take()
    {
        const std::lock_guard lock(m_mutex);
        m_full = false;
        return std::exchange(m_value, T());
    }

    /// Something is waiting. For the sender, who may then rather wait than merge more into it.
    [[nodiscard]] bool isFull() const
    {
        const std::lock_guard lock(m_mutex);
        return m_full;
    }

private:
    mutable std::mutex m_mutex;
    bool m_full = false;
    T m_value{};
    std::function<void()> m_wake;
};

} // namespace emberwatch
