// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/lease.h"

#include "core/base/answer.h"
#include "core/operations/leasecommands.h"
#include "core/redis/replyerror.h"
#include "core/redis/scripts.h"

#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;
using redis::Reply;

namespace {

Q_LOGGING_CATEGORY(logLease, "emberwatch.lease", QtInfoMsg)

/// The two clocks are read one after the other: less than this is not sleep.
constexpr std::chrono::milliseconds sleepTolerance{200};

QCoro::Task<Result<LeaseAnswer>> answerOf(std::shared_ptr<Answer<Result<LeaseAnswer>>> answer)
{
    Answer<Result<LeaseAnswer>>::Awaiter awaiter(answer);
    Result<LeaseAnswer> result = co_await awaiter;
    co_return result;
}

} // namespace

Lease::Lease(redis::Connection *connection, QByteArrayView scope, const LeaseHolder &holder, LeaseTimes times,
    LeaseClocks clocks, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_key(leaseKey(scope))
    , m_token(newLeaseToken(holder))
    , m_times(times)
    , m_clocks(std::move(clocks))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { sendRenew(false); });
}

Lease::~Lease()
{
    release();
}

QCoro::Task<Result<LeaseAnswer>> Lease::take()
{
    auto waiter = std::make_shared<Answer<Result<LeaseAnswer>>>();
    if (isValid()) {
        waiter->give(LeaseAnswer{true, {}, {}});
        return answerOf(waiter);
    }
    m_waiters.push_back(waiter);
    if (m_state == State::Free)
        sendTake();
    else if (m_state == State::Held)
        sendRenew(false);
    return answerOf(waiter);
}

void Lease::sendTake()
{
    m_state = State::Taking;
    redis::Commands commands;
    addLeaseTake(commands, m_key, m_token, m_times.length);
    const std::chrono::milliseconds sentAt = m_clocks.boot();
    m_connection->send(
        commands, this, [this, sentAt](const Result<Reply> &reply) { onTaken(reply, sentAt); });
}

void Lease::onTaken(const Result<Reply> &reply, std::chrono::milliseconds sentAt)
{
    if (m_state != State::Taking)
        return;
    const Result<LeaseTake> take = reply.and_then([this](const Reply &replies) -> Result<LeaseTake> {
        return leaseTakeFrom(replies.root().at(0), replies.root().at(1), m_token);
    });
    if (!take) {
        m_state = State::Free;
        answer(tl::make_unexpected(take.error()));
        return;
    }
    switch (take->kind) {
    case LeaseTake::Kind::Taken:
        hold(sentAt);
        break;
    case LeaseTake::Kind::OursAlready:
        sendRenew(false); // since when it runs is not known: renewing counts from now
        break;
    case LeaseTake::Kind::Others:
    case LeaseTake::Kind::Gone:
        refuse(take->value);
        break;
    }
}

void Lease::sendRenew(bool withText)
{
    m_timer.stop();
    redis::Commands commands;
    addLeaseRenew(commands, m_key, m_token, m_times.length, withText);
    const std::chrono::milliseconds sentAt = m_clocks.boot();
    m_connection->send(commands, this,
        [this, sentAt, withText](const Result<Reply> &reply) { onRenewed(reply, sentAt, withText); });
}

void Lease::onRenewed(const Result<Reply> &reply, std::chrono::milliseconds sentAt, bool withText)
{
    if (m_state == State::Free)
        return; // released meanwhile
    if (!reply) {
        renewalFailed(reply.error());
        return;
    }
    const Reply::View view = reply->root().at(0);
    if (redis::isNoScript(view) && !withText) {
        sendRenew(true);
        return;
    }
    if (view.isError()) {
        renewalFailed(redis::errorFromReply(view.bytes()));
        return;
    }
    if (view.integer() != 1) {
        lose({Error::Kind::Conflict, u"the lease is another's by now"_s});
        return;
    }
    hold(sentAt);
}

void Lease::hold(std::chrono::milliseconds sentAt)
{
    const bool isNew = m_state != State::Held;
    m_state = State::Held;
    m_isRenewed = true;
    m_validUntil = sentAt + m_times.length;
    m_slept = sleptSoFar();
    renewLater(m_times.renewEvery);
    const QPointer<Lease> self(this);
    answer(LeaseAnswer{true, {}, m_inheritedFrom});
    if (self && isNew)
        Q_EMIT taken();
}

void Lease::renewLater(std::chrono::milliseconds delay)
{
    m_timer.start(delay);
}

void Lease::renewalFailed(const Error &why)
{
    m_isRenewed = false;
    if (m_state == State::Taking || timeLeft().count() == 0) {
        lose(why);
        return;
    }
    qCInfo(logLease, "%s: not renewed: %s", m_key.constData(), qPrintable(why.message));
    renewLater(m_times.retryEvery);
    answer(tl::make_unexpected(why));
}

void Lease::lose(const Error &why)
{
    const bool wasHeld = m_state == State::Held;
    m_state = State::Free;
    m_isRenewed = false;
    m_timer.stop();
    const QPointer<Lease> self(this);
    answer(tl::make_unexpected(why));
    if (self && wasHeld)
        Q_EMIT lost(why);
}

void Lease::refuse(const QByteArray &value)
{
    const std::optional<LeaseHolder> holder = holderInToken(value);
    if (holder && hasEnded(*holder) && !m_inheritedFrom) {
        m_inheritedFrom = holder;
        sendRelease(value); // by its token: what somebody else has taken meanwhile stays his
        sendTake();
        return;
    }
    m_state = State::Free;
    answer(LeaseAnswer{false, holder, {}});
}

void Lease::answer(const Result<LeaseAnswer> &result)
{
    m_inheritedFrom.reset();
    // Whoever waited may take or destroy the lease at once.
    for (const Waiter &waiter : std::exchange(m_waiters, {}))
        waiter->give(result);
}

void Lease::release()
{
    const State before = std::exchange(m_state, State::Free);
    m_timer.stop();
    m_isRenewed = false;
    if (before != State::Free && m_connection && m_connection->isReady())
        sendRelease(m_token);
    answer(failure(Error::Kind::Cancelled, u"the lease was given up"_s));
}

void Lease::sendRelease(const QByteArray &token)
{
    // Both forms in one batch: the second does nothing where the first has, and nobody has to wait for a
    // NOSCRIPT.
    redis::Commands commands;
    addLeaseRelease(commands, m_key, token, false);
    addLeaseRelease(commands, m_key, token, true);
    m_connection->send(commands, m_connection, [](const Result<Reply> &) {});
}

bool Lease::isValid() const
{
    return m_state == State::Held && m_isRenewed && timeLeft() >= m_times.margin
        && sleptSoFar() - m_slept < sleepTolerance;
}

std::chrono::milliseconds Lease::timeLeft() const
{
    if (m_state != State::Held)
        return std::chrono::milliseconds(0);
    return std::max(std::chrono::milliseconds(0), m_validUntil - m_clocks.boot());
}

std::chrono::milliseconds Lease::sleptSoFar() const
{
    return m_clocks.boot() - m_clocks.monotonic();
}

} // namespace emberwatch
