// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/guardrails.h"
#include "core/operations/jobsettler.h"
#include "core/operations/stoprequest.h"

#include <QCoroTask>

#include <functional>
#include <memory>
#include <optional>

namespace emberwatch {

/// What became of an undo.
struct UndoOutcome
{
    enum class Kind
    {
        Done,
        PartlyDone, ///< one of key and record is as it was before, the other was left: see the text
        NothingToUndo, ///< nothing came of that entry, it was taken back before, or nothing of it can be
        Changed, ///< somebody has written since: it is left
        Gone, ///< the key is not there any more: nothing was done
        Expired, ///< its time is over: it can be exported, not put back
        NotBegun, ///< ended by us before it was its turn
        Unknown, ///< the connection was lost at it
        Failed,
    };
    Kind kind = Kind::Failed;
    QString text; ///< a sentence for people
    bool canBeTriedAgain = false; ///< PartlyDone: what was left may still be put back
    bool operator==(const UndoOutcome &) const = default;
};
/// "done", "partly-done", "nothing-to-undo", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(UndoOutcome::Kind kind);

/// What is to be taken back: all that is named.
struct UndoSelection
{
    QList<EntryId> entries;
    QList<BatchId> batches;
    /// By their op ids, from the audit table where our journal does not have them: what another console did.
    /// Of those the record alone is put back.
    QList<OperationId> operations;
};

/// One entry, and what taking it back would come to now. Nothing has been done.
struct UndoCandidate
{
    JournalLine line; ///< of an audit row: without a number, a key and an expiry
    bool isAudited = false; ///< known by its audit row alone
    JobReading reading; ///< of its key, where it has one
    /// Done: it can be taken back, and the text says what that would be. NothingToUndo is not tried at all.
    UndoOutcome forecast;
    std::optional<Timestamp> until; ///< it can be until then, by Redis's clock; nullopt: time is no limit
};

/// What became of one entry.
struct UndoneEntry
{
    EntryId entry; ///< of what was undone; 0: known by its audit row alone
    OperationId op;
    PromptId promptId;
    UndoOutcome outcome;
};

/// The undos that were agreed to together.
struct UndoBatch
{
    int changes = 1;
    Agreement agreement;
};

/// Takes back what journal entries did, and writes that into the journal as well.
///
/// - A claim: compare-and-set from the bytes of the claim back to those before, the expiry untouched; then
/// the
///   record, by its audit row, if nobody has changed it since.
/// - A deletion: SET NX with the original expiry. A key that is there again stays; past that moment the
///   deletion is final.
/// - A change of a record alone: by its audit row.
///
/// Before a key is put back it is made sure that its record can be. Whoever undoes needs no more than the
/// journal; what was done on another machine is undone there, or, the record alone, by its audit row.
class Undo
{
public:
    /// Called after each entry.
    using Progress = std::function<void(const UndoneEntry &done)>;

    /// All outlive every call.
    /// @param records  nullptr: there are none, or it is not known where; what changed a record is then left
    /// @param guard    nullptr: there are no rails
    Undo(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options,
        GuardRails *guard = nullptr);
    ~Undo();
    Q_DISABLE_COPY_MOVE(Undo)

    /// The entries, the newest first and each once: so that what was done to one job is taken back in reverse
    /// order. Changes nothing. Errors: NotFound (no such entry, batch or operation), those of the journal, of
    /// Redis, and of the records where audit rows are wanted.
    [[nodiscard]] QCoro::Task<Result<QList<UndoCandidate>>> propose(UndoSelection selection);

    /// Takes them back, in their order, some hundreds at a time, until `stop`. Errors: the guard rails refuse
    /// (Permission), the journal cannot be written; nothing was done. Where that happens on the way the rest
    /// is NotBegun.
    [[nodiscard]] QCoro::Task<Result<QList<UndoneEntry>>> carryOut(
        QList<UndoCandidate> entries, StopRequestPtr stop, Agreement agreement = {}, Progress progress = {});

    /// Both, for one entry, without asking anybody but the guard rails.
    /// @param batch  that it belongs to
    [[nodiscard]] QCoro::Task<Result<UndoOutcome>> undo(EntryId entry, UndoBatch batch = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

} // namespace emberwatch
