// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/base/error.h"
#include "core/records/jobrecord.h"
#include "core/records/operationids.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace emberwatch {

/// What the changes of one call have in common; it stands in each audit row.
struct RecordBatch
{
    BatchId id;
    Actor actor;
    QString environment;
};

/// Why: verdict, sentence and evidence, as the plan had them.
struct RecordReason
{
    QString action; ///< "settle-failed", "settle-completed", "start", "undo", "insert"
    QString verdict;
    QString sentence;
    QByteArray evidence; ///< JSON
};

/// One guarded update of one row.
struct RecordUpdate
{
    enum class Guard
    {
        Open, ///< the row is still queued or processing
        JudgedFailed ///< the row is `failed` and has not been touched since it was judged
    };
    OperationId op; ///< the key of the audit row
    OperationId base; ///< what `op` would be if nothing had been undone before
    JobRecord judged; ///< id, promptId, statusWord, revision and rowCount are compared
    Guard guard = Guard::Open;
    RecordStatus status = RecordStatus::Failed; ///< to be set
    std::optional<QString> error; ///< nullopt: cleared by `completed`, else left as it is
    std::optional<QByteArray> outputs; ///< JSON; nullopt: left as it is
    std::optional<Timestamp> startedAt; ///< nullopt: left as it is
    std::optional<Timestamp> completedAt; ///< nullopt: the database's clock if the status is terminal
    RecordReason reason;
};

/// Takes back an update: the row as its audit row has it before, if it is still as the update left it.
struct RecordUndo
{
    OperationId op; ///< of the undo itself
    OperationId undone; ///< the update to take back
    RecordReason reason;
};

/// A row for a job that our own JobRunner submits. The id is ours, so that a repetition finds it.
struct NewRecord
{
    OperationId op;
    OperationId base; ///< what `op` would be if nothing had been undone before
    RecordId id;
    PromptId promptId;
    QString userId;
    std::optional<QString> characterId;
    QString type; ///< Redis's word
    RecordStatus status = RecordStatus::Queued;
    QByteArray input; ///< JSON
    std::optional<Timestamp> startedAt;
    RecordReason reason;
};

/// What became of one change. Everything but Done and AlreadyDone means that the row is as it was.
struct RecordOutcome
{
    enum class Kind
    {
        Done,
        AlreadyDone, ///< the audit table has this op id: done before, by us or by another console
        Decided, ///< the row has changed since it was judged: somebody else decided, leave it
        Missing, ///< there is no such row; for an undo: no such audit row
        SeveralRows, ///< several rows for the promptId: report only
        ForeignProvider, ///< another provider's row
        Withheld, ///< the environment's policy leaves this write to others
        Unknown, ///< the connection was lost while committing, and nobody can be asked yet
        Failed ///< see error
    };
    Kind kind = Kind::Failed;
    std::optional<QString> statusWord; ///< what the row says now, where it was looked at
    std::optional<Error> error;
    bool operator==(const RecordOutcome &) const = default;
};

/// Who may write what (correctness.md 4).
struct RecordsPolicy
{
    enum class Completion
    {
        Write, ///< we may set `completed`
        Report ///< the application server does it itself; we only show the difference
    };
    enum class Insert
    {
        Own, ///< rows for jobs that our JobRunner submits
        Never
    };
    Completion completion = Completion::Write;
    Insert insert = Insert::Own;
};

/// A row of the audit table.
struct AuditRow
{
    OperationId op;
    OperationId base; ///< what `op` would be if nothing had been undone before
    std::optional<OperationId> undoes;
    BatchId batch;
    std::optional<Timestamp> at; ///< by the database's clock
    Actor actor;
    QString environment;
    RecordId recordId;
    PromptId promptId;
    RecordReason reason;
    QByteArray before; ///< JSON object of texts by keyOf(); empty for an insert
    QByteArray after;
};

/// Which rows of the audit table; all that are set must hold. The newest first.
struct AuditSelection
{
    std::optional<Timestamp> since; ///< by the database's clock
    std::optional<Timestamp> until; ///< exclusive
    std::optional<PromptId> promptId;
    std::optional<BatchId> batch;
    std::optional<QString> action;
    std::optional<QString> environment;
    qsizetype limit = 1000;
};

} // namespace emberwatch
