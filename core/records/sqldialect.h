// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/catalog.h"
#include "core/records/schemamapping.h"
#include "core/sql/textrows.h"

#include <QString>
#include <QStringList>
#include <QVariantList>

namespace emberwatch {

/// Where the two databases are written differently. `t` is the job table in every statement, `a` the rows of
/// a batch (sql::TextRows).
class SqlDialect
{
public:
    SqlDialect(SchemaMapping mapping, Catalog catalog)
        : m_mapping(std::move(mapping))
        , m_catalog(std::move(catalog))
    {
    }
    virtual ~SqlDialect() = default;
    Q_DISABLE_COPY_MOVE(SqlDialect)

    [[nodiscard]] const SchemaMapping &mapping() const { return m_mapping; }
    [[nodiscard]] const Catalog &catalog() const { return m_catalog; }
    [[nodiscard]] QString table() const { return qualified(m_mapping, m_mapping.table()); }
    [[nodiscard]] QString auditTable() const { return qualified(m_mapping, m_mapping.auditTable()); }
    /// t."name"
    [[nodiscard]] QString column(RecordColumn column) const
    {
        return QStringLiteral("t.") + m_mapping.column(column).quoted();
    }

    /// "a AS MATERIALIZED (...)" with a "?" for each of batchValues().
    [[nodiscard]] virtual QString batch(const QStringList &fields) const = 0;
    [[nodiscard]] virtual QVariantList batchValues(const sql::TextRows &rows) const = 0;
    /// That the column has one of the values of a sql::textArray(), which is the "?" in it; empty where that
    /// is slower than joining a batch.
    [[nodiscard]] virtual QString among(RecordColumn column) const = 0;
    /// The expression as a value of that column's type.
    [[nodiscard]] virtual QString cast(const QString &expression, RecordColumn column) const = 0;
    /// The column's value as text, exact.
    [[nodiscard]] virtual QString text(RecordColumn column) const = 0;
    /// The same where it is only to be shown: what the database makes a text of by itself is not cast.
    [[nodiscard]] virtual QString shown(RecordColumn column) const = 0;
    /// The same of a column of times, in UTC.
    [[nodiscard]] virtual QString utcText(RecordColumn column) const = 0;
    /// A time of ours (sql::writeTime) as a value of that column.
    [[nodiscard]] virtual QString timeValue(const QString &expression, RecordColumn column) const = 0;
    /// The database's clock as a value of that column.
    [[nodiscard]] virtual QString nowValue(RecordColumn column) const = 0;
    /// The database's clock for the audit table.
    [[nodiscard]] virtual QString now() const = 0;
    /// A time of the audit table as text, in UTC; and a text of ours (sql::writeTime) as such a time.
    [[nodiscard]] virtual QString auditTimeText(const QString &expression) const = 0;
    [[nodiscard]] virtual QString auditTime(const QString &expression) const = 0;
    /// a = b, or both are NULL
    [[nodiscard]] virtual QString same(const QString &a, const QString &b) const = 0;
    /// A JSON object of texts; `members` are name and expression in turn.
    [[nodiscard]] virtual QString object(const QStringList &members) const = 0;
    /// A member of a JSON object as text.
    [[nodiscard]] QString member(const QString &object, RecordColumn column) const
    {
        return u'(' + object + QStringLiteral(" ->> '") + keyOf(column) + QStringLiteral("')");
    }

private:
    SchemaMapping m_mapping;
    Catalog m_catalog;
};

} // namespace emberwatch
