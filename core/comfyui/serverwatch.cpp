// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverwatch.h"

#include <QHostInfo>

#include <algorithm>
#include <utility>

namespace emberwatch::comfyui {

using namespace Qt::StringLiterals;

ServerWatch::ServerWatch(ComfyClient client, ServerLook before, WatchOptions options, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_look(std::move(before))
    , m_options(options)
    , m_backoff(options.every, options.lastRetry)
{
    m_look.server = m_client.server();
    if (m_look.since == Timestamp())
        m_look.since = now();
    m_next.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ServerWatch::lookNow);
    connect(&m_patience, &QTimer::timeout, this, &ServerWatch::onImpatient);
}

void ServerWatch::lookNow()
{
    if (std::exchange(m_isLooking, true))
        return;
    m_next.stop();
    m_look.nextLook.reset();
    m_began = std::chrono::steady_clock::now();
    m_patience.start(m_options.patience);
    Q_EMIT looked(m_look);
    QCoro::connect(
        m_client.systemStats(), this, [this](const Result<ServerFacts> &facts) { onFacts(facts); });
}

void ServerWatch::onFacts(const Result<ServerFacts> &facts)
{
    if (!facts)
        return fail(facts.error());
    const auto took
        = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_began);
    m_look.latencies.append(took);
    if (m_look.latencies.size() > ServerLook::mostLatencies)
        m_look.latencies.removeFirst();
    m_look.versionText = facts->versionText;
    QCoro::connect(m_client.openJobs(), this, [this](const Result<QueueSnapshot> &queue) { onQueue(queue); });
}

void ServerWatch::onQueue(const Result<QueueSnapshot> &queue)
{
    if (!queue)
        return fail(queue.error());
    m_look.queue = *queue;
    succeed();
}

void ServerWatch::onImpatient()
{
    // The request goes on: a server that loads a model answers late, but it answers.
    m_look.error = Error{Error::Kind::Timeout,
        u"no answer for %1 s"_s.arg(
            std::chrono::duration_cast<std::chrono::seconds>(m_options.patience).count())};
    enter(ServerLook::State::Unreachable);
    Q_EMIT looked(m_look);
}

void ServerWatch::succeed()
{
    m_look.error.reset();
    m_look.refused.clear();
    enter(ServerLook::State::Reachable);
    m_backoff.reset();
    schedule(m_options.every);
}

void ServerWatch::fail(const Error &why)
{
    m_look.error = why;
    enter(ServerLook::State::Unreachable);
    if (why.kind == Error::Kind::Permission)
        findRefused();
    schedule(std::max(m_backoff.next(), m_options.every));
}

void ServerWatch::enter(ServerLook::State state)
{
    m_patience.stop();
    m_look.lookedAt = now();
    if (std::exchange(m_look.state, state) != state)
        m_look.since = m_look.lookedAt;
}

void ServerWatch::schedule(std::chrono::milliseconds delay)
{
    m_isLooking = false;
    m_look.nextLook = now() + delay;
    m_next.start(delay);
    Q_EMIT looked(m_look);
}

void ServerWatch::findRefused()
{
    QHostInfo::lookupHost(m_look.server.host(), this, [this](const QHostInfo &info) {
        if (std::exchange(m_look.refused, info.addresses()) != info.addresses())
            Q_EMIT looked(m_look);
    });
}

} // namespace emberwatch::comfyui
