// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/postgresdialect.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString typeOf(const SqlDialect &dialect, RecordColumn column)
{
    const TableFacts::Column *facts = dialect.catalog().find(dialect.mapping(), column);
    return facts ? facts->type : u"text"_s;
}

bool isWithoutZone(const SqlDialect &dialect, RecordColumn column)
{
    return typeOf(dialect, column).endsWith("without time zone"_L1);
}

/// A moment (timestamptz) as the column keeps it.
QString kept(const SqlDialect &dialect, const QString &moment, RecordColumn column)
{
    if (!isWithoutZone(dialect, column))
        return moment;
    return u"(%1 AT TIME ZONE %2)"_s.arg(moment, sql::literal(dialect.mapping().timeZone()));
}

} // namespace

QString PostgresDialect::batch(const QStringList &fields) const
{
    QStringList arrays(fields.size(), u"CAST(? AS text[])"_s);
    return u"a AS MATERIALIZED (SELECT * FROM unnest(%1) AS r(%2))"_s.arg(
        arrays.join(u", "_s), fields.join(u", "_s));
}

QVariantList PostgresDialect::batchValues(const sql::TextRows &rows) const
{
    QVariantList values;
    const QByteArrayList arrays = rows.arrays();
    for (const QByteArray &array : arrays)
        values += array;
    return values;
}

QString PostgresDialect::among(RecordColumn column) const
{
    constexpr int hashesArrays = 140'000; // before, each row was held against each element
    if (catalog().serverVersion < hashesArrays)
        return {};
    return u"%1 = ANY (CAST(? AS %2[]))"_s.arg(this->column(column), typeOf(*this, column));
}

QString PostgresDialect::cast(const QString &expression, RecordColumn column) const
{
    return u"CAST(%1 AS %2)"_s.arg(expression, typeOf(*this, column));
}

QString PostgresDialect::text(RecordColumn column) const
{
    return mapping().has(column) ? u"CAST(%1 AS text)"_s.arg(this->column(column)) : u"CAST(NULL AS text)"_s;
}

QString PostgresDialect::shown(RecordColumn column) const
{
    // Of a few types (boolean, character(n)) the answer has another text than a cast.
    const QString type = typeOf(*this, column);
    const TableFacts::Column *facts = catalog().find(mapping(), column);
    const bool isTheSame = (facts && facts->isEnum) || type == u"uuid" || type == u"text"
        || type == u"integer" || type == u"jsonb" || type.startsWith("timestamp"_L1)
        || type.startsWith("character varying"_L1);
    return mapping().has(column) && isTheSame ? this->column(column) : text(column);
}

QString PostgresDialect::utcText(RecordColumn column) const
{
    const bool needsZone
        = mapping().has(column) && isWithoutZone(*this, column) && mapping().timeZone() != u"UTC";
    if (!needsZone)
        return shown(column);
    return u"CAST(%1 AT TIME ZONE %2 AS text)"_s.arg(
        this->column(column), sql::literal(mapping().timeZone()));
}

QString PostgresDialect::timeValue(const QString &expression, RecordColumn column) const
{
    return cast(kept(*this, u"CAST(%1 AS timestamptz)"_s.arg(expression), column), column);
}

QString PostgresDialect::nowValue(RecordColumn column) const
{
    // Not now(): that is when the transaction began, which may be before the change we waited for.
    return cast(kept(*this, u"clock_timestamp()"_s, column), column);
}

QString PostgresDialect::now() const
{
    return u"clock_timestamp()"_s;
}

QString PostgresDialect::auditTimeText(const QString &expression) const
{
    return u"CAST(%1 AS text)"_s.arg(expression);
}

QString PostgresDialect::auditTime(const QString &expression) const
{
    return u"CAST(%1 AS timestamptz)"_s.arg(expression);
}

QString PostgresDialect::same(const QString &a, const QString &b) const
{
    return a + u" IS NOT DISTINCT FROM "_s + b;
}

QString PostgresDialect::object(const QStringList &members) const
{
    return u"json_build_object("_s + members.join(u", "_s) + u')';
}

} // namespace emberwatch
