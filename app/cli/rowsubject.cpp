// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rowsubject.h"

#include "core/jobs/jobstore.h"

#include <algorithm>

namespace emberwatch::cli {

RowSubject::RowSubject(const JobRow &row, const JobTable &table, const JobSchema &schema, Timestamp serverNow)
    : m_row(row)
    , m_table(table)
    , m_schema(schema)
    , m_now(serverNow.time_since_epoch().count())
    , m_id(table.idOf(row))
{
}

QByteArrayView RowSubject::text(filter::TextField field) const
{
    switch (field) {
    case filter::TextField::Status:
        return m_row.isReadable() ? wordOf(m_row.status) : QByteArrayView();
    case filter::TextField::Type:
        return m_table.strings().text(m_row.type);
    case filter::TextField::User:
        return m_table.strings().text(m_row.user);
    case filter::TextField::Server:
        return m_table.strings().text(m_row.server);
    case filter::TextField::Id:
        return m_id;
    }
    return {};
}

std::optional<double> RowSubject::number(filter::NumberField field) const
{
    switch (field) {
    case filter::NumberField::Age:
        return age();
    case filter::NumberField::Silence:
        return silence();
    case filter::NumberField::Ttl:
        return ttl();
    case filter::NumberField::Progress:
        return m_row.isReadable() ? std::optional<double>(m_row.progress) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> RowSubject::age() const
{
    const bool isFuture = (m_row.doubts & static_cast<quint8>(JobDoubt::StartedInFuture)) != 0;
    if (!m_row.has(JobRow::HasStartedAt) || isFuture)
        return std::nullopt;
    return static_cast<double>(std::max<qint64>(m_now - m_row.startedAt, 0));
}

std::optional<double> RowSubject::ttl() const
{
    if (!m_row.has(JobRow::HasTtl))
        return std::nullopt;
    return static_cast<double>(std::max<qint64>(m_row.expiresAt - m_now, 0));
}

std::optional<double> RowSubject::silence() const
{
    const std::optional<double> left = ttl();
    if (!left)
        return std::nullopt;
    const auto silence = silenceOf(m_schema.fullTtl, std::chrono::milliseconds(static_cast<qint64>(*left)));
    return silence ? std::optional(static_cast<double>(silence->count())) : std::nullopt;
}

} // namespace emberwatch::cli
