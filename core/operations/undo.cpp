// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undo.h"

#include "core/operations/failpoint.h"
#include "core/operations/settlingjob.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

namespace {

Q_LOGGING_CATEGORY(logUndo, "emberwatch.operations.undo", QtInfoMsg)

/// What an entry can be taken back as.
enum class Reverse
{
    Nothing,
    Claim,
    Deletion
};

bool isDeletion(const JournalEntry &entry)
{
    return entry.action == "delete"_L1 && entry.before.value.has_value();
}

bool changesKey(const JournalEntry &entry)
{
    return entry.before.value && entry.after.value && *entry.before.value != *entry.after.value;
}

Reverse reverseOf(const JournalEntry &entry)
{
    if (entry.undoes)
        return Reverse::Nothing; // an undo is taken back by doing the action again
    if (isDeletion(entry))
        return Reverse::Deletion;
    const bool isClaim = entry.action.startsWith("settle-"_L1) || entry.action == "take-redis-end"_L1;
    return isClaim && (changesKey(entry) || entry.after.row) ? Reverse::Claim : Reverse::Nothing;
}

JobReading readingOf(
    const JournalEntry &entry, const QByteArray &value, const std::optional<Timestamp> &expiresAt)
{
    return readingOf(entry.promptId, JudgedState{value, expiresAt, std::nullopt, entry.epoch});
}

QString journalWord(Kind kind)
{
    switch (kind) {
    case Kind::Done:
    case Kind::PartlyDone:
        return u"done"_s;
    case Kind::NothingToUndo:
        return u"skipped"_s;
    case Kind::Changed:
        return u"changed"_s;
    case Kind::Gone:
    case Kind::Expired:
        return u"gone"_s;
    case Kind::Unknown:
        return u"unknown"_s;
    case Kind::Failed:
        break;
    }
    return u"failed"_s;
}

UndoOutcome fromError(const Error &why)
{
    return {isOutcomeOpen(why) ? Kind::Unknown : Kind::Failed, why.message};
}

UndoOutcome claimOutcome(const WriteOutcome &written)
{
    switch (written.kind) {
    case WriteOutcome::Kind::Done:
    case WriteOutcome::Kind::AlreadyDone:
        return {Kind::Done, u"The state in Redis is as it was before."_s};
    case WriteOutcome::Kind::Gone:
        return {Kind::Gone, u"Its key is not there any more: nothing was undone."_s};
    default:
        return {Kind::Changed, u"Somebody has written its state since: it is left as it is."_s};
    }
}

UndoOutcome deletionOutcome(const WriteOutcome &restored)
{
    switch (restored.kind) {
    case WriteOutcome::Kind::Done:
        return {Kind::Done, u"The key is there again, with its original expiry."_s};
    case WriteOutcome::Kind::Gone:
        return {Kind::Expired,
            u"The key would have expired meanwhile: it cannot be put back, only exported from the journal."_s};
    default:
        return {Kind::Changed, u"There is a newer state under this key: it stays."_s};
    }
}

/// Both halves of a claim taken back.
UndoOutcome joined(const UndoOutcome &key, const UndoOutcome &record)
{
    const QString text = key.text + u' ' + record.text;
    if (record.kind == Kind::Done || record.kind == Kind::NothingToUndo)
        return {Kind::Done, record.kind == Kind::Done ? text : key.text};
    return {Kind::PartlyDone, text};
}

UndoOutcome recordOutcome(const RecordOutcome &undone)
{
    switch (undone.kind) {
    case RecordOutcome::Kind::Done:
    case RecordOutcome::Kind::AlreadyDone:
        return {Kind::Done, u"Its record is as it was before."_s};
    case RecordOutcome::Kind::Missing:
        return {Kind::NothingToUndo, u"Its record was not changed by this action."_s};
    case RecordOutcome::Kind::Unknown:
        return {Kind::Unknown, u"Whether its record was put back is not known."_s};
    case RecordOutcome::Kind::Failed:
        return {Kind::Failed,
            u"Its record could not be put back: %1"_s.arg(undone.error ? undone.error->message : QString())};
    default:
        return {Kind::Changed, u"Others have changed its record since: it is left as it is."_s};
    }
}

} // namespace

class Undo::Private
{
public:
    JobStore *jobs = nullptr;
    Journal *journal = nullptr;
    RecordStore *records = nullptr;
    SettlerOptions options;
    GuardRails *guard = nullptr;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<JournalLine>> find(Shared self, EntryId id);
    static QCoro::Task<Result<bool>> wasUndone(Shared self, JournalEntry entry);
    static QCoro::Task<Result<UndoOutcome>> undo(Shared self, EntryId id, UndoBatch batch);
    static QCoro::Task<UndoOutcome> undoClaim(Shared self, JournalEntry entry, JournalEntry own);
    static QCoro::Task<UndoOutcome> undoRecord(Shared self, JournalEntry entry, JournalEntry own);
    static QCoro::Task<UndoOutcome> undoDeletion(Shared self, JournalEntry entry);

    [[nodiscard]] JournalEntry entryFor(const JournalEntry &undone) const;
};

QCoro::Task<Result<JournalLine>> Undo::Private::find(Shared self, EntryId id)
{
    JournalSelection selection;
    selection.before = EntryId(id.value() + 1);
    selection.limit = 1;
    const QFuture<Result<QList<JournalLine>>> reading = self->journal->lines(selection);
    const Result<QList<JournalLine>> lines = co_await reading;
    if (!lines)
        co_return tl::make_unexpected(lines.error());
    if (lines->isEmpty() || lines->first().entry.id != id)
        co_return failure(Error::Kind::NotFound, u"the journal has no entry %1"_s.arg(id.value()));
    co_return lines->first();
}

/// Whether an undo of this entry has been done, as far as this journal knows.
QCoro::Task<Result<bool>> Undo::Private::wasUndone(Shared self, JournalEntry entry)
{
    JournalSelection selection;
    selection.promptId = entry.promptId;
    const QFuture<Result<QList<JournalLine>>> reading = self->journal->lines(selection);
    const Result<QList<JournalLine>> lines = co_await reading;
    if (!lines)
        co_return tl::make_unexpected(lines.error());
    for (const JournalLine &line : *lines) {
        const bool isLater = line.entry.id.value() > entry.id.value();
        if (isLater && line.entry.undoes == entry.op && line.outcome && line.outcome->word == "done"_L1)
            co_return true;
    }
    co_return false;
}

JournalEntry Undo::Private::entryFor(const JournalEntry &undone) const
{
    JournalEntry entry = undone;
    entry.id = EntryId();
    entry.op = randomOperationId();
    entry.undoes = undone.op;
    entry.batch = randomBatchId();
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = u"undo"_s;
    entry.sentence = u"Takes back: "_s + undone.sentence;
    entry.before = undone.after;
    entry.after = undone.before;
    return entry;
}

QCoro::Task<UndoOutcome> Undo::Private::undoRecord(Shared self, JournalEntry entry, JournalEntry own)
{
    if (!entry.after.row)
        co_return UndoOutcome{Kind::NothingToUndo, {}};
    if (self->records == nullptr)
        co_return UndoOutcome{
            Kind::Failed, u"Its record could not be put back: it is not known where the records are."_s};
    const RecordBatch batch{own.batch, self->options.actor, self->options.environment};
    const RecordReason reason{own.action, own.verdict, own.sentence, {}};
    const QList<RecordUndo> undos{{own.op, entry.op, reason}};
    const QFuture<Result<QList<RecordOutcome>>> writing = self->records->undo(batch, undos);
    const Result<QList<RecordOutcome>> undone = co_await writing;
    if (!undone)
        co_return fromError(undone.error());
    co_return recordOutcome(undone->first());
}

QCoro::Task<UndoOutcome> Undo::Private::undoClaim(Shared self, JournalEntry entry, JournalEntry own)
{
    UndoOutcome key{Kind::NothingToUndo, {}};
    if (changesKey(entry)) {
        const JobReading claimed = readingOf(entry, *entry.after.value, entry.before.expiresAt);
        const QByteArray before = *entry.before.value;
        const Result<WriteOutcome> written
            = co_await self->jobs->compareAndSet(claimed, before, TtlPolicy::Keep);
        key = written ? claimOutcome(*written) : fromError(written.error());
        if (key.kind != Kind::Done)
            co_return key;
    }
    failpoint("claim-undone");
    const UndoOutcome record = co_await undoRecord(self, entry, own);
    if (key.kind == Kind::NothingToUndo)
        co_return record;
    co_return joined(key, record);
}

QCoro::Task<UndoOutcome> Undo::Private::undoDeletion(Shared self, JournalEntry entry)
{
    const JobReading snapshot = readingOf(entry, *entry.before.value, entry.before.expiresAt);
    const Result<WriteOutcome> restored = co_await self->jobs->restore(snapshot);
    co_return restored ? deletionOutcome(*restored) : fromError(restored.error());
}

QCoro::Task<Result<UndoOutcome>> Undo::Private::undo(Shared self, EntryId id, UndoBatch batch)
{
    if (self->guard != nullptr) {
        const Result<void> permitted = co_await self->guard->permit(batch.changes, batch.agreement);
        if (!permitted)
            co_return tl::make_unexpected(permitted.error());
    }
    const Result<JournalLine> line = co_await find(self, id);
    if (!line)
        co_return tl::make_unexpected(line.error());
    const JournalEntry entry = line->entry;
    const Reverse reverse = reverseOf(entry);
    // Without an outcome the program ended in between: what it did may stand, and its bytes tell.
    const bool cameToNothing = line->outcome && line->outcome->word != "done"_L1
        && line->outcome->word != "unknown"_L1 && line->outcome->word != "failed"_L1;
    if (reverse == Reverse::Nothing || cameToNothing)
        co_return UndoOutcome{Kind::NothingToUndo, u"Nothing of this entry can be taken back."_s};
    const Result<bool> before = co_await wasUndone(self, entry);
    if (!before)
        co_return tl::make_unexpected(before.error());
    if (*before)
        co_return UndoOutcome{Kind::NothingToUndo, u"It was taken back before."_s};

    const JournalEntry own = self->entryFor(entry);
    const QList<JournalEntry> intents{own};
    const QFuture<Result<QList<EntryId>>> intending = self->journal->intend(intents);
    const Result<QList<EntryId>> intended = co_await intending;
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    UndoOutcome outcome;
    if (reverse == Reverse::Deletion) {
        const UndoOutcome restored = co_await undoDeletion(self, entry);
        outcome = restored;
    } else {
        const UndoOutcome undone = co_await undoClaim(self, entry, own);
        outcome = undone;
    }
    const QList<JournalOutcome> outcomes{
        {intended->first(), self->options.clock(), journalWord(outcome.kind), outcome.text}};
    const QFuture<Result<void>> concluding = self->journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    if (!concluded)
        qCWarning(logUndo) << "an outcome could not be journalled:" << concluded.error().message;
    co_return outcome;
}

Undo::Undo(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options, GuardRails *guard)
    : d(std::make_shared<Private>())
{
    d->jobs = jobs;
    d->journal = journal;
    d->records = records;
    d->options = std::move(options);
    d->guard = guard;
}

Undo::~Undo() = default;

QCoro::Task<Result<UndoOutcome>> Undo::undo(EntryId entry, UndoBatch batch)
{
    return Private::undo(d, entry, std::move(batch));
}

} // namespace emberwatch
