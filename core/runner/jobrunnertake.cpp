// SPDX-License-Identifier: GPL-3.0-or-later
// Tracking: what a recovery hands over.
#include "core/runner/jobrunner.h"

#include "core/base/answer.h"

using namespace Qt::StringLiterals;

namespace emberwatch {

namespace {

/// The state as the request has it: of the key, or what Redis forgot.
Result<JobState> stateOf(const TrackingRequest &request)
{
    if (request.judgedValue.isEmpty() && !request.forgotten)
        return failure(Error::Kind::Invalid, u"there is no state to track"_s);
    JobParser parser;
    Result<JobState> state = request.judgedValue.isEmpty() ? Result<JobState>(*request.forgotten)
                                                           : jobStateOf(parser.parse(request.judgedValue));
    if (!state)
        return state;
    state->promptId = request.promptId;
    if (!request.serverUrl.isEmpty())
        state->serverUrl = request.serverUrl;
    if (!request.clientId.isEmpty())
        state->clientId = request.clientId;
    if (!isOpen(state->status))
        state->status = JobStatus::Queued;
    return state;
}

QCoro::Task<Result<TrackingTaken>> refusedTake(Error why)
{
    co_return tl::make_unexpected(why);
}

} // namespace

QCoro::Task<Result<TrackingTaken>> JobRunner::take(TrackingRequest request)
{
    if (m_isStopping)
        return refusedTake({Error::Kind::Cancelled, u"the runner is being stopped"_s});
    if (find(request.promptId) != nullptr)
        return takenAnswer(this, request.promptId);
    const Result<JobState> state = stateOf(request);
    if (!state)
        return refusedTake(state.error());
    const Result<ServerFollower *> watch = watchOf(state->serverUrl);
    if (!watch)
        return refusedTake(watch.error());
    if (!m_connection.isReady())
        return refusedTake({Error::Kind::Network, u"Redis is away: whose it is cannot be asked"_s});
    TrackedJob *job
        = begin({TrackedJob::Origin::Taken, *state, request.judgedValue, request.silence}, *watch);
    ++m_counts.taken;
    job->lease().want();
    follow(job, true, {});
    return takenAnswer(this, request.promptId);
}

/// Waits for the answer about the lease, once.
QCoro::Task<Result<TrackingTaken>> JobRunner::takenAnswer(QPointer<JobRunner> self, PromptId id)
{
    TrackedJob *job = self->find(id);
    const bool isKnown = job->lease().isHeld() || job->lease().otherHolder();
    if (!isKnown) {
        const auto answer = std::make_shared<Answer<bool>>();
        connect(job, &TrackedJob::leaseAnswered, job, [answer] { answer->give(true); });
        connect(job, &QObject::destroyed, job, [answer] { answer->give(false); });
        Answer<bool>::Awaiter awaiter(answer);
        co_await awaiter;
    }
    if (!self)
        co_return failure(Error::Kind::Cancelled, u"the runner is gone"_s);
    job = self->find(id);
    if (job == nullptr)
        co_return failure(Error::Kind::Conflict, u"it was settled meanwhile"_s);
    if (!job->lease().isHeld() && !job->lease().wasRefused()) {
        self->forget(job);
        co_return failure(Error::Kind::Network, u"Redis did not say whose it is"_s);
    }
    co_return self->takenBy(job);
}

TrackingTaken JobRunner::takenBy(const TrackedJob *job) const
{
    using Way = TrackingTaken::Way;
    const std::optional<LeaseHolder> holder = job->lease().otherHolder();
    const QString name = holder ? holderText(*holder) : u"somebody else"_s;
    if (!job->lease().isHeld() && holder && hasEnded(*holder))
        return {Way::Polling, holder,
            u"Tracked by polling until the lease of %1, which is gone, has run out."_s.arg(name)};
    if (!job->lease().isHeld())
        return {Way::ByOthers, holder, u"Tracked by %1."_s.arg(name)};
    if (job->mayTakeStream())
        return {Way::Stream, {}, u"Tracked by its own stream."_s};
    if (job->follower().job().clientId.value_or(QString()).isEmpty())
        return {Way::Polling, {}, u"Tracked by polling: it names no client id."_s};
    return {Way::Polling, {}, u"Tracked by polling until its producer has been silent for long enough."_s};
}

} // namespace emberwatch
