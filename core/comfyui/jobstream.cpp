// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobstream.h"

#include "core/base/tlserrors.h"

#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QWebSocket>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::comfyui {

namespace {

Q_LOGGING_CATEGORY(logStream, "emberwatch.comfyui", QtInfoMsg)

constexpr int mostLostPongs = 2;
constexpr size_t mostHeld = 512;

std::chrono::steady_clock::time_point now()
{
    return std::chrono::steady_clock::now();
}

} // namespace

JobStream::JobStream(
    ServerAddress server, http::AddressCheck check, QString clientId, StreamOptions options, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_check(std::move(check))
    , m_clientId(std::move(clientId))
    , m_options(std::move(options))
    , m_backoff(m_options.firstRetry, m_options.lastRetry)
    , m_deafness(m_options.deafAfter)
{
    for (QTimer *timer : {&m_retryTimer, &m_connectTimer, &m_deafTimer, &m_refreshTimer})
        timer->setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &JobStream::resolve);
    connect(&m_connectTimer, &QTimer::timeout, this, &JobStream::onConnectTimeout);
    connect(&m_pingTimer, &QTimer::timeout, this, &JobStream::onPingTimer);
    connect(&m_deafTimer, &QTimer::timeout, this, &JobStream::onDeafTimer);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] { endSocket(Afterwards::ReconnectNow); });
}

JobStream::~JobStream()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void JobStream::open()
{
    if (std::exchange(m_isWanted, true))
        return;
    m_backoff.reset();
    if (!m_socket)
        resolve();
    else
        m_afterwards = Afterwards::ReconnectNow; // it is still closing
}

void JobStream::close()
{
    m_isWanted = false;
    m_retryTimer.stop();
    m_resolver.cancel();
    if (m_socket)
        endSocket(Afterwards::Stay);
    else
        setState(StreamState::Closed);
}

void JobStream::setState(StreamState state, const QString &why)
{
    if (m_state == state)
        return;
    m_state = state;
    qCInfo(logStream).noquote() << m_server.text() << "stream:" << static_cast<int>(state) << why;
    Q_EMIT stateChanged(state, why);
}

void JobStream::resolve()
{
    setState(StreamState::Connecting);
    const QHostAddress literal(m_server.host());
    if (literal.isNull())
        m_resolver.resolve(m_server.host(), m_check, [this](const auto &found) { onResolved(found); });
    else
        onResolved(http::permittedOf(m_server.host(), {literal}, m_check));
}

void JobStream::onResolved(const Result<QList<QHostAddress>> &addresses)
{
    if (!addresses) {
        setState(StreamState::Waiting, addresses.error().message);
        return scheduleRetry(m_backoff.next());
    }
    m_addresses = *addresses;
    connectSocket(m_addresses.takeFirst());
}

/// For ws the address that was checked is the one in the URL, and so in the Host header: QWebSocket writes
/// that header itself. For wss the certificate of the name stands for it.
void JobStream::connectSocket(const QHostAddress &address)
{
    Q_ASSERT(!m_socket);
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setMaxAllowedIncomingFrameSize(m_options.mostMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(m_options.mostMessageBytes);
    QUrl url = m_server.streamUrl(m_clientId);
    if (m_server.isTls()) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        if (!m_options.caFile.isEmpty())
            configuration.setCaCertificates(QSslCertificate::fromPath(m_options.caFile));
        m_socket->setSslConfiguration(configuration);
    } else {
        url.setHost(address.toString());
    }
    connect(m_socket.get(), &QWebSocket::connected, this, &JobStream::onConnected);
    connect(
        m_socket.get(), &QWebSocket::disconnected, this, &JobStream::onSocketClosed, Qt::QueuedConnection);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &JobStream::onText);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &JobStream::onBinary);
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_unansweredPings = 0; });
    QNetworkRequest request(url);
    for (const http::Header &header : std::as_const(m_options.headers))
        request.setRawHeader(header.name, header.value.reveal());
    m_wasConnected = false;
    m_afterwards = Afterwards::ReconnectLater;
    m_connectTimer.start(m_options.connectTimeout);
    m_socket->open(request);
}

void JobStream::onConnected()
{
    m_connectTimer.stop();
    m_wasConnected = true;
    m_unansweredPings = 0;
    m_messagesInSecond = 0;
    m_withoutPrompt.reset();
    m_deafness.reset(now());
    m_pingTimer.start(m_options.pingEvery);
    // The server answers it only as the first message, and old ones not at all.
    m_socket->sendTextMessage(
        u"{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}"_s);
    if (std::exchange(m_needsRefresh, false))
        m_refreshTimer.start(m_options.refreshAfterFault);
    setState(StreamState::Live);
}

void JobStream::onConnectTimeout()
{
    if (m_socket)
        forceEnd();
}

void JobStream::onPingTimer()
{
    if (++m_unansweredPings > mostLostPongs) {
        forceEnd();
        return;
    }
    m_socket->ping();
}

/// Closes the socket; goOn() comes once it is closed.
void JobStream::endSocket(Afterwards afterwards)
{
    if (!m_socket)
        return;
    m_afterwards = afterwards;
    m_pingTimer.stop();
    m_deafTimer.stop();
    m_refreshTimer.stop();
    if (!m_wasConnected)
        return forceEnd();
    m_connectTimer.start(m_options.closeTimeout);
    m_socket->close();
}

void JobStream::forceEnd()
{
    m_connectTimer.stop();
    m_socket->abort();
    QMetaObject::invokeMethod(this, &JobStream::onSocketClosed, Qt::QueuedConnection);
}

QString JobStream::closeText() const
{
    if (!m_wasConnected)
        return m_socket->errorString();
    return QString(
        u"closed with code "_s + QString::number(m_socket->closeCode()) + u' ' + m_socket->closeReason())
        .trimmed();
}

void JobStream::onSocketClosed()
{
    if (!m_socket || m_socket->state() != QAbstractSocket::UnconnectedState)
        return;
    for (QTimer *timer : {&m_connectTimer, &m_pingTimer, &m_deafTimer, &m_refreshTimer})
        timer->stop();
    const bool hasNextAddress = !m_wasConnected && !m_addresses.isEmpty() && m_isWanted;
    const QString why = closeText();
    m_socket->disconnect(this);
    m_socket.release()->deleteLater();
    if (hasNextAddress)
        return connectSocket(m_addresses.takeFirst());
    if (m_afterwards == Afterwards::ReconnectLater) {
        m_needsRefresh = m_needsRefresh || m_wasConnected;
        setState(StreamState::Waiting, why);
    }
    goOn();
}

void JobStream::goOn()
{
    if (!m_isWanted)
        return setState(StreamState::Closed);
    switch (m_afterwards) {
    case Afterwards::ReconnectNow:
        if (m_state == StreamState::Live)
            setState(StreamState::Connecting);
        return scheduleRetry(m_options.settle);
    case Afterwards::PauseOverload:
        return scheduleRetry(m_options.overloadPause);
    default:
        return scheduleRetry(std::max(m_backoff.next(), m_options.settle));
    }
}

void JobStream::scheduleRetry(std::chrono::milliseconds delay)
{
    m_retryTimer.start(delay);
}

void JobStream::watch(const PromptId &id)
{
    m_watched.insert(id);
    dropOldHeld();
    std::deque<Held> waiting = std::exchange(m_held, {});
    for (Held &held : waiting) {
        if (promptIdOf(held.message) == id)
            Q_EMIT messageReceived(held.message);
        else
            m_held.push_back(std::move(held));
    }
}

void JobStream::unwatch(const PromptId &id)
{
    m_watched.remove(id);
    if (m_running == id)
        m_running.reset();
}

void JobStream::setRunning(const std::optional<PromptId> &id)
{
    m_running = id;
    if (m_running && m_withoutPrompt)
        takeWithoutPrompt(*std::exchange(m_withoutPrompt, std::nullopt));
}

void JobStream::serverMoved(std::chrono::steady_clock::time_point previousLook)
{
    if (m_state != StreamState::Live)
        return;
    m_deafness.serverMoved(previousLook, now());
    if (m_deafness.nextLook())
        m_deafTimer.start(m_options.deafAfter);
}

void JobStream::onDeafTimer()
{
    const auto when = m_deafness.nextLook();
    if (!m_socket || m_state != StreamState::Live || !when)
        return;
    if (!m_deafness.isDeaf(now())) // the timer is coarse
        return m_deafTimer.start(std::chrono::ceil<std::chrono::milliseconds>(*when - now()));
    setState(StreamState::Deaf, u"the server moved and the stream was silent"_s);
    endSocket(Afterwards::ReconnectNow);
}

bool JobStream::countMessage()
{
    const auto moment = now();
    if (moment - m_secondBegan >= 1s) {
        m_secondBegan = moment;
        m_messagesInSecond = 0;
    }
    m_deafness.messageCame(moment);
    if (++m_messagesInSecond <= m_options.mostMessagesPerSecond)
        return true;
    if (m_state == StreamState::Live) {
        setState(StreamState::Overloaded, u"more messages a second than can be followed"_s);
        endSocket(Afterwards::PauseOverload);
    }
    return false;
}

void JobStream::onText(const QString &text)
{
    if (m_state != StreamState::Live || !countMessage())
        return;
    const Result<std::optional<StreamMessage>> message = m_reader.readText(text.toUtf8());
    if (!message)
        qCWarning(logStream).noquote() << m_server.text() << "unreadable message:" << message.error().message;
    else if (*message)
        take(**message);
}

void JobStream::onBinary(const QByteArray &data)
{
    if (m_state != StreamState::Live || !countMessage())
        return;
    if (const std::optional<StreamMessage> message = m_reader.readBinary(data))
        take(*message);
}

void JobStream::take(const StreamMessage &message)
{
    if (const auto *count = std::get_if<QueueCountMessage>(&message)) {
        if (!count->isGreeting)
            m_backoff.reset(); // messages flow
        Q_EMIT queueCountChanged(count->remaining);
        return;
    }
    const PromptId id = promptIdOf(message);
    const auto *executing = std::get_if<ExecutingMessage>(&message);
    if (id.value().isEmpty() && executing != nullptr)
        return takeWithoutPrompt(*executing);
    if (m_watched.contains(id))
        Q_EMIT messageReceived(message);
    else if (!id.value().isEmpty())
        hold(message);
}

void JobStream::takeWithoutPrompt(ExecutingMessage message)
{
    if (message.isLast())
        return;
    if (!m_running) {
        m_withoutPrompt = std::move(message);
        return;
    }
    message.promptId = *m_running;
    if (m_watched.contains(message.promptId))
        Q_EMIT messageReceived(message);
}

void JobStream::hold(const StreamMessage &message)
{
    dropOldHeld();
    if (m_held.size() < mostHeld && !std::holds_alternative<PreviewMessage>(message))
        m_held.push_back({now(), message});
}

void JobStream::dropOldHeld()
{
    while (!m_held.empty() && now() - m_held.front().at > m_options.holdUnknown)
        m_held.pop_front();
}

} // namespace emberwatch::comfyui
