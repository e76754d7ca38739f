// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/publisher.h"

#include <QScopedValueRollback>

namespace emberwatch::comfysim {

namespace {

constexpr qint64 bufferLimit = 64 * 1024; // aiohttp's

} // namespace

void Publisher::send(const std::optional<QByteArray> &clientId, const Frame &frame)
{
    m_queue.push_back({clientId, frame});
    publish();
}

void Publisher::sendAtOnce(const QByteArray &clientId, const Frame &frame)
{
    if (QWebSocket *socket = m_registry.socketOf(clientId))
        deliver(socket, frame);
}

void Publisher::setStalled(bool isStalled)
{
    m_isStalled = isStalled;
    publish();
}

void Publisher::publish()
{
    if (m_isPublishing) // a socket broke while it was written to
        return;
    const QScopedValueRollback guard(m_isPublishing, true);
    while (!m_isStalled && !m_slow) {
        if (!m_targets.isEmpty()) {
            const QPointer<QWebSocket> socket = m_targets.takeFirst();
            if (!socket)
                continue;
            deliver(socket, m_current);
            waitFor(socket);
        } else if (!m_queue.empty()) {
            const Queued next = m_queue.front();
            m_queue.pop_front();
            m_current = next.frame;
            const QList<QWebSocket *> targets
                = next.clientId ? QList{m_registry.socketOf(*next.clientId)} : m_registry.registered();
            m_targets = {targets.cbegin(), targets.cend()};
        } else {
            return;
        }
    }
}

void Publisher::deliver(QWebSocket *socket, const Frame &frame)
{
    if (m_isSilent || !socket->isValid())
        return;
    if (frame.isBinary)
        socket->sendBinaryMessage(frame.payload);
    else
        socket->sendTextMessage(QString::fromUtf8(frame.payload));
    socket->flush();
}

void Publisher::waitFor(QWebSocket *socket)
{
    if (!socket->isValid() || socket->bytesToWrite() <= bufferLimit)
        return;
    m_slow = socket;
    connect(socket, &QWebSocket::bytesWritten, this, [this, socket] {
        if (socket->bytesToWrite() <= bufferLimit)
            stopWaiting();
    });
    connect(socket, &QWebSocket::disconnected, this, &Publisher::stopWaiting);
}

void Publisher::stopWaiting()
{
    if (m_slow)
        m_slow->disconnect(this);
    m_slow.clear();
    publish();
}

} // namespace emberwatch::comfysim
