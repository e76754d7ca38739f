// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/replicaconfirmation.h"

#include "core/redis/connection.h"
#include "core/redis/replyerror.h"

#include <QLoggingCategory>

namespace emberwatch {

using redis::Commands;
using redis::Reply;

namespace {

Q_LOGGING_CATEGORY(logReplicas, "emberwatch.operations.replicas", QtInfoMsg)

/// The claim has been made: what it waits for must not take long.
constexpr std::chrono::seconds readyWithin{1};

/// ROLE of a primary: "master", its offset, and each replica's address, port and offset.
bool hasReplicas(Reply::View role)
{
    return role.size() >= 3 && role.at(0).bytes() == "master" && role.at(2).size() > 0;
}

} // namespace

class ReplicaConfirmation::Private
{
public:
    explicit Private(redis::ConnectionOptions options)
        : connection(std::move(options))
    {
        connection.setReconnect(true);
    }

    redis::Connection connection;

    using Shared = std::shared_ptr<Private>;
    static QCoro::Task<Replicated> confirm(Shared self);
    static QCoro::Task<Replicated> wait(Shared self);
};

QCoro::Task<Replicated> ReplicaConfirmation::Private::confirm(Shared self)
{
    self->connection.open();
    const Result<void> ready = co_await self->connection.waitReady(readyWithin);
    if (!ready)
        co_return Replicated::Unknown;
    const Commands asking{"ROLE"};
    const Result<Reply> role = co_await self->connection.call(asking);
    if (!role)
        co_return Replicated::Unknown;
    if (!hasReplicas(role->root()))
        co_return Replicated::NoReplicas;
    const Replicated replicated = co_await wait(self);
    co_return replicated;
}

QCoro::Task<Replicated> ReplicaConfirmation::Private::wait(Shared self)
{
    Commands commands;
    commands.add({"SET", "comfyui:ops:replicated", "1", "PX", "1000"});
    commands.add({"WAIT", "1", "100"});
    const Result<Reply> replies = co_await self->connection.callAll(commands);
    if (!replies) {
        qCWarning(logReplicas) << "no answer:" << replies.error().message;
        co_return Replicated::Unknown;
    }
    for (const Reply::View reply : replies->root()) {
        if (!reply.isError())
            continue;
        qCWarning(logReplicas) << "refused:" << reply.bytes();
        co_return Replicated::Unknown;
    }
    co_return replies->root().at(1).integer() > 0 ? Replicated::Confirmed : Replicated::NotConfirmed;
}

ReplicaConfirmation::ReplicaConfirmation(redis::ConnectionOptions options)
    : d(std::make_shared<Private>(std::move(options)))
{
}

ReplicaConfirmation::~ReplicaConfirmation() = default;

QCoro::Task<Replicated> ReplicaConfirmation::confirm()
{
    return Private::confirm(d);
}

} // namespace emberwatch
