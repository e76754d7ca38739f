// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/pulse.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace emberwatch::redis {

namespace {

constexpr std::chrono::milliseconds quietTime = 4000ms;
constexpr std::chrono::milliseconds patience = 4500ms;

} // namespace

void Pulse::reset(Moment now)
{
    m_lastHeard = now;
    m_askedAt.reset();
}

bool Pulse::isTimeToAsk(Moment now) const
{
    return !m_askedAt && now - m_lastHeard >= quietTime;
}

bool Pulse::isLost(Moment now) const
{
    return m_askedAt && now - std::max(*m_askedAt, m_lastHeard) >= patience;
}

} // namespace emberwatch::redis
