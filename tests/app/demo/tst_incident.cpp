// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/incident.h"
#include "app/demo/incidentplan.h"
#include "core/config/environmentsfile.h"
#include "tests/core/operations/recoveryrig.h"
#include "tests/core/records/recordsworld.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSet>
#include <QTest>
#include <QUuid>

using namespace emberwatch;
using namespace emberwatch::demo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestIncident : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasAJobInEachRow();
    void hasEachReading();
    void isCalledByTheTable_data();
    void isCalledByTheTable();
    void triageNamesEveryJob_data() { test::addDatabaseRows(); }
    void triageNamesEveryJob();
    void takesOnlyWhatIsEmpty();

private:
    test::PostgresServer m_postgres;
};

namespace {

/// An empty database of the server.
RecordsAddress newDatabase(test::PostgresServer &server)
{
    const QString name = u"t"_s + QUuid::createUuid().toString(QUuid::Id128);
    test::RecordsWorld(&server).run(u"CREATE DATABASE "_s + name);
    return server.address(name);
}

test::RigSetup setupFor(const test::RedisServer &redis, const Incident &incident)
{
    test::RigSetup setup{redis.options(), incident.records(),
        incident.stateFolder() + u"/emberwatch/journal.sqlite"_s, incident.servers()};
    setup.grace = 4s;
    setup.httpTimeout = 20s;
    return setup;
}

} // namespace

void TestIncident::hasAJobInEachRow()
{
    QSet<TableRow> rows;
    QSet<QByteArray> ids;
    const QList<StagedJob> jobs = incidentPlan();
    for (const StagedJob &job : jobs) {
        rows.insert(job.rule);
        ids.insert(job.id);
    }
    QCOMPARE(ids.size(), jobs.size());
    QVERIFY(!rows.contains(TableRow::NoAnswer));
    QCOMPARE(rows.size(), tableRowCount - 1);
}

void TestIncident::hasEachReading()
{
    QSet<RedisReading> redis;
    QSet<RecordReading> record;
    QSet<ComfyReading> comfy;
    QSet<CorruptReason> corrupt;
    for (const StagedJob &job : incidentPlan()) {
        redis.insert(job.redis);
        record.insert(job.record);
        comfy.insert(job.comfy);
        if (job.redis == RedisReading::Corrupt)
            corrupt.insert(job.corrupt);
    }
    QCOMPARE(redis.size(), 6); // all but unknown
    QCOMPARE(record.size(), 7);
    QCOMPARE(comfy.size(), 7);
    QCOMPARE(corrupt.size(), 5);
}

void TestIncident::isCalledByTheTable_data()
{
    QTest::addColumn<StagedJob>("job");
    for (const StagedJob &job : incidentPlan()) {
        const bool isBeforeTheTable = job.rule == TableRow::Settling || job.rule == TableRow::SeveralRecords;
        if (!isBeforeTheTable)
            QTest::newRow(job.id.constData()) << job;
    }
}

void TestIncident::isCalledByTheTable()
{
    QFETCH(const StagedJob, job);
    const bool isStalled = job.verdict == Verdict::Stalled;
    const TableEntry entry = lookUp(job.redis, job.record, job.comfy, isStalled, job.isKnownToJournal);
    QCOMPARE(entry.row, job.rule);
    QCOMPARE(entry.verdict, job.verdict);
}

void TestIncident::triageNamesEveryJob()
{
    QFETCH(const bool, isPostgres);
    const test::RedisServer redis;
    const QTemporaryDir folder;
    std::optional<RecordsAddress> records;
    if (isPostgres)
        records = newDatabase(m_postgres);
    Incident incident(redis.options(), folder.path(), records);
    const Result<void> staged = incident.stage();
    QVERIFY2(staged, staged ? "" : qPrintable(staged.error().message));

    test::RecoveryRig rig(setupFor(redis, incident));
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Reconcile;
    rig.setWish(wish);
    const Result<RecoveryProposal> proposal = rig.propose();
    QVERIFY2(proposal, proposal ? "" : qPrintable(proposal.error().message));
    for (const StagedJob &job : incidentPlan()) {
        const auto judged = proposal->judged.constFind(PromptId(job.id));
        const bool isSeen = judged != proposal->judged.constEnd();
        // What is over everywhere is nowhere to be seen.
        QVERIFY2(isSeen == (job.rule != TableRow::NothingOpen), job.id.constData());
        if (!isSeen)
            continue;
        const QByteArray called
            = job.id + ": " + wordOf(judged->judgement.verdict) + ", " + wordOf(judged->judgement.row);
        QVERIFY2(judged->judgement.verdict == job.verdict, called.constData());
        QVERIFY2(judged->judgement.row == job.rule, called.constData());
        QCOMPARE(judged->judgement.flags.isQuiet, job.id == "live-quiet");
        QCOMPARE(judged->evidence.record.isFailedByUs, job.isFailedByUs);
    }
    QCOMPARE(proposal->judged.size(), incidentPlan().size() - 1);

    // The file says where all of it is.
    const Result<EnvironmentConfig> environment
        = readEnvironment(incident.configFolder() + u"/emberwatch/environments.conf"_s, u"incident"_s);
    QVERIFY2(environment, environment ? "" : qPrintable(environment.error().message));
    QVERIFY(incident.hint(redis.url()).contains(redis.url()));
}

void TestIncident::takesOnlyWhatIsEmpty()
{
    const test::RedisServer redis;
    const QTemporaryDir folder;
    const RecordsAddress taken = newDatabase(m_postgres);
    Incident first(redis.options(), folder.path(), taken);
    QVERIFY(first.stage());
    Incident second(redis.options(), folder.path(), taken);
    const Result<void> staged = second.stage();
    QVERIFY(!staged);
    QCOMPARE(staged.error().kind, Error::Kind::Invalid);
    QVERIFY2(staged.error().message.contains(u"empty database"_s), qPrintable(staged.error().message));

    RecordsAddress elsewhere = taken;
    elsewhere.host = u"db.example.org"_s;
    Incident far(redis.options(), folder.path(), elsewhere);
    QCOMPARE(far.stage().error().kind, Error::Kind::Invalid);
}

QTEST_GUILESS_MAIN(TestIncident)
#include "tst_incident.moc"
