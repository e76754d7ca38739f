// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/consoleoptions.h"
#include "core/redis/connectionoptions.h"

#include <optional>

namespace emberwatch {

/// What REDIS_URL holds; empty: nothing.
[[nodiscard]] QString redisUrlOfEnvironment();

/// --redis before --redis-file before REDIS_URL before the environments file; nullopt: none of them, so a
/// person is asked. A password that the address lacks is taken from REDISCLI_AUTH. Errors: Invalid (usage).
[[nodiscard]] Result<std::optional<redis::ConnectionOptions>> redisAddress(const ConsoleOptions &options);

/// A URL as an address, with the password of REDISCLI_AUTH where it lacks one.
[[nodiscard]] Result<redis::ConnectionOptions> addressOfUrl(const QString &url);

} // namespace emberwatch
