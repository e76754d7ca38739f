// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journal.h"
#include "core/operations/observedjobs.h"

#include <QCoroTask>

#include <memory>

namespace emberwatch {

/// What our journal knows of jobs. Errors: the journal's.

/// Which are ours.
[[nodiscard]] QCoro::Task<Result<void>> askWhetherOurs(Journal *journal, std::shared_ptr<WatchedJobs> jobs);

/// For a recovery: which are ours, and of which the ended state is a claim of ours: its record is finished at
/// once.
[[nodiscard]] QCoro::Task<Result<void>> askForClaims(Journal *journal, std::shared_ptr<WatchedJobs> jobs);

/// For a cleaning: which are ours, and what was done to them since then.
[[nodiscard]] QCoro::Task<Result<void>> askForActs(
    Journal *journal, QString environment, Timestamp since, std::shared_ptr<WatchedJobs> jobs);

/// A claim keeps the TTL, and what was deleted or undone leaves no trace in Redis.
void takeActs(RedisEvidence &redis, const RecentActs &acts, Timestamp now);

} // namespace emberwatch
