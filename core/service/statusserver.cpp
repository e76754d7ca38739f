// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/statusserver.h"

#include <QTcpSocket>

namespace emberwatch {

using namespace Qt::StringLiterals;

StatusServer::StatusServer(StatusServerOptions options, QObject *parent)
    : QObject(parent)
    , m_options(options)
{
    connect(&m_server, &QTcpServer::newConnection, this, &StatusServer::welcome);
}

void StatusServer::addPage(const QByteArray &path, const Maker &maker)
{
    m_pages.insert(path, maker);
}

Result<void> StatusServer::listen(const ListenAddress &address)
{
    Q_ASSERT(address.host.isLoopback());
    if (m_server.listen(address.host, address.port))
        return {};
    return failure(Error::Kind::Network,
        u"nothing can be served at %1 port %2: %3"_s.arg(
            address.host.toString(), QString::number(address.port), m_server.errorString()));
}

void StatusServer::welcome()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        if (m_visitors >= m_options.mostVisitors) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_visitors;
        auto *visitor = new StatusConnection(
            socket, [this](const QByteArray &path) { return page(path); }, m_options.patience, this);
        connect(visitor, &QObject::destroyed, this, [this] { --m_visitors; });
    }
}

StatusPage StatusServer::page(const QByteArray &path) const
{
    const auto maker = m_pages.find(path);
    return maker == m_pages.end() ? StatusPage{404, {}, {}} : (*maker)();
}

} // namespace emberwatch
