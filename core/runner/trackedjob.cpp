// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trackedjob.h"

namespace emberwatch {

TrackedJob::TrackedJob(Beginning beginning, TypePolicy limits, redis::Connection *connection,
    const LeaseHolder &holder, const JobLeaseOptions &leaseOptions, QObject *parent)
    : QObject(parent)
    , standing(std::move(beginning.standing))
    , m_follower(std::move(beginning.job), std::move(limits))
    , m_lease(connection, m_follower.promptId(), holder, leaseOptions)
    , m_origin(beginning.origin)
    , m_lastForeignWrite(
          std::chrono::steady_clock::now() - beginning.silence.value_or(std::chrono::milliseconds(0)))
    , m_mayTakeStream(beginning.origin == Origin::Submitted)
{
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] { considerStream(m_producerSilence); });
}

void TrackedJob::noteForeignWrite()
{
    m_lastForeignWrite = std::chrono::steady_clock::now();
}

void TrackedJob::considerStream(std::chrono::milliseconds producerSilence)
{
    m_producerSilence = producerSilence;
    const bool hasStream = !m_follower.job().clientId.value_or(QString()).isEmpty();
    if (m_mayTakeStream || !hasStream || !m_lease.isHeld())
        return;
    const bool wasOurs = m_origin == Origin::Spooled || m_lease.wasHeldByOurs();
    const auto allowedAt = m_lastForeignWrite + producerSilence;
    const auto now = std::chrono::steady_clock::now();
    if (!wasOurs && now <= allowedAt) {
        m_silence.start(
            std::chrono::ceil<std::chrono::milliseconds>(allowedAt - now) + std::chrono::milliseconds(1));
        return;
    }
    m_mayTakeStream = true;
    Q_EMIT streamAllowed();
}

} // namespace emberwatch
