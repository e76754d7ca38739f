// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"

#include <QByteArray>

#include <span>

namespace emberwatch::redis {

/// A Lua script and its name on the server.
struct Script
{
    QByteArray text;
    QByteArray sha1; ///< lower-case hex
};

/// The script with that text.
[[nodiscard]] Script scriptOf(const char *text);

/// The only ways to touch a job key (correctness.md 2), from resources/lua.
namespace scripts {
[[nodiscard]] const Script &peek();
[[nodiscard]] const Script &compareAndSet();
[[nodiscard]] const Script &compareAndDelete();
[[nodiscard]] const Script &extend();
} // namespace scripts

/// A script on one key: EVALSHA, or EVAL `withText`, the one answer to NOSCRIPT.
void addScript(Commands &commands, const Script &script, QByteArrayView key,
    std::span<const QByteArrayView> arguments, bool withText = false);

/// The server does not know the script: it is to be sent once with its text.
[[nodiscard]] bool isNoScript(Reply::View reply);

} // namespace emberwatch::redis
