// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace emberwatch {

/// The two clocks that a lease needs, so that a test can freeze and suspend.
struct LeaseClocks
{
    using Reading = std::function<std::chrono::milliseconds()>;
    Reading boot; ///< CLOCK_BOOTTIME: goes on while the machine is suspended
    Reading monotonic; ///< stops meanwhile: the difference grows by the time slept
};

[[nodiscard]] LeaseClocks systemLeaseClocks();

} // namespace emberwatch
