// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/records/jobrecord.h"
#include "core/records/recordchange.h"
#include "core/records/recordsaddress.h"
#include "core/records/recordscheck.h"
#include "core/records/recordsoptions.h"
#include "core/records/schemamapping.h"

#include <QFuture>
#include <QHash>
#include <QList>

#include <memory>

namespace emberwatch {

/// The job records in SQL. The database is blocking, so it has a thread and a connection of its own; every
/// call is carried out there, in the order of the calls, and answers by a future that may be awaited in any
/// thread. A large batch of updates takes a second one of each, where PostgreSQL has a connection to spare.
///
/// It connects with the first call and again whenever that is needed; while the database is away, calls end
/// soon with the error of the last attempt. Absence is an answer only where a result arrived: an error is
/// "unknown" (verdicts.md 2.8). With the address `none` every reading answers that there is nothing, and
/// writing is refused.
///
/// Errors of every call: Network (away, lost), Busy (locked, deadlocked), Timeout (too slow), Auth, Tls,
/// Permission, ReadOnly, Invalid (mapping and database do not fit, with what is missing), NotFound (the
/// embedded database before init()), Parse (damaged file), Cancelled (the store went).
class RecordStore
{
public:
    RecordStore(RecordsAddress address, SchemaMapping mapping, RecordsOptions options = {});
    ~RecordStore();
    Q_DISABLE_COPY_MOVE(RecordStore)

    [[nodiscard]] const RecordsAddress &address() const;
    [[nodiscard]] const SchemaMapping &mapping() const;

    /// Holds the database against the mapping.
    [[nodiscard]] QFuture<Result<RecordsCheck>> check();
    /// SQLite: makes the file and its tables, or brings them to the newest schema. PostgreSQL: makes the
    /// audit table; the job table belongs to the application. Carried out again, it changes nothing.
    [[nodiscard]] QFuture<Result<RecordsCheck>> init();

    /// Open rows of our provider behind the key `after`, in the order of keys. Does not count rows of one
    /// promptId.
    [[nodiscard]] QFuture<Result<RecordPage>> openRows(
        std::optional<RecordId> after, qsizetype limit = 20'000);
    /// All rows of our provider for these promptIds, counted; an id without a row is not in the answer. One
    /// scan of the table for thousands of ids, as the column has no index.
    [[nodiscard]] QFuture<Result<QList<JobRecord>>> rowsFor(QList<PromptId> ids);

    /// Outcomes in the order of the updates. An error: nothing was tried.
    [[nodiscard]] QFuture<Result<QList<RecordOutcome>>> update(
        RecordBatch batch, QList<RecordUpdate> updates);
    [[nodiscard]] QFuture<Result<QList<RecordOutcome>>> undo(RecordBatch batch, QList<RecordUndo> undos);
    /// For jobs that our own JobRunner submits, and for nothing else (correctness.md 4).
    [[nodiscard]] QFuture<Result<RecordOutcome>> insertOwn(RecordBatch batch, NewRecord record);

    /// How often what these ids name was undone: ids of operations before any undo (RecordUpdate::base). 0
    /// where an id is not in the answer.
    [[nodiscard]] QFuture<Result<QHash<OperationId, int>>> undoCounts(QList<OperationId> bases);
    /// Those of the records that stand as an action of ours left them, by the action: a `failed` of ours may
    /// be corrected, one of others not.
    [[nodiscard]] QFuture<Result<QHash<RecordId, OperationId>>> decidedByUs(QList<JobRecord> records);
    [[nodiscard]] QFuture<Result<QList<AuditRow>>> auditRows(QList<OperationId> ops);
    /// The newest first.
    [[nodiscard]] QFuture<Result<QList<AuditRow>>> auditSince(Timestamp since, qsizetype limit);
    [[nodiscard]] QFuture<Result<QList<AuditRow>>> audit(AuditSelection selection);
    /// The `input` of a record as the database has it; nullopt: no such record, or no such column.
    [[nodiscard]] QFuture<Result<std::optional<QByteArray>>> inputOf(RecordId id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace emberwatch
