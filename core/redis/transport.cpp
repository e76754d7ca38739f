// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/transport.h"

#include "core/base/tlserrors.h"

#include <QLocalSocket>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::redis {

namespace {

constexpr std::chrono::milliseconds gatherTime = 3ms;

QString localErrorText(const QLocalSocket &socket)
{
    switch (socket.error()) {
    case QLocalSocket::ServerNotFoundError:
        return u"there is no such socket"_s;
    case QLocalSocket::ConnectionRefusedError:
        return u"nobody listens on this socket"_s;
    case QLocalSocket::SocketAccessError:
        return u"permission denied"_s;
    case QLocalSocket::PeerClosedError:
        return u"the server closed the connection"_s;
    default:
        return socket.errorString();
    }
}

} // namespace

Transport::Transport(const ConnectionOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
{
    m_gatherTimer.setSingleShot(true);
    m_gatherTimer.setTimerType(Qt::PreciseTimer);
    m_gatherTimer.setInterval(gatherTime);
    connect(&m_gatherTimer, &QTimer::timeout, this, &Transport::readyRead);
    switch (m_options.transport) {
    case ConnectionOptions::Transport::Tcp:
        useTcp(new QTcpSocket(this));
        break;
    case ConnectionOptions::Transport::Tls:
        useTls(new QSslSocket(this));
        break;
    case ConnectionOptions::Transport::Local:
        useLocal(new QLocalSocket(this));
        break;
    }
    connect(m_device, &QIODevice::readyRead, this, &Transport::onReadyRead);
}

void Transport::useTcp(QTcpSocket *socket)
{
    m_device = m_tcp = socket;
    m_tcp->setProxy(QNetworkProxy::NoProxy);
    connect(m_tcp, &QAbstractSocket::connected, this, &Transport::onTcpConnected);
    connect(m_tcp, &QAbstractSocket::errorOccurred, this, &Transport::onTcpError);
}

void Transport::useTls(QSslSocket *socket)
{
    useTcp(socket);
    m_tls = socket;
    connect(m_tls, &QSslSocket::encrypted, this, [this] {
        Q_EMIT encrypted();
        Q_EMIT usable();
    });
    connect(m_tls, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_certificateProblem = describeCertificateErrors(errors, m_tls->peerVerifyName());
    });
}

void Transport::useLocal(QLocalSocket *socket)
{
    m_device = m_local = socket;
    connect(m_local, &QLocalSocket::connected, this, [this] {
        Q_EMIT connected();
        Q_EMIT usable();
    });
    connect(m_local, &QLocalSocket::errorOccurred, this, &Transport::onLocalError);
}

void Transport::connectToServer()
{
    if (m_local != nullptr)
        m_local->connectToServer(m_options.path);
    else if (m_tls != nullptr)
        connectTls();
    else // unbuffered: read() takes straight from the kernel, and reading later leaves the bytes there
        m_tcp->connectToHost(m_options.host, m_options.port, QIODevice::ReadWrite | QIODevice::Unbuffered);
}

void Transport::connectTls()
{
    if (!QSslSocket::supportsSsl())
        return fail(Error::Kind::Tls, u"this system has no TLS library that Qt can use"_s);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_options.caFile.isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromPath(m_options.caFile);
        if (authorities.isEmpty())
            return fail(
                Error::Kind::Tls, u"no certificate can be read from the CA file "_s + m_options.caFile);
        configuration.setCaCertificates(authorities);
    }
    m_tls->setSslConfiguration(configuration);
    const QString &name = m_options.verifyName.isEmpty() ? m_options.host : m_options.verifyName;
    m_tls->setPeerVerifyName(name);
    m_tls->connectToHostEncrypted(m_options.host, m_options.port, name);
}

void Transport::abort()
{
    m_gatherTimer.stop();
    m_isFailed = true;
    if (m_local != nullptr)
        m_local->abort();
    else
        m_tcp->abort();
}

qint64 Transport::read(char *data, qint64 size)
{
    m_lastRead = std::chrono::steady_clock::now();
    const qint64 taken = m_device->read(data, size);
    noticeError(taken);
    return qMax<qint64>(taken, 0);
}

void Transport::write(const QByteArray &data)
{
    noticeError(m_device->write(data));
}

/// An unbuffered socket keeps its errors to itself: no signal tells that the other side has closed.
void Transport::noticeError(qint64 result)
{
    if (result < 0 && m_tcp != nullptr)
        onTcpError();
}

qint64 Transport::bytesToWrite() const
{
    return m_device->bytesToWrite();
}

QString Transport::peer() const
{
    if (m_local != nullptr)
        return m_options.path;
    const QString address = m_tcp->peerAddress().toString();
    const bool isIpv6 = address.contains(u':');
    return (isIpv6 ? u"["_s + address + u"]"_s : address) + u":"_s + QString::number(m_tcp->peerPort());
}

std::optional<int> Transport::certificateDaysLeft() const
{
    if (m_tls == nullptr)
        return std::nullopt;
    const QDateTime expiry = m_tls->peerCertificate().expiryDate();
    return static_cast<int>(QDateTime::currentDateTimeUtc().daysTo(expiry));
}

QString Transport::waitingFor() const
{
    const bool isUp = m_tcp != nullptr && m_tcp->state() == QAbstractSocket::ConnectedState;
    if (m_tls != nullptr && isUp)
        return u"the TLS handshake (does the server speak TLS on this port?)"_s;
    if (m_tcp != nullptr && m_tcp->state() == QAbstractSocket::HostLookupState)
        return u"the address of the host"_s;
    return u"the connection"_s;
}

void Transport::onTcpConnected()
{
    m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_tcp->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    Q_EMIT connected();
    if (m_tls == nullptr)
        Q_EMIT usable();
}

void Transport::onReadyRead()
{
    if (!m_isGathering || std::chrono::steady_clock::now() - m_lastRead >= gatherTime)
        Q_EMIT readyRead();
    else if (!m_gatherTimer.isActive())
        m_gatherTimer.start();
}

void Transport::onTcpError()
{
    switch (m_tcp->error()) {
    case QAbstractSocket::RemoteHostClosedError:
        return fail(Error::Kind::Network, u"the server closed the connection"_s);
    case QAbstractSocket::SslHandshakeFailedError:
        if (!m_certificateProblem.isEmpty())
            return fail(Error::Kind::Tls, m_certificateProblem);
        return fail(Error::Kind::Tls,
            u"the TLS handshake failed (does the server speak TLS on this port?): "_s + m_tcp->errorString());
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return fail(Error::Kind::Tls, m_tcp->errorString());
    default:
        return fail(Error::Kind::Network, m_tcp->errorString());
    }
}

void Transport::onLocalError()
{
    fail(Error::Kind::Network, localErrorText(*m_local));
}

void Transport::fail(Error::Kind kind, const QString &what)
{
    if (std::exchange(m_isFailed, true))
        return;
    const Error why{kind, displayUrl(m_options) + u": "_s + what};
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT failed(why); }, Qt::QueuedConnection);
}

} // namespace emberwatch::redis
