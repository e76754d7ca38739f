// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/redis/reply.h"

namespace emberwatch::redis {

/// What an error reply means for us, by its first word and, where that is "ERR", by its text.
/// LOADING, BUSY, TRYAGAIN, CLUSTERDOWN, MASTERDOWN, max clients -> Busy; READONLY, MISCONF, NOREPLICAS ->
/// ReadOnly; OOM -> OutOfMemory; NOAUTH, WRONGPASS, invalid password -> Auth; NOPERM and its older wordings,
/// unknown command
/// -> Permission; WRONGTYPE -> Conflict; everything else -> Invalid. The message is the server's own text.
/// Source: correctness.md 7.
[[nodiscard]] Error errorFromReply(QByteArrayView text);

/// The server is a replica: what writes is refused by it, and another one is master.
[[nodiscard]] bool isReplicasRefusal(QByteArrayView text);

/// The reply itself, or the error that it is.
[[nodiscard]] Result<Reply::View> checked(Reply::View view);

} // namespace emberwatch::redis
