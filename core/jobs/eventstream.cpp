// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/eventstream.h"

#include "core/jobs/jobkey.h"
#include "core/redis/replyerror.h"

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

constexpr QByteArrayView invalidateChannel("__redis__:invalidate");

} // namespace

EventStream::EventStream(
    redis::ConnectionOptions options, QByteArray prefix, Handlers handlers, QObject *parent)
    : QObject(parent)
    , m_connection(options)
    , m_prefix(std::move(prefix))
    , m_channelPrefix("__keyspace@" + QByteArray::number(options.database) + "__:")
    , m_handlers(std::move(handlers))
{
    m_connection.setPushSink([this](Reply::View message) { take(message); });
    connect(&m_connection, &redis::Connection::ready, this, &EventStream::subscribe);
    connect(&m_connection, &redis::Connection::closed, this, &EventStream::closed);
}

void EventStream::subscribe()
{
    m_answers = 0;
    // Repeats the pattern of an ACL rule literally as long as the prefix has no glob characters.
    const QByteArray pattern = m_channelPrefix + globEscaped(m_prefix) + '*';
    Commands commands;
    commands.add({"PSUBSCRIBE", pattern});
    commands.add({"SUBSCRIBE", invalidateChannel});
    m_connection.sendPush(commands);
}

void EventStream::take(Reply::View message)
{
    if (message.isError())
        return takeAnswer(false, QString::fromUtf8(message.bytes()));
    if (message.size() < 3)
        return;
    const QByteArrayView kind = message.at(0).bytes();
    if (kind == QByteArrayView("pmessage") && message.size() >= 4)
        takeNotification(message.at(2).bytes(), message.at(3).bytes());
    else if (kind == QByteArrayView("message") && message.at(1).bytes() == invalidateChannel)
        takeInvalidation(message.at(2));
    else if (kind == QByteArrayView("psubscribe") || kind == QByteArrayView("subscribe"))
        takeAnswer(true, {});
}

void EventStream::takeAnswer(bool taken, const QString &why)
{
    // Answers come in the order of the questions.
    if (m_answers >= 2)
        return;
    m_handlers.subscribed(m_answers == 1, taken, why);
    if (++m_answers == 2)
        Q_EMIT listening();
}

void EventStream::takeNotification(QByteArrayView channel, QByteArrayView event)
{
    if (!channel.startsWith(m_channelPrefix))
        return;
    const auto id = idInKey(m_prefix, channel.sliced(m_channelPrefix.size()));
    if (!id)
        return;
    Hint hint = Hint::Changed;
    if (event == QByteArrayView("expired"))
        hint = Hint::Expired;
    else if (event == QByteArrayView("evicted"))
        hint = Hint::Evicted;
    m_handlers.changed(*id, hint, false);
}

void EventStream::takeInvalidation(Reply::View keys)
{
    if (!keys.isArray())
        return m_handlers.everythingChanged();
    for (const Reply::View key : keys) {
        if (const auto id = idInKey(m_prefix, key.bytes()))
            m_handlers.changed(*id, Hint::Changed, true);
    }
}

} // namespace emberwatch
