// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/comfysim/httpmessage.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace emberwatch::comfysim {

/// What a server does with a request.
struct HttpHandler
{
    /// A delay before the request is even looked at, as of a starved event loop.
    std::function<std::chrono::milliseconds(const HttpRequest &)> delay;
    std::function<HttpResponse(const HttpRequest &)> answer;
    /// Whether a handshake is accepted; the answer otherwise.
    std::function<std::optional<HttpResponse>(const HttpRequest &)> refuseUpgrade;
    /// Takes an accepted handshake over: the socket has its request unread.
    std::function<void(QTcpSocket *)> upgrade;
    std::function<qsizetype()> bodyLimit;
};

/// One client connection: requests one after the other, pipelined or not, each answered before the next is
/// looked at. Deletes itself at its end.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    HttpConnection(QTcpSocket *socket, const HttpHandler &handler);

    /// Ends it without another word.
    void abort();

private:
    void read();
    void process();
    void begin();
    void handle();
    void handleUpgrade();
    void reply(const HttpResponse &response);
    void handOver();
    void endAfterWriting();
    void lose();

    QPointer<QTcpSocket> m_socket;
    const HttpHandler &m_handler;
    HttpParser m_parser;
    HttpRequest m_request;
    QTimer m_timer;
    QByteArray m_output; ///< answers of pipelined requests go out in one write
    bool m_isBusy = false; ///< a request waits for its answer
    bool m_isOver = false;
};

} // namespace emberwatch::comfysim
