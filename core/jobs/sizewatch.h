// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace emberwatch {

/// Reads DBSIZE between listings: a number that does not fit what is known means that something happened
/// without an event. Keys that are not jobs are assumed to stay as many as after the last listing; where they
/// do not, listings that found nothing make it ask less and less often.
class SizeWatch
{
public:
    using Ms = std::chrono::milliseconds; ///< of any steady clock
    enum class Finding : quint8
    {
        Fits,
        ListAgain, ///< some keys more or fewer than known
        Flushed, ///< a large part is gone at once
    };

    /// @param keys   DBSIZE
    /// @param known  jobs known
    /// @param isQuiet  nothing is marked or being read: the two numbers can be compared
    [[nodiscard]] Finding look(qint64 keys, qint64 known, bool isQuiet, Ms now);
    /// A listing is complete; `foundSomething`: it found changes that no event had announced.
    void listed(bool foundSomething);

private:
    static constexpr Ms shortestWait{2'000};
    static constexpr Ms longestWait{60'000};
    std::optional<qint64> m_foreign; ///< DBSIZE minus known jobs
    int m_oddLooks = 0;
    Ms m_lastAlarm{-60'000};
    Ms m_wait = shortestWait;
    bool m_alarmed = false;
};

} // namespace emberwatch
