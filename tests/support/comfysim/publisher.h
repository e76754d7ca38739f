// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/clientregistry.h"

#include <QPointer>

#include <deque>
#include <optional>

namespace emberwatch::comfysim {

/// A WebSocket message.
struct Frame
{
    QByteArray payload;
    bool isBinary = false;
};

/// The one queue of messages of a server. They go out one after the other, and one socket that is not read
/// holds up all the others (ComfyUI #15240).
class Publisher : public QObject
{
    Q_OBJECT

public:
    explicit Publisher(ClientRegistry &registry)
        : m_registry(registry)
    {
    }

    /// @param clientId  nullopt: all
    void send(const std::optional<QByteArray> &clientId, const Frame &frame);
    /// Past the queue, as a new socket's first messages go.
    void sendAtOnce(const QByteArray &clientId, const Frame &frame);

    /// Holds all messages back until it is switched off, as if a client were not reading.
    void setStalled(bool isStalled);
    /// Everything is lost on its way, also first messages.
    void setSilent(bool isSilent) { m_isSilent = isSilent; }
    /// How many wait behind a client that does not read.
    [[nodiscard]] qsizetype backlog() const { return std::ssize(m_queue) + m_targets.size(); }

private:
    struct Queued
    {
        std::optional<QByteArray> clientId;
        Frame frame;
    };

    void publish();
    void deliver(QWebSocket *socket, const Frame &frame);
    void waitFor(QWebSocket *socket);
    void stopWaiting();

    ClientRegistry &m_registry;
    std::deque<Queued> m_queue;
    Frame m_current;
    QList<QPointer<QWebSocket>> m_targets; ///< who has not got the current frame yet
    QPointer<QWebSocket> m_slow; ///< whose buffer has to drain first
    bool m_isStalled = false;
    bool m_isSilent = false;
    bool m_isPublishing = false;
};

} // namespace emberwatch::comfysim
