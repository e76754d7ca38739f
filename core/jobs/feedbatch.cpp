// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/feedbatch.h"

#include <array>

namespace emberwatch {

QByteArrayView wordOf(FeedRung rung)
{
    static constexpr std::array<QByteArrayView, 3> words{"notifications", "tracking", "polling"};
    return words[static_cast<size_t>(rung)];
}

QByteArrayView wordOf(FeedState state)
{
    static constexpr std::array<QByteArrayView, 3> words{"connecting", "live", "stale"};
    return words[static_cast<size_t>(state)];
}

} // namespace emberwatch
