// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leaseclocks.h"

#include <ctime>

namespace emberwatch {

namespace {

std::chrono::milliseconds reading(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace

LeaseClocks systemLeaseClocks()
{
    return {[] { return reading(CLOCK_BOOTTIME); }, [] { return reading(CLOCK_MONOTONIC); }};
}

} // namespace emberwatch
