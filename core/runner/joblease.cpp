// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/joblease.h"

#include "core/operations/leasecommands.h"

#include <QCoroTask>

namespace emberwatch {

JobLease::JobLease(redis::Connection *connection, const PromptId &id, const LeaseHolder &holder,
    JobLeaseOptions options, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_options(options)
    , m_lease(connection, jobLeaseScope(id), holder, options.times)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &JobLease::ask);
    connect(&m_lease, &Lease::lost, this, [this] { ask(); });
    connect(connection, &redis::Connection::ready, this, [this] { ask(); });
}

void JobLease::want()
{
    m_isWanted = true;
    ask();
}

void JobLease::release()
{
    m_isWanted = m_isUnanswered = false;
    m_again.stop();
    m_lease.release();
}

void JobLease::ask()
{
    if (!m_isWanted || m_isAsking || !m_connection || m_lease.isValid())
        return;
    if (!m_connection->isReady()) {
        // It comes back by itself and says so.
        m_isUnanswered = true;
        Q_EMIT unanswered({Error::Kind::Network, QStringLiteral("Redis is not connected")});
        return;
    }
    m_isAsking = true;
    QCoro::connect(m_lease.take(), this, [this](const Result<LeaseAnswer> &answer) { onAnswer(answer); });
}

void JobLease::onAnswer(const Result<LeaseAnswer> &answer)
{
    m_isAsking = false;
    if (!m_isWanted)
        return;
    m_isUnanswered = !answer;
    if (!answer) {
        m_again.start(m_options.askEvery);
        Q_EMIT unanswered(answer.error());
        return;
    }
    m_other = answer->holder;
    if (answer->inheritedFrom)
        m_wasHeldByOthers = m_wasHeldByOurs = true;
    if (answer->isHeld) {
        m_refusedSince.reset();
        Q_EMIT obtained();
        return;
    }
    m_wasHeldByOthers = true;
    m_wasHeldByOurs = answer->holder.has_value();
    const auto now = std::chrono::steady_clock::now();
    if (!m_refusedSince)
        m_refusedSince = now;
    if (now - *m_refusedSince > m_options.patience) {
        m_isWanted = false;
        Q_EMIT refusedForGood();
        return;
    }
    m_again.start(m_options.askEvery);
    Q_EMIT refused();
}

} // namespace emberwatch
