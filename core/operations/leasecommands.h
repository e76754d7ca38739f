// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/strongid.h"
#include "core/redis/command.h"
#include "core/redis/reply.h"
#include "core/redis/scripts.h"

#include <QByteArray>

#include <chrono>

namespace emberwatch {

/// The key of a lease: comfyui:ops:lease:<scope>. Never under the job prefix (correctness.md 1.4).
[[nodiscard]] QByteArray leaseKey(QByteArrayView scope);
/// The scope of a job's lease: job:<promptId>.
[[nodiscard]] QByteArray jobLeaseScope(const PromptId &id);

namespace leasescripts {
[[nodiscard]] const redis::Script &renew();
[[nodiscard]] const redis::Script &release();
} // namespace leasescripts

/// SET key token NX PX time, and GET key behind it: two replies. The second tells who holds it, and, where an
/// earlier SET went unanswered, that it is ourselves.
void addLeaseTake(
    redis::Commands &commands, QByteArrayView key, QByteArrayView token, std::chrono::milliseconds time);
/// One reply each: 1 or 0. `withText`: EVAL, the answer to NOSCRIPT.
void addLeaseRenew(redis::Commands &commands, QByteArrayView key, QByteArrayView token,
    std::chrono::milliseconds time, bool withText);
void addLeaseRelease(redis::Commands &commands, QByteArrayView key, QByteArrayView token, bool withText);

/// What came of addLeaseTake.
struct LeaseTake
{
    enum class Kind
    {
        Taken, ///< by this very command
        OursAlready, ///< by an earlier one whose answer was lost: since when is not known
        Others, ///< `value` says whose
        Gone, ///< it ended between the two commands
    };
    Kind kind = Kind::Gone;
    QByteArray value;
};
/// Errors: those of the server.
[[nodiscard]] Result<LeaseTake> leaseTakeFrom(
    redis::Reply::View set, redis::Reply::View get, QByteArrayView token);

} // namespace emberwatch
