// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentrecords.h"

#include "core/sql/name.h"
#include "core/sql/socketguard.h"
#include "core/sql/timetext.h"
#include "tests/support/productionschema.h"

#include <QFileInfo>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

using namespace std::chrono_literals;

sql::Target targetOf(const RecordsAddress &address)
{
    sql::Target target;
    target.backend
        = address.kind == RecordsAddress::Kind::Postgres ? sql::Backend::Postgres : sql::Backend::Sqlite;
    target.database = address.kind == RecordsAddress::Kind::Postgres ? address.database : address.path;
    target.host = address.host;
    target.port = address.port;
    target.user = address.user;
    target.password = address.password;
    return target;
}

Result<void> runAll(sql::Database &database, const QStringList &statements)
{
    for (const QString &statement : statements) {
        const auto done = database.run(statement);
        if (!done)
            return tl::make_unexpected(done.error().toError(u"the records of the incident"_s));
    }
    return {};
}

Result<void> makeProductionShape(sql::Database &database)
{
    const auto table = database.value(u"SELECT to_regclass('generation_jobs')"_s);
    if (!table)
        return tl::make_unexpected(table.error().toError(u"the records of the incident"_s));
    if (!table->isNull())
        return failure(Error::Kind::Invalid,
            u"there is a table generation_jobs already; the incident takes an empty database"_s);
    QStringList statements = test::productionSchema();
    for (const QString &user : incidentUsers())
        statements.append(u"INSERT INTO users VALUES (%1)"_s.arg(sql::literal(user)));
    return runAll(database, statements);
}

std::optional<RecordStatus> statusOf(RecordReading reading)
{
    switch (reading) {
    case RecordReading::Queued:
        return RecordStatus::Queued;
    case RecordReading::Processing:
    case RecordReading::SeveralRows:
        return RecordStatus::Processing;
    case RecordReading::Completed:
        return RecordStatus::Completed;
    case RecordReading::Failed:
        return RecordStatus::Failed;
    case RecordReading::Cancelled:
        return RecordStatus::Cancelled;
    case RecordReading::Absent:
    case RecordReading::Unknown:
        break;
    }
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<IncidentRecords>> IncidentRecords::prepare(const RecordsAddress &address)
{
    const bool isPostgres = address.kind == RecordsAddress::Kind::Postgres;
    if (address.kind == RecordsAddress::Kind::None || !address.isLocal())
        return failure(Error::Kind::Invalid, u"the incident is staged in a database on this machine only"_s);
    if (!isPostgres && QFileInfo::exists(address.path))
        return failure(
            Error::Kind::Invalid, u"%1 is there already; the incident makes its own"_s.arg(address.path));
    sql::Target target = targetOf(address);
    target.createsFile = true;
    auto database = sql::Database::open(target, std::make_shared<sql::SocketGuard>());
    if (!database)
        return tl::make_unexpected(database.error().toError(u"the records of the incident"_s));
    if (isPostgres) {
        const Result<void> made = makeProductionShape(**database);
        if (!made)
            return tl::make_unexpected(made.error());
    }
    std::unique_ptr<IncidentRecords> records(new IncidentRecords(address, *std::move(database)));
    const Result<RecordsCheck> ready = records->m_store.init().result();
    if (!ready)
        return tl::make_unexpected(ready.error());
    return records;
}

Result<void> IncidentRecords::add(const StagedJob &job, Timestamp now)
{
    const std::optional<RecordStatus> status = statusOf(job.record);
    if (!status)
        return {};
    const int rows = job.record == RecordReading::SeveralRows ? 2 : 1;
    for (int row = 0; row < rows; ++row) {
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const Result<void> added
            = addRow(job, job.isFailedByUs ? RecordStatus::Processing : *status, id, now);
        if (!added)
            return added;
    }
    return job.isFailedByUs ? failByUs(job) : Result<void>();
}

Result<void> IncidentRecords::addRow(
    const StagedJob &job, RecordStatus status, const QString &id, Timestamp now)
{
    const auto time
        = [now](std::chrono::milliseconds ago) { return sql::literal(sql::writeTime(now - ago)); };
    const bool hasEnded = !isOpen(status);
    const QString output = status == RecordStatus::Completed
        ? sql::literal(uR"({"images": [{"filename": "ComfyUI_00001_.png"}]})"_s)
        : u"NULL"_s;
    const QString error
        = status == RecordStatus::Failed ? sql::literal(u"connection reset by peer"_s) : u"NULL"_s;
    return runAll(*m_database,
        {u"INSERT INTO generation_jobs (id, user_id, type, status, input, output, error, external_job_id, "
         "external_provider, started_at, completed_at, created_at, updated_at) VALUES (%1, %2, "
         "'image_generation', %3, '{}', %4, %5, %6, 'comfyui', %7, %8, %9, %10)"_s
                .arg(sql::literal(id), sql::literal(job.user),
                    sql::literal(QString::fromLatin1(wordOf(status))), output, error,
                    sql::literal(QString::fromUtf8(job.id)), time(29min),
                    hasEnded ? time(job.silence) : u"NULL"_s, time(30min))
                .arg(time(job.silence))});
}

/// As a recovery of yesterday would have done it.
Result<void> IncidentRecords::failByUs(const StagedJob &job)
{
    const Result<QList<JobRecord>> rows = m_store.rowsFor({PromptId(job.id)}).result();
    if (!rows || rows->isEmpty())
        return failure(
            Error::Kind::NotFound, u"the record of %1 is not there"_s.arg(QString::fromUtf8(job.id)));
    RecordUpdate update;
    update.op = randomOperationId();
    update.base = update.op;
    update.judged = rows->first();
    update.error = u"Nobody will ever finish it."_s;
    update.reason = {u"settle-failed"_s, u"orphaned"_s, u"Staged."_s, "[]"};
    const RecordBatch batch{randomBatchId(), {u"ann"_s, u"api-2"_s, u"emberwatch-demo"_s}, u"incident"_s};
    const auto outcomes = m_store.update(batch, {update}).result();
    if (!outcomes)
        return tl::make_unexpected(outcomes.error());
    if (outcomes->first().kind != RecordOutcome::Kind::Done)
        return failure(
            Error::Kind::Conflict, u"the record of %1 could not be settled"_s.arg(QString::fromUtf8(job.id)));
    return {};
}

} // namespace emberwatch::demo
