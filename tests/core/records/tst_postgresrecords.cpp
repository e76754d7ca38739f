// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/records/recordsworld.h"
#include "tests/support/tlscertificates.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RecordOutcome::Kind;
using Stops = RecordsFinding::Stops;

/// What only PostgreSQL can do to us.
class TestPostgresRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aMissingEnumValueIsNamed();
    void aMissingRightIsNamed();
    void aMissingTableIsNamed();
    void readOnlyIsToldApart();
    void aRefusedValueDoesNotSpoilItsBatch();
    void oneScanForManyIds();
    void aLockedRowIsBusy();
    void killedInTheMiddleIsRepeated();
    void killedWhileCommittingIsFoundOut();
    void lostWhileCommittingAndGoneIsUnknown();
    void comesBackAfterARestart();
    void aFrozenServerEndsTheCall();
    void wrongCredentials();
    void verifiesTheCertificate();

private:
    std::unique_ptr<PostgresServer> m_server;
};

namespace {

JobRecord firstOpen(RecordStore &store)
{
    return store.openRows(std::nullopt).result().value_or(RecordPage()).rows.value(0);
}

Kind kindOf(const Result<QList<RecordOutcome>> &outcomes)
{
    return outcomes && !outcomes->isEmpty() ? outcomes->front().kind : Kind::Failed;
}

/// A trigger that ends the connection that fires it, the first `times` times.
void addKiller(RecordsWorld &world, const QString &trigger, int times)
{
    world.run(u"CREATE SEQUENCE kills"_s); // counts also what is rolled back
    world.run(u"CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
              "IF nextval('kills') <= %1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); "
              "PERFORM pg_sleep(5); END IF; RETURN NEW; END $$"_s.arg(times));
    world.run(u"CREATE %1 FOR EACH ROW EXECUTE FUNCTION end_connection()"_s.arg(trigger));
}

const auto atCommit
    = "CONSTRAINT TRIGGER k AFTER INSERT ON emberwatch_audit DEFERRABLE INITIALLY DEFERRED"_L1;

} // namespace

void TestPostgresRecords::initTestCase()
{
    m_server = std::make_unique<PostgresServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestPostgresRecords::aMissingEnumValueIsNamed()
{
    RecordsWorld world(m_server.get());
    world.add({u"p1"_s});
    MappingText text;
    text.statusWords = {{u"cancelled"_s, {u"aborted"_s}}, {u"queued"_s, {u"queued"_s, u"waiting"_s}}};
    const auto lenient = world.store({}, SchemaMapping::read(text).value());
    const Result<RecordsCheck> check = lenient->check().result();
    QVERIFY(check && check->canUpdate() && !check->knowsCancelled);
    QVERIFY2(
        check->findings.value(0).text.contains("'aborted'"_L1), qPrintable(check->findings.value(0).text));
    QCOMPARE(lenient->openRows(std::nullopt).result().value().rows.size(), 1); // "waiting" is left out

    text.statusWords = {{u"failed"_s, {u"broken"_s}}};
    const auto strict = world.store({}, SchemaMapping::read(text).value());
    const RecordUpdate update = settleFailed(firstOpen(*strict), "op-1");
    const Result<QList<RecordOutcome>> outcomes = strict->update(testBatch(), {update}).result();
    QVERIFY(!outcomes);
    QCOMPARE(outcomes.error().kind, Error::Kind::Invalid);
    QVERIFY2(outcomes.error().message.contains("'broken'"_L1), qPrintable(outcomes.error().message));
}

void TestPostgresRecords::aMissingRightIsNamed()
{
    RecordsWorld world(m_server.get());
    world.add({u"p1"_s});
    world.run(u"DROP ROLE IF EXISTS viewer"_s);
    world.run(u"CREATE ROLE viewer LOGIN PASSWORD 'v'"_s);
    world.run(u"GRANT SELECT ON generation_jobs TO viewer"_s);
    RecordsAddress address = world.address();
    address.user = u"viewer"_s;
    address.password = Secret("v");
    {
        RecordStore store(address, SchemaMapping());
        const Result<RecordsCheck> check = store.check().result();
        QVERIFY2(check, qPrintable(check ? QString() : check.error().message));
        QVERIFY(check->canRead() && !check->canUpdate());
        const RecordUpdate update = settleFailed(firstOpen(store), "op-1");
        const Result<QList<RecordOutcome>> outcomes = store.update(testBatch(), {update}).result();
        QVERIFY(!outcomes);
        QCOMPARE(outcomes.error().kind, Error::Kind::Permission);

        // The operator's rights of correctness.md 9, and no more, are enough.
        world.run(
            u"GRANT UPDATE (status, error, output, completed_at, updated_at) ON generation_jobs TO viewer"_s);
        world.run(u"GRANT INSERT, SELECT ON emberwatch_audit TO viewer"_s);
        QVERIFY(!store.check().result().value().canInsert());
        QCOMPARE(kindOf(store.update(testBatch(), {update}).result()), Kind::Done);
    }
    world.run(u"DROP OWNED BY viewer"_s);
    world.run(u"DROP ROLE viewer"_s);
}

void TestPostgresRecords::aMissingTableIsNamed()
{
    RecordsWorld world(m_server.get());
    MappingText text;
    text.schema = u"app"_s;
    const auto store = world.store({}, SchemaMapping::read(text).value());
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY(!page);
    QVERIFY2(
        page.error().message.contains("\"app\".\"generation_jobs\""_L1), qPrintable(page.error().message));
    world.run(u"CREATE SCHEMA app"_s);
    world.run(u"CREATE TABLE app.generation_jobs (LIKE generation_jobs INCLUDING ALL)"_s);
    QVERIFY(store->init().result().has_value());
    QCOMPARE(world.value(u"SELECT count(*) FROM app.emberwatch_audit"_s), u"0"_s);
    RecordsAddress address = world.address();
    address.schema = u"app"_s; // the same by the address
    RecordStore byAddress(address, SchemaMapping());
    QVERIFY(byAddress.check().result().value().canInsert());
}

void TestPostgresRecords::readOnlyIsToldApart()
{
    RecordsWorld world(m_server.get());
    world.add({u"p1"_s});
    const auto store = world.store();
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    world.run(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(world.address().database));
    const auto fresh = world.store();
    QVERIFY(fresh->openRows(std::nullopt).result().has_value());
    const Result<QList<RecordOutcome>> outcomes = fresh->update(testBatch(), {update}).result();
    QVERIFY(!outcomes);
    QCOMPARE(outcomes.error().kind, Error::Kind::ReadOnly);
}

void TestPostgresRecords::aRefusedValueDoesNotSpoilItsBatch()
{
    RecordsWorld world(m_server.get());
    for (int i = 0; i < 50; ++i)
        world.add({u"p%1"_s.arg(i)});
    const auto store = world.store();
    QList<RecordUpdate> updates;
    const QList<JobRecord> rows = store->openRows(std::nullopt).result().value().rows;
    for (const JobRecord &row : rows)
        updates += settleFailed(row, "op-" + row.promptId.value());
    updates[17].outputs = "{no JSON";
    updates[41].judged.id = RecordId(u"no uuid"_s);
    const QList<RecordOutcome> outcomes = store->update(testBatch(), updates).result().value();
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        const bool isRefused = i == 17 || i == 41;
        QCOMPARE(outcomes[i].kind, isRefused ? Kind::Failed : Kind::Done);
        if (isRefused)
            QCOMPARE(outcomes[i].error->kind, Error::Kind::Invalid);
    }
    QCOMPARE(world.auditCount(), 48);
}

void TestPostgresRecords::oneScanForManyIds()
{
    RecordsWorld world(m_server.get());
    world.run(
        u"INSERT INTO generation_jobs (user_id, type, status, input, external_job_id, external_provider) "
        "SELECT '00000000-0000-0000-0000-0000000000aa', 'video', 'completed', '{}', 'p' || n, 'comfyui' "
        "FROM generate_series(1, 20000) n"_s);
    world.run(u"ANALYZE generation_jobs"_s);
    QList<PromptId> ids;
    for (int i = 1; i <= 3000; ++i)
        ids += PromptId("p" + QByteArray::number(i));
    const QString scans = u"SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'generation_jobs'"_s;
    const int before = world.value(scans).toInt();
    {
        const auto store = world.store();
        QCOMPARE(store->rowsFor(ids).result().value().size(), 3000);
    } // the connection hands its statistics in when it ends
    QTRY_VERIFY(world.value(scans).toInt() > before);
    QVERIFY2(world.value(scans).toInt() <= before + 4, qPrintable(world.value(scans)));
}

void TestPostgresRecords::aLockedRowIsBusy()
{
    RecordsWorld world(m_server.get());
    const QString id = world.add({u"p1"_s});
    RecordsOptions options;
    options.lockTimeout = 50ms;
    const auto store = world.store(options);
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    world.run(u"BEGIN"_s);
    world.run(u"UPDATE generation_jobs SET retry_count = 1"_s);
    const QList<RecordOutcome> outcomes = store->update(testBatch(), {update}).result().value();
    QCOMPARE(outcomes.front().kind, Kind::Failed);
    QCOMPARE(outcomes.front().error->kind, Error::Kind::Busy);
    world.run(u"COMMIT"_s);
    QCOMPARE(kindOf(store->update(testBatch(), {update}).result()), Kind::Done);
}

void TestPostgresRecords::killedInTheMiddleIsRepeated()
{
    RecordsWorld world(m_server.get());
    world.add({u"p1"_s});
    addKiller(world, u"TRIGGER k BEFORE UPDATE ON generation_jobs"_s, 1);
    const auto store = world.store();
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    QCOMPARE(kindOf(store->update(testBatch(), {update}).result()), Kind::Done);
    QCOMPARE(world.value(u"SELECT last_value FROM kills"_s), u"2"_s);
    QCOMPARE(world.auditCount(), 1);
}

void TestPostgresRecords::killedWhileCommittingIsFoundOut()
{
    RecordsWorld world(m_server.get());
    world.add({u"p1"_s});
    addKiller(world, atCommit, 1);
    const auto store = world.store();
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    QCOMPARE(kindOf(store->update(testBatch(), {update}).result()), Kind::Done);
    QCOMPARE(world.value(u"SELECT last_value FROM kills"_s), u"2"_s);
    QCOMPARE(world.auditCount(), 1);
}

void TestPostgresRecords::lostWhileCommittingAndGoneIsUnknown()
{
    RecordsWorld world(m_server.get());
    const QString id = world.add({u"p1"_s});
    addKiller(world, atCommit, 100);
    const auto store = world.store();
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    QCOMPARE(kindOf(store->update(testBatch(), {update}).result()), Kind::Unknown);
    QCOMPARE(world.auditCount(), 0);
    QCOMPARE(world.value(u"SELECT status FROM generation_jobs WHERE id = '%1'"_s.arg(id)), u"processing"_s);
}

void TestPostgresRecords::comesBackAfterARestart()
{
    PostgresServer server;
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    world.add({u"p1"_s});
    const auto store = world.store();
    const RecordUpdate update = settleFailed(firstOpen(*store), "op-1");
    server.stop();
    const Result<RecordPage> away = store->openRows(std::nullopt).result();
    QVERIFY(!away);
    QCOMPARE(away.error().kind, Error::Kind::Network);
    QVERIFY(!store->update(testBatch(), {update}).result());
    QVERIFY(server.start());
    QTRY_VERIFY_WITH_TIMEOUT(store->openRows(std::nullopt).result().has_value(), 15'000);
    QVERIFY(server.restart()); // and without noticing that it was away
    QVERIFY(store->openRows(std::nullopt).result().has_value());
    QCOMPARE(kindOf(store->update(testBatch(), {update}).result()), Kind::Done);
}

void TestPostgresRecords::aFrozenServerEndsTheCall()
{
    PostgresServer server;
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    RecordsOptions options;
    options.statementTimeout = 300ms;
    options.connectTimeout = 2s;
    auto store = world.store(options);
    QVERIFY(store->openRows(std::nullopt).result().has_value());
    server.freeze();
    QElapsedTimer timer;
    timer.start();
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::Network);
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    server.resume();
    QTRY_VERIFY_WITH_TIMEOUT(store->openRows(std::nullopt).result().has_value(), 20'000);

    server.freeze();
    const QFuture<Result<RecordPage>> late = store->openRows(std::nullopt);
    timer.start();
    store.reset(); // does not wait for a frozen server
    QVERIFY2(timer.elapsed() < 8'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(late.isFinished());
    server.resume();
}

void TestPostgresRecords::wrongCredentials()
{
    RecordsWorld world(m_server.get());
    RecordsAddress address = world.address();
    address.password = Secret("hunter2");
    RecordStore store(address, SchemaMapping());
    const Result<RecordsCheck> check = store.check().result();
    QVERIFY(!check);
    QCOMPARE(check.error().kind, Error::Kind::Auth);
    QVERIFY(!check.error().message.contains("hunter2"_L1));
}

void TestPostgresRecords::verifiesTheCertificate()
{
    const TlsCertificates certificates;
    QVERIFY2(certificates.isComplete(), qPrintable(certificates.problems()));
    const TlsCertificates::Pair pair = certificates.server();
    PostgresServer server({{}, PostgresSetup::Tls{pair.certificate, pair.key}});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    RecordsAddress address = world.address();
    address.host = u"localhost"_s;
    address.tls = RecordsAddress::Tls::VerifyFull;
    address.caFile = certificates.authority();
    RecordStore good(address, SchemaMapping());
    const Result<RecordsCheck> check = good.check().result();
    QVERIFY2(check, qPrintable(check ? QString() : check.error().message));

    address.caFile = certificates.strangeAuthority();
    RecordStore strange(address, SchemaMapping());
    QCOMPARE(strange.check().result().error().kind, Error::Kind::Tls);
    address.caFile.clear(); // the system's, which know nothing of ours
    RecordStore unknown(address, SchemaMapping());
    QCOMPARE(unknown.check().result().error().kind, Error::Kind::Tls);
}

QTEST_GUILESS_MAIN(TestPostgresRecords)
#include "tst_postgresrecords.moc"
