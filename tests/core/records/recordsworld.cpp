// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/records/recordsworld.h"

#include "core/sql/socketguard.h"
#include "tests/support/productionschema.h"

#include <QTest>
#include <QUuid>

#include <algorithm>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

RecordsWorld::RecordsWorld(PostgresServer *server)
    : m_server(server)
{
    makeDatabase();
    m_other = connect();
    if (isPostgres()) {
        const QStringList statements = productionSchema();
        for (const QString &statement : statements)
            run(statement);
    }
    const Result<RecordsCheck> made = store()->init().result();
    if (!made || !made->canInsert())
        qFatal("the records cannot be set up");
    if (!m_other)
        m_other = connect();
}

void RecordsWorld::makeDatabase()
{
    if (!isPostgres()) {
        m_address.kind = RecordsAddress::Kind::Sqlite;
        m_address.path = m_folder.filePath(u"jobs.sqlite"_s);
        return;
    }
    const QString name = u"t"_s + QUuid::createUuid().toString(QUuid::Id128);
    m_address = m_server->address();
    const std::unique_ptr<sql::Database> admin = connect();
    if (!admin || !admin->run(u"CREATE DATABASE "_s + name))
        qFatal("no database for the test");
    m_address.database = name;
}

std::unique_ptr<RecordStore> RecordsWorld::store(RecordsOptions options, SchemaMapping mapping) const
{
    return std::make_unique<RecordStore>(m_address, std::move(mapping), std::move(options));
}

std::unique_ptr<sql::Database> RecordsWorld::connect(const QString &database) const
{
    sql::Target target;
    target.backend = isPostgres() ? sql::Backend::Postgres : sql::Backend::Sqlite;
    target.database = isPostgres() ? m_address.database : m_address.path;
    if (!database.isEmpty())
        target.database = database;
    target.host = m_address.host;
    target.port = m_address.port;
    target.user = m_address.user;
    target.password = m_address.password;
    target.statementTimeout = std::chrono::seconds(60);
    auto opened = sql::Database::open(target, std::make_shared<sql::SocketGuard>());
    return opened ? *std::move(opened) : nullptr;
}

void RecordsWorld::run(const QString &statement)
{
    const auto done = m_other->run(statement);
    if (!done)
        qFatal("%s: %s", qPrintable(statement), qPrintable(done.error().message));
}

QString RecordsWorld::value(const QString &statement)
{
    const auto value = m_other->value(statement);
    if (!value)
        qFatal("%s: %s", qPrintable(statement), qPrintable(value.error().message));
    return value->isNull() ? u"NULL"_s : value->toString();
}

QString RecordsWorld::add(const RowSpec &row)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto orNull = [](const QString &text) { return text.isEmpty() ? u"NULL"_s : sql::literal(text); };
    run(u"INSERT INTO generation_jobs (id, user_id, type, status, input, output, error, external_job_id, "
        "external_provider, started_at, created_at, updated_at) VALUES (%1, %2, 'image_generation', %3, "
        "'{}', %4, "
        "%5, %6, %7, '2025-11-24 02:51:07.25', '2025-11-24 02:51:00', '2025-11-24 02:52:00.125')"_s.arg(
            sql::literal(id), sql::literal(productionUser()), sql::literal(row.status), orNull(row.output),
            orNull(row.error), orNull(row.prompt), orNull(row.provider)));
    return id;
}

QString RecordsWorld::rowText(const QString &id)
{
    const QString columns
        = u"status, output, error, started_at, completed_at, created_at, updated_at, retry_count, input"_s;
    QStringList parts;
    for (const QString &column : columns.split(u", "_s))
        parts += value(
            u"SELECT CAST(%1 AS text) FROM generation_jobs WHERE id = %2"_s.arg(column, sql::literal(id)));
    return parts.join(u'|');
}

int RecordsWorld::auditCount()
{
    return value(u"SELECT count(*) FROM emberwatch_audit"_s).toInt();
}

RecordUpdate settleFailed(const JobRecord &judged, const QByteArray &op)
{
    RecordUpdate update;
    update.op = OperationId(op);
    update.base = OperationId(op);
    update.judged = judged;
    update.status = RecordStatus::Failed;
    update.error = u"lost by its server"_s;
    update.reason = {u"settle-failed"_s, u"lost"_s, u"nobody knows it"_s, R"({"silence":840})"};
    return update;
}

RecordBatch testBatch()
{
    return {BatchId("batch-1"), {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s}, u"staging"_s};
}

QList<JobRecord> openRows(RecordStore &store)
{
    return store.openRows(std::nullopt).result().value_or(RecordPage()).rows;
}

QList<RecordUpdate> updatesOf(const QList<JobRecord> &rows)
{
    QList<RecordUpdate> updates;
    for (const JobRecord &row : rows)
        updates += settleFailed(row, "op-" + row.promptId.value());
    return updates;
}

int countOf(const QList<RecordOutcome> &outcomes, RecordOutcome::Kind kind)
{
    return static_cast<int>(std::count_if(outcomes.begin(), outcomes.end(),
        [kind](const RecordOutcome &outcome) { return outcome.kind == kind; }));
}

void addDatabaseRows()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

} // namespace emberwatch::test
