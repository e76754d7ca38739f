// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/relistschedule.h"

#include "core/jobs/feedladder.h"

#include <algorithm>

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto unproven = 2000ms;
constexpr auto configured = 10'000ms; // the server says that notifications are on
constexpr auto longest = 300'000ms;
constexpr qint64 manyJobs = 100'000;
constexpr int share = 4; // repeated listings take at most this part of the time

} // namespace

RelistSchedule::Ms RelistSchedule::interval(const FeedLadder &ladder, qint64 jobs) const
{
    const Ms affordable = m_took * share;
    if (ladder.rung() == FeedRung::Polling)
        return std::max<Ms>(unproven, affordable);
    if (!ladder.isProven())
        return std::max<Ms>(ladder.isConfigured() ? configured : unproven, affordable * share);
    return std::max(m_regular, std::min<Ms>(m_regular * jobs / manyJobs, longest));
}

} // namespace emberwatch
