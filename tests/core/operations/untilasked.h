// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <cstdio>

namespace emberwatch::test {

namespace detail {
inline volatile std::sig_atomic_t isAsked = 0;
inline void ask(int)
{
    isAsked = 1;
}
} // namespace detail

/// From now on SIGTERM is a question, which isAskedToEnd() answers between two operations.
inline void untilAsked()
{
    std::signal(SIGTERM, detail::ask);
}
[[nodiscard]] inline bool isAskedToEnd()
{
    return detail::isAsked != 0;
}

/// How many operations a program of the campaign has sent so far, as a line of its output.
inline void sayOperations(long long count)
{
    std::printf("%lld\n", count);
    std::fflush(stdout);
}

} // namespace emberwatch::test
