// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/leasetoken.h"
#include "core/redis/connection.h"

#include <QByteArray>
#include <QCoroTask>
#include <QList>
#include <QString>

#include <chrono>

namespace emberwatch {

/// A lease that somebody holds.
struct HeldLease
{
    QByteArray scope; ///< "cleaning", "job:<promptId>"
    LeaseHolder holder;
    bool operator==(const HeldLease &) const = default;
};

/// Who is acting on the jobs of this Redis now: every lease that is held, sorted by scope. Passes over all
/// keys of the server (SCAN), so it is for a person who asks. Values that are no tokens of ours are left out.
///
/// Errors: those of the connection and the server (Permission: this user may not read leases), Timeout once
/// `within` is over.
/// @param connection  ready; outlives the call
[[nodiscard]] QCoro::Task<Result<QList<HeldLease>>> heldLeases(
    redis::Connection *connection, std::chrono::milliseconds within);

/// One holder and what it is at: "the agent on api-2 (run by deploy): cleaning, 12 jobs".
[[nodiscard]] QStringList actingTexts(const QList<HeldLease> &leases);

} // namespace emberwatch
