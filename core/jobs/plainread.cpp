// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/plainread.h"

#include "core/jobs/jobscripts.h"
#include "core/redis/command.h"
#include "core/redis/replyerror.h"

namespace emberwatch {

using redis::Commands;
using redis::Connection;
using redis::Reply;

namespace {

Commands fallbackRead(const QByteArray &key, bool withValue)
{
    Commands commands;
    commands.add({"TYPE", key});
    commands.add({"STRLEN", key});
    commands.add({"PTTL", key});
    commands.add({"TIME"});
    if (withValue)
        commands.add({"GET", key});
    return commands;
}

Result<JobReading> readingFromFallback(const PromptId &id, const Reply &reply)
{
    const auto type = redis::checked(reply.root().at(0));
    if (!type)
        return tl::make_unexpected(type.error());
    JobReading reading;
    reading.promptId = id;
    reading.redisType = type->bytes().toByteArray();
    reading.exists = reading.redisType != "none";
    reading.size = reply.root().at(1).integer();
    reading.ttl = ttlFrom(reply.root().at(2).integer());
    reading.serverTime = timeFrom(reply.root().at(3));
    if (reply.root().size() > 4 && reply.root().at(4).type() == Reply::Type::String) {
        reading.value = reply.root().at(4).bytes().toByteArray();
        reading.hasValue = true;
    }
    return reading;
}

} // namespace

Timestamp timeFrom(Reply::View time)
{
    if (time.size() != 2)
        return {};
    return Timestamp(std::chrono::milliseconds(
        time.at(0).bytes().toLongLong() * 1000 + time.at(1).bytes().toLongLong() / 1000));
}

QCoro::Task<Result<JobReading>> readWithoutScripts(
    Connection *connection, PromptId id, QByteArray key, qsizetype limit)
{
    const Commands ask = fallbackRead(key, false);
    const Result<Reply> facts = co_await connection->callAll(ask);
    if (!facts)
        co_return tl::make_unexpected(facts.error());
    const Result<JobReading> looked = readingFromFallback(id, *facts);
    if (!looked || looked->redisType != "string" || looked->size > limit)
        co_return looked;
    const Commands askAll = fallbackRead(key, true);
    const Result<Reply> whole = co_await connection->callAll(askAll);
    if (!whole)
        co_return tl::make_unexpected(whole.error());
    co_return readingFromFallback(id, *whole);
}

} // namespace emberwatch
