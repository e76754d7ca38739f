// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace emberwatch {

/// A moment in UTC, in milliseconds since the epoch. Whose clock it is stands at each use: the server's, the
/// producer's and ours are never subtracted from each other.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the time comes from, so that a test can leap.
using Clock = std::function<Timestamp()>;

[[nodiscard]] inline Timestamp systemNow()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace emberwatch
