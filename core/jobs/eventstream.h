// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/redis/connection.h"

#include <QObject>

#include <functional>

namespace emberwatch {

/// Hears of changes under the prefix on one node: the subscriber connection and what its messages mean.
/// Listens on both rungs at once, keyspace notifications and the channel of tracking broadcasts; which of
/// them the server feeds is not decided here.
class EventStream : public QObject
{
    Q_OBJECT
public:
    enum class Hint : quint8
    {
        Changed,
        Expired,
        Evicted
    };
    struct Handlers
    {
        /// The id of a changed key, valid during the call; whether it came by notification or by tracking.
        std::function<void(QByteArrayView id, Hint hint, bool byTracking)> changed;
        /// A flush was broadcast: any key may be gone.
        std::function<void()> everythingChanged;
        /// The server's answer to one of the two subscriptions; `why` is its text where refused.
        std::function<void(bool forTracking, bool taken, QString why)> subscribed;
    };

    EventStream(
        redis::ConnectionOptions options, QByteArray prefix, Handlers handlers, QObject *parent = nullptr);

    void open() { m_connection.open(); }
    void close() { m_connection.close(); }
    /// Valid once both subscriptions are answered: for CLIENT TRACKING ... REDIRECT. 0 where unknown.
    [[nodiscard]] qint64 clientId() const { return m_connection.facts().clientId; }
    [[nodiscard]] bool isListening() const { return m_connection.isReady() && m_answers >= 2; }
    [[nodiscard]] const redis::Connection &connection() const { return m_connection; }

Q_SIGNALS:
    /// Both subscriptions have been answered, one way or the other.
    void listening();
    void closed(const emberwatch::Error &why);

private:
    void subscribe();
    void take(redis::Reply::View message);
    void takeAnswer(bool taken, const QString &why);
    void takeNotification(QByteArrayView channel, QByteArrayView event);
    void takeInvalidation(redis::Reply::View keys);

    redis::Connection m_connection;
    QByteArray m_prefix;
    QByteArray m_channelPrefix;
    Handlers m_handlers;
    int m_answers = 0;
};

} // namespace emberwatch
