// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobstore.h"
#include "core/operations/journal.h"
#include "core/operations/settlement.h"
#include "core/records/recordstore.h"

#include <QCoroTask>

#include <memory>

namespace emberwatch {

/// Who settles, where, by which clock.
struct SettlerOptions
{
    Actor actor;
    QString environment;
    JobSchema schema;
    Clock clock = systemNow; ///< ours
};

/// Settles jobs and cleans keys, in the order of writes of correctness.md 4, for a batch at once:
///
/// 1. the intents are in the journal, on disk, with what the job was before;
/// 2. the claim: compare-and-set of the judged bytes to the terminal status in Redis. This is the one
///    decision. For whom it does not stand, nothing happened;
///    Where Redis has replicas it is waited for one of them to have it, at most 100 ms; none: it is said, and
///    goes on;
/// 3. the record: a guarded UPDATE with its audit row; of a job that was judged without a key it is all there
/// is
///    to do, and only while there is none;
/// 4. the outcomes are in the journal.
///
/// Before the first claim it is made sure that the records can be written. After a crash anywhere the state
/// speaks for itself: "terminal in Redis, open in the database" is finished by whoever settles it again, with
/// the bytes of the claim as judged bytes.
class JobSettler
{
public:
    /// All outlive every call.
    /// @param records  nullptr: there are none, or it is not known where; then no settlement may name a
    /// record
    JobSettler(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options);
    ~JobSettler();
    Q_DISABLE_COPY_MOVE(JobSettler)

    /// What happened to each, in their order. Errors: nothing was done to any of them (the journal cannot be
    /// written).
    [[nodiscard]] QCoro::Task<Result<QList<SettledJob>>> settle(BatchId batch, QList<Settlement> jobs);

    /// Deletes keys, by compare-and-delete of exactly these bytes, snapshot first; looks at each again at
    /// once. Whether it is allowed was decided before (cleaningcheck.h). Errors: as above.
    [[nodiscard]] QCoro::Task<Result<QList<CleanedKey>>> clean(BatchId batch, QList<Cleaning> keys);

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the settler
};

} // namespace emberwatch
