// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobobserver.h"

#include "core/base/pause.h"
#include "core/operations/journalevidence.h"
#include "core/operations/observedjobs.h"
#include "core/operations/openjobsseen.h"
#include "core/operations/serversseen.h"
#include "core/triage/recoveryplan.h"

#include <QCoroFuture>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

using Asking = WatchedJob::Asking;

/// One call of observe().
struct Look
{
    ObserverWish wish;
    StopRequestPtr stop;
    JobObserver::Progress progress;
    WatchedJobs jobs;
    RecordFindings firstRecords = RecordFindings::unanswered({}, {});
    RecordFindings latestRecords = RecordFindings::unanswered({}, {});
    WatchedJobs strangers; ///< on a server, and nobody else has named them
    Observation result;
    JobParser parser;

    void say(const QString &what) const
    {
        if (progress)
            progress(what);
    }
    [[nodiscard]] bool isStopped() const { return stop->isRequested(); }
    [[nodiscard]] bool isFor(PlanScope scope) const { return wish.scope == scope; }
};
using LookPtr = std::shared_ptr<Look>;

QList<PromptId> idsOf(const WatchedJobs &jobs)
{
    QList<PromptId> ids;
    ids.reserve(static_cast<qsizetype>(jobs.size()));
    for (const WatchedJob &job : jobs)
        ids.append(job.promptId);
    return ids;
}

bool isWanted(const WatchedJob &job, const ObserverWish &wish)
{
    const StateReading &state = job.first;
    if (!wish.only.isEmpty() && !wish.only.contains(job.promptId))
        return false;
    const bool isOfType = wish.types.isEmpty() || wish.types.contains(state.type);
    return isOfType && (wish.servers.isEmpty() || wish.servers.contains(state.serverUrl));
}

QList<JobReading> openOnes(const QList<JobReading> &readings, const WatchedJobs &jobs)
{
    QList<JobReading> open;
    for (qsizetype i = 0; i < readings.size(); ++i) {
        if (isOpen(jobs[static_cast<size_t>(i)].latest.redis.reading))
            open.append(readings[i]);
    }
    return open;
}

Error stopped()
{
    return {Error::Kind::Cancelled, u"ended before anything was done"_s};
}

} // namespace

ServerEpoch epochOf(const JobStore &jobs)
{
    const std::optional<JobServer> server = jobs.serverOf(PromptId());
    if (!server)
        return {};
    return {server->address, server->facts.runId, server->facts.replicationId, server->facts.role};
}

Pause ObserverOptions::pauseForReal()
{
    return [](std::chrono::milliseconds time) { return pauseFor(time); };
}

class JobObserver::Private
{
public:
    /// How old a job was when it was seen first.
    struct FirstSight
    {
        std::optional<qint64> startedAt; ///< another one is another job
        std::optional<std::chrono::milliseconds> age;
    };

    ObservedSources sources;
    ObserverOptions options;
    QHash<PromptId, FirstSight> firstSights;
    OpenJobsSeen seen;
    ServersSeen servers;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Result<Observation>> observe(Shared self, LookPtr look);
    static QCoro::Task<Result<void>> list(Shared self, LookPtr look);
    static QCoro::Task<Result<void>> addOpenRecords(Shared self, LookPtr look);
    static QCoro::Task<RecordFindings> readRecords(Shared self, QList<PromptId> ids);
    static QCoro::Task<Result<void>> countVanished(Shared self, LookPtr look, QList<JobReading> readings);
    static QCoro::Task<Result<void>> askJournal(Shared self, LookPtr look);
    static QCoro::Task<bool> askServers(Shared self, LookPtr look);
    static QCoro::Task<Result<void>> addStrangers(Shared self, LookPtr look);
    static QCoro::Task<Result<void>> readAgain(Shared self, LookPtr look);
    static QCoro::Task<Result<void>> findJobs(Shared self, LookPtr look);
    void finish(const LookPtr &look) const;

    void takeStates(const LookPtr &look, const QList<JobReading> &readings, size_t from) const;
    void keepFirstSights(const LookPtr &look);
    void decideAsking(const LookPtr &look) const;
    [[nodiscard]] QList<PromptId> openWithoutKey(const LookPtr &look, const QList<JobRecord> &rows) const;
};

/// First readings of the jobs from that index on.
void JobObserver::Private::takeStates(
    const LookPtr &look, const QList<JobReading> &readings, size_t from) const
{
    for (const JobReading &reading : readings) {
        WatchedJob &job = look->jobs[from++];
        job.first = stateReadingOf(reading, options.schema, look->result.epoch, look->parser);
        job.latest = job.first;
    }
}

/// "Age is taken once, when a recovery first sees the job" (correctness.md 3).
void JobObserver::Private::keepFirstSights(const LookPtr &look)
{
    const bool areAll = look->wish.types.isEmpty() && look->wish.servers.isEmpty();
    // What is not open any more is forgotten, by a look that saw everything.
    QHash<PromptId, FirstSight> seen = areAll ? QHash<PromptId, FirstSight>() : firstSights;
    for (WatchedJob &job : look->jobs) {
        RedisEvidence &redis = job.first.redis;
        const auto known = firstSights.constFind(job.promptId);
        const bool isSame = known != firstSights.constEnd() && known->startedAt == redis.startedAt;
        const FirstSight sight = isSame ? *known : FirstSight{redis.startedAt, redis.age};
        redis.ageAtFirstSight = sight.age;
        seen.insert(job.promptId, sight);
    }
    firstSights = seen;
}

QCoro::Task<Result<void>> JobObserver::Private::list(Shared self, LookPtr look)
{
    JobSelection selection;
    selection.onlyOpen = look->isFor(PlanScope::Recover);
    selection.withUnreadable = !look->isFor(PlanScope::Clean); // which is never cleaned
    const Result<QList<JobReading>> listed = co_await self->sources.jobs->query(selection);
    if (!listed)
        co_return tl::make_unexpected(listed.error());
    look->jobs.reserve(static_cast<size_t>(listed->size()));
    for (const JobReading &reading : *listed) {
        WatchedJob job;
        job.promptId = reading.promptId;
        job.isFound = true;
        look->jobs.push_back(std::move(job));
    }
    const QList<PromptId> ids = idsOf(look->jobs);
    const Result<QList<JobReading>> readings = co_await self->sources.jobs->getMany(ids);
    if (!readings)
        co_return tl::make_unexpected(readings.error());
    look->result.epoch = epochOf(*self->sources.jobs);
    self->takeStates(look, *readings, 0);
    const Result<void> counted = co_await countVanished(self, look, *readings);
    if (!counted)
        co_return tl::make_unexpected(counted.error());
    std::erase_if(look->jobs, [&look](const WatchedJob &job) { return !isWanted(job, look->wish); });
    co_return Result<void>();
}

/// Absence in a listing is not absence: what was open and is not among these is read again.
/// @param readings  of the first of the jobs, in their order
QCoro::Task<Result<void>> JobObserver::Private::countVanished(
    Shared self, LookPtr look, QList<JobReading> readings)
{
    const QList<JobReading> open = openOnes(readings, look->jobs);
    QSet<PromptId> ids;
    for (const JobReading &job : open)
        ids.insert(job.promptId);
    const QList<PromptId> missing = self->seen.missingAmong(ids);
    if (!missing.isEmpty()) {
        const Result<QList<JobReading>> again = co_await self->sources.jobs->getMany(missing);
        if (!again)
            co_return tl::make_unexpected(again.error());
        look->result.listings += self->seen.factsOf(*again, look->wish.policy.retention.value);
    }
    self->seen.see(open);
    co_return Result<void>();
}

QList<PromptId> JobObserver::Private::openWithoutKey(const LookPtr &look, const QList<JobRecord> &rows) const
{
    QSet<PromptId> found;
    for (const WatchedJob &job : look->jobs)
        found.insert(job.promptId);
    QList<PromptId> ids;
    for (const JobRecord &row : rows) {
        const bool isOfType = look->wish.types.isEmpty() || look->wish.types.contains(row.type);
        if (isOfType && !row.promptId.value().isEmpty() && !found.contains(row.promptId)) {
            found.insert(row.promptId);
            ids.append(row.promptId);
        }
    }
    return ids;
}

/// Open records whose key is not open: what a crash left between claim and record is among them.
QCoro::Task<Result<void>> JobObserver::Private::addOpenRecords(Shared self, LookPtr look)
{
    if (self->sources.records == nullptr)
        co_return Result<void>();
    std::optional<RecordId> after;
    do {
        const QFuture<Result<RecordPage>> reading = self->sources.records->openRows(after);
        const Result<RecordPage> page = co_await reading;
        if (!page)
            break; // the records that belong to keys are asked for by name, and will say the same
        after = page->next;
        const QList<PromptId> ids = self->openWithoutKey(look, page->rows);
        const Result<QList<JobReading>> readings = co_await self->sources.jobs->getMany(ids);
        if (!readings)
            co_return tl::make_unexpected(readings.error());
        const size_t from = look->jobs.size();
        for (const PromptId &id : ids) {
            WatchedJob job;
            job.promptId = id;
            look->jobs.push_back(std::move(job));
        }
        self->takeStates(look, *readings, from);
    } while (after && !look->isStopped());
    // Those that have become open since the listing belong to the next look.
    std::erase_if(look->jobs, [&look](const WatchedJob &job) {
        const bool isNew = !job.isFound && isOpen(job.first.redis.reading);
        const bool isNarrowed = !look->wish.servers.isEmpty() || !look->wish.only.isEmpty();
        return isNew || (!job.isFound && isNarrowed && !isWanted(job, look->wish));
    });
    co_return Result<void>();
}

QCoro::Task<RecordFindings> JobObserver::Private::readRecords(Shared self, QList<PromptId> ids)
{
    const Timestamp now = self->options.clock();
    RecordStore *records = self->sources.records;
    if (records == nullptr)
        co_return RecordFindings::unanswered(u"no database is configured"_s, now);
    if (records->address().kind == RecordsAddress::Kind::None)
        co_return RecordFindings::statedAbsent(now);
    const QFuture<Result<QList<JobRecord>>> reading = records->rowsFor(ids);
    const Result<QList<JobRecord>> rows = co_await reading;
    if (!rows)
        co_return RecordFindings::unanswered(rows.error().message, now);
    QList<JobRecord> failed;
    for (const JobRecord &row : *rows) {
        if (row.status == RecordStatus::Failed)
            failed.append(row);
    }
    QHash<RecordId, OperationId> ours;
    if (!failed.isEmpty()) {
        const QFuture<Result<QHash<RecordId, OperationId>>> asking = records->decidedByUs(failed);
        const Result<QHash<RecordId, OperationId>> answer = co_await asking;
        if (!answer)
            co_return RecordFindings::unanswered(answer.error().message, now);
        ours = *answer;
    }
    co_return RecordFindings(*rows, ours, now);
}

QCoro::Task<Result<void>> JobObserver::Private::askJournal(Shared self, LookPtr look)
{
    if (self->sources.journal == nullptr)
        co_return Result<void>();
    Journal *journal = self->sources.journal;
    const std::shared_ptr<WatchedJobs> jobs(look, &look->jobs);
    const Result<void> ours = co_await askWhetherOurs(journal, jobs);
    if (!ours)
        co_return tl::make_unexpected(ours.error());
    if (!look->isFor(PlanScope::Clean)) {
        const Result<void> claims = co_await askForClaims(journal, jobs);
        if (!claims)
            co_return tl::make_unexpected(claims.error());
    }
    if (!look->isFor(PlanScope::Recover)) {
        const Timestamp since = self->options.clock() - self->options.schema.fullTtl;
        const Result<void> acts = co_await askForActs(journal, self->options.environment, since, jobs);
        if (!acts)
            co_return tl::make_unexpected(acts.error());
    }
    Result<void> extended = co_await askForExtensions(journal, jobs);
    co_return extended;
}

void JobObserver::Private::decideAsking(const LookPtr &look) const
{
    for (WatchedJob &job : look->jobs) {
        if (isNobodys(job, look->wish, look->firstRecords))
            job.asking = Asking::Nobody;
        else if (!job.first.serverUrl.isEmpty())
            job.asking = Asking::ItsServer;
        else if (job.isFound || look->isFor(PlanScope::Reconcile))
            job.asking = Asking::AllServers;
        else
            job.asking = Asking::QueuesAlone;
    }
}

/// @return whether there was a second pass anywhere
QCoro::Task<bool> JobObserver::Private::askServers(Shared self, LookPtr look)
{
    comfyui::ServerPool *pool = self->sources.servers;
    QList<comfyui::ServerQuestions> questions = questionsFor(look->jobs, pool->allowed());
    if (look->isFor(PlanScope::Reconcile))
        askEveryQueue(questions, pool->allowed());
    look->say(u"asking %1 servers"_s.arg(questions.size()));
    PassTimes times = self->options.times;
    times.grace = graceOf(look->jobs, look->wish.policy);
    times.areLiveAskedAgain
        = look->isFor(PlanScope::Reconcile) && mayAnyBeStalled(look->jobs, look->wish.policy);
    self->servers.complete(questions);
    const QList<TwoPassAnswer> answers
        = co_await askTwice(pool, questions, times, self->options.pause, look->stop);
    takeAnswers(look->jobs, pool->allowed(), answers);
    self->servers.see(answers);
    if (look->isFor(PlanScope::Reconcile))
        look->strangers = strangersIn(answers, look->jobs);
    for (const TwoPassAnswer &answer : answers) {
        if (answer.second)
            co_return true;
    }
    co_return false;
}

/// What a server has and nobody has named: Redis, the database and the journal are asked whose it is.
QCoro::Task<Result<void>> JobObserver::Private::addStrangers(Shared self, LookPtr look)
{
    std::erase_if(look->strangers, [&look](const WatchedJob &job) {
        return !look->wish.only.isEmpty() && !look->wish.only.contains(job.promptId);
    });
    if (look->strangers.empty())
        co_return Result<void>();
    const QList<PromptId> ids = idsOf(look->strangers);
    const Result<QList<JobReading>> readings = co_await self->sources.jobs->getMany(ids);
    if (!readings)
        co_return tl::make_unexpected(readings.error());
    if (self->sources.journal != nullptr) {
        const std::shared_ptr<WatchedJobs> strangers(look, &look->strangers);
        const Result<void> asked = co_await askWhetherOurs(self->sources.journal, strangers);
        if (!asked)
            co_return tl::make_unexpected(asked.error());
    }
    const size_t from = look->jobs.size();
    look->jobs.insert(look->jobs.end(), look->strangers.begin(), look->strangers.end());
    self->takeStates(look, *readings, from);
    // What the others were before the passes stays known: it shows what has changed since.
    const bool areOthersKnown = look->firstRecords.isAnswered();
    const QList<PromptId> asked = areOthersKnown ? ids : idsOf(look->jobs);
    const RecordFindings records = co_await readRecords(self, asked);
    if (areOthersKnown)
        look->firstRecords.include(records);
    else
        look->firstRecords = records;
    look->latestRecords = look->firstRecords;
    co_return Result<void>();
}

/// What will be acted on is read as late as possible.
QCoro::Task<Result<void>> JobObserver::Private::readAgain(Shared self, LookPtr look)
{
    const QList<PromptId> ids = idsOf(look->jobs);
    const Result<QList<JobReading>> readings = co_await self->sources.jobs->getMany(ids);
    if (!readings)
        co_return tl::make_unexpected(readings.error());
    size_t i = 0;
    for (const JobReading &reading : *readings) {
        WatchedJob &job = look->jobs[i++];
        job.latest = stateReadingOf(reading, self->options.schema, look->result.epoch, look->parser);
    }
    Result<void> counted = co_await countVanished(self, look, *readings);
    co_return counted;
}

/// The jobs of the look, what the records say of them, and what our journal knows.
QCoro::Task<Result<void>> JobObserver::Private::findJobs(Shared self, LookPtr look)
{
    look->say(u"listing"_s);
    const Result<void> listed = co_await list(self, look);
    if (!listed)
        co_return tl::make_unexpected(listed.error());
    self->keepFirstSights(look);
    look->say(u"reading records"_s);
    if (!look->isFor(PlanScope::Clean)) {
        const Result<void> added = co_await addOpenRecords(self, look);
        if (!added)
            co_return tl::make_unexpected(added.error());
    }
    const QList<PromptId> ids = idsOf(look->jobs);
    const RecordFindings records = co_await readRecords(self, ids);
    look->firstRecords = records;
    look->latestRecords = records;
    Result<void> journalled = co_await askJournal(self, look);
    co_return journalled;
}

void JobObserver::Private::finish(const LookPtr &look) const
{
    const Timestamp now = options.clock();
    for (const WatchedJob &job : look->jobs) {
        ObservedJob observed;
        observed.evidence = evidenceFrom(job, look->firstRecords, look->latestRecords);
        observed.isFound = job.isFound;
        takeActs(observed.evidence.redis, job.acts, now);
        const JobRecord *record = look->latestRecords.recordOf(job.promptId);
        const bool isForgotten = job.latest.redis.reading == RedisReading::Absent && record != nullptr;
        if (isForgotten)
            look->result.forgotten.insert(job.promptId, forgottenState(job, *record));
        look->result.jobs.append(std::move(observed));
    }
}

QCoro::Task<Result<Observation>> JobObserver::Private::observe(Shared self, LookPtr look)
{
    look->result.begunAt = self->options.clock();
    const Result<void> found = co_await findJobs(self, look);
    if (!found)
        co_return tl::make_unexpected(found.error());
    self->decideAsking(look);
    if (look->isStopped())
        co_return tl::make_unexpected(stopped());
    const bool wereTwoPasses = co_await askServers(self, look);
    if (look->isStopped())
        co_return tl::make_unexpected(stopped());
    const Result<void> added = co_await addStrangers(self, look);
    if (!added)
        co_return tl::make_unexpected(added.error());
    if (wereTwoPasses) {
        look->say(u"reading again what is acted on"_s);
        const QList<PromptId> ids = idsOf(look->jobs);
        const RecordFindings latestRecords = co_await readRecords(self, ids);
        look->latestRecords = latestRecords;
        const Result<void> read = co_await readAgain(self, look);
        if (!read)
            co_return tl::make_unexpected(read.error());
    }
    self->finish(look);
    co_return std::move(look->result);
}

JobObserver::JobObserver(ObservedSources sources, ObserverOptions options)
    : d(std::make_shared<Private>())
{
    d->sources = sources;
    d->options = std::move(options);
}

JobObserver::~JobObserver() = default;

QCoro::Task<Result<Observation>> JobObserver::observe(
    ObserverWish wish, StopRequestPtr stop, Progress progress)
{
    const auto look = std::make_shared<Look>();
    look->wish = std::move(wish);
    look->stop = std::move(stop);
    look->progress = std::move(progress);
    return Private::observe(d, look);
}

void JobObserver::noteDeleted(const PromptId &id)
{
    d->seen.forget(id);
}

} // namespace emberwatch
