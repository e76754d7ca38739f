// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/sqlitedialect.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// Milliseconds are all that SQLite's clock has.
const auto clock = "strftime('%Y-%m-%d %H:%M:%f', 'now')"_L1;

} // namespace

QString SqliteDialect::batch(const QStringList &fields) const
{
    QStringList members;
    for (const QString &field : fields)
        members += u"value ->> '$."_s + field + u"' AS "_s + field;
    return u"a AS MATERIALIZED (SELECT "_s + members.join(u", "_s) + u" FROM json_each(?))"_s;
}

QVariantList SqliteDialect::batchValues(const sql::TextRows &rows) const
{
    return {rows.json()};
}

QString SqliteDialect::among(RecordColumn) const
{
    return {};
}

QString SqliteDialect::cast(const QString &expression, RecordColumn) const
{
    return expression; // the column's affinity does it
}

QString SqliteDialect::text(RecordColumn column) const
{
    return mapping().has(column) ? this->column(column) : u"NULL"_s;
}

QString SqliteDialect::shown(RecordColumn column) const
{
    return text(column);
}

QString SqliteDialect::utcText(RecordColumn column) const
{
    return text(column);
}

QString SqliteDialect::timeValue(const QString &expression, RecordColumn) const
{
    return expression;
}

QString SqliteDialect::nowValue(RecordColumn) const
{
    return clock;
}

QString SqliteDialect::now() const
{
    return clock;
}

QString SqliteDialect::auditTimeText(const QString &expression) const
{
    return expression;
}

QString SqliteDialect::auditTime(const QString &expression) const
{
    return expression;
}

QString SqliteDialect::same(const QString &a, const QString &b) const
{
    return a + u" IS "_s + b;
}

QString SqliteDialect::object(const QStringList &members) const
{
    return u"json_object("_s + members.join(u", "_s) + u')';
}

} // namespace emberwatch
