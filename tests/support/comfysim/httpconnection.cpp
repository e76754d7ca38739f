// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/httpconnection.h"

namespace emberwatch::comfysim {

HttpConnection::HttpConnection(QTcpSocket *socket, const HttpHandler &handler)
    : m_socket(socket)
    , m_handler(handler)
    , m_parser(handler.bodyLimit())
{
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a delay is not shorter than was said
    connect(socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(socket, &QTcpSocket::disconnected, this, &HttpConnection::lose);
}

void HttpConnection::abort()
{
    m_isOver = true;
    m_timer.stop();
    if (m_socket)
        m_socket->abort();
    deleteLater();
}

void HttpConnection::read()
{
    m_parser.append(m_socket->readAll());
    process();
}

void HttpConnection::process()
{
    while (!m_isBusy && !m_isOver) {
        m_parser.setBodyLimit(m_handler.bodyLimit());
        const HttpParser::State state = m_parser.next(m_request);
        if (state == HttpParser::State::Complete) {
            begin();
            continue;
        }
        if (m_parser.takeExpectation())
            m_output += "HTTP/1.1 100 Continue\r\n\r\n";
        if (state == HttpParser::State::Broken)
            reply(HttpResponse::ofText(400, "400: Bad Request"));
        if (state == HttpParser::State::TooLarge)
            reply(HttpResponse::ofText(413, "Maximum request body size exceeded"));
        if (state != HttpParser::State::Incomplete)
            endAfterWriting();
        break;
    }
    if (!m_output.isEmpty() && m_socket)
        m_socket->write(std::exchange(m_output, {}));
}

void HttpConnection::begin()
{
    m_isBusy = true;
    const std::chrono::milliseconds delay = m_handler.delay(m_request);
    if (delay.count() == 0) {
        handle();
        return;
    }
    m_timer.disconnect();
    connect(&m_timer, &QTimer::timeout, this, [this] {
        handle();
        process();
    });
    m_timer.start(delay);
}

void HttpConnection::handle()
{
    if (m_request.wantsWebSocket()) {
        handleUpgrade();
        return;
    }
    const HttpResponse response = m_handler.answer(m_request);
    if (m_isOver || response.cut == HttpResponse::Cut::Never)
        return;
    if (response.delay.count() == 0) {
        reply(response);
        return;
    }
    m_timer.disconnect();
    connect(&m_timer, &QTimer::timeout, this, [this, response] {
        reply(response);
        process();
    });
    m_timer.start(response.delay);
}

void HttpConnection::handleUpgrade()
{
    if (!m_socket) { // it went away before it was looked at
        m_isOver = true;
        deleteLater();
        return;
    }
    const std::optional<HttpResponse> refusal = m_handler.refuseUpgrade(m_request);
    if (!refusal)
        handOver();
    else if (refusal->cut != HttpResponse::Cut::Never)
        reply(*refusal);
}

void HttpConnection::reply(const HttpResponse &response)
{
    m_isBusy = false;
    if (!m_socket) { // the client did not wait; what it asked for was done
        m_isOver = true;
        deleteLater();
        return;
    }
    if (response.cut == HttpResponse::Cut::NoAnswer) {
        m_socket->write(std::exchange(m_output, {}));
        abort();
        return;
    }
    const bool keepsAlive = m_request.keepsAlive() && response.cut == HttpResponse::Cut::None;
    m_output += response.wire(keepsAlive);
    if (m_request.method == "HEAD")
        m_output.chop(response.body.size());
    if (!keepsAlive)
        endAfterWriting();
}

void HttpConnection::handOver()
{
    m_isOver = true;
    QTcpSocket *socket = m_socket;
    m_socket.clear();
    socket->disconnect(this);
    socket->setParent(nullptr);
    const QByteArray unread = m_parser.takeBackWithRest();
    for (qsizetype i = unread.size(); i > 0; --i)
        socket->ungetChar(unread.at(i - 1));
    m_handler.upgrade(socket);
    deleteLater();
}

void HttpConnection::endAfterWriting()
{
    m_isOver = true;
    m_socket->write(std::exchange(m_output, {}));
    m_socket->disconnectFromHost();
}

void HttpConnection::lose()
{
    // What was asked before the client went away is still done, as aiohttp does it.
    if (m_timer.isActive() && !m_isOver) {
        m_socket->deleteLater();
        m_socket.clear();
        return;
    }
    m_isOver = true;
    deleteLater();
}

} // namespace emberwatch::comfysim
