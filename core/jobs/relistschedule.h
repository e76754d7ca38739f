// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>

namespace emberwatch {

class FeedLadder;

/// When a node is listed again although nothing says so (correctness.md 6.6 and 6.7): every minute where the
/// rung has proved itself, more often the less it can be trusted, never so often that listing takes most of
/// the server's time.
class RelistSchedule
{
public:
    using Ms = std::chrono::milliseconds; ///< of any steady clock

    /// @param regular  on a proven rung, for up to 100,000 jobs
    explicit RelistSchedule(Ms regular)
        : m_regular(regular)
    {
    }

    void began(Ms now) { m_began = now; }
    void completed(Ms now) { m_took = now - m_began; }
    [[nodiscard]] bool isDue(const FeedLadder &ladder, qint64 jobs, Ms now) const
    {
        return now - m_began >= interval(ladder, jobs);
    }
    /// From the beginning of a listing to that of the next.
    [[nodiscard]] Ms interval(const FeedLadder &ladder, qint64 jobs) const;

private:
    Ms m_regular;
    Ms m_began{0};
    Ms m_took{0};
};

} // namespace emberwatch
