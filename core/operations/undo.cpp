// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undo.h"

#include "core/operations/undosearch.h"
#include "core/operations/undosteps.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

class Undo::Private
{
public:
    UndoParts parts;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<UndoOutcome>> undo(Shared self, EntryId id, UndoBatch batch);
};

QCoro::Task<Result<UndoOutcome>> Undo::Private::undo(Shared self, EntryId id, UndoBatch batch)
{
    const Result<void> permitted = co_await permitBy(self->parts.guard, batch.changes, batch.agreement);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    const UndoSelection selection{{id}, {}, {}};
    const Result<QList<UndoCandidate>> candidates = co_await findUndoable(self->parts, selection);
    if (!candidates)
        co_return tl::make_unexpected(candidates.error());
    const QList<UndoCandidate> &entries = *candidates;
    const auto stop = std::make_shared<StopRequest>();
    const Agreement agreement = batch.agreement;
    const Undo::Progress silent;
    const Result<QList<UndoneEntry>> undone
        = co_await undoEntries(self->parts, entries, stop, agreement, silent);
    if (!undone)
        co_return tl::make_unexpected(undone.error());
    co_return undone->first().outcome;
}

Undo::Undo(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options, GuardRails *guard)
    : d(std::make_shared<Private>())
{
    d->parts = {jobs, journal, records, guard, std::move(options)};
}

Undo::~Undo() = default;

QCoro::Task<Result<QList<UndoCandidate>>> Undo::propose(UndoSelection selection)
{
    return findUndoable(d->parts, std::move(selection));
}

QCoro::Task<Result<QList<UndoneEntry>>> Undo::carryOut(
    QList<UndoCandidate> entries, StopRequestPtr stop, Agreement agreement, Progress progress)
{
    return undoEntries(
        d->parts, std::move(entries), std::move(stop), std::move(agreement), std::move(progress));
}

QCoro::Task<Result<UndoOutcome>> Undo::undo(EntryId entry, UndoBatch batch)
{
    return Private::undo(d, entry, std::move(batch));
}

} // namespace emberwatch
