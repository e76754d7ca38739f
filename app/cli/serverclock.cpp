// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serverclock.h"

namespace emberwatch::cli {

using namespace std::chrono;

std::optional<ServerClock> ServerClock::fromReply(redis::Reply::View time)
{
    if (time.size() != 2)
        return std::nullopt;
    bool isSeconds = false;
    bool isMicroseconds = false;
    const qint64 whole = time.at(0).bytes().toByteArray().toLongLong(&isSeconds);
    const qint64 part = time.at(1).bytes().toByteArray().toLongLong(&isMicroseconds);
    if (!isSeconds || !isMicroseconds)
        return std::nullopt;
    ServerClock clock;
    clock.m_read = Timestamp(seconds(whole) + floor<milliseconds>(microseconds(part)));
    clock.m_readAt = steady_clock::now();
    return clock;
}

Timestamp ServerClock::now() const
{
    return m_read + floor<milliseconds>(steady_clock::now() - m_readAt);
}

} // namespace emberwatch::cli
