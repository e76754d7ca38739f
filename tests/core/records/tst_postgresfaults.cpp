// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/socketguard.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/productionschema.h"

#include <QTest>

#include <thread>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RecordOutcome::Kind;

/// What a PostgreSQL in production does to us in the middle of something.
class TestPostgresFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aDeadlockIsTriedAgain();
    void aLockedRowFailsAlone();
    void becomesReadOnlyOnTheWay();
    void aColumnGoesOnTheWay();
    void frozenWhileCommittingIsFoundOutLater();
    void fullOfClients();
    void rowsOfAnId_data();
    void rowsOfAnId();
    void noScanForEachJob();
    void brokenInTheMiddleOfAnAnswer_data();
    void brokenInTheMiddleOfAnAnswer();

private:
    std::unique_ptr<PostgresServer> m_server;
};

namespace {

/// Sessions that wait for somebody's lock.
int waiting(RecordsWorld &world)
{
    return world
        .value(
            u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = "
            "'Lock'"_s)
        .toInt();
}

/// A view in the place of the job table that does something, once, when most of its rows have been read.
/// @param rows  there are of p1, p2, ...
void addStumblingView(RecordsWorld &world, int rows, const QString &doing)
{
    world.run(
        u"INSERT INTO generation_jobs (user_id, type, input, external_job_id, external_provider) SELECT "
        "'%1', 'video', '{}', 'p' || n, 'comfyui' FROM generate_series(1, %2) n"_s.arg(
            productionUser(), QString::number(rows)));
    world.run(u"CREATE SEQUENCE readings"_s); // counts also what is rolled back
    world.run(u"CREATE FUNCTION stumble(shown text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN IF "
              "nextval('readings') = %1 THEN %2; END IF; RETURN shown; END $$"_s.arg(
                  QString::number(rows * 4 / 5), doing));
    world.run(u"ALTER TABLE generation_jobs RENAME TO kept_jobs"_s);
    world.run(
        u"CREATE VIEW generation_jobs AS SELECT id, user_id, character_id, type, status, input, output, "
        "stumble(error) AS error, retry_count, external_job_id, external_provider, started_at, "
        "completed_at, created_at, updated_at FROM kept_jobs"_s);
}

QString touch(const QString &id)
{
    return u"UPDATE generation_jobs SET retry_count = retry_count + 1 WHERE id = '%1'"_s.arg(id);
}

} // namespace

void TestPostgresFaults::initTestCase()
{
    m_server = std::make_unique<PostgresServer>(
        PostgresSetup{{u"deadlock_timeout=100ms"_s, u"max_connections=60"_s}, {}});
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestPostgresFaults::aDeadlockIsTriedAgain()
{
    RecordsWorld world(m_server.get());
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids += world.add({u"p%1"_s.arg(i)});
    ids.sort(); // the order in which we lock
    RecordsOptions options;
    options.lockTimeout = 30s;
    options.statementTimeout = 60s;
    const auto store = world.store(options);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    QCOMPARE(updates.size(), 3);

    // Ours takes the first and waits for the second; another takes the third and waits for the first. Ours is
    // the last to begin waiting, so it is the one that finds out and gives way.
    world.run(u"BEGIN"_s);
    world.run(touch(ids[1]));
    const auto other = world.connect();
    QVERIFY(
        other->run(u"SET deadlock_timeout = '60s'"_s) && other->run(u"BEGIN"_s) && other->run(touch(ids[2])));
    const QFuture<Result<QList<RecordOutcome>>> ours = store->update(testBatch(), updates);
    QTRY_COMPARE_WITH_TIMEOUT(waiting(world), 1, 20'000);
    std::thread otherThread([&] {
        if (!other->run(touch(ids[0])) || !other->run(u"COMMIT"_s))
            qWarning("the other one was not let through");
    });
    QTRY_COMPARE_WITH_TIMEOUT(waiting(world), 2, 20'000);
    world.run(u"COMMIT"_s);
    const Result<QList<RecordOutcome>> outcomes = ours.result();
    otherThread.join();
    QVERIFY(outcomes);
    QCOMPARE(countOf(*outcomes, Kind::Done), 3);
    QVERIFY(m_server->log().contains(u"deadlock detected"_s));
    QCOMPARE(
        world.value(u"SELECT sum(retry_count) FROM generation_jobs"_s), u"3"_s); // nothing of theirs is lost
    QCOMPARE(world.auditCount(), 3);
}

void TestPostgresFaults::aLockedRowFailsAlone()
{
    RecordsWorld world(m_server.get());
    QString locked;
    for (int i = 0; i < 12; ++i)
        locked = world.add({u"p%1"_s.arg(i)});
    RecordsOptions options;
    options.lockTimeout = 20ms;
    const auto store = world.store(options);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    world.run(u"BEGIN"_s);
    world.run(touch(locked));
    const QList<RecordOutcome> outcomes = store->update(testBatch(), updates).result().value();
    world.run(u"COMMIT"_s);
    QCOMPARE(countOf(outcomes, Kind::Done), 11);
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].kind == Kind::Done)
            continue;
        QCOMPARE(updates[i].judged.id.value(), locked);
        QCOMPARE(outcomes[i].error->kind, Error::Kind::Busy);
    }
    QCOMPARE(world.auditCount(), 11);
}

void TestPostgresFaults::becomesReadOnlyOnTheWay()
{
    RecordsWorld world(m_server.get());
    const QString id = world.add({u"p1"_s});
    const auto store = world.store();
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    const QString before = world.rowText(id);
    // As after a failover: the connection breaks, and what answers then is a copy that takes no writes.
    world.run(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(world.address().database));
    world.run(
        u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'emberwatch' AND "
        "datname = current_database()"_s);
    const Result<QList<RecordOutcome>> outcomes = store->update(testBatch(), updates).result();
    const Error error = outcomes ? outcomes->front().error.value_or(Error()) : outcomes.error();
    QCOMPARE(error.kind, Error::Kind::ReadOnly);
    QCOMPARE(world.rowText(id), before);
    QCOMPARE(world.auditCount(), 0);
    QCOMPARE(openRows(*store).size(), 1); // looking goes on
}

void TestPostgresFaults::aColumnGoesOnTheWay()
{
    RecordsWorld world(m_server.get());
    const QString id = world.add({u"p1"_s});
    const auto store = world.store();
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    world.run(u"ALTER TABLE generation_jobs RENAME COLUMN error TO reason"_s);
    const Result<QList<RecordOutcome>> first = store->update(testBatch(), updates).result();
    const Error error = first ? first->front().error.value_or(Error()) : first.error();
    QCOMPARE(error.kind, Error::Kind::Invalid);
    const Result<QList<RecordOutcome>> second = store->update(testBatch(), updates).result();
    QVERIFY(!second);
    QVERIFY2(second.error().message.contains("no column error"_L1), qPrintable(second.error().message));
    QCOMPARE(world.value(u"SELECT status FROM generation_jobs WHERE id = '%1'"_s.arg(id)), u"processing"_s);
    QCOMPARE(world.auditCount(), 0);
    world.run(u"ALTER TABLE generation_jobs RENAME COLUMN reason TO error"_s);
    QCOMPARE(countOf(store->update(testBatch(), updates).result().value(), Kind::Done), 1);
}

void TestPostgresFaults::frozenWhileCommittingIsFoundOutLater()
{
    PostgresServer server;
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    world.add({u"p1"_s});
    // The commit takes its time.
    world.run(u"CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
              "pg_sleep(0.8); RETURN NEW; END $$"_s);
    world.run(
        u"CREATE CONSTRAINT TRIGGER w AFTER INSERT ON emberwatch_audit DEFERRABLE INITIALLY DEFERRED FOR "
        "EACH ROW EXECUTE FUNCTION wait_a_little()"_s);
    RecordsOptions options;
    options.statementTimeout = 2s;
    options.connectTimeout = 2s;
    const auto store = world.store(options);
    const QList<RecordUpdate> updates = updatesOf(openRows(*store));
    const QFuture<Result<QList<RecordOutcome>>> writing = store->update(testBatch(), updates);
    QTRY_COMPARE_WITH_TIMEOUT(
        world.value(u"SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'"_s),
        u"1"_s, 10'000);
    server.freeze();
    const Result<QList<RecordOutcome>> outcomes = writing.result();
    QVERIFY(outcomes);
    QCOMPARE(outcomes->front().kind, Kind::Unknown);
    server.resume();
    // The next one finds out: it happened, or it happens now; once in any case.
    Result<QList<RecordOutcome>> again = failure(Error::Kind::Network, QString());
    QTRY_VERIFY_WITH_TIMEOUT((again = store->update(testBatch(), updates).result()).has_value(), 20'000);
    const Kind kind = again->front().kind;
    QVERIFY2(kind == Kind::Done || kind == Kind::AlreadyDone, qPrintable(QString::number(int(kind))));
    QCOMPARE(world.auditCount(), 1);
}

void TestPostgresFaults::fullOfClients()
{
    PostgresServer server(
        {{u"max_connections=6"_s, u"superuser_reserved_connections=0"_s, u"max_wal_senders=0"_s}, {}});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RecordsWorld world(&server);
    world.add({u"p1"_s});
    std::vector<std::unique_ptr<sql::Database>> others;
    while (auto other = world.connect())
        others.push_back(std::move(other));
    const auto store = world.store();
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::Network);
    others.clear();
    QTRY_COMPARE_WITH_TIMEOUT(openRows(*store).size(), 1, 20'000);
}

void TestPostgresFaults::rowsOfAnId_data()
{
    QTest::addColumn<int>("rows");
    QTest::newRow("none") << 0;
    QTest::newRow("one") << 1;
    QTest::newRow("three") << 3;
}

void TestPostgresFaults::rowsOfAnId()
{
    QFETCH(const int, rows);
    RecordsWorld world(m_server.get());
    for (int i = 0; i < rows; ++i)
        world.add({u"wanted"_s});
    world.add({u"wanted"_s, u"processing"_s, u"replicate"_s}); // is nobody's business
    const auto store = world.store();
    const QList<JobRecord> found = store->rowsFor({PromptId("wanted")}).result().value();
    QCOMPARE(found.size(), rows);
    QList<RecordUpdate> updates = updatesOf(found);
    for (qsizetype i = 0; i < updates.size(); ++i)
        updates[i].op = OperationId("op-" + QByteArray::number(i));
    const QList<RecordOutcome> outcomes = store->update(testBatch(), updates).result().value();
    QCOMPARE(countOf(outcomes, Kind::Done), rows == 1 ? 1 : 0);
    QCOMPARE(countOf(outcomes, Kind::SeveralRows), rows > 1 ? rows : 0);
    QCOMPARE(world.auditCount(), rows == 1 ? 1 : 0);
}

void TestPostgresFaults::noScanForEachJob()
{
    constexpr int all = 300'000;
    constexpr int named = 5'000;
    RecordsWorld world(m_server.get());
    world.run(
        u"INSERT INTO generation_jobs (user_id, type, status, input, external_job_id, external_provider) "
        "SELECT '%1', 'video', CASE WHEN n % 20 = 0 THEN 'processing' ELSE 'completed' END::job_status, "
        "'{}', 'p' || n, CASE WHEN n % 3 = 0 THEN 'replicate' ELSE 'comfyui' END FROM generate_series(1, "
        "%2) n"_s.arg(productionUser(), QString::number(all)));
    world.run(u"VACUUM ANALYZE generation_jobs"_s);
    const QString scans = u"SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'generation_jobs'"_s;
    const int before = world.value(scans).toInt();
    qsizetype open = 0;
    int pages = 0;
    {
        const auto store = world.store();
        std::optional<RecordId> after;
        do {
            const Result<RecordPage> page = store->openRows(after, 4'000).result();
            QVERIFY2(page, page ? "" : qPrintable(page.error().message));
            open += page->rows.size();
            ++pages;
            after = page->next;
        } while (after);
        QList<PromptId> ids;
        for (int n = 1; n <= named; ++n)
            ids += PromptId("p" + QByteArray::number(n));
        const QList<JobRecord> rows = store->rowsFor(ids).result().value();
        QCOMPARE(rows.size(), named - named / 3); // those of our provider
        QList<JobRecord> judged;
        for (const JobRecord &row : rows) {
            if (row.status == RecordStatus::Processing)
                judged += row;
        }
        QVERIFY(judged.size() > 100);
        const QList<RecordOutcome> outcomes = store->update(testBatch(), updatesOf(judged)).result().value();
        QCOMPARE(countOf(outcomes, Kind::Done), static_cast<int>(judged.size()));
    } // the connection hands its statistics in when it ends
    QCOMPARE(open, all / 20 - all / 60);
    QVERIFY(pages > 2);
    // One for each page at most, one for the named, one for the update; workers of one scan count as well.
    constexpr int workers = 3;
    QTRY_VERIFY(world.value(scans).toInt() > before);
    const int made = world.value(scans).toInt() - before;
    QVERIFY2(made <= (pages + 2) * workers, qPrintable(u"%1 scans for %2 pages"_s.arg(made).arg(pages)));
}

void TestPostgresFaults::brokenInTheMiddleOfAnAnswer_data()
{
    QTest::addColumn<QString>("doing");
    QTest::addColumn<std::optional<Error::Kind>>("error");
    QTest::newRow("the connection is lost: read again, from the beginning")
        << u"PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5)"_s
        << std::optional<Error::Kind>();
    QTest::newRow("a conflict: read again, from the beginning")
        << u"RAISE EXCEPTION 'once' USING ERRCODE = '40001'"_s << std::optional<Error::Kind>();
    QTest::newRow("a value that cannot be shown: no answer rather than a part of it")
        << u"RAISE EXCEPTION 'once' USING ERRCODE = '22P02'"_s << std::optional(Error::Kind::Invalid);
    QTest::newRow("too slow: no answer rather than a part of it")
        << u"PERFORM pg_sleep(60)"_s << std::optional(Error::Kind::Timeout);
}

void TestPostgresFaults::brokenInTheMiddleOfAnAnswer()
{
    QFETCH(const QString, doing);
    QFETCH(const std::optional<Error::Kind>, error);
    constexpr int all = 20'000; // far more than fits into the sockets' buffers
    RecordsWorld world(m_server.get());
    addStumblingView(world, all, doing);
    RecordsOptions options;
    options.statementTimeout = 3s;
    const auto store = world.store(options);
    QList<PromptId> ids;
    for (int n = 1; n <= all; ++n)
        ids += PromptId("p" + QByteArray::number(n));
    Result<QList<JobRecord>> rows = store->rowsFor(ids).result();
    if (error) {
        QVERIFY(!rows);
        QCOMPARE(rows.error().kind, *error);
        rows = store->rowsFor(ids).result(); // the connection is good for the next one
    }
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
    QCOMPARE(rows->size(), all);
    QSet<QString> different;
    for (const JobRecord &row : std::as_const(*rows)) {
        QCOMPARE(row.rowCount, 1);
        different += row.id.value();
    }
    QCOMPARE(different.size(), all);
}

QTEST_GUILESS_MAIN(TestPostgresFaults)
#include "tst_postgresfaults.moc"
