// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobsettler.h"

#include "core/operations/failpoint.h"
#include "core/operations/keycleaner.h"
#include "core/operations/replicaconfirmation.h"
#include "core/operations/settlingjob.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logSettling, "emberwatch.operations.settling", QtInfoMsg)

using Jobs = std::shared_ptr<SettlingJobs>;

/// Indexes of those that are not over and for which `wanted` holds.
template <typename Wanted> std::vector<size_t> stillOpen(const Jobs &jobs, Wanted wanted)
{
    std::vector<size_t> which;
    for (size_t i = 0; i < jobs->size(); ++i) {
        if (!(*jobs)[i].isOver && wanted((*jobs)[i]))
            which.push_back(i);
    }
    return which;
}

bool hasRecord(const SettlingJob &job)
{
    return job.wish.record.has_value();
}

void tellUnconfirmed(SettlingJob &job)
{
    if (!job.end.isUnconfirmed)
        return;
    const QString text = u"No replica of Redis has confirmed the claim yet."_s;
    job.end.text = job.end.text.isEmpty() ? text : job.end.text + u' ' + text;
}

} // namespace

class JobSettler::Private
{
public:
    QPointer<JobStore> jobs; ///< a call under way may outlast it
    Journal *journal = nullptr;
    RecordStore *records = nullptr;
    SettlerOptions options;
    std::unique_ptr<ReplicaConfirmation> replicas; ///< once there was a claim

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<QList<SettledJob>>> settle(
        Shared self, BatchId batch, QList<Settlement> wishes);
    static QCoro::Task<void> checkRecords(Shared self, Jobs jobs);
    static QCoro::Task<void> nameOperations(Shared self, Jobs jobs);
    static QCoro::Task<Result<void>> intend(Shared self, BatchId batch, Jobs jobs);
    static QCoro::Task<void> claim(Shared self, Jobs jobs);
    static QCoro::Task<void> confirm(Shared self, Jobs jobs);
    static QCoro::Task<void> checkAbsences(Shared self, Jobs jobs);
    static QCoro::Task<std::vector<JobReading>> readKeys(Shared self, Jobs jobs, std::vector<size_t> which);
    static QCoro::Task<void> findOut(Shared self, Jobs jobs, std::vector<size_t> which);
    static QCoro::Task<void> record(Shared self, BatchId batch, Jobs jobs);
    static QCoro::Task<void> conclude(Shared self, Jobs jobs);
};

/// Nothing is claimed whose record could not be written afterwards.
QCoro::Task<void> JobSettler::Private::checkRecords(Shared self, Jobs jobs)
{
    const std::vector<size_t> which = stillOpen(jobs, hasRecord);
    if (which.empty())
        co_return;
    Result<RecordsCheck> check = failure(Error::Kind::NotFound, u"it is not known where the records are"_s);
    if (self->records != nullptr) {
        const QFuture<Result<RecordsCheck>> asked = self->records->check();
        check = co_await asked;
    }
    const QString why = !check ? check.error().message
        : check->canUpdate()   ? QString()
                               : check->whyNot(RecordsFinding::Stops::Updating).message;
    for (const size_t i : which) {
        SettlingJob &job = (*jobs)[i];
        if (!why.isEmpty())
            endAs(job, SettledJob::Kind::Failed,
                u"Its record could not be written, so nothing was begun: %1"_s.arg(why));
        else if (job.wish.record->status == RecordStatus::Cancelled && !check->knowsCancelled)
            job.wish.record->status = RecordStatus::Failed;
    }
}

QCoro::Task<void> JobSettler::Private::nameOperations(Shared self, Jobs jobs)
{
    const std::vector<size_t> which = stillOpen(jobs, hasRecord);
    if (which.empty())
        co_return;
    QList<OperationId> bases;
    for (const size_t i : which)
        bases.append((*jobs)[i].base);
    const QFuture<Result<QHash<OperationId, int>>> asked = self->records->undoCounts(bases);
    const Result<QHash<OperationId, int>> undos = co_await asked;
    for (const size_t i : which) {
        SettlingJob &job = (*jobs)[i];
        if (undos)
            nameOperation(job, undos->value(job.base));
        else
            endAs(job, SettledJob::Kind::Failed, u"Nothing was begun: %1"_s.arg(undos.error().message));
    }
}

QCoro::Task<Result<void>> JobSettler::Private::intend(Shared self, BatchId batch, Jobs jobs)
{
    const std::vector<size_t> which = stillOpen(jobs, [](const SettlingJob &) { return true; });
    QList<JournalEntry> entries;
    for (const size_t i : which)
        entries.append(entryOf((*jobs)[i], batch, self->options));
    if (entries.isEmpty())
        co_return Result<void>();
    const QFuture<Result<QList<EntryId>>> writing = self->journal->intend(entries);
    const Result<QList<EntryId>> written = co_await writing;
    if (!written)
        co_return tl::make_unexpected(written.error());
    for (size_t n = 0; n < which.size(); ++n)
        (*jobs)[which[n]].entry = written->at(static_cast<qsizetype>(n));
    co_return Result<void>();
}

QCoro::Task<void> JobSettler::Private::claim(Shared self, Jobs jobs)
{
    const std::vector<size_t> which = stillOpen(jobs, [](const SettlingJob &job) { return job.needsClaim; });
    QList<ConditionalWrite> writes;
    for (const size_t i : which)
        writes.append(claimOf((*jobs)[i]));
    if (writes.isEmpty())
        co_return;
    if (!self->jobs) {
        for (const size_t i : which)
            endAs((*jobs)[i], SettledJob::Kind::Failed, u"Nothing was begun: ended by us."_s);
        co_return;
    }
    const QList<Result<WriteOutcome>> claims = co_await self->jobs->compareAndSetMany(writes);
    std::vector<size_t> open;
    for (size_t n = 0; n < which.size(); ++n) {
        if (!takeClaim((*jobs)[which[n]], claims.at(static_cast<qsizetype>(n))))
            open.push_back(which[n]);
    }
    co_await findOut(self, jobs, open);
}

/// A claim that a failover would undo is worth knowing of; it stands all the same.
QCoro::Task<void> JobSettler::Private::confirm(Shared self, Jobs jobs)
{
    const bool isAnyClaimed = std::any_of(jobs->begin(), jobs->end(),
        [](const SettlingJob &job) { return job.needsClaim && job.end.isClaimed; });
    if (!isAnyClaimed || !self->jobs)
        co_return;
    if (!self->replicas) {
        const auto connection = self->jobs->optionsFor(PromptId());
        if (!connection)
            co_return;
        self->replicas = std::make_unique<ReplicaConfirmation>(*connection);
    }
    const Replicated replicated = co_await self->replicas->confirm();
    if (replicated != Replicated::NotConfirmed)
        co_return;
    qCWarning(logSettling) << "no replica has confirmed the claims within 100 ms";
    for (SettlingJob &job : *jobs)
        job.end.isUnconfirmed = job.needsClaim && job.end.isClaimed;
}

/// In their order; where Redis gives no answer, readings that say nothing.
QCoro::Task<std::vector<JobReading>> JobSettler::Private::readKeys(
    Shared self, Jobs jobs, std::vector<size_t> which)
{
    std::vector<JobReading> all(which.size());
    if (which.empty() || !self->jobs)
        co_return all;
    QList<PromptId> ids;
    for (const size_t i : which)
        ids.append((*jobs)[i].wish.promptId);
    const Result<QList<JobReading>> readings = co_await self->jobs->getMany(ids);
    if (readings)
        all.assign(readings->begin(), readings->end());
    co_return all;
}

/// Nothing that writes is ever sent again by itself: what became of it is read.
QCoro::Task<void> JobSettler::Private::findOut(Shared self, Jobs jobs, std::vector<size_t> which)
{
    const std::vector<JobReading> readings = co_await readKeys(self, jobs, which);
    for (size_t n = 0; n < which.size(); ++n)
        takeReading((*jobs)[which[n]], readings[n]);
}

/// What was judged with no key is settled only while there is none.
QCoro::Task<void> JobSettler::Private::checkAbsences(Shared self, Jobs jobs)
{
    const std::vector<size_t> which
        = stillOpen(jobs, [](const SettlingJob &job) { return job.wish.judged.isAbsent; });
    const std::vector<JobReading> readings = co_await readKeys(self, jobs, which);
    for (size_t n = 0; n < which.size(); ++n)
        takeAbsence((*jobs)[which[n]], readings[n]);
}

QCoro::Task<void> JobSettler::Private::record(Shared self, BatchId batch, Jobs jobs)
{
    const std::vector<size_t> which = stillOpen(jobs, hasRecord);
    if (which.empty())
        co_return;
    QList<RecordUpdate> updates;
    for (const size_t i : which)
        updates.append(updateOf((*jobs)[i]));
    const RecordBatch common{batch, self->options.actor, self->options.environment};
    const QFuture<Result<QList<RecordOutcome>>> writing = self->records->update(common, updates);
    const Result<QList<RecordOutcome>> outcomes = co_await writing;
    const SchemaMapping mapping = self->records->mapping();
    for (size_t n = 0; n < which.size(); ++n) {
        const RecordOutcome outcome = outcomes
            ? outcomes->at(static_cast<qsizetype>(n))
            : RecordOutcome{RecordOutcome::Kind::Failed, std::nullopt, outcomes.error()};
        takeRecord((*jobs)[which[n]], outcome, mapping);
    }
}

QCoro::Task<void> JobSettler::Private::conclude(Shared self, Jobs jobs)
{
    QList<JournalOutcome> outcomes;
    const Timestamp now = self->options.clock();
    for (SettlingJob &job : *jobs) {
        tellUnconfirmed(job);
        if (job.entry)
            outcomes.append(outcomeOf(job, now));
    }
    if (outcomes.isEmpty())
        co_return;
    const QFuture<Result<void>> writing = self->journal->conclude(outcomes);
    const Result<void> written = co_await writing;
    // It happened all the same; the intents stand in the journal as unfinished.
    if (!written)
        qCWarning(logSettling) << "outcomes could not be journalled:" << written.error().message;
}

QCoro::Task<Result<QList<SettledJob>>> JobSettler::Private::settle(
    Shared self, BatchId batch, QList<Settlement> wishes)
{
    const Jobs jobs = std::make_shared<SettlingJobs>();
    jobs->reserve(static_cast<size_t>(wishes.size()));
    for (Settlement &wish : wishes)
        jobs->push_back(preparedFrom(std::move(wish), self->options.schema));
    co_await checkRecords(self, jobs);
    co_await nameOperations(self, jobs);
    const Result<void> intended = co_await intend(self, batch, jobs);
    if (!intended)
        co_return tl::make_unexpected(intended.error());
    failpoint("intended");
    co_await claim(self, jobs);
    failpoint("claimed");
    co_await confirm(self, jobs);
    co_await checkAbsences(self, jobs);
    co_await record(self, batch, jobs);
    failpoint("recorded");
    co_await conclude(self, jobs);
    failpoint("concluded");
    QList<SettledJob> ends;
    for (const SettlingJob &job : *jobs)
        ends.append(job.end);
    co_return ends;
}

JobSettler::JobSettler(JobStore *jobs, Journal *journal, RecordStore *records, SettlerOptions options)
    : d(std::make_shared<Private>())
{
    d->jobs = jobs;
    d->journal = journal;
    d->records = records;
    d->options = std::move(options);
}

JobSettler::~JobSettler() = default;

QCoro::Task<Result<QList<SettledJob>>> JobSettler::settle(BatchId batch, QList<Settlement> jobs)
{
    return Private::settle(d, std::move(batch), std::move(jobs));
}

QCoro::Task<Result<QList<CleanedKey>>> JobSettler::clean(BatchId batch, QList<Cleaning> keys)
{
    return cleanKeys(d->jobs, d->journal, d->options, std::move(batch), std::move(keys));
}

} // namespace emberwatch
