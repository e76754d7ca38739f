// SPDX-License-Identifier: GPL-3.0-or-later
// The states in Redis, and on the disk while Redis is away.
#include "core/runner/jobrunner.h"

#include "core/operations/failpoint.h"

#include <QCoroTask>
#include <QLoggingCategory>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

Q_LOGGING_CATEGORY(logRunner, "emberwatch.runner", QtInfoMsg)

constexpr std::chrono::milliseconds spoolLook{250};
constexpr int spoolAtOnce = 50; ///< each is synced: hundreds in a row would hold up everything else

QString nameOf(const PromptId &id)
{
    return QString::fromUtf8(id.value());
}

} // namespace

void JobRunner::start(bool takesSpool)
{
    m_connection.open();
    // The store connects with its first call: the first submission is not to wait for that.
    QCoro::connect(m_parts.jobs->get(PromptId("-")), this, [](const Result<JobReading> &) {});
    m_spoolTimer.start(spoolLook);
    if (takesSpool)
        takeSpool();
    updateTrouble();
}

ServerEpoch JobRunner::epoch() const
{
    const redis::ServerFacts &facts = m_connection.facts();
    return {m_parts.topology->primaries().first().address, facts.runId, facts.replicationId, facts.role};
}

void JobRunner::onLeaseObtained(TrackedJob *job)
{
    job->isOurs = true;
    job->considerStream(m_options.producerSilence);
    if (job->isSaved)
        m_writer.writeNow(job->id());
    else if (!job->standing.isEmpty())
        adopt(job, job->standing);
    else
        save(job);
    trySettle(job);
    show(job);
}

/// A live holder keeps it: it is his, with all that belongs to it.
void JobRunner::onRefusedForGood(TrackedJob *job)
{
    const std::optional<LeaseHolder> holder = job->lease().otherHolder();
    finish(job, JobEnd::Outcome::LeftAlone,
        holder ? QString(u"it is tracked by "_s + holderText(*holder)) : u"somebody else holds its lease"_s);
}

void JobRunner::save(TrackedJob *job)
{
    if (std::exchange(job->isCreating, true))
        return;
    const PromptId id = job->id();
    JobState state = job->follower().job();
    state.progress = job->follower().progress().value_or(state.progress);
    const QByteArray document = newDocument(state);
    failpoint("submit-before-save");
    QCoro::connect(m_parts.jobs->create(state), this,
        [this, id, document](const Result<WriteOutcome> &outcome) { onCreated(id, document, outcome); });
}

void JobRunner::onCreated(const PromptId &id, const QByteArray &document, const Result<WriteOutcome> &outcome)
{
    TrackedJob *job = find(id);
    if (job == nullptr)
        return;
    job->isCreating = false;
    if (!outcome) {
        qCWarning(logRunner).noquote() << nameOf(id) << "is not in Redis yet:" << outcome.error().message;
        m_isCreateRefused = true;
        return updateTrouble();
    }
    m_isCreateRefused = false;
    // What stands there already is an earlier attempt's whose answer was lost, or its producer's.
    adopt(job, outcome->kind == WriteOutcome::Kind::Changed ? outcome->current : document);
}

void JobRunner::adopt(TrackedJob *job, const QByteArray &standing)
{
    const bool isFirst = !std::exchange(job->isSaved, true);
    m_writer.add(job->id(), standing);
    m_writer.want(job->id(), job->follower().wanted());
    if (job->origin() != TrackedJob::Origin::Submitted)
        m_writer.writeNow(job->id()); // under our lease we are its producer
    if (m_writer.isWritten(job->id()))
        m_spool.forget(job->id());
    if (isFirst && job->origin() == TrackedJob::Origin::Submitted && m_parts.analytics != nullptr) {
        const JobState &state = job->follower().job();
        m_parts.analytics->record(jobStateSaved(state.promptId, state.type, state.userId, m_options.clock()));
    }
    updateTrouble();
    trySettle(job);
}

void JobRunner::onWritten(const PromptId &id)
{
    const TrackedJob *job = find(id);
    if (job == nullptr || job->end || !m_spool.contains(id))
        return;
    failpoint("runner-spool-written");
    m_spool.forget(id);
    updateTrouble();
}

void JobRunner::onOvertaken(const PromptId &id)
{
    if (TrackedJob *job = find(id))
        job->noteForeignWrite();
}

void JobRunner::onTakenOver(const PromptId &id, const QString &why)
{
    if (TrackedJob *job = find(id))
        finish(job, JobEnd::Outcome::LeftAlone, why);
}

void JobRunner::updateTrouble()
{
    RunnerTrouble trouble;
    const bool isLeaseUnanswered = std::any_of(
        m_jobs.begin(), m_jobs.end(), [](TrackedJob *job) { return job->lease().isUnanswered(); });
    trouble.isRedisAway
        = !m_connection.isReady() || m_writer.isAway() || m_isCreateRefused || isLeaseUnanswered;
    trouble.spooled = m_spool.count();
    if (trouble.isRedisAway)
        trouble.text = trouble.spooled == 0
            ? u"Redis does not take states"_s
            : u"Redis does not take states: the newest of %1 jobs are kept on the disk"_s.arg(
                trouble.spooled);
    if (!m_spoolError.isEmpty())
        trouble.text += trouble.text.isEmpty() ? m_spoolError : QString(u"; "_s + m_spoolError);
    const bool isBack = m_trouble.isRedisAway && !trouble.isRedisAway;
    if (trouble == std::exchange(m_trouble, trouble))
        return;
    if (isBack)
        m_endings.tryNow();
    Q_EMIT troubleChanged(m_trouble);
}

QByteArray JobRunner::wantedDocument(const TrackedJob *job) const
{
    const JobFollower &follower = job->follower();
    JobEdit edit = follower.wanted();
    if (job->end)
        edit = {job->end->presence == comfyui::Presence::DoneOk ? JobStatus::Completed : JobStatus::Failed,
            job->end->presence == comfyui::Presence::DoneOk ? std::optional(100.0) : edit.progress};
    const QByteArray standing = job->isSaved ? m_writer.standing(job->id()) : job->standing;
    JobState fresh = follower.job();
    fresh.progress = follower.progress().value_or(fresh.progress);
    const QByteArray base = standing.isEmpty() ? newDocument(fresh) : standing;
    return editDocument(base, edit).value_or(base);
}

Result<void> JobRunner::spool(TrackedJob *job)
{
    SpooledJob spooled{job->id(), wantedDocument(job),
        job->isSaved ? m_writer.standing(job->id()) : job->standing, job->end};
    if (spooled == job->spooled && m_spool.contains(job->id()))
        return {};
    job->spooledAt = std::chrono::steady_clock::now();
    const Result<void> kept = m_spool.keep(spooled);
    m_spoolError = kept ? QString() : kept.error().message;
    if (kept)
        job->spooled = std::move(spooled);
    updateTrouble();
    return kept;
}

/// The newest of each job that is ours and not in Redis; progress not too often.
void JobRunner::spoolAll()
{
    if (!m_trouble.isRedisAway)
        return;
    const auto old = std::chrono::steady_clock::now() - m_options.spoolEvery;
    int left = spoolAtOnce;
    const QList<TrackedJob *> jobs = m_jobs.values();
    for (TrackedJob *job : jobs) {
        const bool isWaiting = job->isOurs && (!job->isSaved || !m_writer.isWritten(job->id()));
        if (!isWaiting || job->spooledAt > old)
            continue;
        (void)spool(job); // the trouble tells where it failed
        if (--left == 0)
            return;
    }
}

/// Jobs that a runner of ours left on the disk. Each is taken up under its lease; whose it is by now, and
/// what became of it, Redis and its server say.
void JobRunner::takeSpool()
{
    const QList<SpooledJob> spooled = m_spool.all();
    for (const SpooledJob &one : spooled) {
        JobParser parser;
        const Result<JobState> state = jobStateOf(parser.parse(one.document));
        const Result<ServerFollower *> watch
            = state ? watchOf(state->serverUrl) : tl::make_unexpected(state.error());
        if (!watch) {
            qCWarning(logRunner).noquote()
                << nameOf(one.promptId) << "stays in the spool:" << watch.error().message;
            continue;
        }
        takeSpooled(one, *state, *watch);
    }
}

void JobRunner::takeSpooled(const SpooledJob &spooled, JobState state, ServerFollower *watch)
{
    if (find(spooled.promptId) != nullptr)
        return;
    state.promptId = spooled.promptId;
    if (!isOpen(state.status))
        state.status = JobStatus::Processing; // its end is settled, not written by itself
    TrackedJob *job = begin({TrackedJob::Origin::Spooled, state, spooled.standing, {}}, watch);
    job->spooled = spooled;
    m_spool.adopt(job->id());
    job->lease().want();
    if (spooled.end)
        onEnd(job, *spooled.end);
    else
        follow(job, true, {});
}

} // namespace emberwatch
