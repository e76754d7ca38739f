// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/redisevidence.h"

#include "core/jobs/jobdoubt.h"
#include "core/jobs/jobkey.h"
#include "core/operations/readings.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

quint8 corruptReasonsOf(quint8 doubts)
{
    const auto bit = [doubts](JobDoubt doubt, CorruptReason reason) {
        return (doubts & static_cast<quint8>(doubt)) != 0 ? static_cast<int>(reason) : 0;
    };
    return static_cast<quint8>(bit(JobDoubt::IdDiffers, CorruptReason::IdDiffers)
        | bit(JobDoubt::NoTtl, CorruptReason::NoTtl)
        | bit(JobDoubt::StartedInFuture, CorruptReason::StartedInFuture)
        | bit(JobDoubt::StartedAtUnusable, CorruptReason::StartedAtUnusable));
}

QString requestText(const PromptId &id, const JobSchema &schema)
{
    return u"peek "_s + displayText(keyOf(schema.prefix, id));
}

RedisEvidence plainEvidence(const JobReading &reading, const JobSchema &schema, const ServerEpoch &epoch)
{
    RedisEvidence redis;
    redis.at = reading.serverTime;
    redis.request = requestText(reading.promptId, schema);
    redis.value = reading.value;
    redis.hasValue = reading.hasValue;
    redis.expiresAt = reading.expiresAt();
    redis.isActionable = reading.isActionable;
    redis.silence = silenceOf(schema.fullTtl, reading.ttl);
    redis.epoch = epoch;
    return redis;
}

void makeUnreadable(RedisEvidence &redis, const QString &why)
{
    redis.reading = RedisReading::Corrupt;
    redis.corruptReasons = static_cast<quint8>(CorruptReason::NotReadable);
    redis.trouble = why;
}

void takeFields(StateReading &state, const JobFields &fields, const JobReading &reading)
{
    state.type = QString::fromUtf8(fields.type);
    state.userId = QString::fromUtf8(fields.userId);
    state.clientId = QString::fromUtf8(fields.clientId);
    state.serverUrl = QString::fromUtf8(fields.serverUrl);

    RedisEvidence &redis = state.redis;
    const qint64 now = reading.serverTime.time_since_epoch().count();
    const quint8 doubts = doubtsOf(fields, reading.promptId.value(), reading.ttl ? 0 : -1, now);
    redis.status = fields.status;
    redis.progress = fields.progress;
    redis.startedAt = fields.startedAt;
    redis.reading = doubts == 0 ? readingOf(fields.status) : RedisReading::Corrupt;
    redis.corruptReasons = corruptReasonsOf(doubts);
    redis.trouble = QString::fromUtf8(doubtText(doubts, fields));
    const bool isInFuture = (doubts & static_cast<quint8>(JobDoubt::StartedInFuture)) != 0;
    if (fields.startedAt && !isInFuture)
        redis.age = std::chrono::milliseconds(std::max<qint64>(0, now - *fields.startedAt));
}

} // namespace

StateReading stateReadingOf(
    const JobReading &reading, const JobSchema &schema, const ServerEpoch &epoch, JobParser &parser)
{
    StateReading state;
    state.redis = plainEvidence(reading, schema, epoch);
    if (!reading.exists) {
        state.redis.reading = RedisReading::Absent;
        state.redis.silence = std::nullopt;
        return state;
    }
    if (!reading.hasValue) {
        makeUnreadable(state.redis,
            reading.redisType == "string" ? u"%1 bytes, larger than the limit"_s.arg(reading.size)
                                          : u"a key of type %1"_s.arg(QString::fromUtf8(reading.redisType)));
        return state;
    }
    const JobFields &fields = parser.parse(reading.value);
    if (fields.unreadable != Unreadable::No)
        makeUnreadable(state.redis, reasonText(fields.unreadable, fields.detail));
    else
        takeFields(state, fields, reading);
    return state;
}

RedisEvidence unreadState(const PromptId &id, const JobSchema &schema, const Error &why)
{
    RedisEvidence redis;
    redis.request = requestText(id, schema);
    redis.trouble = why.message;
    return redis;
}

} // namespace emberwatch
