// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/plainupdates.h"

#include "tests/bench/plainpq.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace emberwatch::bench {

using namespace Qt::StringLiterals;

namespace {

double msSince(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

QByteArrayList valuesOf(const RecordUpdate &update)
{
    return {update.op.value(), update.base.value(), update.judged.id.value().toUtf8(),
        update.judged.promptId.value(), "failed", update.error->toUtf8(), update.reason.action.toUtf8(),
        update.reason.verdict.toUtf8(), update.reason.sentence.toUtf8(), update.reason.evidence};
}

QByteArray rowObject(const QByteArray &table)
{
    return "json_build_object('status', " + table + ".status::text, 'error', " + table + ".error, 'output', "
        + table + ".output::text, 'startedAt', " + table + ".started_at::text, 'completedAt', " + table
        + ".completed_at::text, 'updatedAt', " + table + ".updated_at::text)";
}

/// Guarded by status, provider and id; an audit row with the row before and after.
/// @param source  has the columns op, base, id, prompt, status, error, action, verdict, sentence, evidence
QByteArray statementFrom(const QByteArray &source)
{
    return "WITH changed AS (UPDATE generation_jobs t SET status = c.status::job_status, error = c.error, "
           "completed_at = clock_timestamp() AT TIME ZONE 'UTC', updated_at = clock_timestamp() AT TIME ZONE "
           "'UTC' FROM "
        + source
        + " AS c JOIN generation_jobs o ON o.id = c.id::uuid WHERE t.id = o.id AND t.external_job_id = "
          "c.prompt AND t.external_provider = 'comfyui' AND t.status IN ('queued', 'processing') RETURNING "
          "c.op, c.base, c.id, c.prompt, c.action, c.verdict, c.sentence, c.evidence, "
        + rowObject("o") + " AS row_before, " + rowObject("t")
        + " AS row_after) INSERT INTO emberwatch_audit (op_id, base_id, batch_id, at, operator, host, "
          "program, environment, record_id, prompt_id, action, verdict, sentence, evidence, row_before, "
          "row_after) SELECT op, base, 'batch-1', clock_timestamp(), 'ann', 'ops-1', 'bench', 'staging', id, "
          "prompt, action, verdict, sentence, evidence, row_before, row_after FROM changed RETURNING op_id";
}

QSqlDatabase openWithQt(const RecordsAddress &address)
{
    const QString name = u"rowbyrow"_s;
    QSqlDatabase database = QSqlDatabase::contains(name) ? QSqlDatabase::database(name, false)
                                                         : QSqlDatabase::addDatabase(u"QPSQL"_s, name);
    database.setHostName(address.host);
    database.setPort(address.port);
    database.setDatabaseName(address.database);
    database.setUserName(address.user);
    database.setPassword(QString::fromUtf8(address.password.reveal()));
    if (!database.open())
        qFatal("%s", qPrintable(database.lastError().text()));
    return database;
}

void run(QSqlQuery &query, const QVariantList &values)
{
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("%s", qPrintable(query.lastError().text()));
}

} // namespace

double updateByCopy(PlainPq &pq, const QList<RecordUpdate> &updates)
{
    QElapsedTimer timer;
    timer.start();
    pq.run("BEGIN");
    pq.run(
        "CREATE TEMPORARY TABLE wanted (op text, base text, id text, prompt text, status text, error text, "
        "action text, verdict text, sentence text, evidence text) ON COMMIT DROP");
    QByteArray rows;
    for (const RecordUpdate &update : updates)
        appendCopyRow(rows, valuesOf(update));
    pq.copy("wanted", rows);
    pq.run(statementFrom("wanted"));
    pq.run("COMMIT");
    return msSince(timer);
}

double updateRowByRow(PlainPq &pq, const QList<RecordUpdate> &updates)
{
    QElapsedTimer timer;
    timer.start();
    pq.run("BEGIN");
    pq.prepare("one",
        statementFrom(
            "(SELECT $1::text AS op, $2::text AS base, $3::text AS id, $4::text AS prompt, $5::text "
            "AS status, $6::text AS error, $7::text AS action, $8::text AS verdict, $9::text AS "
            "sentence, $10::text AS evidence)"));
    for (const RecordUpdate &update : updates) {
        if (pq.runPrepared("one", valuesOf(update)) != 1)
            qFatal("a row was not changed");
    }
    pq.run("DEALLOCATE one");
    pq.run("COMMIT");
    return msSince(timer);
}

double updateRowByRowWithQt(const RecordsAddress &address, const QList<RecordUpdate> &updates)
{
    QSqlDatabase database = openWithQt(address);
    QElapsedTimer timer;
    timer.start();
    database.transaction();
    QSqlQuery change(database);
    change.prepare(
        u"UPDATE generation_jobs t SET status = CAST(? AS job_status), error = ?, completed_at = "
        "clock_timestamp() AT TIME ZONE 'UTC', updated_at = clock_timestamp() AT TIME ZONE 'UTC' WHERE id = "
        "CAST(? AS uuid) AND external_job_id = ? AND external_provider = 'comfyui' AND status IN ('queued', "
        "'processing') RETURNING CAST(%1 AS text)"_s.arg(QString::fromLatin1(rowObject("t"))));
    QSqlQuery audit(database);
    audit.prepare(
        u"INSERT INTO emberwatch_audit (op_id, base_id, batch_id, at, operator, host, program, environment, "
        "record_id, prompt_id, action, verdict, sentence, evidence, row_before, row_after) VALUES (?, ?, "
        "'batch-1', clock_timestamp(), 'ann', 'ops-1', 'bench', 'staging', ?, ?, ?, ?, ?, ?, CAST(? AS "
        "json), "
        "CAST(? AS json))"_s);
    for (const RecordUpdate &update : updates) {
        const QString id = update.judged.id.value();
        const QString prompt = QString::fromUtf8(update.judged.promptId.value());
        const RecordReason &reason = update.reason;
        run(change, {u"failed"_s, *update.error, id, prompt});
        if (!change.next())
            qFatal("a row was not changed");
        const QString before = u"{\"status\": \"%1\", \"updatedAt\": \"%2\"}"_s.arg(
            update.judged.statusWord, update.judged.revision.value_or(QString()));
        run(audit,
            {QString::fromUtf8(update.op.value()), QString::fromUtf8(update.base.value()), id, prompt,
                reason.action, reason.verdict, reason.sentence, QString::fromUtf8(reason.evidence), before,
                change.value(0)});
    }
    database.commit();
    return msSince(timer);
}

} // namespace emberwatch::bench
