// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/connection.h"

#include "core/base/tlserrors.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>

#include <array>

using namespace Qt::StringLiterals;

namespace emberwatch::http {

namespace {

constexpr qint64 readBuffer = 1 << 20;

QString secondsText(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000) + u" s"_s;
}

} // namespace

Connection::Connection(Endpoint endpoint, Limits limits, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
    , m_limits(limits)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Connection::onTimeout);
}

void Connection::open(const QList<QHostAddress> &addresses)
{
    Q_ASSERT(m_state == State::New && !addresses.isEmpty());
    m_state = State::Connecting;
    m_addresses = addresses;
    m_timer.start(m_limits.connect);
    tryNextAddress();
}

void Connection::tryNextAddress()
{
    dropSocket();
    const QHostAddress address = m_addresses.takeFirst();
    if (m_endpoint.isTls)
        connectTls(address);
    else
        connectPlain(address);
}

void Connection::connectPlain(const QHostAddress &address)
{
    auto *socket = new QTcpSocket(this);
    useSocket(socket);
    connect(socket, &QAbstractSocket::connected, this, &Connection::onUsable);
    socket->connectToHost(address, m_endpoint.port);
}

void Connection::connectTls(const QHostAddress &address)
{
    if (!QSslSocket::supportsSsl())
        return close({Error::Kind::Tls, u"this system has no TLS library that Qt can use"_s});
    auto *socket = new QSslSocket(this);
    useSocket(socket);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_endpoint.caFile.isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromPath(m_endpoint.caFile);
        if (authorities.isEmpty())
            return close(
                {Error::Kind::Tls, u"no certificate can be read from the CA file "_s + m_endpoint.caFile});
        configuration.setCaCertificates(authorities);
    }
    socket->setSslConfiguration(configuration);
    connect(socket, &QSslSocket::encrypted, this, &Connection::onUsable);
    connect(socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_certificateProblem = describeCertificateErrors(errors, m_endpoint.host);
    });
    socket->connectToHostEncrypted(address.toString(), m_endpoint.port, m_endpoint.host);
}

void Connection::useSocket(QAbstractSocket *socket)
{
    m_socket = socket;
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(readBuffer);
    connect(m_socket, &QIODevice::readyRead, this, &Connection::onReadyRead);
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &Connection::onError);
    connect(m_socket, &QAbstractSocket::disconnected, this, &Connection::onDisconnected);
}

/// We may be inside one of its signals.
void Connection::dropSocket()
{
    if (m_socket == nullptr)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

void Connection::onUsable()
{
    if (m_state != State::Connecting)
        return;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_state = State::Idle;
    m_timer.start(m_limits.idle);
    Q_EMIT ready();
}

void Connection::exchange(const Request &request, const QByteArray &bytes)
{
    Q_ASSERT(isIdle());
    m_state = State::Busy;
    ++m_exchanges;
    m_timeout = request.timeout;
    m_timer.start(m_timeout);
    m_parser.reset({m_limits.head, request.bodyLimit}, request.sink);
    m_socket->write(bytes);
}

void Connection::onReadyRead()
{
    if (m_state == State::Idle)
        return close({Error::Kind::Protocol, u"the server sent something that nobody asked for"_s});
    if (m_state != State::Busy)
        return;
    std::array<char, 64 << 10> buffer;
    while (m_socket->bytesAvailable() > 0) {
        const qint64 size = m_socket->read(buffer.data(), buffer.size());
        if (size <= 0)
            return;
        const Result<void> fed = m_parser.feed(QByteArrayView(buffer.data(), static_cast<qsizetype>(size)));
        if (!fed)
            return finish(tl::make_unexpected(fed.error()));
        if (m_parser.isDone())
            return finish(m_parser.take());
    }
}

void Connection::onError()
{
    switch (m_state) {
    case State::Connecting:
        if (!m_addresses.isEmpty() && m_certificateProblem.isEmpty())
            return tryNextAddress();
        return close(socketError());
    case State::Idle:
        return close(socketError());
    case State::Busy: // the end of the connection may be the end of the body: onDisconnected() decides
        if (m_socket->error() != QAbstractSocket::RemoteHostClosedError)
            finish(tl::make_unexpected(socketError()));
        return;
    default:
        return;
    }
}

void Connection::onDisconnected()
{
    if (m_state == State::Busy)
        onReadyRead();
    if (m_state == State::Idle)
        close({Error::Kind::Network, u"the server closed the connection"_s});
    if (m_state != State::Busy)
        return;
    const Result<void> end = m_parser.endOfStream();
    if (end)
        finish(m_parser.take());
    else
        finish(tl::make_unexpected(end.error()));
}

void Connection::onTimeout()
{
    switch (m_state) {
    case State::Connecting:
        return close({Error::Kind::Timeout, u"not connected within "_s + secondsText(m_limits.connect)});
    case State::Busy:
        return finish(
            failure(Error::Kind::Timeout, u"no complete answer within "_s + secondsText(m_timeout)));
    case State::Idle:
        return close({Error::Kind::Cancelled, u"the connection was not used any more"_s});
    default:
        return;
    }
}

void Connection::finish(Result<Reply> reply)
{
    const bool staysOpen
        = reply && m_parser.keepsAlive() && m_socket->state() == QAbstractSocket::ConnectedState;
    m_state = staysOpen ? State::Idle : State::Closed;
    m_timer.stop();
    if (staysOpen)
        m_timer.start(m_limits.idle);
    else
        dropSocket();
    Q_EMIT answered({std::move(reply), true});
}

void Connection::close(const Error &why)
{
    m_state = State::Closed;
    m_timer.stop();
    dropSocket();
    Q_EMIT closed(why);
}

Error Connection::socketError() const
{
    const bool isHandshake = m_socket->error() == QAbstractSocket::SslHandshakeFailedError;
    if (isHandshake && !m_certificateProblem.isEmpty())
        return {Error::Kind::Tls, m_certificateProblem};
    if (isHandshake)
        return {Error::Kind::Tls, QString(u"the TLS handshake failed: "_s + m_socket->errorString())};
    return {Error::Kind::Network, m_socket->errorString()};
}

} // namespace emberwatch::http
