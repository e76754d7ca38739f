// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"

#include <QByteArray>

#include <span>

namespace emberwatch::redis {

class Connection;

/// A Lua script and its name on the server.
struct Script
{
    QByteArray text;
    QByteArray sha1; ///< lower-case hex
};

/// The only ways to touch a job key (correctness.md 2), from resources/lua.
namespace scripts {
[[nodiscard]] const Script &peek();
[[nodiscard]] const Script &compareAndSet();
[[nodiscard]] const Script &compareAndDelete();
[[nodiscard]] const Script &extend();
} // namespace scripts

/// EVALSHA of a script on one key.
void addEvalSha(
    Commands &commands, const Script &script, QByteArrayView key, std::span<const QByteArrayView> arguments);
/// EVAL of the same: the one answer to NOSCRIPT.
void addEval(
    Commands &commands, const Script &script, QByteArrayView key, std::span<const QByteArrayView> arguments);

} // namespace emberwatch::redis
