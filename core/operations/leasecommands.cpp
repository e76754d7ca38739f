// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasecommands.h"

#include "core/operations/leasescriptsources.h"
#include "core/redis/replyerror.h"

#include <QCryptographicHash>

#include <array>

namespace emberwatch {

namespace {

redis::Script scriptOf(const char *text)
{
    const QByteArray bytes(text);
    return {bytes, QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex()};
}

void addScript(redis::Commands &commands, const redis::Script &script, QByteArrayView key,
    std::span<const QByteArrayView> arguments, bool withText)
{
    if (withText)
        redis::addEval(commands, script, key, arguments);
    else
        redis::addEvalSha(commands, script, key, arguments);
}

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
    static const redis::Script script = scriptOf(leasescriptsources::renew);
    return script;
}

const redis::Script &release()
{
    static const redis::Script script = scriptOf(leasescriptsources::release);
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
    addScript(commands, leasescripts::renew(), key, arguments, withText);
}

void addLeaseRelease(redis::Commands &commands, QByteArrayView key, QByteArrayView token, bool withText)
{
    const std::array<QByteArrayView, 1> arguments{token};
    addScript(commands, leasescripts::release(), key, arguments, withText);
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
