// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/redis/reply.h"

#include <chrono>
#include <optional>

namespace emberwatch::cli {

/// The server's clock, carried on by our own steady one from the moment it was read.
class ServerClock
{
public:
    /// @param time  the answer to TIME; nullopt if it is none
    [[nodiscard]] static std::optional<ServerClock> fromReply(redis::Reply::View time);
    [[nodiscard]] Timestamp now() const;

private:
    Timestamp m_read;
    std::chrono::steady_clock::time_point m_readAt;
};

} // namespace emberwatch::cli
