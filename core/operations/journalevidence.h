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

/// To which moment those of them that are ours were extended. After askForActs(), which begins anew.
[[nodiscard]] QCoro::Task<Result<void>> askForExtensions(Journal *journal, std::shared_ptr<WatchedJobs> jobs);

/// Of which of those that are ours the ended state is a claim of ours: its record is finished at once.
[[nodiscard]] QCoro::Task<Result<void>> askForClaims(Journal *journal, std::shared_ptr<WatchedJobs> jobs);

/// What was done to them since then: a cleaning has to know.
[[nodiscard]] QCoro::Task<Result<void>> askForActs(
    Journal *journal, QString environment, Timestamp since, std::shared_ptr<WatchedJobs> jobs);

/// A claim keeps the TTL, and what was deleted or undone leaves no trace in Redis.
void takeActs(RedisEvidence &redis, const RecentActs &acts, Timestamp now);

} // namespace emberwatch
