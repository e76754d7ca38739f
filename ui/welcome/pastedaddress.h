// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// The address in whatever people have at hand: a URL of any client library, host:port, the path of a socket,
/// a line of a .env file, a redis-cli command. What it does not know it returns trimmed, for parseRedisUrl()
/// to say what is wrong with it.
[[nodiscard]] QString redisUrlIn(const QString &pasted);

} // namespace emberwatch
