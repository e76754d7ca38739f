// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Backend;
using sql::Database;
using sql::SqlResult;

namespace {

QStringList wordsOf(const QString &json)
{
    QStringList words;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const auto &word : array)
        words += word.toString();
    return words;
}

constexpr auto postgresColumns
    = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), y.typtype = 'e', "
      "(SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum e WHERE e.enumtypid = "
      "a.atttypid), "
      "has_column_privilege(a.attrelid, a.attnum, 'SELECT'), has_column_privilege(a.attrelid, a.attnum, "
      "'UPDATE'), "
      "has_column_privilege(a.attrelid, a.attnum, 'INSERT') "
      "FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid "
      "WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped"_L1;

SqlResult<TableFacts> readPostgresTable(Database &database, const QString &table)
{
    SqlResult<QSqlQuery> query = database.run(postgresColumns, {table});
    if (!query)
        return tl::make_unexpected(query.error());
    TableFacts facts;
    while (query->next()) {
        facts.exists = true;
        TableFacts::Column column;
        column.type = query->value(1).toString();
        column.isEnum = query->value(2).toBool();
        column.enumWords = wordsOf(query->value(3).toString());
        column.maySelect = query->value(4).toBool();
        column.mayUpdate = query->value(5).toBool();
        column.mayInsert = query->value(6).toBool();
        facts.columns.insert(query->value(0).toString(), column);
    }
    return facts;
}

SqlResult<TableFacts> readSqliteTable(Database &database, const sql::Name &table)
{
    SqlResult<QSqlQuery> query
        = database.run(u"SELECT name, type FROM pragma_table_info(?)"_s, {table.text()});
    if (!query)
        return tl::make_unexpected(query.error());
    TableFacts facts;
    while (query->next()) {
        facts.exists = true;
        TableFacts::Column column;
        column.type = query->value(1).toString().toLower();
        facts.columns.insert(query->value(0).toString(), column);
    }
    return facts;
}

SqlResult<Catalog> readPostgres(Database &database, const SchemaMapping &mapping)
{
    SqlResult<QSqlQuery> query
        = database.run(u"SELECT current_setting('server_version'), "
                       "pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', "
                       "current_setting('server_version_num')"_s);
    if (!query)
        return tl::make_unexpected(query.error());
    Catalog catalog;
    if (query->next()) {
        catalog.server = u"PostgreSQL "_s + query->value(0).toString().section(u' ', 0, 0);
        catalog.isReadOnly = query->value(1).toBool();
        catalog.serverVersion = query->value(2).toInt();
    }
    SqlResult<TableFacts> jobs = readPostgresTable(database, qualified(mapping, mapping.table()));
    if (!jobs)
        return tl::make_unexpected(jobs.error());
    SqlResult<TableFacts> audit = readPostgresTable(database, qualified(mapping, mapping.auditTable()));
    if (!audit)
        return tl::make_unexpected(audit.error());
    catalog.jobs = *std::move(jobs);
    catalog.audit = *std::move(audit);
    return catalog;
}

SqlResult<Catalog> readSqlite(Database &database, const SchemaMapping &mapping)
{
    SqlResult<QVariant> version = database.value(u"SELECT sqlite_version()"_s);
    if (!version)
        return tl::make_unexpected(version.error());
    SqlResult<TableFacts> jobs = readSqliteTable(database, mapping.table());
    if (!jobs)
        return tl::make_unexpected(jobs.error());
    SqlResult<TableFacts> audit = readSqliteTable(database, mapping.auditTable());
    if (!audit)
        return tl::make_unexpected(audit.error());
    return Catalog{u"SQLite "_s + version->toString(), 0, false, *std::move(jobs), *std::move(audit)};
}

} // namespace

const TableFacts::Column *Catalog::find(const SchemaMapping &mapping, RecordColumn column) const
{
    const auto found = jobs.columns.constFind(mapping.column(column).text());
    return found == jobs.columns.constEnd() ? nullptr : &*found;
}

bool Catalog::hasWord(const SchemaMapping &mapping, const QString &statusWord) const
{
    const TableFacts::Column *status = find(mapping, RecordColumn::Status);
    return status && (!status->isEnum || status->enumWords.contains(statusWord));
}

QString qualified(const SchemaMapping &mapping, const sql::Name &table)
{
    return mapping.schema().isEmpty() ? table.quoted() : mapping.schema().quoted() + u'.' + table.quoted();
}

SqlResult<Catalog> readCatalog(Database &database, const SchemaMapping &mapping)
{
    return database.backend() == Backend::Sqlite ? readSqlite(database, mapping)
                                                 : readPostgres(database, mapping);
}

} // namespace emberwatch
