// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace emberwatch::test {

/// A web server on loopback that keeps what is posted to it and answers as it is told to.
class HttpCollector
{
public:
    struct Request
    {
        QByteArray method;
        QByteArray path;
        QByteArray head; ///< request line and headers
        QByteArray body;
    };

    HttpCollector();
    [[nodiscard]] QUrl url(const QString &path = {}) const;
    [[nodiscard]] const QList<Request> &requests() const { return m_requests; }
    /// The statuses of the next answers, one each; then 200. 0: the connection is closed without an answer;
    /// -1: nothing is ever answered.
    void setAnswers(const QList<int> &statuses) { m_answers = statuses; }
    void stop();
    bool startAgain();

private:
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket);

    QTcpServer m_server;
    quint16 m_port = 0;
    QHash<QTcpSocket *, QByteArray> m_unread;
    QList<Request> m_requests;
    QList<int> m_answers;
};

} // namespace emberwatch::test
