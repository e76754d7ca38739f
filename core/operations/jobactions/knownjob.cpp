// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/knownjob.h"

#include "core/jobs/jobkey.h"
#include "core/operations/jobobserver.h"

#include <QCoroFuture>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

using Jobs = std::shared_ptr<QList<KnownJob>>;

std::optional<JobState> stateIn(const QByteArray &value)
{
    JobParser parser;
    const Result<JobState> state = jobStateOf(parser.parse(value));
    return state ? std::optional(*state) : std::nullopt;
}

/// The newest state that the lines hold.
std::optional<JobState> stateIn(const QList<JournalLine> &lines)
{
    for (const JournalLine &line : lines) {
        for (const std::optional<QByteArray> &value : {line.entry.after.value, line.entry.before.value}) {
            const std::optional<JobState> state = value ? stateIn(*value) : std::nullopt;
            if (state)
                return state;
        }
    }
    return std::nullopt;
}

QList<PromptId> idsOf(const Jobs &jobs)
{
    QList<PromptId> ids;
    for (const KnownJob &job : *jobs)
        ids.append(job.promptId);
    return ids;
}

QCoro::Task<Result<void>> readKeys(JobStore *store, Jobs jobs)
{
    for (KnownJob &job : *jobs) {
        const PromptId id = job.promptId;
        const Result<JobReading> reading = co_await store->get(id);
        if (!reading)
            co_return tl::make_unexpected(reading.error());
        job.reading = *reading;
        job.epoch = epochOf(*store);
        if (reading->hasValue)
            job.state = stateIn(reading->value);
    }
    co_return Result<void>();
}

QCoro::Task<void> readRows(RecordStore *records, Jobs jobs)
{
    Result<QList<JobRecord>> rows
        = failure(Error::Kind::NotFound, u"it is not known where the records are"_s);
    if (records != nullptr) {
        const QFuture<Result<QList<JobRecord>>> reading = records->rowsFor(idsOf(jobs));
        rows = co_await reading;
    }
    for (KnownJob &job : *jobs) {
        if (!rows) {
            job.recordsError = rows.error();
            continue;
        }
        for (const JobRecord &row : *rows) {
            if (row.promptId == job.promptId)
                job.rows.append(row);
        }
    }
}

QCoro::Task<Result<void>> readJournal(Journal *journal, Jobs jobs)
{
    const QFuture<Result<QSet<PromptId>>> asking = journal->known(idsOf(jobs));
    const Result<QSet<PromptId>> known = co_await asking;
    if (!known)
        co_return tl::make_unexpected(known.error());
    for (KnownJob &job : *jobs) {
        job.isInJournal = known->contains(job.promptId);
        if (!job.isInJournal || job.state)
            continue;
        JournalSelection selection;
        selection.promptId = job.promptId;
        const QFuture<Result<QList<JournalLine>>> reading = journal->lines(selection);
        const Result<QList<JournalLine>> lines = co_await reading;
        if (!lines)
            co_return tl::make_unexpected(lines.error());
        job.remembered = stateIn(*lines);
    }
    co_return Result<void>();
}

} // namespace

QString KnownJob::serverUrl() const
{
    return state ? state->serverUrl : remembered ? remembered->serverUrl : QString();
}

QString KnownJob::type() const
{
    if (state)
        return state->type;
    return record() != nullptr ? record()->type : remembered ? remembered->type : QString();
}

QString KnownJob::userId() const
{
    if (state && !state->userId.isEmpty())
        return state->userId;
    return record() != nullptr ? record()->userId : remembered ? remembered->userId : QString();
}

std::optional<QString> KnownJob::characterId() const
{
    if (state)
        return state->characterId;
    return record() != nullptr ? record()->characterId : remembered ? remembered->characterId : std::nullopt;
}

QCoro::Task<Result<QList<KnownJob>>> readKnownJobs(ActionSources sources, QList<PromptId> ids)
{
    const Jobs jobs = std::make_shared<QList<KnownJob>>();
    for (const PromptId &id : ids) {
        KnownJob job;
        job.promptId = id;
        jobs->append(job);
    }
    const Result<void> keys = co_await readKeys(sources.jobs, jobs);
    if (!keys)
        co_return tl::make_unexpected(keys.error());
    co_await readRows(sources.records, jobs);
    const Result<void> journal = co_await readJournal(sources.journal, jobs);
    if (!journal)
        co_return tl::make_unexpected(journal.error());
    co_return *jobs;
}

QString openBooksText(const KnownJob &job)
{
    const bool isStateOpen = job.state && isOpen(job.state->status);
    const JobRecord *record = job.record();
    const bool isRecordOpen = record != nullptr && record->status && isOpen(*record->status);
    if (isStateOpen && isRecordOpen)
        return u"Its state in Redis and its record still say that it is open; reconciling settles that."_s;
    if (isStateOpen)
        return u"Its state in Redis still says that it is open; reconciling settles that."_s;
    return isRecordOpen ? u"Its record still says that it is open; reconciling settles that."_s : QString();
}

QString foreignText(const KnownJob &job)
{
    if (job.recordsError)
        return u"Neither Redis nor our journal knows it, and the records give no answer (%1): it is not known to be ours."_s
            .arg(job.recordsError->message);
    return u"Neither Redis, the records nor our journal have ever known it: it is not ours."_s;
}

JournalEntry entryAbout(
    const KnownJob &job, const QString &action, const BatchId &batch, const ActionOptions &options)
{
    JournalEntry entry;
    entry.op = randomOperationId();
    entry.batch = batch;
    entry.at = options.clock();
    entry.actor = options.actor;
    entry.environment = options.environment;
    entry.action = action;
    entry.promptId = job.promptId;
    entry.key = keyOf(options.schema.prefix, job.promptId);
    if (job.reading.hasValue)
        entry.before = {job.reading.value, job.reading.expiresAt(), std::nullopt};
    entry.after = entry.before;
    entry.epoch = job.epoch;
    return entry;
}

} // namespace emberwatch
