// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undosearch.h"

#include "core/jobs/jobkey.h"
#include "core/operations/auditjournal.h"
#include "core/operations/jobobserver.h"
#include "core/operations/undorules.h"

#include <QCoroFuture>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = UndoOutcome::Kind;

namespace {

constexpr int pageSize = 500;

/// What was found, each once.
struct Search
{
    QList<UndoCandidate> candidates;
    QSet<EntryId> entries;
    QSet<OperationId> audited;

    void add(const JournalLine &line, bool isAudited)
    {
        const qsizetype before = entries.size() + audited.size();
        if (isAudited)
            audited.insert(line.entry.op);
        else
            entries.insert(line.entry.id);
        if (entries.size() + audited.size() == before)
            return;
        UndoCandidate candidate;
        candidate.line = line;
        candidate.isAudited = isAudited;
        candidates.append(candidate);
    }
};
using SearchPtr = std::shared_ptr<Search>;

QCoro::Task<Result<void>> addEntry(Journal *journal, EntryId id, SearchPtr search)
{
    JournalSelection selection;
    selection.before = EntryId(id.value() + 1);
    selection.limit = 1;
    const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
    const Result<QList<JournalLine>> lines = co_await reading;
    if (!lines)
        co_return tl::make_unexpected(lines.error());
    if (lines->isEmpty() || lines->first().entry.id != id)
        co_return failure(Error::Kind::NotFound, u"the journal has no entry %1"_s.arg(id.value()));
    search->add(lines->first(), false);
    co_return Result<void>();
}

QCoro::Task<Result<void>> addBatch(Journal *journal, BatchId batch, SearchPtr search)
{
    JournalSelection selection;
    selection.batch = batch;
    selection.limit = pageSize;
    bool isAny = false;
    for (;;) {
        const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
        const Result<QList<JournalLine>> lines = co_await reading;
        if (!lines)
            co_return tl::make_unexpected(lines.error());
        for (const JournalLine &line : *lines)
            search->add(line, false);
        isAny = isAny || !lines->isEmpty();
        if (lines->size() < pageSize)
            break;
        selection.before = lines->last().entry.id;
    }
    if (!isAny)
        co_return failure(
            Error::Kind::NotFound, u"the journal has no batch %1"_s.arg(QString::fromUtf8(batch.value())));
    co_return Result<void>();
}

/// The journal's own entry of an operation knows more than the audit row.
QCoro::Task<Result<bool>> addFromJournal(Journal *journal, OperationId op, SearchPtr search)
{
    const QFuture<Result<QList<JournalLine>>> reading = journal->linesOf(op);
    const Result<QList<JournalLine>> lines = co_await reading;
    if (!lines)
        co_return tl::make_unexpected(lines.error());
    for (const JournalLine &line : *lines) {
        // "already-done" is of whoever came second.
        if (whyNothing(line))
            continue;
        search->add(line, false);
        co_return true;
    }
    co_return false;
}

QCoro::Task<Result<void>> addOperation(UndoParts parts, OperationId op, SearchPtr search)
{
    const Result<bool> isOurs = co_await addFromJournal(parts.journal, op, search);
    if (!isOurs)
        co_return tl::make_unexpected(isOurs.error());
    if (*isOurs)
        co_return Result<void>();
    if (parts.records == nullptr)
        co_return failure(Error::Kind::NotFound, u"it is not known where the records are"_s);
    const QList<OperationId> ops{op};
    const QFuture<Result<QList<AuditRow>>> reading = parts.records->auditRows(ops);
    const Result<QList<AuditRow>> rows = co_await reading;
    if (!rows)
        co_return tl::make_unexpected(rows.error());
    if (rows->isEmpty())
        co_return failure(Error::Kind::NotFound,
            u"neither the journal nor the audit table has the operation %1"_s.arg(
                QString::fromUtf8(op.value())));
    search->add(journalLineOf(rows->first()), true);
    co_return Result<void>();
}

QCoro::Task<Result<void>> collect(UndoParts parts, UndoSelection selection, SearchPtr search)
{
    for (const EntryId &id : selection.entries) {
        const Result<void> added = co_await addEntry(parts.journal, id, search);
        if (!added)
            co_return tl::make_unexpected(added.error());
    }
    for (const BatchId &batch : selection.batches) {
        const Result<void> added = co_await addBatch(parts.journal, batch, search);
        if (!added)
            co_return tl::make_unexpected(added.error());
    }
    for (const OperationId &op : selection.operations) {
        const Result<void> added = co_await addOperation(parts, op, search);
        if (!added)
            co_return tl::make_unexpected(added.error());
    }
    co_return Result<void>();
}

/// What was done last is taken back first; our journal before what only the audit table knows.
bool isTakenBackBefore(const UndoCandidate &a, const UndoCandidate &b)
{
    if (a.isAudited != b.isAudited)
        return b.isAudited;
    return a.isAudited ? a.line.entry.at > b.line.entry.at
                       : a.line.entry.id.value() > b.line.entry.id.value();
}

/// Whether an undo of this entry stands, as far as this journal knows.
QCoro::Task<Result<bool>> wasUndone(Journal *journal, JournalEntry entry)
{
    JournalSelection selection;
    selection.promptId = entry.promptId;
    const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
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

/// What the entries themselves say: nothing to take back, taken back before.
QCoro::Task<Result<void>> judgeByJournal(Journal *journal, SearchPtr search)
{
    for (UndoCandidate &candidate : search->candidates) {
        candidate.forecast = {Kind::Done, {}};
        candidate.until = limitOf(candidate.line.entry);
        const std::optional<QString> nothing = whyNothing(candidate.line);
        if (nothing)
            candidate.forecast = {Kind::NothingToUndo, *nothing};
        if (nothing || candidate.isAudited)
            continue;
        const JournalEntry entry = candidate.line.entry;
        const Result<bool> before = co_await wasUndone(journal, entry);
        if (!before)
            co_return tl::make_unexpected(before.error());
        if (*before)
            candidate.forecast = {Kind::NothingToUndo, u"It was taken back before."_s};
    }
    co_return Result<void>();
}

bool needsKey(const UndoCandidate &candidate)
{
    const Reverse reverse = reverseOf(candidate.line.entry);
    return candidate.forecast.kind != Kind::NothingToUndo
        && (reverse == Reverse::Claim || reverse == Reverse::Deletion);
}

/// Of another Redis, or under another prefix: its bytes say nothing here.
std::optional<QString> whyElsewhere(
    const JournalEntry &entry, const ServerEpoch &epoch, const SettlerOptions &options)
{
    if (entry.key != keyOf(options.schema.prefix, entry.promptId))
        return u"It is about the key %1, under another prefix."_s.arg(displayText(entry.key));
    const bool isSameName = entry.environment == options.environment;
    const bool isSameServer = entry.epoch.address.isEmpty() || entry.epoch.address == epoch.address;
    if (!isSameName && !isSameServer)
        return u"It was done in another environment: %1."_s.arg(entry.environment);
    return std::nullopt;
}

void judgeByKey(UndoCandidate &candidate, const UndoParts &parts)
{
    const JournalEntry &entry = candidate.line.entry;
    const std::optional<QString> elsewhere = whyElsewhere(entry, epochOf(*parts.jobs), parts.options);
    if (elsewhere) {
        candidate.forecast = {Kind::NothingToUndo, *elsewhere};
        return;
    }
    candidate.forecast = forecastOf(candidate.line, candidate.reading);
    const std::optional<JobServer> server = parts.jobs->serverOf(entry.promptId);
    const bool isRestored = candidate.forecast.kind == Kind::Done && reverseOf(entry) == Reverse::Deletion
        && entry.before.expiresAt && !candidate.reading.exists;
    const std::optional<QString> why = isRestored && server ? whyNotRestorable(server->facts) : std::nullopt;
    if (why)
        candidate.forecast = {Kind::Failed, *why};
}

QCoro::Task<Result<void>> judgeByKeys(UndoParts parts, SearchPtr search)
{
    QList<PromptId> ids;
    for (const UndoCandidate &candidate : search->candidates) {
        if (needsKey(candidate))
            ids.append(candidate.line.entry.promptId);
    }
    QList<JobReading> readings;
    if (!ids.isEmpty()) {
        const Result<QList<JobReading>> read = co_await parts.jobs->getMany(ids);
        if (!read)
            co_return tl::make_unexpected(read.error());
        readings = *read;
    }
    for (UndoCandidate &candidate : search->candidates) {
        if (needsKey(candidate)) {
            candidate.reading = readings.takeFirst();
            judgeByKey(candidate, parts);
        } else if (candidate.forecast.kind != Kind::NothingToUndo) {
            candidate.forecast = forecastOf(candidate.line, candidate.reading);
        }
    }
    co_return Result<void>();
}

} // namespace

QCoro::Task<Result<QList<UndoCandidate>>> findUndoable(UndoParts parts, UndoSelection selection)
{
    const SearchPtr search = std::make_shared<Search>();
    const Result<void> collected = co_await collect(parts, selection, search);
    if (!collected)
        co_return tl::make_unexpected(collected.error());
    std::stable_sort(search->candidates.begin(), search->candidates.end(), isTakenBackBefore);
    const Result<void> judged = co_await judgeByJournal(parts.journal, search);
    if (!judged)
        co_return tl::make_unexpected(judged.error());
    const Result<void> read = co_await judgeByKeys(parts, search);
    if (!read)
        co_return tl::make_unexpected(read.error());
    co_return search->candidates;
}

} // namespace emberwatch
