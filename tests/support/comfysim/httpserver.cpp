// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/httpserver.h"

namespace emberwatch::comfysim {

HttpServer::HttpServer(HttpHandler handler)
    : m_handler(std::move(handler))
{
    constexpr int backlog = 1024;
    m_server.setListenBacklogSize(backlog);
    m_server.setMaxPendingConnections(backlog);
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

bool HttpServer::listen(quint16 port)
{
    if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, port))
        return false;
    m_port = m_server.serverPort();
    return true;
}

void HttpServer::close(bool cutsOpen)
{
    m_server.close();
    if (cutsOpen)
        cutAll();
}

void HttpServer::cutAll()
{
    const QSet<HttpConnection *> connections = std::exchange(m_connections, {});
    for (HttpConnection *connection : connections)
        connection->abort();
}

void HttpServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        auto *connection = new HttpConnection(socket, m_handler);
        connection->setParent(this);
        m_connections.insert(connection);
        connect(
            connection, &QObject::destroyed, this, [this, connection] { m_connections.remove(connection); });
    }
}

} // namespace emberwatch::comfysim
