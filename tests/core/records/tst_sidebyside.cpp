// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/records/recordsworld.h"
#include "tests/support/productionschema.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RecordOutcome::Kind;

/// A large batch of updates on two connections.
class TestSideBySide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void twoConnectionsWrite();
    void aSmallBatchNeedsOne();
    void theSameRowAgainComesBehind();
    void outcomesStandWhereTheirUpdatesDo();
    void withoutASecondOneTheFirstDoesAll();
    void oneIsLost_data();
    void oneIsLost();
    void endsWithTheStore();

private:
    std::unique_ptr<PostgresServer> m_server;
};

namespace {

constexpr int all = 40;

/// A store with small chunks, so that 40 updates are many.
std::unique_ptr<RecordStore> storeOf(const RecordsWorld &world)
{
    RecordsOptions options;
    options.chunk = 5;
    return world.store(options);
}

/// Open rows, and a note of who writes audit rows.
void prepare(RecordsWorld &world)
{
    world.run(
        u"INSERT INTO generation_jobs (user_id, type, input, external_job_id, external_provider) SELECT "
        "'%1', 'video', '{}', 'p' || n, 'comfyui' FROM generate_series(1, %2) n"_s.arg(
            productionUser(), QString::number(all)));
    world.run(u"CREATE TABLE writers (pid int)"_s);
    world.run(
        u"CREATE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO writers "
        "VALUES (pg_backend_pid()); RETURN NEW; END $$"_s);
    world.run(
        u"CREATE TRIGGER n BEFORE INSERT ON emberwatch_audit FOR EACH ROW EXECUTE FUNCTION note_writer()"_s);
}

int writers(RecordsWorld &world)
{
    return world.value(u"SELECT count(DISTINCT pid) FROM writers"_s).toInt();
}

} // namespace

void TestSideBySide::initTestCase()
{
    m_server = std::make_unique<PostgresServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestSideBySide::twoConnectionsWrite()
{
    RecordsWorld world(m_server.get());
    prepare(world);
    const auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    QCOMPARE(updates.size(), all);
    QCOMPARE(countOf(store->update(testBatch(), updates).result().value(), Kind::Done), all);
    QCOMPARE(writers(world), 2);
    QCOMPARE(world.auditCount(), all);
    // Once more: nothing happens twice, whoever did it the first time.
    QList<RecordUpdate> turned = updates;
    std::reverse(turned.begin(), turned.end());
    QCOMPARE(countOf(store->update(testBatch(), turned).result().value(), Kind::AlreadyDone), all);
    QCOMPARE(world.auditCount(), all);
}

void TestSideBySide::aSmallBatchNeedsOne()
{
    RecordsWorld world(m_server.get());
    prepare(world);
    const auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store)).first(10);
    QCOMPARE(countOf(store->update(testBatch(), updates).result().value(), Kind::Done), 10);
    QCOMPARE(writers(world), 1);
    QCOMPARE(world.value(u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'emberwatch' AND "
                         "datname = current_database()"_s),
        u"1"_s);
}

void TestSideBySide::theSameRowAgainComesBehind()
{
    RecordsWorld world(m_server.get());
    prepare(world);
    const auto store = storeOf(world);
    QList<RecordUpdate> updates = updatesOf(openRows(*store));
    RecordUpdate again = updates.front();
    again.op = OperationId("op-again");
    updates += again;
    const QList<RecordOutcome> outcomes = store->update(testBatch(), updates).result().value();
    QCOMPARE(countOf(outcomes, Kind::Done), all);
    QCOMPARE(outcomes.front().kind, Kind::Done);
    QCOMPARE(outcomes.back().kind, Kind::Decided);
    QCOMPARE(writers(world), 1);
}

void TestSideBySide::outcomesStandWhereTheirUpdatesDo()
{
    RecordsWorld world(m_server.get());
    prepare(world);
    const auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    const QSet<qsizetype> decided{3, 17, 22, all - 1};
    for (const qsizetype index : decided)
        world.run(u"UPDATE generation_jobs SET status = 'completed' WHERE id = '%1'"_s.arg(
            updates[index].judged.id.value()));
    const QList<RecordOutcome> outcomes = store->update(testBatch(), updates).result().value();
    QCOMPARE(outcomes.size(), all);
    for (qsizetype i = 0; i < all; ++i)
        QCOMPARE(outcomes[i].kind, decided.contains(i) ? Kind::Decided : Kind::Done);
    QCOMPARE(world.auditCount(), all - decided.size());
}

void TestSideBySide::withoutASecondOneTheFirstDoesAll()
{
    PostgresServer server(
        {{u"max_connections=6"_s, u"superuser_reserved_connections=0"_s, u"max_wal_senders=0"_s}, {}});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    prepare(world);
    const auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    std::vector<std::unique_ptr<sql::Database>> others;
    while (auto other = world.connect())
        others.push_back(std::move(other));
    QCOMPARE(countOf(store->update(testBatch(), updates).result().value(), Kind::Done), all);
    QCOMPARE(writers(world), 1);
    QCOMPARE(world.auditCount(), all);
}

void TestSideBySide::oneIsLost_data()
{
    QTest::addColumn<QString>("trigger");
    QTest::newRow("in the middle of a chunk") << u"TRIGGER k AFTER INSERT ON emberwatch_audit"_s;
    QTest::newRow("while it commits")
        << u"CONSTRAINT TRIGGER k AFTER INSERT ON emberwatch_audit DEFERRABLE INITIALLY DEFERRED"_s;
}

void TestSideBySide::oneIsLost()
{
    QFETCH(const QString, trigger);
    RecordsWorld world(m_server.get());
    prepare(world);
    world.run(u"CREATE SEQUENCE kills"_s); // counts also what is rolled back
    // It sleeps until the signal that it sent itself is taken.
    world.run(
        u"CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('kills') "
        "= 23 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); END IF; RETURN NEW; "
        "END $$"_s);
    world.run(u"CREATE %1 FOR EACH ROW EXECUTE FUNCTION end_connection()"_s.arg(trigger));
    const auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    QCOMPARE(countOf(store->update(testBatch(), updates).result().value(), Kind::Done), all);
    QCOMPARE(world.auditCount(), all);
    QCOMPARE(world.value(u"SELECT count(*) FROM generation_jobs WHERE status = 'failed'"_s).toInt(), all);
    QVERIFY(writers(world) >= 2);
}

void TestSideBySide::endsWithTheStore()
{
    RecordsWorld world(m_server.get());
    prepare(world);
    auto store = storeOf(world);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    // Another holds a row of each half.
    world.run(u"BEGIN"_s);
    for (const qsizetype index : {qsizetype(0), updates.size() - 1})
        world.run(u"UPDATE generation_jobs SET retry_count = 1 WHERE id = '%1'"_s.arg(
            updates[index].judged.id.value()));
    const QFuture<Result<QList<RecordOutcome>>> writing = store->update(testBatch(), updates);
    store.reset();
    QVERIFY(writing.isFinished()); // whatever came of it
    world.run(u"COMMIT"_s);
    const Result<QList<RecordOutcome>> outcomes = writing.result();
    const int done = outcomes ? countOf(*outcomes, Kind::Done) : 0;
    const int unknown = outcomes ? countOf(*outcomes, Kind::Unknown) : 0;
    QVERIFY(world.auditCount() >= done && world.auditCount() <= done + unknown);
}

QTEST_GUILESS_MAIN(TestSideBySide)
#include "tst_sidebyside.moc"
