// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/guardrails.h"
#include "core/operations/jobsettler.h"

#include <QCoroTask>

#include <memory>

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
        Expired, ///< a deleted key whose time is over: it can be exported, not put back
        Unknown, ///< the connection was lost at it
        Failed,
    };
    Kind kind = Kind::Failed;
    QString text; ///< a sentence for people
    bool operator==(const UndoOutcome &) const = default;
};

/// The undos that were agreed to together.
struct UndoBatch
{
    int changes = 1;
    Agreement agreement;
};

/// Takes back what one journal entry did, and writes that into the journal as well.
///
/// - A claim: compare-and-set from the bytes of the claim back to those before, the expiry untouched; then
/// the
///   record, by its audit row, if nobody has changed it since.
/// - A deletion: SET NX with the original expiry. A key that is there again stays; past that moment the
///   deletion is final.
///
/// Whoever undoes needs no more than the journal; what was done on another machine is undone there.
class Undo
{
public:
    /// All outlive every call.
    /// @param records  nullptr: there are none, or it is not known where; a changed record is then left
    /// @param guard    nullptr: there are no rails
    Undo(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options,
        GuardRails *guard = nullptr);
    ~Undo();
    Q_DISABLE_COPY_MOVE(Undo)

    /// Errors: Permission (the guard rails refuse), NotFound (no such entry), those of the journal; nothing
    /// was done.
    /// @param batch  what it is undone together with: the guard rails are asked for so many changes
    [[nodiscard]] QCoro::Task<Result<UndoOutcome>> undo(EntryId entry, UndoBatch batch = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

} // namespace emberwatch
