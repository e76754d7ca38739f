// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/keycleaner.h"

#include "core/jobs/jobkey.h"
#include "core/operations/failpoint.h"
#include "core/operations/operationid.h"
#include "core/operations/settlingjob.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPointer>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = CleanedKey::Kind;

namespace {

Q_LOGGING_CATEGORY(logCleaning, "emberwatch.operations.cleaning", QtInfoMsg)

constexpr qsizetype atOnce = 500;
/// Redis's clock and ours do not take part: both moments are the server's, read at different times.
constexpr std::chrono::milliseconds expiryTolerance{5};

/// A key on its way.
struct CleaningKey
{
    Cleaning wish;
    JobReading snapshot;
    std::optional<EntryId> entry; ///< once its snapshot is in the journal
    CleanedKey end;
    bool isOver = false;
};
using Keys = std::shared_ptr<std::vector<CleaningKey>>;

void endAs(CleaningKey &key, Kind kind, const QString &text)
{
    key.isOver = true;
    key.end.kind = kind;
    key.end.text = text;
}

/// For a key that is not as it was judged any more.
void endAs(CleaningKey &key, Kind kind)
{
    const QString text = kind == Kind::Gone ? u"Its key was not there any more."_s
        : kind == Kind::Touched             ? u"Its producer wrote the same again meanwhile: it is alive."_s
                                            : u"Its state has changed meanwhile."_s;
    endAs(key, kind, text);
}

OperationId operationOf(const Cleaning &wish, const JobSchema &schema)
{
    return operationIdOf({keyOf(schema.prefix, wish.promptId), wish.judged.startedAt,
        wish.reason.rule + "/clean", wish.judged.value, 0});
}

/// Every action reads again what it acts on (correctness.md 2).
void takeSnapshot(CleaningKey &key, const JobReading &now)
{
    key.snapshot = now;
    const std::optional<Timestamp> expiry = now.expiresAt();
    const std::optional<Timestamp> &judged = key.wish.judged.expiresAt;
    if (!now.exists)
        return endAs(key, Kind::Gone);
    if (!now.isActionable)
        return endAs(key, Kind::Failed, u"This user may not run the scripts that deleting needs."_s);
    if (!now.hasValue || now.value != key.wish.judged.value)
        return endAs(key, Kind::Changed);
    const bool isLater = expiry && (!judged || *expiry > *judged + expiryTolerance);
    if (isLater || expiry.has_value() != judged.has_value())
        endAs(key, Kind::Touched);
}

JournalEntry entryOf(const CleaningKey &key, const BatchId &batch, const SettlerOptions &options)
{
    const SettlementReason &reason = key.wish.reason;
    JournalEntry entry;
    entry.op = key.end.op;
    entry.batch = batch;
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = u"delete"_s;
    entry.promptId = key.wish.promptId;
    entry.key = keyOf(options.schema.prefix, key.wish.promptId);
    entry.verdict = reason.verdict;
    entry.sentence = reason.sentence;
    entry.evidence = withOutputs(reason.evidence, key.wish.outputs);
    entry.before.value = key.snapshot.value;
    entry.before.expiresAt = key.snapshot.expiresAt();
    entry.epoch = key.wish.judged.epoch;
    return entry;
}

void takeDeletion(CleaningKey &key, const WriteOutcome &outcome)
{
    switch (outcome.kind) {
    case WriteOutcome::Kind::Done:
        key.end.kind = Kind::Done;
        break;
    case WriteOutcome::Kind::Touched:
        endAs(key, Kind::Touched);
        break;
    case WriteOutcome::Kind::Gone:
        endAs(key, Kind::Gone);
        break;
    default:
        endAs(key, Kind::Changed);
        break;
    }
}

QString journalWord(Kind kind)
{
    switch (kind) {
    case Kind::Done:
    case Kind::CameBack:
        return u"done"_s;
    case Kind::Changed:
    case Kind::Touched:
        return u"changed"_s;
    case Kind::Gone:
        return u"gone"_s;
    case Kind::Unknown:
        return u"unknown"_s;
    case Kind::Failed:
        break;
    }
    return u"failed"_s;
}

std::vector<size_t> stillOpen(const Keys &keys)
{
    std::vector<size_t> which;
    for (size_t i = 0; i < keys->size(); ++i) {
        if (!(*keys)[i].isOver)
            which.push_back(i);
    }
    return which;
}

QList<PromptId> idsOf(const Keys &keys, const std::vector<size_t> &which)
{
    QList<PromptId> ids;
    for (const size_t i : which)
        ids.append((*keys)[i].wish.promptId);
    return ids;
}

using Store = QPointer<JobStore>; // a step may outlast it: the next one is then not begun

QCoro::Task<Result<QList<JobReading>>> readMany(Store jobs, QList<PromptId> ids)
{
    if (!jobs)
        co_return failure(Error::Kind::Cancelled, u"ended by us"_s);
    Result<QList<JobReading>> readings = co_await jobs->getMany(ids);
    co_return readings;
}

QCoro::Task<Result<QList<WriteOutcome>>> removeMany(Store jobs, QList<JobReading> judged)
{
    if (!jobs)
        co_return failure(Error::Kind::Cancelled, u"ended by us"_s);
    Result<QList<WriteOutcome>> outcomes = co_await jobs->removeMany(judged);
    co_return outcomes;
}

QCoro::Task<void> readAgain(Store jobs, Keys keys)
{
    const std::vector<size_t> which = stillOpen(keys);
    const QList<PromptId> ids = idsOf(keys, which);
    const Result<QList<JobReading>> readings = co_await readMany(jobs, ids);
    for (size_t n = 0; n < which.size(); ++n) {
        CleaningKey &key = (*keys)[which[n]];
        if (readings)
            takeSnapshot(key, readings->at(static_cast<qsizetype>(n)));
        else
            endAs(key, Kind::Failed, u"It could not be read again: %1"_s.arg(readings.error().message));
    }
}

QCoro::Task<Result<void>> intend(Journal *journal, SettlerOptions options, BatchId batch, Keys keys)
{
    const std::vector<size_t> which = stillOpen(keys);
    QList<JournalEntry> entries;
    for (const size_t i : which)
        entries.append(entryOf((*keys)[i], batch, options));
    if (entries.isEmpty())
        co_return Result<void>();
    const QFuture<Result<QList<EntryId>>> writing = journal->intend(entries);
    const Result<QList<EntryId>> written = co_await writing;
    if (!written)
        co_return tl::make_unexpected(written.error());
    for (size_t n = 0; n < which.size(); ++n)
        (*keys)[which[n]].entry = written->at(static_cast<qsizetype>(n));
    co_return Result<void>();
}

QCoro::Task<void> removeSome(Store jobs, Keys keys, std::vector<size_t> which)
{
    QList<JobReading> judged;
    for (const size_t i : which)
        judged.append((*keys)[i].snapshot);
    const Result<QList<WriteOutcome>> removed = co_await removeMany(jobs, judged);
    for (size_t n = 0; n < which.size(); ++n) {
        CleaningKey &key = (*keys)[which[n]];
        if (removed)
            takeDeletion(key, removed->at(static_cast<qsizetype>(n)));
        else
            endAs(key, Kind::Unknown,
                u"Whether it was deleted is not known (%1); the next look finds out."_s.arg(
                    removed.error().message));
    }
}

QCoro::Task<void> remove(Store jobs, Keys keys)
{
    const std::vector<size_t> which = stillOpen(keys);
    for (size_t from = 0; from < which.size(); from += atOnce) {
        const size_t to = std::min<size_t>(which.size(), from + atOnce);
        const std::vector<size_t> some(which.begin() + static_cast<std::ptrdiff_t>(from),
            which.begin() + static_cast<std::ptrdiff_t>(to));
        co_await removeSome(jobs, keys, some);
    }
}

/// Its producer may have written at the same moment.
QCoro::Task<void> lookAgain(Store jobs, Keys keys)
{
    const std::vector<size_t> which = stillOpen(keys);
    const QList<PromptId> ids = idsOf(keys, which);
    const Result<QList<JobReading>> readings = co_await readMany(jobs, ids);
    for (size_t n = 0; n < which.size(); ++n) {
        CleaningKey &key = (*keys)[which[n]];
        if (!readings)
            key.end.text = u"Deleted; it could not be looked at again: %1"_s.arg(readings.error().message);
        else if (readings->at(static_cast<qsizetype>(n)).exists)
            endAs(key, Kind::CameBack, u"Deleted, and it came back: somebody wrote it again."_s);
    }
}

QCoro::Task<void> conclude(Journal *journal, SettlerOptions options, Keys keys)
{
    QList<JournalOutcome> outcomes;
    const Timestamp now = options.clock();
    for (const CleaningKey &key : *keys) {
        if (key.entry)
            outcomes.append({*key.entry, now, journalWord(key.end.kind), key.end.text});
    }
    if (outcomes.isEmpty())
        co_return;
    const QFuture<Result<void>> writing = journal->conclude(outcomes);
    const Result<void> written = co_await writing;
    if (!written)
        qCWarning(logCleaning) << "outcomes could not be journalled:" << written.error().message;
}

} // namespace

QCoro::Task<Result<QList<CleanedKey>>> cleanKeys(
    JobStore *store, Journal *journal, SettlerOptions options, BatchId batch, QList<Cleaning> wishes)
{
    const Store jobs(store);
    const Keys keys = std::make_shared<std::vector<CleaningKey>>();
    for (Cleaning &wish : wishes) {
        CleaningKey key;
        key.end.op = operationOf(wish, options.schema);
        key.wish = std::move(wish);
        keys->push_back(std::move(key));
    }
    co_await readAgain(jobs, keys);
    const Result<void> intended = co_await intend(journal, options, batch, keys);
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("snapshot-kept");
    co_await remove(jobs, keys);
    failpoint("deleted");
    co_await lookAgain(jobs, keys);
    failpoint("looked-again");
    co_await conclude(journal, options, keys);
    failpoint("cleaned");
    QList<CleanedKey> ends;
    for (const CleaningKey &key : *keys)
        ends.append(key.end);
    co_return ends;
}

} // namespace emberwatch
