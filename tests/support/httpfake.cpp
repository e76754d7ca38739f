// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/httpfake.h"

#include <QTcpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::test {

namespace {

qsizetype lengthIn(const QByteArray &head)
{
    const qsizetype at = head.toLower().indexOf("content-length:");
    return at < 0 ? 0 : head.mid(at + 15, head.indexOf('\r', at) - at - 15).trimmed().toLongLong();
}

} // namespace

HttpFake::HttpFake(Responder responder, quint16 port)
    : m_responder(std::move(responder))
{
    connect(&m_server, &QTcpServer::newConnection, this, &HttpFake::onConnection);
    m_server.listen(QHostAddress::LocalHost, port);
}

/// The sockets go with the server, and would tell us of it when half of us is gone.
HttpFake::~HttpFake()
{
    for (auto socket = m_unread.keyBegin(); socket != m_unread.keyEnd(); ++socket)
        (*socket)->disconnect(this);
}

QString HttpFake::url() const
{
    return QString(u"http://127.0.0.1:"_s + QString::number(port()));
}

qsizetype HttpFake::count(const QByteArray &method, const QByteArray &targetStart) const
{
    return std::count_if(m_requests.begin(), m_requests.end(), [&](const FakeRequest &request) {
        return request.method == method && request.target.startsWith(targetStart);
    });
}

QByteArray HttpFake::response(const QByteArray &body, int status, const QByteArray &type)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Word\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

void HttpFake::onConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++m_connections;
        m_unread.insert(socket, {});
        m_mostConnections = std::max(m_mostConnections, static_cast<int>(m_unread.size()));
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onData(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_unread.remove(socket);
            socket->deleteLater();
        });
    }
}

void HttpFake::onData(QTcpSocket *socket)
{
    m_unread[socket] += socket->readAll();
    for (;;) {
        const auto found = m_unread.constFind(socket);
        if (found == m_unread.constEnd())
            return;
        const QByteArray bytes = *found;
        const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
        const QByteArray head = bytes.left(headEnd + 2);
        const qsizetype total = headEnd + 4 + lengthIn(head);
        if (headEnd < 0 || bytes.size() < total)
            return;
        const QList<QByteArray> words = head.left(head.indexOf('\r')).split(' ');
        m_unread[socket] = bytes.mid(total);
        m_requests.append(
            {words.value(0), words.value(1), head, bytes.mid(headEnd + 4, total - headEnd - 4)});
        m_responder(socket, m_requests.constLast());
    }
}

} // namespace emberwatch::test
