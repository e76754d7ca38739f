// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "core/redis/connection.h"
#include "core/redis/reply.h"

#include <QCoroTask>

namespace emberwatch {

/// For users without scripts: not atomic, so nothing may be done on the strength of it.
/// @param connection  is ready, and outlives the call
/// @param limit  bytes of a value that is read
[[nodiscard]] QCoro::Task<Result<JobReading>> readWithoutScripts(
    redis::Connection *connection, PromptId id, QByteArray key, qsizetype limit);

/// TIME's answer.
[[nodiscard]] Timestamp timeFrom(redis::Reply::View time);

} // namespace emberwatch
