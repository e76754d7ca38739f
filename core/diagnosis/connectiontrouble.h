// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/redis/connectionoptions.h"

#include <QString>

namespace emberwatch {

/// How far connecting had come when it failed.
enum class ConnectStage
{
    Reaching,
    Encrypting,
    SigningIn
};

/// A failed connection in words: what happened, and what usually helps. English, plain text, without secrets.
struct ConnectionTrouble
{
    QString sentence;
    QString advice; ///< empty where there is nothing to say
    bool operator==(const ConnectionTrouble &) const = default;
};

[[nodiscard]] ConnectionTrouble explainTrouble(
    const Error &why, const redis::ConnectionOptions &options, ConnectStage stage);

} // namespace emberwatch
