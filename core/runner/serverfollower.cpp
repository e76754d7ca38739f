// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/serverfollower.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace emberwatch {

using comfyui::JobEvidence;
using comfyui::JobQuestion;
using comfyui::JobStream;
using comfyui::Presence;
using comfyui::QueueItem;
using comfyui::QueueSnapshot;
using comfyui::ServerPoll;
using comfyui::StreamMessage;
using comfyui::StreamState;

ServerFollower::ServerFollower(
    comfyui::ComfyClient client, http::AddressCheck check, ServerFollowerOptions options, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_check(std::move(check))
    , m_options(std::move(options))
    , m_poll(m_client, m_options.poll)
{
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &ServerFollower::lookNow);
    connect(&m_poll, &ServerPoll::queueRead, this, &ServerFollower::onQueue);
    connect(&m_poll, &ServerPoll::evidenceRead, this, &ServerFollower::onEvidence);
    connect(&m_poll, &ServerPoll::moved, this, &ServerFollower::onMoved);
    connect(&m_poll, &ServerPoll::reachableChanged, this, [this](bool isReachable, const QString &why) {
        Q_EMIT reachableChanged(isReachable, why);
        Q_EMIT trackingChanged();
    });
}

ServerFollower::~ServerFollower() = default;

void ServerFollower::setClient(const comfyui::ComfyClient &client, http::AddressCheck check)
{
    m_client = client;
    m_check = std::move(check);
    m_poll.setClient(client);
}

bool ServerFollower::prepare(const PromptId &id, const QString &clientId)
{
    const auto isEarly = [](const StreamUser &user) { return user.isBeingSubmitted; };
    const qsizetype ahead = m_queue.pending.size() + std::count_if(m_users.cbegin(), m_users.cend(), isEarly);
    if (ahead > m_options.nextOfQueue)
        return false;
    m_users.insert(id, {clientId, true, true});
    arrangeStreams();
    return true;
}

bool ServerFollower::isStreamLive(const QString &clientId) const
{
    const JobStream *stream = m_streams.value(clientId);
    return stream != nullptr && stream->state() == StreamState::Live;
}

void ServerFollower::follow(const JobQuestion &question, const QString &clientId, bool mayTakeStream)
{
    const PromptId id = question.promptId;
    const bool wasPrepared = m_users.value(id).isBeingSubmitted;
    m_users.insert(id, {clientId, mayTakeStream, wasPrepared});
    m_questions.insert(id, question);
    if (JobStream *stream = m_streams.value(clientId))
        stream->watch(id);
    if (m_observer)
        m_observer->watch(id);
    tellPoll(id);
    // The next look tells its place in the queue, and with it whether it wants a socket.
    onQueueMoved();
    arrangeObserver();
}

void ServerFollower::allowStream(const PromptId &id, const QString &clientId)
{
    const auto user = m_users.find(id);
    if (user == m_users.end())
        return;
    user->clientId = clientId;
    user->mayTake = true;
    arrangeStreams();
    onQueueMoved();
}

void ServerFollower::forget(const PromptId &id)
{
    const StreamUser user = m_users.take(id);
    m_questions.remove(id);
    m_poll.unwatch(id);
    if (JobStream *stream = m_streams.value(user.clientId))
        stream->unwatch(id);
    if (m_observer)
        m_observer->unwatch(id);
    arrangeStreams();
    arrangeObserver();
}

void ServerFollower::lookNow()
{
    m_look.stop();
    m_lookedAt = std::chrono::steady_clock::now();
    m_poll.pollNow();
}

TrackedBy ServerFollower::trackedBy(const PromptId &id) const
{
    if (!m_poll.isReachable())
        return TrackedBy::Nothing;
    const auto user = m_users.constFind(id);
    if (user == m_users.constEnd())
        return TrackedBy::Nothing;
    return isStreamLive(user->clientId) ? TrackedBy::Stream : TrackedBy::Polling;
}

int ServerFollower::liveStreams() const
{
    return static_cast<int>(std::count_if(m_streams.cbegin(), m_streams.cend(),
        [](const JobStream *stream) { return stream->state() == StreamState::Live; }));
}

void ServerFollower::onQueue(const QueueSnapshot &queue)
{
    m_queue = queue;
    // From here on it is its place in the queue that says whether a job wants a socket.
    const auto place = [this](const QueueItem &item) {
        const auto user = m_users.find(item.promptId);
        if (user != m_users.end())
            user->isBeingSubmitted = false;
    };
    std::for_each(queue.running.cbegin(), queue.running.cend(), place);
    std::for_each(queue.pending.cbegin(), queue.pending.cend(), place);
    for (const QueueItem &item : queue.running) {
        if (JobStream *stream = m_streams.value(m_users.value(item.promptId).clientId))
            stream->setRunning(item.promptId);
    }
    arrangeStreams();
}

void ServerFollower::onEvidence(const QList<JobEvidence> &evidence)
{
    for (const JobEvidence &job : evidence) {
        const auto question = m_questions.find(job.promptId);
        if (question == m_questions.end())
            continue;
        if (job.presence == Presence::Pending || job.presence == Presence::Running)
            question->lastSeen = job.presence;
        if (job.number)
            question->number = job.number;
    }
    Q_EMIT evidenceRead(evidence);
}

void ServerFollower::onMoved(std::chrono::steady_clock::time_point previousLook)
{
    for (JobStream *stream : std::as_const(m_streams))
        stream->serverMoved(previousLook);
    if (m_observer)
        m_observer->serverMoved(previousLook);
}

/// A job that has no socket may have begun or ended.
void ServerFollower::onQueueMoved()
{
    if (m_look.isActive() || m_questions.isEmpty())
        return;
    const auto next = m_lookedAt + m_options.lookAtMostEvery;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now());
    m_look.start(std::max(wait, std::chrono::milliseconds(10)));
}

void ServerFollower::arrangeStreams()
{
    const QSet<QString> wanted = wantedStreams(m_queue, m_users, m_options.nextOfQueue);
    for (const QString &clientId : m_streams.keys()) {
        if (!wanted.contains(clientId))
            closeStream(clientId);
    }
    for (const QString &clientId : wanted)
        openStream(clientId);
}

void ServerFollower::openStream(const QString &clientId)
{
    JobStream *&stream = m_streams[clientId];
    if (stream != nullptr)
        return stream->open(); // it may be closing
    stream = new JobStream(m_client.server(), m_check, clientId, m_options.stream, this);
    attach(stream);
    for (auto user = m_users.cbegin(); user != m_users.cend(); ++user) {
        if (user->clientId == clientId)
            stream->watch(user.key());
    }
    for (const QueueItem &item : std::as_const(m_queue.running)) {
        if (m_users.value(item.promptId).clientId == clientId)
            stream->setRunning(item.promptId);
    }
    stream->open();
}

void ServerFollower::attach(JobStream *stream)
{
    const QString clientId = stream->clientId();
    connect(stream, &JobStream::messageReceived, this, &ServerFollower::messageReceived);
    connect(stream, &JobStream::queueCountChanged, this, &ServerFollower::onQueueMoved);
    connect(stream, &JobStream::stateChanged, this,
        [this, clientId](StreamState state) { onStreamState(clientId, state); });
}

/// It stays until its socket is closed: there must never be two with one client id.
void ServerFollower::closeStream(const QString &clientId)
{
    m_streams.value(clientId)->close();
}

void ServerFollower::onStreamState(const QString &clientId, StreamState state)
{
    for (auto user = m_users.cbegin(); user != m_users.cend(); ++user) {
        if (user->clientId == clientId)
            tellPoll(user.key());
    }
    if (state == StreamState::Closed) {
        if (JobStream *stream = m_streams.take(clientId))
            stream->deleteLater();
    }
    arrangeObserver();
    Q_EMIT trackingChanged();
}

void ServerFollower::tellPoll(const PromptId &id)
{
    const auto question = m_questions.constFind(id);
    if (question != m_questions.constEnd())
        m_poll.watch(*question, isStreamLive(m_users.value(id).clientId));
}

/// Wanted while jobs are followed and no other socket tells that the queue moves.
void ServerFollower::arrangeObserver()
{
    const bool isWanted = !m_questions.isEmpty() && m_streams.isEmpty();
    if (!isWanted) {
        if (m_observer)
            m_observer.release()->deleteLater();
        return;
    }
    if (m_observer)
        return;
    const QString ownId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_observer = std::make_unique<JobStream>(m_client.server(), m_check, ownId, m_options.stream);
    connect(m_observer.get(), &JobStream::messageReceived, this, &ServerFollower::messageReceived);
    connect(m_observer.get(), &JobStream::queueCountChanged, this, &ServerFollower::onQueueMoved);
    for (const PromptId &id : m_questions.keys())
        m_observer->watch(id);
    m_observer->open();
}

} // namespace emberwatch
