// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/httpcollector.h"

#include <QTcpSocket>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

namespace {

qsizetype contentLength(const QByteArray &head)
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (line.left(colon).trimmed().compare("content-length", Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed().toLongLong();
    }
    return 0;
}

} // namespace

HttpCollector::HttpCollector()
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] { read(socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    startAgain();
}

bool HttpCollector::startAgain()
{
    const bool isListening = m_server.listen(QHostAddress::LocalHost, m_port);
    m_port = m_server.serverPort();
    return isListening;
}

void HttpCollector::stop()
{
    m_server.close();
}

QUrl HttpCollector::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(QString::number(m_port), path));
}

void HttpCollector::read(QTcpSocket *socket)
{
    QByteArray &unread = m_unread[socket];
    unread += socket->readAll();
    const qsizetype headEnd = unread.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    const QByteArray head = unread.left(headEnd);
    const qsizetype length = contentLength(head);
    if (unread.size() < headEnd + 4 + length)
        return;
    const QByteArrayList words = head.left(head.indexOf('\r')).split(' ');
    m_requests.append({words.value(0), words.value(1), head, unread.mid(headEnd + 4, length)});
    m_unread.remove(socket);
    answer(socket);
}

void HttpCollector::answer(QTcpSocket *socket)
{
    const int status = m_answers.isEmpty() ? 200 : m_answers.takeFirst();
    if (status < 0)
        return;
    if (status > 0)
        socket->write("HTTP/1.1 " + QByteArray::number(status)
            + " X\r\nLocation: /elsewhere\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    socket->disconnectFromHost();
}

} // namespace emberwatch::test
