// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverpoll.h"

#include <algorithm>
#include <utility>

namespace emberwatch::comfyui {

namespace {

bool isEnd(Presence presence)
{
    return presence == Presence::DoneOk || presence == Presence::DoneError
        || presence == Presence::Interrupted;
}

QList<PromptId> runningIds(const QueueSnapshot &queue)
{
    QList<PromptId> ids;
    for (const QueueItem &item : queue.running)
        ids.append(item.promptId);
    return ids;
}

} // namespace

ServerPoll::ServerPoll(ComfyClient client, PollOptions options, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_options(options)
    , m_backoff(options.firstRetry, options.lastRetry)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ServerPoll::poll);
}

void ServerPoll::watch(const JobQuestion &job, bool hasStream)
{
    m_jobs.insert(job.promptId, {job, hasStream});
    if (m_pass == nullptr && m_failures == 0)
        schedule(m_timer.isActive() ? std::min(m_timer.remainingTimeAsDuration(), rhythm()) : rhythm());
}

void ServerPoll::unwatch(const PromptId &id)
{
    m_jobs.remove(id);
    if (m_jobs.isEmpty())
        m_timer.stop();
}

void ServerPoll::pollNow()
{
    if (m_pass != nullptr)
        m_isWantedAgain = true;
    else
        schedule(std::chrono::milliseconds(0));
}

std::chrono::milliseconds ServerPoll::rhythm() const
{
    const bool allHaveStreams
        = std::all_of(m_jobs.begin(), m_jobs.end(), [](const Watched &job) { return job.hasStream; });
    return allHaveStreams ? m_options.withStream : m_options.withoutStream;
}

void ServerPoll::schedule(std::chrono::milliseconds delay)
{
    if (!m_jobs.isEmpty())
        m_timer.start(delay);
}

void ServerPoll::poll()
{
    if (m_pass != nullptr || m_jobs.isEmpty())
        return;
    QList<JobQuestion> questions;
    for (const Watched &job : std::as_const(m_jobs))
        questions.append(job.question);
    m_passBegan = std::chrono::steady_clock::now();
    m_pass = new EvidencePass(m_client, questions, std::nullopt, m_options.pass, this);
    connect(m_pass, &EvidencePass::finished, this, &ServerPoll::onPass);
    m_pass->start();
}

void ServerPoll::onPass()
{
    const QList<JobEvidence> evidence = m_pass->evidence();
    const std::optional<QueueSnapshot> queue = m_pass->queue();
    m_pass->deleteLater();
    m_pass = nullptr;
    const bool isWantedAgain = std::exchange(m_isWantedAgain, false);
    if (!queue)
        return onFailed(evidence.isEmpty() ? QString() : evidence.constFirst().detail);
    schedule(isWantedAgain ? std::chrono::milliseconds(0) : rhythm());
    onAnswered(*queue);
    takeReadings(evidence);
}

void ServerPoll::onFailed(const QString &why)
{
    const bool wasReachable = isReachable();
    ++m_failures;
    schedule(std::max(m_backoff.next(), m_options.firstRetry));
    if (wasReachable && !isReachable())
        Q_EMIT reachableChanged(false, why);
}

void ServerPoll::onAnswered(const QueueSnapshot &queue)
{
    const bool wasReachable = isReachable();
    m_failures = 0;
    m_backoff.reset();
    if (!wasReachable)
        Q_EMIT reachableChanged(true, {});
    Q_EMIT queueRead(queue);
    compare(queue);
}

void ServerPoll::compare(const QueueSnapshot &queue)
{
    const bool hasMoved
        = m_before && (m_before->count() != queue.count() || runningIds(*m_before) != runningIds(queue));
    m_before = queue;
    const auto previousLook = std::exchange(m_lookedBefore, m_passBegan);
    if (hasMoved)
        Q_EMIT moved(previousLook);
}

void ServerPoll::takeReadings(const QList<JobEvidence> &evidence)
{
    for (const JobEvidence &reading : evidence) {
        const auto job = m_jobs.find(reading.promptId);
        if (job == m_jobs.end())
            continue;
        if (reading.presence == Presence::Pending || reading.presence == Presence::Running)
            job->question.lastSeen = reading.presence;
        if (isEnd(reading.presence))
            m_jobs.erase(job);
    }
    if (m_jobs.isEmpty())
        m_timer.stop();
    Q_EMIT evidenceRead(evidence);
}

} // namespace emberwatch::comfyui
