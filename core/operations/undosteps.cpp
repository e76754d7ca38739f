// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undosteps.h"

#include "core/operations/failpoint.h"
#include "core/operations/guardrails.h"
#include "core/operations/undorules.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <algorithm>
#include <vector>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

namespace {

Q_LOGGING_CATEGORY(logUndo, "emberwatch.operations.undo", QtInfoMsg)

constexpr qsizetype mostInOneStep = 200;

/// An entry on its way.
struct Undoing
{
    UndoCandidate candidate;
    Reverse reverse = Reverse::Nothing;
    JournalEntry own; ///< of the undo itself
    std::optional<EntryId> ownId; ///< once it is in the journal
    UndoOutcome key; ///< the half in Redis
    UndoOutcome outcome;
    bool isOver = false;

    [[nodiscard]] const JournalEntry &entry() const { return candidate.line.entry; }
    [[nodiscard]] bool hasRecord() const
    {
        return reverse != Reverse::Deletion && entry().after.row.has_value();
    }
};

/// One call of undoEntries().
struct Run
{
    UndoParts parts;
    std::vector<Undoing> items;
    BatchId batch;
    Agreement agreement;
};
using RunPtr = std::shared_ptr<Run>;
using Items = std::vector<size_t>; ///< indexes

void endAs(Undoing &item, const UndoOutcome &outcome)
{
    item.isOver = true;
    item.outcome = outcome;
}

template <typename Wanted> Items stillOpen(const RunPtr &run, const Items &step, Wanted wanted)
{
    Items which;
    std::copy_if(step.begin(), step.end(), std::back_inserter(which),
        [&](size_t i) { return !run->items[i].isOver && wanted(run->items[i]); });
    return which;
}

bool isAny(const Undoing & /*item*/)
{
    return true;
}

Undoing undoingFrom(const UndoCandidate &candidate, const BatchId &batch, const SettlerOptions &options)
{
    Undoing item;
    item.candidate = candidate;
    item.reverse = reverseOf(candidate.line.entry);
    item.own = undoEntry(candidate.line.entry, batch, options);
    // What may have changed since it was looked at is tried all the same.
    const Kind forecast = candidate.forecast.kind;
    if (forecast == Kind::NothingToUndo || forecast == Kind::Failed)
        endAs(item, candidate.forecast);
    return item;
}

QCoro::Task<Result<void>> permit(RunPtr run, qsizetype changes)
{
    const Agreement agreement = run->agreement;
    const Result<void> permitted = co_await permitBy(run->parts.guard, static_cast<int>(changes), agreement);
    co_return permitted;
}

/// No key is put back whose record could not be.
QCoro::Task<void> checkRecords(RunPtr run)
{
    const auto needsRecord = [](const Undoing &item) { return !item.isOver && item.hasRecord(); };
    if (std::none_of(run->items.begin(), run->items.end(), needsRecord))
        co_return;
    Result<RecordsCheck> check = failure(Error::Kind::NotFound, u"it is not known where the records are"_s);
    if (run->parts.records != nullptr) {
        const QFuture<Result<RecordsCheck>> asked = run->parts.records->check();
        check = co_await asked;
    }
    const QString why = !check ? check.error().message
        : check->canUpdate()   ? QString()
                               : check->whyNot(RecordsFinding::Stops::Updating).message;
    for (Undoing &item : run->items) {
        if (!why.isEmpty() && needsRecord(item))
            endAs(item,
                {Kind::Failed, u"Its record could not be put back, so nothing was begun: %1"_s.arg(why)});
    }
}

QCoro::Task<Result<void>> intend(RunPtr run, Items step)
{
    QList<JournalEntry> intents;
    for (const size_t i : step)
        intents.append(run->items[i].own);
    const QFuture<Result<QList<EntryId>>> intending = run->parts.journal->intend(intents);
    const Result<QList<EntryId>> intended = co_await intending;
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    for (size_t n = 0; n < step.size(); ++n)
        run->items[step[n]].ownId = intended->at(static_cast<qsizetype>(n));
    co_return Result<void>();
}

/// The half in Redis is done, or the whole has come to its end.
void takeKey(Undoing &item, const UndoOutcome &key)
{
    item.key = key;
    if (key.kind != Kind::Done || !item.hasRecord())
        endAs(item, key);
}

bool isTimeOver(const Undoing &item)
{
    const std::optional<Timestamp> &limit = item.candidate.until;
    return limit && item.candidate.reading.serverTime >= *limit;
}

QCoro::Task<void> undoClaims(RunPtr run, Items step)
{
    const Items which
        = stillOpen(run, step, [](const Undoing &item) { return item.reverse == Reverse::Claim; });
    QList<ConditionalWrite> writes;
    for (const size_t i : which) {
        const Undoing &item = run->items[i];
        const JobReading claimed = claimedReading(item.entry(), item.candidate.reading);
        writes.append({claimed, *item.entry().before.value, TtlPolicy::Keep});
    }
    if (writes.isEmpty())
        co_return;
    const QList<Result<WriteOutcome>> outcomes = co_await run->parts.jobs->compareAndSetMany(writes);
    for (size_t n = 0; n < which.size(); ++n) {
        Undoing &item = run->items[which[n]];
        takeKey(item, claimOutcome(outcomes.at(static_cast<qsizetype>(n)), isTimeOver(item)));
    }
}

QCoro::Task<void> undoDeletions(RunPtr run, Items step)
{
    const Items which
        = stillOpen(run, step, [](const Undoing &item) { return item.reverse == Reverse::Deletion; });
    for (const size_t i : which) {
        const JobReading deleted = deletedReading(run->items[i].entry());
        const Result<WriteOutcome> restored = co_await run->parts.jobs->restore(deleted);
        Undoing &item = run->items[i];
        takeKey(item, deletionOutcome(restored, item.entry()));
    }
}

/// Nothing that writes is ever sent again by itself: what became of it is read.
QCoro::Task<void> findOut(RunPtr run, Items step)
{
    Items which;
    QList<PromptId> ids;
    for (const size_t i : step) {
        if (run->items[i].key.kind == Kind::Unknown && run->items[i].isOver) {
            which.push_back(i);
            ids.append(run->items[i].entry().promptId);
        }
    }
    if (ids.isEmpty())
        co_return;
    const Result<QList<JobReading>> readings = co_await run->parts.jobs->getMany(ids);
    for (size_t n = 0; readings && n < which.size(); ++n) {
        Undoing &item = run->items[which[n]];
        const JobReading &now = readings->at(static_cast<qsizetype>(n));
        if (!now.hasValue || now.value != *item.entry().before.value)
            continue;
        item.isOver = false;
        takeKey(item, {Kind::Done, u"The state in Redis is as it was before."_s});
    }
}

QCoro::Task<void> undoRecords(RunPtr run, Items step)
{
    const Items which = stillOpen(run, step, [](const Undoing &item) { return item.hasRecord(); });
    QList<RecordUndo> undos;
    for (const size_t i : which) {
        const JournalEntry &own = run->items[i].own;
        undos.append({own.op, run->items[i].entry().op, {own.action, own.verdict, own.sentence, {}}});
    }
    if (undos.isEmpty())
        co_return;
    const RecordBatch batch{run->batch, run->parts.options.actor, run->parts.options.environment};
    const QFuture<Result<QList<RecordOutcome>>> writing = run->parts.records->undo(batch, undos);
    const Result<QList<RecordOutcome>> undone = co_await writing;
    for (size_t n = 0; n < which.size(); ++n) {
        Undoing &item = run->items[which[n]];
        const RecordOutcome record = undone
            ? undone->at(static_cast<qsizetype>(n))
            : RecordOutcome{RecordOutcome::Kind::Failed, std::nullopt, undone.error()};
        const bool isAlone = item.reverse == Reverse::Record;
        const UndoOutcome outcome = recordOutcome(record, isAlone);
        endAs(item, isAlone ? outcome : joined(item.key, outcome));
    }
}

QCoro::Task<void> conclude(RunPtr run, Items step)
{
    QList<JournalOutcome> outcomes;
    const Timestamp now = run->parts.options.clock();
    for (const size_t i : step) {
        const Undoing &item = run->items[i];
        if (item.ownId)
            outcomes.append({*item.ownId, now, journalWord(item.outcome), item.outcome.text});
    }
    const QFuture<Result<void>> concluding = run->parts.journal->conclude(outcomes);
    const Result<void> concluded = co_await concluding;
    // It happened all the same; the intents stand in the journal as unfinished.
    if (!concluded)
        qCWarning(logUndo) << "outcomes could not be journalled:" << concluded.error().message;
}

/// Errors: nothing of it was done.
QCoro::Task<Result<void>> undoStep(RunPtr run, Items step)
{
    const Items which = stillOpen(run, step, isAny);
    if (which.empty())
        co_return Result<void>();
    // A raise may have ended since.
    const Result<void> permitted = co_await permit(run, static_cast<qsizetype>(which.size()));
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    const Result<void> intended = co_await intend(run, which);
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("undo-intended");
    co_await undoClaims(run, which);
    co_await undoDeletions(run, which);
    co_await findOut(run, which);
    failpoint("claim-undone");
    co_await undoRecords(run, which);
    failpoint("record-undone");
    co_await conclude(run, which);
    co_return Result<void>();
}

/// The next items from there on: none of a job twice, for what was done to it is taken back one by one.
Items nextStep(const Run &run, size_t from)
{
    Items step;
    QSet<PromptId> ids;
    for (size_t i = from; i < run.items.size() && ids.size() < mostInOneStep; ++i) {
        const PromptId &id = run.items[i].entry().promptId;
        if (ids.contains(id))
            break;
        ids.insert(id);
        step.push_back(i);
    }
    return step;
}

UndoneEntry endOf(const Undoing &item)
{
    return {item.entry().id, item.entry().op, item.entry().promptId, item.outcome};
}

void leaveRest(const RunPtr &run, const Items &step, const std::optional<Error> &trouble)
{
    const QString text = trouble ? u"It was not begun: "_s + trouble->message : u"It was not its turn yet."_s;
    for (const size_t i : stillOpen(run, step, isAny))
        endAs(run->items[i], {Kind::NotBegun, text});
}

QCoro::Task<Result<QList<UndoneEntry>>> runSteps(RunPtr run, StopRequestPtr stop, Undo::Progress progress)
{
    QList<UndoneEntry> ends;
    std::optional<Error> trouble;
    bool isAnyDone = false;
    for (size_t from = 0; from < run->items.size();) {
        const Items step = nextStep(*run, from);
        if (!trouble && !stop->isRequested()) {
            const Result<void> done = co_await undoStep(run, step);
            if (!done && !isAnyDone)
                co_return tl::make_unexpected(done.error());
            if (!done)
                trouble = done.error();
            isAnyDone = true;
        }
        leaveRest(run, step, trouble);
        for (const size_t i : step) {
            ends.append(endOf(run->items[i]));
            if (progress)
                progress(ends.last());
        }
        from += step.size();
    }
    co_return ends;
}

} // namespace

QCoro::Task<Result<QList<UndoneEntry>>> undoEntries(UndoParts parts, QList<UndoCandidate> entries,
    StopRequestPtr stop, Agreement agreement, Undo::Progress progress)
{
    const RunPtr run = std::make_shared<Run>();
    run->parts = parts;
    run->batch = randomBatchId();
    run->agreement = agreement;
    for (const UndoCandidate &candidate : entries)
        run->items.push_back(undoingFrom(candidate, run->batch, parts.options));
    const auto changes = std::count_if(
        run->items.begin(), run->items.end(), [](const Undoing &item) { return !item.isOver; });
    const Result<void> permitted = co_await permit(run, changes);
    if (!permitted)
        co_return tl::make_unexpected(permitted.error());
    co_await checkRecords(run);
    Result<QList<UndoneEntry>> ends = co_await runSteps(run, stop, progress);
    co_return ends;
}

} // namespace emberwatch
