// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/httpconnection.h"

#include <QSet>
#include <QTcpServer>

namespace emberwatch::comfysim {

/// HTTP/1.1 on a loopback port. It can go away and come back on the same port.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    explicit HttpServer(HttpHandler handler);

    /// @param port  0: any free one, which it keeps from then on
    bool listen(quint16 port);
    /// Takes no new connections; the open ones are cut if wanted.
    void close(bool cutsOpen);
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] bool isListening() const { return m_server.isListening(); }
    void cutAll();

private:
    void accept();

    HttpHandler m_handler;
    QTcpServer m_server;
    QSet<HttpConnection *> m_connections;
    quint16 m_port = 0;
};

} // namespace emberwatch::comfysim
