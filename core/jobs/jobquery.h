// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "core/redis/connection.h"

#include <QCoroTask>

namespace emberwatch {

/// The wanted jobs of one server, by a listing: "looked at, not actionable".
/// @param connection  is ready, and outlives the call
/// @param prefix  of job keys
/// @param limit  bytes of a value that is read
[[nodiscard]] QCoro::Task<Result<QList<JobReading>>> listSelected(
    redis::Connection *connection, QByteArray prefix, qsizetype limit, JobSelection selection);

} // namespace emberwatch
