// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/statusconnection.h"

#include <QTcpSocket>

namespace emberwatch {

namespace {

constexpr qsizetype longestRequest = 8 << 10;

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

StatusPage plain(int status)
{
    return {status, "text/plain; charset=utf-8", reasonOf(status) + '\n'};
}

} // namespace

StatusConnection::StatusConnection(
    QTcpSocket *socket, Pages pages, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_pages(std::move(pages))
{
    m_socket->setParent(this);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, m_socket, &QTcpSocket::abort);
    connect(m_socket, &QTcpSocket::readyRead, this, &StatusConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_patience.start(patience);
    read();
}

void StatusConnection::read()
{
    const QByteArray piece = m_socket->read(longestRequest + 1);
    if (m_isAnswered)
        return; // a body that nobody asked for
    m_request += piece;
    if (m_request.size() > longestRequest)
        return answer(plain(431));
    if (!m_request.contains("\r\n\r\n"))
        return;
    answer(pageFor(m_request.left(m_request.indexOf("\r\n"))));
}

StatusPage StatusConnection::pageFor(const QByteArray &requestLine) const
{
    const QByteArrayList words = requestLine.split(' ');
    const bool isRequest = words.size() == 3 && words[1].startsWith('/') && words[2].startsWith("HTTP/1.");
    if (!isRequest)
        return plain(400);
    if (words[0] != "GET")
        return plain(405);
    const StatusPage page = m_pages(words[1].split('?').first());
    return page.body.isEmpty() ? plain(page.status) : page;
}

void StatusConnection::answer(const StatusPage &page)
{
    m_isAnswered = true;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(page.status) + ' ' + reasonOf(page.status)
        + "\r\nContent-Type: " + page.contentType
        + "\r\nContent-Length: " + QByteArray::number(page.body.size())
        + "\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    if (page.status == 405)
        head += "Allow: GET\r\n";
    m_socket->write(head + "\r\n" + page.body);
    m_socket->disconnectFromHost();
}

} // namespace emberwatch
