// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/jobrunner.h"

#include "core/base/pause.h"
#include "core/comfyui/submitprocedure.h"
#include "core/operations/failpoint.h"

#include <QDeadlineTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace emberwatch {

/// One submission, from the request to the server's answer.
struct JobRunner::Submitting
{
    JobRequest request;
    QPointer<ServerFollower> watch;
    comfyui::ComfyClient client;
    comfyui::JobGraph graph;
    comfyui::SubmitOptions options;
    bool hasStream = false; ///< one is being opened
    QDeadlineTimer deadline; ///< the POST waits no longer
};

namespace {

using comfyui::Submission;
using Outcome = comfyui::Submission::Outcome;

constexpr std::chrono::milliseconds lookEvery{1};

QByteArray newUuid()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

JobState queuedJob(const JobRequest &request, const PromptId &id, const QString &clientId, Timestamp now)
{
    JobState job;
    job.promptId = id;
    job.type = request.type;
    job.userId = request.userId;
    job.characterId = request.characterId;
    job.startedAt = now;
    job.clientId = clientId;
    job.serverUrl = request.serverUrl;
    return job;
}

QCoro::Task<Result<SubmittedJob>> refusedSubmission(Error why)
{
    co_return tl::make_unexpected(why);
}

} // namespace

QCoro::Task<Result<SubmittedJob>> JobRunner::submit(JobRequest request)
{
    if (m_isStopping)
        return refusedSubmission({Error::Kind::Cancelled, u"the runner is being stopped"_s});
    const Result<ServerFollower *> watch = watchOf(request.serverUrl);
    if (!watch)
        return refusedSubmission(watch.error());
    if (request.promptId && !comfyui::isUsablePromptId(*request.promptId))
        return refusedSubmission({Error::Kind::Invalid, u"that prompt id is no lower-case UUID"_s});
    const Result<comfyui::JobGraph> graph = comfyui::JobGraph::fromWorkflow(request.workflow);
    if (!graph)
        return refusedSubmission({Error::Kind::Invalid, graph.error().message});
    auto submitting = std::make_shared<Submitting>();
    submitting->deadline.setRemainingTime(m_options.beforePost, Qt::PreciseTimer);
    submitting->watch = *watch;
    submitting->client = (*watch)->client();
    submitting->graph = *graph;
    submitting->options.clientId = QString::fromLatin1(newUuid());
    submitting->options.promptId = request.promptId.value_or(PromptId(newUuid()));
    submitting->options.marker = submitting->options.promptId->value();
    submitting->options.number = request.number;
    submitting->options.doubtGrace = m_options.doubtGrace;
    const PromptId id = *submitting->options.promptId;
    submitting->hasStream = (*watch)->prepare(id, submitting->options.clientId);
    TrackedJob *job
        = begin({TrackedJob::Origin::Submitted,
                    queuedJob(request, id, submitting->options.clientId, m_options.clock()), {}, {}},
            *watch);
    job->isOurs = true;
    job->hasGraph = true;
    job->follower().setGraph(*graph);
    submitting->request = std::move(request);
    ++m_counts.submitted;
    job->lease().want();
    return submitOn(this, submitting);
}

bool JobRunner::isReadyToPost(const Submitting &submitting) const
{
    if (submitting.deadline.hasExpired())
        return true;
    const TrackedJob *job = find(*submitting.options.promptId);
    const bool isSaved = job == nullptr || job->isSaved;
    const bool isStreamReady = !submitting.hasStream || !submitting.watch
        || submitting.watch->isStreamLive(submitting.options.clientId);
    return isSaved && isStreamReady;
}

/// Whatever happens from here on, somebody will find the job: in Redis, or on the disk.
Result<void> JobRunner::keepBeforePost(const PromptId &id)
{
    TrackedJob *job = find(id);
    if (job == nullptr)
        return failure(Error::Kind::Cancelled, u"the job was given up"_s);
    if (job->isSaved)
        return {};
    const Result<void> kept = spool(job);
    updateTrouble();
    return kept;
}

QCoro::Task<Result<SubmittedJob>> JobRunner::submitOn(
    QPointer<JobRunner> self, std::shared_ptr<Submitting> submitting)
{
    const PromptId id = *submitting->options.promptId;
    while (self && !self->isReadyToPost(*submitting))
        co_await pauseFor(lookEvery);
    if (!self || self->m_isStopping)
        co_return failure(Error::Kind::Cancelled, u"the runner was stopped"_s);
    const Result<void> kept = self->keepBeforePost(id);
    if (!kept) {
        if (TrackedJob *job = self->find(id))
            self->forget(job);
        co_return tl::make_unexpected(kept.error());
    }
    failpoint("submit-saved");
    const QByteArray workflow = submitting->request.workflow;
    const Result<Submission> answer
        = co_await comfyui::submitPrompt(submitting->client, workflow, submitting->options);
    failpoint("submit-posted");
    if (!self || self->m_isStopping)
        co_return failure(Error::Kind::Cancelled, u"the runner was stopped"_s);
    co_return self->onPosted(*submitting, answer);
}

Result<SubmittedJob> JobRunner::onPosted(const Submitting &submitting, const Result<Submission> &answer)
{
    TrackedJob *job = find(*submitting.options.promptId);
    if (job == nullptr)
        return failure(Error::Kind::Conflict, u"somebody else has settled the job meanwhile"_s);
    if (!answer) {
        endUnqueued(job, answer.error().message);
        return tl::make_unexpected(answer.error());
    }
    SubmittedJob submitted{*answer, submitting.options.clientId, job->isSaved};
    switch (answer->outcome) {
    case Outcome::Accepted:
        onAccepted(job, submitting, *answer);
        break;
    case Outcome::Refused:
    case Outcome::NotQueued:
        endUnqueued(job, answer->message);
        break;
    case Outcome::InDoubt:
        job->text = u"its POST was not answered, and its server cannot be asked"_s;
        follow(job, false, {});
        break;
    }
    return submitted;
}

void JobRunner::onAccepted(TrackedJob *job, const Submitting &submitting, const Submission &submission)
{
    if (submission.promptId != job->id()) {
        job = rename(job, submission.promptId);
        job->follower().setGraph(submitting.graph);
    }
    m_records.insert(job->follower().job(), submitting.request.workflow);
    failpoint("submit-recorded");
    follow(job, true, submission.number);
}

/// Servers before 0.3.45 take an id of their own, and only that one counts.
TrackedJob *JobRunner::rename(TrackedJob *job, const PromptId &id)
{
    JobState state = job->follower().job();
    state.promptId = id;
    const QPointer<ServerFollower> watch = job->watch;
    if (job->isSaved)
        m_endings.discard(job->id(), m_writer.standing(job->id()));
    m_spool.forget(job->id());
    forget(job);
    TrackedJob *renamed = begin({TrackedJob::Origin::Submitted, state, {}, {}}, watch);
    renamed->isOurs = renamed->hasGraph = true;
    renamed->lease().want();
    return renamed;
}

/// It never was on its server, for certain.
void JobRunner::endUnqueued(TrackedJob *job, const QString &why)
{
    comfyui::JobEvidence evidence;
    evidence.promptId = job->id();
    evidence.presence = comfyui::Presence::DoneError;
    evidence.at = m_options.clock();
    evidence.request = u"POST "_s + job->follower().job().serverUrl + u"/prompt"_s;
    evidence.errorText = u"not queued: "_s + why;
    onEnd(job, evidence);
}

} // namespace emberwatch
