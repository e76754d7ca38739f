// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/router.h"
#include "tests/support/comfysim/workers.h"

#include <QWebSocketServer>

namespace emberwatch::comfysim {

/// The memory of one life of a ComfyUI process: a restart makes a new one.
class ComfyServer : public QObject
{
    Q_OBJECT

public:
    ComfyServer(const Behaviour &behaviour, const Settings &settings, OutputFiles &files);
    ~ComfyServer() override;

    /// @param path  with /api, without a proxy's prefix
    [[nodiscard]] HttpResponse answer(const HttpRequest &request, const QByteArray &path);
    /// A handshake that is not accepted.
    [[nodiscard]] std::optional<HttpResponse> refuseUpgrade(
        const HttpRequest &request, const QByteArray &path) const;
    void upgrade(QTcpSocket *socket) { m_handshakes.handleConnection(socket); }

    [[nodiscard]] const Behaviour &behaviour() const { return m_behaviour; }
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] OutputFiles &files() { return m_files; }
    [[nodiscard]] PromptQueue &queue() { return m_queue; }
    [[nodiscard]] History &history() { return m_history; }
    [[nodiscard]] ClientRegistry &clients() { return m_clients; }
    [[nodiscard]] Publisher &publisher() { return m_publisher; }
    [[nodiscard]] Workers &workers() { return m_workers; }
    [[nodiscard]] ServerLog &log() { return m_log; }

    /// The next automatic number; also rejected prompts use one up.
    [[nodiscard]] qint64 takeNumber() { return m_nextNumber++; }
    void setNextNumber(qint64 number) { m_nextNumber = number; }
    /// Tells all clients how long the queue is.
    void announceStatus();

Q_SIGNALS:
    void processDied();

private:
    void addSocket();
    void greet(const QByteArray &clientId);
    [[nodiscard]] bool isForeign(const HttpRequest &request) const;

    const Behaviour m_behaviour;
    const Settings &m_settings;
    OutputFiles &m_files;
    PromptQueue m_queue;
    History m_history;
    ClientRegistry m_clients;
    Publisher m_publisher;
    ServerLog m_log;
    Workers m_workers;
    QWebSocketServer m_handshakes;
    Router m_router;
    qint64 m_nextNumber = 0;
};

} // namespace emberwatch::comfysim
