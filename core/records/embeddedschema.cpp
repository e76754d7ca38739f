// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/embeddedschema.h"

#include "core/records/catalog.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using sql::Database;
using sql::SqlResult;

namespace {

/// One list of statements for each version, the first for version 1. Never edited once released: a change is
/// a new version.
const QList<QStringList> &migrations()
{
    static const QList<QStringList> all{{
        uR"(CREATE TABLE generation_jobs (
            id TEXT PRIMARY KEY NOT NULL,
            user_id TEXT,
            character_id TEXT,
            type TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
            input TEXT NOT NULL DEFAULT '{}',
            output TEXT,
            error TEXT,
            retry_count INTEGER NOT NULL DEFAULT 0,
            external_job_id TEXT,
            external_provider TEXT,
            started_at TEXT,
            completed_at TEXT,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
            updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))))"_s,
        u"CREATE INDEX generation_jobs_by_prompt ON generation_jobs (external_job_id)"_s,
        u"CREATE INDEX generation_jobs_by_status ON generation_jobs (status, id)"_s,
        uR"(CREATE TABLE emberwatch_audit (
            op_id TEXT PRIMARY KEY NOT NULL,
            base_id TEXT NOT NULL,
            undoes TEXT,
            batch_id TEXT NOT NULL,
            at TEXT NOT NULL,
            operator TEXT NOT NULL,
            host TEXT NOT NULL,
            program TEXT NOT NULL,
            environment TEXT NOT NULL,
            record_id TEXT NOT NULL,
            prompt_id TEXT NOT NULL,
            action TEXT NOT NULL,
            verdict TEXT NOT NULL,
            sentence TEXT NOT NULL,
            evidence TEXT NOT NULL,
            row_before TEXT,
            row_after TEXT NOT NULL))"_s,
        u"CREATE INDEX emberwatch_audit_by_base ON emberwatch_audit (base_id)"_s,
        u"CREATE INDEX emberwatch_audit_by_record ON emberwatch_audit (record_id)"_s,
        u"CREATE INDEX emberwatch_audit_by_undone ON emberwatch_audit (undoes)"_s,
        u"CREATE INDEX emberwatch_audit_by_time ON emberwatch_audit (at)"_s,
    }};
    return all;
}

/// Of the file: who it says it belongs to, its version, and how many tables it has.
struct Ownership
{
    int application = 0;
    int version = 0;
    int tables = 0;
};

SqlResult<Ownership> readOwnership(Database &database)
{
    Ownership found;
    const std::pair<QString, int Ownership::*> readings[] = {
        {u"PRAGMA application_id"_s, &Ownership::application},
        {u"PRAGMA user_version"_s, &Ownership::version},
        {u"SELECT count(*) FROM sqlite_schema WHERE type = 'table'"_s, &Ownership::tables},
    };
    for (const auto &[statement, member] : readings) {
        const SqlResult<QVariant> value = database.value(statement);
        if (!value)
            return tl::make_unexpected(value.error());
        found.*member = value->toInt();
    }
    return found;
}

SqlResult<void> runAll(Database &database, const QStringList &statements)
{
    for (const QString &statement : statements) {
        const SqlResult<QSqlQuery> done = database.run(statement);
        if (!done)
            return tl::make_unexpected(done.error());
    }
    return {};
}

QStringList stepTo(int version)
{
    QStringList statements = migrations().at(version - 1);
    statements += u"PRAGMA application_id = %1"_s.arg(recordsApplicationId);
    statements += u"PRAGMA user_version = %1"_s.arg(version);
    return statements;
}

} // namespace

Result<int> migrateEmbedded(Database &database)
{
    const int newest = static_cast<int>(migrations().size());
    Ownership found;
    const SqlResult<void> done = database.transaction([&]() -> SqlResult<void> {
        const SqlResult<Ownership> read = readOwnership(database);
        if (!read)
            return tl::make_unexpected(read.error());
        found = *read;
        const bool isOurs = found.application == recordsApplicationId || found.tables == 0;
        for (int version = found.version + 1; isOurs && version <= newest; ++version) {
            const SqlResult<void> step = runAll(database, stepTo(version));
            if (!step)
                return step;
        }
        return {};
    });
    if (!done)
        return tl::make_unexpected(done.error().toError(u"setting up the records"_s));
    if (found.tables > 0 && found.application != recordsApplicationId)
        return failure(Error::Kind::Conflict, u"the file is a database of another program"_s);
    if (found.version > newest)
        return failure(Error::Kind::Conflict,
            u"the records have schema %1 of a newer Emberwatch; this one knows %2"_s.arg(found.version)
                .arg(newest));
    return newest;
}

QStringList postgresAuditSchema(const SchemaMapping &mapping)
{
    const QString table = qualified(mapping, mapping.auditTable());
    const auto index = [&](const QString &column) { return u"CREATE INDEX ON %1 (%2)"_s.arg(table, column); };
    // By these only undos are looked for, so that the other rows need not be entered.
    const auto undoIndex
        = [&](const QString &column) -> QString { return index(column) + u" WHERE undoes IS NOT NULL"_s; };
    return {u"CREATE TABLE %1 (op_id text PRIMARY KEY, base_id text NOT NULL, undoes text, "
            "batch_id text NOT NULL, at timestamptz NOT NULL, operator text NOT NULL, host text NOT NULL, "
            "program text NOT NULL, environment text NOT NULL, record_id text NOT NULL, "
            "prompt_id text NOT NULL, action text NOT NULL, verdict text NOT NULL, sentence text NOT NULL, "
            "evidence text NOT NULL, row_before json, row_after json NOT NULL)"_s.arg(table),
        undoIndex(u"base_id"_s), index(u"record_id"_s), undoIndex(u"undoes"_s), index(u"at"_s)};
}

} // namespace emberwatch
