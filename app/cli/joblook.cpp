// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/joblook.h"

#include "core/filter/vocabulary.h"
#include "core/jobs/jobdoubt.h"
#include "core/jobs/jobstore.h"

#include <algorithm>

namespace emberwatch::cli {

namespace {

constexpr bool has(quint8 doubts, JobDoubt doubt)
{
    return (doubts & static_cast<quint8>(doubt)) != 0;
}

std::optional<qint64> ageOf(const JobLook &look, Timestamp serverNow)
{
    if (!look.fields.startedAt || has(look.doubts, JobDoubt::StartedInFuture))
        return std::nullopt;
    return std::max<qint64>(serverNow.time_since_epoch().count() - *look.fields.startedAt, 0);
}

void fillTimes(JobLook &look, std::optional<qint64> ttlMs, const JobSchema &schema, Timestamp serverNow)
{
    look.ttlMs = ttlMs;
    const auto ttl = ttlMs ? std::optional(std::chrono::milliseconds(*ttlMs)) : std::nullopt;
    if (const auto silence = silenceOf(schema.fullTtl, ttl))
        look.silenceMs = silence->count();
    look.ageMs = ageOf(look, serverNow);
}

void markUnreadable(JobLook &look, Unreadable why, const QByteArray &detail)
{
    look.fields.unreadable = why;
    look.reason = reasonText(why, detail).toUtf8();
}

void readDocument(JobLook &look, const ListedJob &job, JobParser &parser)
{
    if (job.hasValue) {
        look.fields = parser.parsePadded(job.value);
        if (!look.isReadable())
            markUnreadable(look, look.fields.unreadable, look.fields.detail);
    } else if (!job.redisType.isEmpty()) {
        markUnreadable(look, Unreadable::WrongRedisType, job.redisType.toByteArray());
    } else {
        markUnreadable(look, Unreadable::TooLarge, QByteArray::number(job.size));
    }
}

std::optional<qint64> ttlOf(const JobRow &row, Timestamp serverNow)
{
    if (!row.has(JobRow::HasTtl))
        return std::nullopt;
    return std::max<qint64>(row.expiresAt - serverNow.time_since_epoch().count(), 0);
}

} // namespace

JobLook lookAt(
    const ListedJob &job, QByteArrayView id, JobParser &parser, const JobSchema &schema, Timestamp serverNow)
{
    JobLook look;
    look.id = id;
    readDocument(look, job, parser);
    if (look.isReadable()) {
        look.doubts = doubtsOf(look.fields, id, job.pttl, serverNow.time_since_epoch().count());
        look.reason = doubtText(look.doubts, look.fields);
    }
    fillTimes(look, job.pttl >= 0 ? std::optional(job.pttl) : std::nullopt, schema, serverNow);
    return look;
}

JobLook lookAt(const JobRow &row, QByteArrayView id, const QByteArray &document, const QByteArray &reason,
    JobParser &parser, const JobSchema &schema, Timestamp serverNow)
{
    JobLook look;
    look.id = id;
    if (row.isReadable())
        look.fields = parser.parse(document);
    look.fields.unreadable = row.unreadable;
    look.doubts = row.doubts;
    look.reason = reason;
    fillTimes(look, ttlOf(row, serverNow), schema, serverNow);
    return look;
}

QByteArrayView JobLookSubject::text(filter::TextField field) const
{
    switch (field) {
    case filter::TextField::Status:
        return m_look.isReadable() ? wordOf(m_look.fields.status) : QByteArrayView(filter::unreadableWord);
    case filter::TextField::Type:
        return m_look.fields.type;
    case filter::TextField::User:
        return m_look.fields.userId;
    case filter::TextField::Server:
        return m_look.fields.serverUrl;
    case filter::TextField::Id:
        return m_look.id;
    default: // nothing here is judged
        return {};
    }
}

std::optional<double> JobLookSubject::number(filter::NumberField field) const
{
    const auto asDouble = [](std::optional<qint64> ms) {
        return ms ? std::optional(static_cast<double>(*ms)) : std::nullopt;
    };
    switch (field) {
    case filter::NumberField::Age:
        return asDouble(m_look.ageMs);
    case filter::NumberField::Silence:
        return asDouble(m_look.silenceMs);
    case filter::NumberField::Ttl:
        return asDouble(m_look.ttlMs);
    case filter::NumberField::Progress:
        return m_look.isReadable() ? std::optional(m_look.fields.progress) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace emberwatch::cli
