// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connectionprivate.h"

#include "core/redis/replyerror.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace emberwatch::redis {

namespace {

Q_LOGGING_CATEGORY(logRedis, "emberwatch.redis", QtInfoMsg)

using Clock = std::chrono::steady_clock;

constexpr qsizetype mostBytesWaiting = 64 << 20;
constexpr std::chrono::milliseconds tickTime = 250ms;
/// A connection that stood this long was a success: the next failure begins the back-off anew.
constexpr std::chrono::milliseconds soundTime = 1000ms;
/// A replica is left so often for the master that its address may lead to by now.
constexpr std::chrono::milliseconds replicaTime = 10s;

bool needsPerson(const Error &why)
{
    return why.kind == Error::Kind::Auth || why.kind == Error::Kind::Tls;
}

enum class Push
{
    No,
    Message,
    Confirmation
};

/// What an element of a subscription is, by its first word.
Push pushKind(Reply::View reply)
{
    if (reply.size() < 3)
        return Push::No;
    const QByteArrayView word = reply.at(0).bytes();
    if (word == "pmessage" || word == "message")
        return Push::Message;
    const bool isConfirmation
        = word == "psubscribe" || word == "subscribe" || word == "punsubscribe" || word == "unsubscribe";
    return isConfirmation ? Push::Confirmation : Push::No;
}

/// Whether any command of a batch was.
bool isRefusedByReplica(const PendingBatches::Complete &complete)
{
    const auto isRefusal = [](Reply::View view) { return view.isError() && isReplicasRefusal(view.bytes()); };
    const Reply::View root = complete.reply.root();
    if (complete.batch.isBare)
        return isRefusal(root);
    for (const Reply::View reply : root) {
        if (isRefusal(reply))
            return true;
    }
    return false;
}

/// Later and from the event loop, so that nobody's destructor or send() is in the way.
void answerLater(PendingBatch batch, Error why)
{
    if (QCoreApplication::instance() == nullptr)
        return;
    QTimer::singleShot(
        0, [batch = std::move(batch), why = std::move(why)] { batch.answer(tl::make_unexpected(why)); });
}

} // namespace

Connection::Private::Private(Connection *connection, ConnectionOptions o)
    : options(std::move(o))
    , q(connection)
    , m_retryTimer(connection)
    , m_tick(connection)
{
    m_retryTimer.setSingleShot(true);
    QObject::connect(&m_retryTimer, &QTimer::timeout, q, [this] { connectToServer(); });
    m_tick.setInterval(tickTime);
    QObject::connect(&m_tick, &QTimer::timeout, q, [this] { onTick(); });
}

Connection::Private::~Private()
{
    dropTransport();
    const Error why{Error::Kind::Cancelled, u"the connection object is gone"_s};
    for (PendingBatch &batch : m_pending.takeAll())
        answerLater(std::move(batch), why);
    for (Waiter &waiter : m_waiters) {
        PendingBatch batch;
        batch.handler
            = [waiter](const Result<Reply> &result) { waiter->give(tl::make_unexpected(result.error())); };
        answerLater(std::move(batch), why);
    }
}

void Connection::Private::setReconnect(bool on)
{
    m_reconnects = on;
    if (on || !m_retryTimer.isActive())
        return;
    m_retryTimer.stop();
    answerWaiters(tl::make_unexpected(m_lastError));
}

void Connection::Private::open()
{
    m_isWanted = true;
    m_lastError = {};
    m_backoff.reset();
    if (state == State::Closed)
        connectToServer();
}

void Connection::Private::close()
{
    m_isWanted = false;
    m_retryTimer.stop();
    const Error why{Error::Kind::Cancelled, u"the connection was closed"_s};
    if (state == State::Closed)
        answerWaiters(tl::make_unexpected(why));
    else
        fail(why);
}

void Connection::Private::connectToServer()
{
    m_retryTimer.stop();
    ++m_attempt;
    state = State::Connecting;
    m_attemptDeadline = Clock::now() + options.connectTimeout;
    m_lastTick = Clock::now();
    m_tick.start();
    m_intake.reset(options.limits);
    m_isMidReply = false;
    m_message.clear();
    m_firstRefusal.clear();
    if (options.asksPassword && !options.password) {
        const int attempt = m_attempt;
        QTimer::singleShot(0, q, [this, attempt] {
            if (attempt == m_attempt)
                fail({Error::Kind::Auth, displayUrl(options) + u": a password is needed"_s});
        });
        return;
    }
    transport = std::make_unique<Transport>(options);
    QObject::connect(transport.get(), &Transport::connected, q, [this] { onConnected(); });
    QObject::connect(transport.get(), &Transport::encrypted, q, &Connection::encrypted);
    QObject::connect(transport.get(), &Transport::usable, q, [this] { onUsable(); });
    // Queued: inside the signal of a socket, a handler that runs an event loop of its own would hear of
    // nothing more.
    QObject::connect(
        transport.get(), &Transport::readyRead, q, [this] { onReadyRead(); }, Qt::QueuedConnection);
    QObject::connect(
        transport.get(), &Transport::failed, q, [this](const Error &why) { onTransportFailed(why); });
    transport->setGathering(sink != nullptr);
    transport->connectToServer();
}

void Connection::Private::onConnected()
{
    peer = transport->peer();
    Q_EMIT q->connected();
}

void Connection::Private::onUsable()
{
    if (state != State::Connecting)
        return;
    certificateDaysLeft = transport->certificateDaysLeft();
    state = State::SigningIn;
    const Moment now = Clock::now();
    m_pulse.reset(now);
    m_attemptDeadline = now + options.connectTimeout;
    m_handshake.emplace(options);
    PendingBatch batch;
    batch.timeout = options.connectTimeout;
    batch.hasContext = true;
    batch.context = q;
    batch.handler = [this](const Result<Reply> &replies) { onSignedIn(replies); };
    batch.replies = m_handshake->commands().count();
    batch.sentAt = now;
    m_pending.add(std::move(batch));
    write(m_handshake->commands());
}

void Connection::Private::onSignedIn(const Result<Reply> &replies)
{
    if (!replies)
        return; // fail() is at work
    const Result<ServerFacts> read = m_handshake->read(replies->root());
    if (!read)
        return fail({read.error().kind, displayUrl(options) + u": "_s + read.error().message});
    facts = *read;
    state = State::Ready;
    m_lastError = {};
    m_readySince = Clock::now();
    qCInfo(logRedis) << "ready:" << displayUrl(options) << facts.product << facts.version << facts.role;
    const QPointer<Connection> guard(q);
    answerWaiters({});
    if (guard && state == State::Ready)
        Q_EMIT q->ready();
}

void Connection::Private::onTick()
{
    const Moment now = Clock::now();
    // We were held up ourselves: what has come meanwhile is to be read before anybody is called silent.
    if (now - std::exchange(m_lastTick, now) > 4 * tickTime)
        return;
    if (state == State::Connecting && now >= m_attemptDeadline) {
        const QString what = transport ? transport->waitingFor() : QString();
        fail({Error::Kind::Timeout, displayUrl(options) + u": no answer in time, waiting for "_s + what});
    } else if (state == State::SigningIn && now >= m_attemptDeadline) {
        fail(signInError({Error::Kind::Timeout, displayUrl(options) + u": no answer to signing in"_s}));
    } else if (state == State::Ready) {
        checkHealth(now);
    }
}

void Connection::Private::checkHealth(Moment now)
{
    // As long as bytes come the server is answering, however slow the way.
    const std::optional<Moment> since = m_pending.waitingSince();
    if (since && now - std::max(*since, m_pulse.lastHeard()) >= m_pending.oldest().timeout) {
        const auto limit = m_pending.oldest().timeout.count();
        return fail({Error::Kind::Timeout,
            displayUrl(options) + u": no answer to a command within %1 ms"_s.arg(limit)});
    }
    if (m_pulse.isLost(now))
        return fail({Error::Kind::Timeout, displayUrl(options) + u": no answer to PING"_s});
    if (m_pulse.isTimeToAsk(now))
        ping(now);
}

void Connection::Private::ping(Moment now)
{
    m_pulse.asked(now);
    PendingBatch batch;
    batch.timeout = 1h; // the pulse decides
    batch.isBare = true;
    batch.hasContext = true;
    batch.context = q;
    batch.handler = [this](const Result<Reply> &) { m_pulse.answered(); };
    send({"PING"}, std::move(batch));
}

void Connection::Private::send(const Commands &commands, PendingBatch batch)
{
    Q_ASSERT(!commands.isEmpty());
    if (state != State::Ready)
        return answerLater(
            std::move(batch), {Error::Kind::Network, displayUrl(options) + u": not connected"_s});
    const qsizetype waiting = m_out.size() + transport->bytesToWrite() + commands.encoded().size();
    if (waiting > mostBytesWaiting)
        return answerLater(
            std::move(batch), {Error::Kind::Busy, displayUrl(options) + u": too much waits to be sent"_s});
    batch.replies = commands.count();
    batch.sentAt = Clock::now();
    m_pending.add(std::move(batch));
    write(commands);
}

void Connection::Private::sendPush(const Commands &commands)
{
    if (state != State::Ready)
        return;
    m_pending.addPush(commands, Clock::now());
    write(commands);
}

/// What is sent in one turn of the event loop goes out in one write.
void Connection::Private::write(const Commands &commands)
{
    traffic.commands += commands.count();
    m_out += commands.encoded();
    if (std::exchange(m_isFlushPlanned, true))
        return;
    QMetaObject::invokeMethod(
        q, [this] { flush(); }, Qt::QueuedConnection);
}

void Connection::Private::flush()
{
    m_isFlushPlanned = false;
    if (!transport || m_out.isEmpty())
        return;
    traffic.bytesOut += m_out.size();
    transport->write(m_out);
    m_out.clear();
}

void Connection::Private::onReadyRead()
{
    if (!transport || state == State::Connecting)
        return;
    const QPointer<Connection> guard(q);
    const int attempt = m_attempt;
    consume(); // what is left where a handler runs an event loop of its own
    if (!guard || attempt != m_attempt || !transport)
        return;
    const qsizetype taken = m_intake.fill(*transport);
    if (taken == 0)
        return;
    traffic.bytesIn += taken;
    m_pulse.heard(Clock::now());
    if (taken == ReplyIntake::capacity) // a buffered socket does not tell again of what it holds already
        QMetaObject::invokeMethod(
            q,
            [this, attempt] {
                if (attempt == m_attempt)
                    onReadyRead();
            },
            Qt::QueuedConnection);
    consume();
}

void Connection::Private::consume()
{
    const QPointer<Connection> guard(q);
    const int attempt = m_attempt;
    while (guard && attempt == m_attempt && state != State::Closed && takeReply()) { }
}

/// Takes one reply; false if there is none.
bool Connection::Private::takeReply()
{
    if (!m_isMidReply)
        m_receiver = receiver();
    Reply &target = m_receiver == Receiver::Batch ? m_pending.collecting() : m_message;
    const Result<bool> complete = m_intake.next(target);
    if (!complete) {
        fail(signInError({Error::Kind::Protocol, displayUrl(options) + u": "_s + complete.error().message}));
        return false;
    }
    m_isMidReply = !*complete && m_intake.isMidReply();
    if (!*complete)
        return false;
    switch (m_receiver) {
    case Receiver::Batch:
        onReply(m_pulse.lastHeard());
        break;
    case Receiver::Sink:
        onMessage();
        break;
    case Receiver::Nobody:
        onUnexpected(std::exchange(m_message, Reply()));
        break;
    }
    return true;
}

Connection::Private::Receiver Connection::Private::receiver() const
{
    if (sink != nullptr)
        return Receiver::Sink;
    return m_pending.isEmpty() ? Receiver::Nobody : Receiver::Batch;
}

/// A reply to the oldest batch lies in its place.
void Connection::Private::onReply(Moment now)
{
    if (state == State::SigningIn && m_firstRefusal.isEmpty()) {
        const Reply::View first(&m_pending.collecting(), 1);
        if (first.isError())
            m_firstRefusal = QString::fromUtf8(first.bytes());
    }
    std::optional<PendingBatches::Complete> complete = m_pending.countReply(now);
    if (!complete)
        return;
    traffic.lastRoundTrip
        = std::chrono::duration_cast<std::chrono::microseconds>(now - complete->batch.sentAt);
    const bool isReplicas = isRefusedByReplica(*complete);
    const QPointer<Connection> guard(q);
    const int attempt = m_attempt;
    complete->batch.answer(std::move(complete->reply));
    if (isReplicas && guard && attempt == m_attempt)
        leaveReplica(now);
}

/// The address may lead to another master by now.
void Connection::Private::leaveReplica(Moment now)
{
    const bool isDue = facts.isPrimary() || now - m_readySince >= replicaTime;
    if (m_reconnects && state == State::Ready && isDue)
        fail({Error::Kind::Network,
            displayUrl(options) + u": the server is a replica, and takes no writes"_s});
}

/// A reply came on a subscriber, or one that nobody asked for.
void Connection::Private::onMessage()
{
    Reply message = std::exchange(m_message, Reply());
    const Reply::View root = message.root();
    const Push kind = sink != nullptr ? pushKind(root) : Push::No;
    if (kind == Push::Confirmation)
        m_pending.countConfirmation();
    const bool isRefusal
        = sink != nullptr && root.isError() && !m_pending.isEmpty() && m_pending.oldest().isPush;
    if (isRefusal)
        m_pending.dropOldestPush();
    if (kind != Push::No || isRefusal)
        return toSink(std::move(message));

    while (!m_pending.isEmpty() && m_pending.oldest().isPush)
        m_pending.dropOldestPush();
    if (m_pending.isEmpty())
        return onUnexpected(message);
    m_pending.collecting().append(root);
    onReply(m_pulse.lastHeard());
}

void Connection::Private::toSink(Reply message)
{
    const QPointer<Connection> guard(q);
    if (const std::shared_ptr<const PushSink> called = sink)
        (*called)(message.root());
    if (!guard)
        return;
    message.clear();
    m_message = std::move(message); // its memory serves the next one
}

void Connection::Private::onUnexpected(const Reply &message)
{
    if (message.root().isError())
        fail(errorFromReply(message.root().bytes()));
    else
        fail({Error::Kind::Protocol, displayUrl(options) + u": a reply that nobody asked for"_s});
}

void Connection::Private::onTransportFailed(const Error &why)
{
    fail(signInError(why));
}

/// What the server said before it closed says more than that it closed.
Error Connection::Private::signInError(const Error &why) const
{
    if (state != State::SigningIn)
        return why;
    const bool isMute = !m_pending.isEmpty() && m_pending.oldest().replies == m_handshake->commands().count();
    const bool isPlain = options.transport == ConnectionOptions::Transport::Tcp;
    if (isMute && isPlain && why.kind != Error::Kind::Timeout)
        return {why.kind, why.message + u" at the first command (a TLS port? then it is rediss://)"_s};
    if (m_firstRefusal.isEmpty())
        return why;
    return {errorFromReply(m_firstRefusal.toUtf8()).kind, displayUrl(options) + u": "_s + m_firstRefusal};
}

void Connection::Private::fail(const Error &why)
{
    if (state == State::Closed)
        return;
    qCInfo(logRedis) << "closed:" << why.message;
    if (state == State::Ready && Clock::now() - m_readySince >= soundTime)
        m_backoff.reset();
    state = State::Closed;
    m_lastError = why;
    dropTransport();
    planRetry(why);
    const bool comesAgain = m_retryTimer.isActive();

    const QPointer<Connection> guard(q);
    for (const PendingBatch &batch : m_pending.takeAll())
        batch.answer(tl::make_unexpected(why));
    if (guard && !comesAgain)
        answerWaiters(tl::make_unexpected(why));
    if (guard)
        Q_EMIT q->closed(why);
    if (guard && comesAgain && m_retryTimer.isActive())
        Q_EMIT q->retryScheduled(m_backoff.attempts(), m_retryDelay);
}

void Connection::Private::planRetry(const Error &why)
{
    if (!m_reconnects || !m_isWanted || needsPerson(why))
        return;
    m_retryDelay = m_backoff.next();
    m_retryTimer.start(m_retryDelay);
}

void Connection::Private::dropTransport()
{
    m_tick.stop();
    m_out.clear();
    peer.clear();
    certificateDaysLeft.reset();
    if (!transport)
        return;
    transport->disconnect(q);
    transport->abort();
    transport.release()->deleteLater(); // it may be the one that called us
}

void Connection::Private::addWaiter(Waiter waiter, std::chrono::milliseconds limit)
{
    if (state == State::Ready)
        return waiter->give({});
    if (state == State::Closed && !m_retryTimer.isActive()) {
        const Error notOpen{Error::Kind::Network, displayUrl(options) + u": not connected"_s};
        return waiter->give(tl::make_unexpected(m_lastError.message.isEmpty() ? notOpen : m_lastError));
    }
    m_waiters.push_back(waiter);
    QTimer::singleShot(limit, q, [this, waiter] {
        std::erase(m_waiters, waiter);
        const Error timeout{Error::Kind::Timeout, displayUrl(options) + u": no connection in time"_s};
        waiter->give(tl::make_unexpected(m_lastError.message.isEmpty() ? timeout : m_lastError));
    });
}

void Connection::Private::answerWaiters(const Result<void> &result)
{
    for (const Waiter &waiter : std::exchange(m_waiters, {}))
        waiter->give(result);
}

} // namespace emberwatch::redis
