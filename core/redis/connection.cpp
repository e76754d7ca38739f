// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"

#include "core/redis/connectionprivate.h"
#include "core/redis/replyerror.h"

namespace emberwatch::redis {

Connection::Connection(ConnectionOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(options)))
{
}

Connection::~Connection() = default;

void Connection::setReconnect(bool on)
{
    d->setReconnect(on);
}

void Connection::open()
{
    d->open();
}

void Connection::close()
{
    d->close();
}

Connection::State Connection::state() const
{
    return d->state;
}

const ConnectionOptions &Connection::options() const
{
    return d->options;
}

const ServerFacts &Connection::facts() const
{
    return d->facts;
}

QString Connection::peer() const
{
    return d->peer;
}

std::optional<int> Connection::certificateDaysLeft() const
{
    return d->certificateDaysLeft;
}

void Connection::send(const Commands &commands, QObject *context, Handler handler)
{
    send(commands, context, d->options.commandTimeout, std::move(handler));
}

void Connection::send(
    const Commands &commands, QObject *context, std::chrono::milliseconds timeout, Handler handler)
{
    PendingBatch batch;
    batch.timeout = timeout;
    batch.hasContext = context != nullptr;
    batch.context = context;
    batch.handler = std::move(handler);
    d->send(commands, std::move(batch));
}

QCoro::Task<Result<Reply>> Connection::call(Commands command)
{
    Q_ASSERT(command.count() == 1);
    const auto answer = std::make_shared<Answer<Result<Reply>>>();
    PendingBatch batch;
    batch.isBare = true;
    batch.timeout = d->options.commandTimeout;
    batch.handler = [answer](Result<Reply> reply) { answer->give(std::move(reply)); };
    d->send(command, std::move(batch));
    Answer<Result<Reply>>::Awaiter awaiter(answer);
    Result<Reply> reply = co_await awaiter;
    if (reply && reply->root().isError())
        co_return tl::make_unexpected(errorFromReply(reply->root().bytes()));
    co_return reply;
}

QCoro::Task<Result<Reply>> Connection::callAll(Commands commands)
{
    const auto answer = std::make_shared<Answer<Result<Reply>>>();
    send(commands, nullptr, [answer](Result<Reply> reply) { answer->give(std::move(reply)); });
    Answer<Result<Reply>>::Awaiter awaiter(answer);
    Result<Reply> reply = co_await awaiter;
    co_return reply;
}

QCoro::Task<Result<void>> Connection::waitReady(std::chrono::milliseconds limit)
{
    const auto answer = std::make_shared<Answer<Result<void>>>();
    d->addWaiter(answer, limit);
    Answer<Result<void>>::Awaiter awaiter(answer);
    Result<void> result = co_await awaiter;
    co_return result;
}

void Connection::setPushSink(PushSink sink)
{
    d->sink = sink ? std::make_shared<const PushSink>(std::move(sink)) : nullptr;
    if (d->transport)
        d->transport->setGathering(d->sink != nullptr);
}

void Connection::sendPush(const Commands &commands)
{
    d->sendPush(commands);
}

const Connection::Traffic &Connection::traffic() const
{
    return d->traffic;
}

} // namespace emberwatch::redis
