// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/leasetoken.h"
#include "core/operations/planwalk.h"
#include "core/redis/connectionoptions.h"
#include "core/triage/cleaningreport.h"

#include <QCoroTask>

#include <memory>

namespace emberwatch {

struct CleanerOptions
{
    redis::ConnectionOptions connection; ///< for the lease
    LeaseHolder holder; ///< for others to see in it
};

/// Clears away states that are out of date and that no recovery accounts for: too old for one and known to no
/// server, overtaken by their record, ended and never deleted (verdicts.md 5 and 6). It goes the walk of a
/// recovery in another scope.
///
/// What has an open record is settled first, and deleted by a later call, once it has been kept for its
/// retention. The caller sees to it that no recovery of the same walk is under way.
class StateCleaner
{
public:
    /// @param walk  a recovery's: so that both agree on whose a job is
    StateCleaner(std::shared_ptr<PlanWalk> walk, CleanerOptions options);
    ~StateCleaner();
    Q_DISABLE_COPY_MOVE(StateCleaner)

    /// What clean() would do now. Changes nothing. Errors: those of PlanWalk::propose().
    [[nodiscard]] QCoro::Task<Result<CleaningReport>> look(ObserverWish wish, StopRequestPtr stop);

    /// Does it, under the lease `cleaning`: where another holds it nothing is looked at. Ended by `stop` at a
    /// step's boundary. Errors: as above, and those of taking the lease; nothing was done.
    [[nodiscard]] QCoro::Task<Result<CleaningReport>> clean(ObserverWish wish, StopRequestPtr stop);

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the cleaner
};

} // namespace emberwatch
