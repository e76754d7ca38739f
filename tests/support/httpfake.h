// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace emberwatch::test {

struct FakeRequest
{
    QByteArray method;
    QByteArray target;
    QByteArray head; ///< all header lines
    QByteArray body;
};

/// A server on loopback that answers as a test says, byte by byte if need be: for faults of the wire that no
/// real server makes on demand.
class HttpFake : public QObject
{
    Q_OBJECT
public:
    using Responder = std::function<void(QTcpSocket *, const FakeRequest &)>;

    explicit HttpFake(Responder responder, quint16 port = 0);
    ~HttpFake() override;

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] QString url() const;
    [[nodiscard]] const QList<FakeRequest> &requests() const { return m_requests; }
    [[nodiscard]] qsizetype count(const QByteArray &method, const QByteArray &targetStart) const;
    /// Connections that were ever made.
    [[nodiscard]] int connections() const { return m_connections; }
    /// The most that were open at once.
    [[nodiscard]] int mostConnections() const { return m_mostConnections; }
    void setResponder(Responder responder) { m_responder = std::move(responder); }

    [[nodiscard]] static QByteArray response(
        const QByteArray &body, int status = 200, const QByteArray &type = "application/json");

private:
    void onConnection();
    void onData(QTcpSocket *socket);

    Responder m_responder;
    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_unread;
    QList<FakeRequest> m_requests;
    int m_connections = 0;
    int m_mostConnections = 0;
};

} // namespace emberwatch::test
