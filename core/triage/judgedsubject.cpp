// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/judgedsubject.h"

#include "core/filter/vocabulary.h"

namespace emberwatch {

using filter::NumberField;
using filter::TextField;

namespace {

std::optional<double> inMilliseconds(std::optional<std::chrono::milliseconds> duration)
{
    return duration ? std::optional<double>(static_cast<double>(duration->count())) : std::nullopt;
}

QByteArrayView statusOf(const RedisEvidence &redis)
{
    if (redis.reading == RedisReading::Corrupt)
        return QByteArrayView(filter::unreadableWord);
    return redis.status ? wordOf(*redis.status) : QByteArrayView();
}

} // namespace

JudgedSubject::JudgedSubject(const JudgedJob &job)
    : m_job(job)
    , m_type(job.evidence.type.toUtf8())
    , m_user(job.evidence.userId.toUtf8())
    , m_server(job.evidence.comfy.serverUrl.toUtf8())
{
}

QByteArrayView JudgedSubject::text(TextField field) const
{
    switch (field) {
    case TextField::Status:
        return statusOf(m_job.evidence.redis);
    case TextField::Type:
        return m_type;
    case TextField::User:
        return m_user;
    case TextField::Server:
        return m_server;
    case TextField::Id:
        return m_job.evidence.promptId.value();
    case TextField::Verdict:
        return wordOf(m_job.judgement.verdict);
    case TextField::Database:
        return wordOf(m_job.evidence.record.reading);
    case TextField::ComfyUi:
        return wordOf(m_job.judgement.comfy.reading);
    }
    return {};
}

std::optional<double> JudgedSubject::number(NumberField field) const
{
    const RedisEvidence &redis = m_job.evidence.redis;
    switch (field) {
    case NumberField::Age:
        return inMilliseconds(redis.age);
    case NumberField::Silence:
        return inMilliseconds(redis.silence);
    case NumberField::Ttl:
        if (!redis.expiresAt)
            return std::nullopt;
        return inMilliseconds(*redis.expiresAt - redis.at);
    case NumberField::Progress:
        return redis.progress;
    }
    return std::nullopt;
}

} // namespace emberwatch
