// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/jobrunner.h"

#include "core/operations/failpoint.h"
#include "core/runner/historyend.h"

#include <QCoroTask>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch {

using comfyui::JobEvidence;
using comfyui::Presence;

namespace {

EndingsOptions endingsOptions(const RunnerOptions &options, std::function<ServerEpoch()> epoch)
{
    EndingsOptions endings;
    endings.retry = options.settleRetry;
    endings.retention = options.policy.retention.value;
    endings.fullTtl = options.schema.fullTtl;
    endings.isOnHold = options.isOnHold;
    endings.epoch = std::move(epoch);
    return endings;
}

JobEnd::Outcome outcomeOf(Presence presence)
{
    switch (presence) {
    case Presence::DoneOk:
        return JobEnd::Outcome::Completed;
    case Presence::Interrupted:
        return JobEnd::Outcome::Interrupted;
    case Presence::Absent:
        return JobEnd::Outcome::Lost;
    default:
        return JobEnd::Outcome::Failed;
    }
}

} // namespace

JobRunner::JobRunner(RunnerParts parts, RunnerOptions options, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_options(std::move(options))
    , m_connection(parts.topology->optionsOf(parts.topology->primaries().first()))
    , m_spool(m_options.spoolFolder)
    , m_writer(
          parts.jobs, m_options.schema,
          [this](const PromptId &id) {
              const TrackedJob *job = find(id);
              return job != nullptr && !job->end && job->lease().isHeld();
          },
          m_options.writer)
    , m_endings(
          parts.settler, parts.jobs, parts.records, endingsOptions(m_options, [this] { return epoch(); }))
    , m_records(parts.records, m_options.actor, m_options.environment)
{
    m_connection.setReconnect(true);
    connect(&m_connection, &redis::Connection::ready, this, &JobRunner::updateTrouble);
    connect(&m_connection, &redis::Connection::closed, this, &JobRunner::updateTrouble);
    connect(&m_writer, &StateWriter::awayChanged, this, &JobRunner::updateTrouble);
    connect(&m_writer, &StateWriter::written, this, &JobRunner::onWritten);
    connect(&m_writer, &StateWriter::overtaken, this, &JobRunner::onOvertaken);
    connect(&m_writer, &StateWriter::takenOver, this, &JobRunner::onTakenOver);
    connect(&m_endings, &JobEndings::settled, this, &JobRunner::onSettled);
    connect(&m_endings, &JobEndings::left, this, &JobRunner::onTakenOver);
    connect(&m_endings, &JobEndings::postponed, this, &JobRunner::onPostponed);
    connect(&m_records, &OwnRecords::failed, this, &JobRunner::onPostponed);
    connect(&m_spoolTimer, &QTimer::timeout, this, &JobRunner::spoolAll);
}

JobRunner::~JobRunner()
{
    m_endings.stop();
    // They release their leases over the connection, which is a member.
    for (TrackedJob *job : std::as_const(m_jobs))
        delete job;
    m_jobs.clear();
}

TrackedJob *JobRunner::find(const PromptId &id) const
{
    return m_jobs.value(id);
}

TrackedJob *JobRunner::begin(TrackedJob::Beginning beginning, ServerFollower *watch)
{
    const TypePolicy &limits = m_options.policy.of(beginning.job.type);
    auto *job = new TrackedJob(
        std::move(beginning), limits, &m_connection, m_options.holder, m_options.lease, this);
    job->watch = watch;
    m_jobs.insert(job->id(), job);
    connect(&job->follower(), &JobFollower::changed, this, [this, job] { onChanged(job); });
    connect(&job->follower(), &JobFollower::endAnnounced, this, [this, job] { onEndAnnounced(job); });
    connect(&job->follower(), &JobFollower::ended, this,
        [this, job](const JobEvidence &evidence) { onEnd(job, evidence); });
    connect(&job->lease(), &JobLease::obtained, this, [this, job] { onLeaseObtained(job); });
    connect(&job->lease(), &JobLease::refused, this, [this, job] { show(job); });
    connect(&job->lease(), &JobLease::refusedForGood, this, [this, job] { onRefusedForGood(job); });
    for (auto answered : {&JobLease::obtained, &JobLease::refused, &JobLease::refusedForGood})
        connect(&job->lease(), answered, job, &TrackedJob::leaseAnswered);
    connect(&job->lease(), &JobLease::unanswered, job, &TrackedJob::leaseAnswered);
    // Without its lease a state is not written, so that the writer cannot find out that Redis takes none.
    for (auto answered : {&JobLease::obtained, &JobLease::refused})
        connect(&job->lease(), answered, this, &JobRunner::updateTrouble);
    connect(&job->lease(), &JobLease::unanswered, this, &JobRunner::updateTrouble);
    connect(job, &TrackedJob::streamAllowed, this, [job] {
        if (job->watch)
            job->watch->allowStream(job->id(), job->follower().job().clientId.value_or(QString()));
    });
    return job;
}

void JobRunner::follow(TrackedJob *job, bool wasAccepted, std::optional<double> number)
{
    comfyui::JobQuestion question;
    question.promptId = job->id();
    question.wasAccepted = wasAccepted;
    question.number = number;
    if (job->watch)
        job->watch->follow(
            question, job->follower().job().clientId.value_or(QString()), job->mayTakeStream());
    show(job);
}

void JobRunner::forget(TrackedJob *job)
{
    const PromptId id = job->id();
    m_jobs.remove(id);
    m_writer.remove(id);
    m_endings.remove(id);
    m_records.forget(id);
    if (job->watch)
        job->watch->forget(id);
    job->lease().release();
    job->disconnect(this);
    job->follower().disconnect(this);
    job->lease().disconnect(this);
    job->deleteLater();
}

void JobRunner::finish(TrackedJob *job, JobEnd::Outcome outcome, const QString &text)
{
    JobEnd end{job->id(), outcome, text, {}};
    if (job->end)
        end.outputs = job->end->outputs;
    switch (outcome) {
    case JobEnd::Outcome::Completed:
        ++m_counts.completed;
        break;
    case JobEnd::Outcome::Failed:
        ++m_counts.failed;
        break;
    case JobEnd::Outcome::Interrupted:
        ++m_counts.interrupted;
        break;
    case JobEnd::Outcome::Lost:
        ++m_counts.lost;
        break;
    case JobEnd::Outcome::LeftAlone:
        ++m_counts.leftAlone;
        break;
    }
    // What another has kept on the disk for a job that never was ours, he may still need.
    const bool isOthers = outcome == JobEnd::Outcome::LeftAlone && !job->isOurs;
    forget(job);
    if (isOthers)
        m_spool.leave(end.promptId);
    else
        m_spool.forget(end.promptId);
    updateTrouble();
    Q_EMIT jobEnded(end);
}

RunnerJob JobRunner::valueOf(const TrackedJob *job) const
{
    const JobFollower &follower = job->follower();
    RunnerJob value;
    value.promptId = job->id();
    value.type = follower.job().type;
    value.userId = follower.job().userId;
    value.serverUrl = follower.job().serverUrl;
    value.status = follower.status();
    value.progress = follower.progress();
    value.node = follower.node();
    value.placeInQueue = follower.placeInQueue();
    value.trackedBy = job->watch ? job->watch->trackedBy(job->id()) : TrackedBy::Nothing;
    value.isOurs = job->lease().isHeld();
    value.text = job->text;
    if (value.text.isEmpty() && job->lease().otherHolder())
        value.text = u"held by "_s + holderText(*job->lease().otherHolder());
    else if (value.text.isEmpty() && !follower.isHeardOf())
        value.text = u"its server does not know it"_s;
    return value;
}

void JobRunner::show(TrackedJob *job)
{
    const RunnerJob value = valueOf(job);
    if (value == job->shown)
        return;
    job->shown = value;
    Q_EMIT jobChanged(value);
}

void JobRunner::showAllOf(const ServerFollower *watch)
{
    const QList<TrackedJob *> jobs = m_jobs.values();
    for (TrackedJob *job : jobs) {
        if (job->watch == watch)
            show(job);
    }
}

std::optional<RunnerJob> JobRunner::job(const PromptId &id) const
{
    const TrackedJob *job = find(id);
    return job == nullptr ? std::nullopt : std::optional(valueOf(job));
}

QList<RunnerJob> JobRunner::jobs() const
{
    QList<RunnerJob> values;
    for (const TrackedJob *job : m_jobs)
        values.append(valueOf(job));
    return values;
}

RunnerCounts JobRunner::counts() const
{
    RunnerCounts counts = m_counts;
    for (const TrackedJob *job : m_jobs) {
        ++(job->follower().status() == JobStatus::Queued ? counts.queued : counts.processing);
        if (job->watch && job->watch->trackedBy(job->id()) == TrackedBy::Stream)
            ++counts.byStream;
    }
    counts.spooled = m_spool.count();
    counts.writes = m_writer.writes();
    counts.merges = m_writer.merges();
    return counts;
}

void JobRunner::onMessage(const comfyui::StreamMessage &message)
{
    TrackedJob *job = find(promptIdOf(message));
    if (job != nullptr)
        job->follower().takeMessage(message);
}

void JobRunner::onEvidence(ServerFollower *watch, const QList<JobEvidence> &evidence)
{
    const auto now = std::chrono::steady_clock::now();
    QSet<PromptId> withoutGraph;
    for (const JobEvidence &reading : evidence) {
        TrackedJob *job = find(reading.promptId);
        if (job == nullptr)
            continue;
        if (!reading.clientId.isEmpty() && !job->follower().job().clientId) {
            job->follower().setClientId(reading.clientId);
            job->considerStream(m_options.producerSilence);
        }
        if (reading.presence == Presence::Running && !std::exchange(job->hasGraph, true))
            withoutGraph.insert(job->id());
        const auto lastWrite = std::max(job->lastForeignWrite(), m_writer.writtenAt(job->id()));
        job->follower().takeEvidence(reading, lastWrite, now);
    }
    if (!withoutGraph.isEmpty())
        askForGraphs(watch, withoutGraph);
}

void JobRunner::askForGraphs(ServerFollower *watch, const QSet<PromptId> &ids)
{
    QCoro::connect(watch->client().queue(ids), this, [this](const Result<comfyui::QueueSnapshot> &queue) {
        if (!queue)
            return; // progress stays unknown
        for (const comfyui::QueueItem &item : queue->running) {
            TrackedJob *job = find(item.promptId);
            const auto graph = comfyui::JobGraph::fromWorkflow(item.workflow, item.outputsToExecute);
            if (job != nullptr && graph)
                job->follower().setGraph(*graph);
        }
    });
}

void JobRunner::onChanged(TrackedJob *job)
{
    const JobFollower &follower = job->follower();
    const bool hasBegun
        = follower.status() == JobStatus::Processing && job->shown.status != JobStatus::Processing;
    if (hasBegun)
        m_records.start(job->id(), m_options.clock());
    m_writer.want(job->id(), follower.wanted());
    m_writer.setHeartbeat(job->id(), follower.isHeardOf());
    failpoint("runner-progress");
    // Another's may be on the disk already, as he left it.
    const bool isOurs = job->isOurs || job->origin() == TrackedJob::Origin::Submitted;
    if (m_trouble.isRedisAway && hasBegun && isOurs)
        (void)spool(job);
    show(job);
}

void JobRunner::onEndAnnounced(TrackedJob *job)
{
    if (std::exchange(job->isReadingEnd, true) || !job->watch)
        return;
    failpoint("runner-end-announced");
    const PromptId id = job->id();
    QCoro::connect(readHistoryEnd(job->watch->client(), id), this,
        [this, id](const std::optional<JobEvidence> &evidence) {
            TrackedJob *job = find(id);
            if (job == nullptr)
                return;
            job->isReadingEnd = false;
            if (evidence)
                job->follower().takeEvidence(*evidence, {}, {});
            else if (job->watch)
                job->watch->lookNow();
        });
}

void JobRunner::onEnd(TrackedJob *job, const JobEvidence &evidence)
{
    failpoint("runner-end-read");
    job->end = evidence;
    if (job->watch)
        job->watch->forget(job->id());
    trySettle(job);
}

/// Only under its lease; without it the end waits until it is obtained, on the disk too.
void JobRunner::trySettle(TrackedJob *job)
{
    if (!job->end || m_isStopping)
        return;
    if (!job->lease().isHeld() || !job->isSaved) {
        if (job->isOurs)
            (void)spool(job); // the trouble tells where it failed
        return;
    }
    failpoint("runner-settle");
    const EndedJob ended{job->id(), m_writer.standing(job->id()), *job->end, false};
    if (job->lease().wasHeldByOthers())
        m_endings.addAfterOthers(ended);
    else
        m_endings.add(ended);
}

void JobRunner::onSettled(const PromptId &id, const QString &text)
{
    failpoint("runner-settled");
    TrackedJob *job = find(id);
    if (job == nullptr || !job->end)
        return;
    const Presence presence = job->end->presence;
    const bool saysWhy = presence != Presence::DoneOk;
    finish(job, outcomeOf(presence), saysWhy ? endSentence(*job->end) : text);
}

void JobRunner::onPostponed(const PromptId &id, const QString &why)
{
    TrackedJob *job = find(id);
    if (job == nullptr)
        return;
    job->text = why;
    if (job->end)
        (void)spool(job);
    show(job);
}

void JobRunner::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    m_spoolTimer.stop();
    for (TrackedJob *job : std::as_const(m_jobs)) {
        if (job->watch)
            job->watch->forget(job->id());
    }
    m_stopDeadline.setRemainingTime(std::chrono::milliseconds(1'500));
    finishStopping();
}

/// What is being written is let end; then the leases go back, in one round trip.
void JobRunner::finishStopping()
{
    const bool isBusy = m_writer.isBusy() || m_endings.isBusy();
    if (isBusy && !m_stopDeadline.hasExpired()) {
        QTimer::singleShot(std::chrono::milliseconds(10), this, &JobRunner::finishStopping);
        return;
    }
    m_endings.stop();
    const QList<TrackedJob *> jobs = m_jobs.values();
    for (TrackedJob *job : jobs)
        forget(job);
    if (!m_connection.isReady()) {
        QTimer::singleShot(0, this, &JobRunner::stopped);
        return;
    }
    const redis::Commands ping{"PING"};
    m_connection.send(ping, this, std::chrono::milliseconds(400),
        [this](const Result<redis::Reply> &) { Q_EMIT stopped(); });
}

} // namespace emberwatch
