// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasecommands.h"

#include "core/operations/leasescriptsources.h"
#include "core/redis/replyerror.h"

#include <array>

namespace emberwatch {

namespace {

QByteArray numberOf(std::chrono::milliseconds time)
{
    return QByteArray::number(static_cast<qint64>(time.count()));
}

} // namespace

QByteArray leaseKey(QByteArrayView scope)
{
    return "comfyui:ops:lease:" + scope.toByteArray();
}

QByteArray jobLeaseScope(const PromptId &id)
{
    return "job:" + id.value();
}

namespace leasescripts {

const redis::Script &renew()
{
    static const redis::Script script = redis::scriptOf(leasescriptsources::renew);
    return script;
}

const redis::Script &release()
{
    static const redis::Script script = redis::scriptOf(leasescriptsources::release);
    return script;
}

} // namespace leasescripts

void addLeaseTake(
    redis::Commands &commands, QByteArrayView key, QByteArrayView token, std::chrono::milliseconds time)
{
    commands.add({"SET", key, token, "NX", "PX", numberOf(time)});
    commands.add({"GET", key});
}

void addLeaseRenew(redis::Commands &commands, QByteArrayView key, QByteArrayView token,
    std::chrono::milliseconds time, bool withText)
{
    const QByteArray timeText = numberOf(time);
    const std::array<QByteArrayView, 2> arguments{token, timeText};
    redis::addScript(commands, leasescripts::renew(), key, arguments, withText);
}

void addLeaseRelease(redis::Commands &commands, QByteArrayView key, QByteArrayView token, bool withText)
{
    const std::array<QByteArrayView, 1> arguments{token};
    redis::addScript(commands, leasescripts::release(), key, arguments, withText);
}

Result<LeaseTake> leaseTakeFrom(redis::Reply::View set, redis::Reply::View get, QByteArrayView token)
{
    for (const redis::Reply::View view : {set, get}) {
        if (view.isError())
            return tl::make_unexpected(redis::errorFromReply(view.bytes()));
    }
    if (set.type() == redis::Reply::Type::Status)
        return LeaseTake{LeaseTake::Kind::Taken, token.toByteArray()};
    if (get.isNil())
        return LeaseTake{};
    const QByteArrayView value = get.bytes();
    const auto kind = value == token ? LeaseTake::Kind::OursAlready : LeaseTake::Kind::Others;
    return LeaseTake{kind, value.toByteArray()};
}

} // namespace emberwatch
