// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/notificationswitch.h"

#include "core/jobs/feedladder.h"
#include "core/redis/connection.h"
#include "core/redis/replyerror.h"

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

void setFlags(redis::Connection *connection, QObject *context, const QByteArray &flags,
    std::function<void(Result<void>)> done)
{
    const Commands set{"CONFIG", "SET", "notify-keyspace-events", flags};
    connection->send(set, context, [done = std::move(done)](const Result<Reply> &answer) {
        if (!answer)
            return;
        const auto ok = redis::checked(answer->root().at(0));
        done(ok ? Result<void>() : tl::make_unexpected(ok.error()));
    });
}

} // namespace

void switchNotificationsOn(
    redis::Connection *connection, QObject *context, std::function<void(Result<void>)> done)
{
    const Commands ask{"CONFIG", "GET", "notify-keyspace-events"};
    connection->send(ask, context, [connection, context, done = std::move(done)](const Result<Reply> &reply) {
        if (!reply)
            return;
        const Reply::View flags = reply->root().at(0);
        const QByteArrayView held = flags.size() == 2 ? flags.at(1).bytes() : QByteArrayView();
        setFlags(connection, context, withJobNotifications(held), done);
    });
}

} // namespace emberwatch
