// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/connection.h"

#include <QCoroTask>

#include <chrono>

namespace emberwatch::test {

// A connection used step by step, as tests do.

/// With so much time that a busy machine makes no difference; a test of a time-out sets its own.
[[nodiscard]] inline redis::ConnectionOptions patient(redis::ConnectionOptions options)
{
    options.connectTimeout = std::chrono::seconds(30);
    options.commandTimeout = std::chrono::seconds(30);
    return options;
}

/// Opens it and says how that went.
[[nodiscard]] inline Result<void> opened(
    redis::Connection &connection, std::chrono::milliseconds limit = std::chrono::seconds(30))
{
    connection.open();
    return QCoro::waitFor(connection.waitReady(limit));
}

inline Result<redis::Reply> called(redis::Connection &connection, redis::Commands command)
{
    return QCoro::waitFor(connection.call(std::move(command)));
}

/// NotFound where there is no error.
[[nodiscard]] inline Error::Kind kindOf(const Result<redis::Reply> &result)
{
    return result ? Error::Kind::NotFound : result.error().kind;
}

} // namespace emberwatch::test
