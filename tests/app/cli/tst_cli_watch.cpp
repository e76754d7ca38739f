// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int soon = 20'000;
constexpr int patient = 20'000;

QStringList withNotifications()
{
    return opsUsers()
        + QStringList{
            u"notify-keyspace-events Kg$xe"_s, u"user scanless on >SECRET-scanless ~* &* +@all -scan"_s};
}

QString idOf(const QJsonObject &event)
{
    return event.contains("job"_L1) ? event.value("job"_L1).toObject().value("promptId"_L1).toString()
                                    : event.value("promptId"_L1).toString();
}

bool hasUpsert(CliProcess &watch, const QString &id, const QString &status)
{
    for (const QJsonObject &event : watch.events(u"upsert"_s)) {
        if (idOf(event) == id && event.value("job"_L1).toObject().value("status"_L1) == status)
            return true;
    }
    return false;
}

/// Of the last removal of the id; empty for none.
QString causeOf(CliProcess &watch, const QString &id)
{
    QString cause;
    for (const QJsonObject &event : watch.events(u"remove"_s)) {
        if (idOf(event) == id)
            cause = event.value("cause"_L1).toString();
    }
    return cause;
}

bool hasFeed(CliProcess &watch, QLatin1StringView member, const QString &value)
{
    for (const QJsonObject &event : watch.events(u"feed"_s)) {
        if (event.value(member) == value)
            return true;
    }
    return false;
}

} // namespace

class TestCliWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void firstWhatIsThere();
    void thenDifferences();
    void expiryIsToldByTheDeadline();
    void flushIsSeen();
    void notificationsSwitchedOff();
    void filteredByAChange();
    void timeAddsWithinASecond();
    void timeRemoves();
    void unreadableAndStrange();
    void serverComesBackEmpty();
    void endsBySignal_data();
    void endsBySignal();
    void endsAfterDuration();
    void waitsForTheServer();
    void passwordChangedMeanwhile();
    void missingRight();
    void linesForPeople();
    void slowReaderLosesNothing();

private:
    [[nodiscard]] QStringList words(const QStringList &more) const;
    [[nodiscard]] CliEnvironment viewer() const;
    void waitForSnapshot(CliProcess &watch, int snapshots = 1);

    RedisServer m_server{withNotifications()};
    RedisClient m_client{m_server.port()};
};

void TestCliWatch::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestCliWatch::init()
{
    m_client.run({"FLUSHALL"});
    m_client.run({"CONFIG", "SET", "notify-keyspace-events", "Kg$xe"});
}

QStringList TestCliWatch::words(const QStringList &more) const
{
    return QStringList{u"watch"_s, u"--json"_s} + more;
}

CliEnvironment TestCliWatch::viewer() const
{
    return {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port())}};
}

void TestCliWatch::waitForSnapshot(CliProcess &watch, int snapshots)
{
    QTRY_VERIFY2_WITH_TIMEOUT(
        watch.events(u"snapshot"_s).size() >= snapshots, watch.err().constData(), patient);
}

void TestCliWatch::firstWhatIsThere()
{
    setJob(m_client, "a", jobDocument("a", "queued", "0.0"));
    setJob(m_client, "b", jobDocument("b", "failed", "99"));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    QTRY_VERIFY_WITH_TIMEOUT(hasFeed(watch, "state"_L1, u"live"_s), patient);
    QVERIFY(hasUpsert(watch, u"a"_s, u"queued"_s));
    QVERIFY(hasUpsert(watch, u"b"_s, u"failed"_s));
    QCOMPARE(watch.events(u"upsert"_s).size(), 2);
    QCOMPARE(watch.events(u"snapshot"_s).first().value("jobs"_L1).toInt(), 2);
    QVERIFY(watch.lines().join('\n').contains("\"progress\":0.0,")); // as in the record
    const QJsonObject feed = watch.events(u"feed"_s).last();
    QCOMPARE(feed.value("rung"_L1).toString(), u"notifications"_s);
    QVERIFY(!watch.lines().join('\n').contains("SECRET"));
}

void TestCliWatch::thenDifferences()
{
    setJob(m_client, "a", jobDocument("a", "queued"));
    setJob(m_client, "quiet", jobDocument("quiet"));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    setJob(m_client, "a", jobDocument("a", "processing"));
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"a"_s, u"processing"_s), soon);
    setJob(m_client, "new", jobDocument("new", "queued"));
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"new"_s, u"queued"_s), soon);
    deleteJob(m_client, "a");
    QTRY_COMPARE_WITH_TIMEOUT(causeOf(watch, u"a"_s), u"deleted"_s, soon);
    QCOMPARE(watch.events(u"upsert"_s).size(), 4);
    QCOMPARE(watch.events(u"remove"_s).size(), 1);
}

void TestCliWatch::expiryIsToldByTheDeadline()
{
    setJob(m_client, "short", jobDocument("short"), 6s);
    setJob(m_client, "long", jobDocument("long"));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    QTRY_COMPARE_WITH_TIMEOUT(causeOf(watch, u"short"_s), u"expired"_s, soon);
    m_client.run({"PEXPIRE", "comfyui:job:long", "300"});
    QTRY_COMPARE_WITH_TIMEOUT(causeOf(watch, u"long"_s), u"expired"_s, soon);
}

void TestCliWatch::flushIsSeen()
{
    for (int i = 0; i < 20; ++i)
        setJob(m_client, QByteArray::number(i), jobDocument(QByteArray::number(i)));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    m_client.run({"FLUSHALL"});
    QTRY_COMPARE_WITH_TIMEOUT(watch.events(u"remove"_s).size(), 20, soon);
    QCOMPARE(causeOf(watch, u"7"_s), u"flushed"_s);
}

void TestCliWatch::notificationsSwitchedOff()
{
    setJob(m_client, "a", jobDocument("a", "queued"));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    setJob(m_client, "a", jobDocument("a", "processing"));
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"a"_s, u"processing"_s), soon);
    m_client.run({"CONFIG", "SET", "notify-keyspace-events", ""});
    setJob(m_client, "a", jobDocument("a", "completed"));
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"a"_s, u"completed"_s), soon);
}

void TestCliWatch::filteredByAChange()
{
    setJob(m_client, "a", jobDocument("a", "queued"));
    setJob(m_client, "b", jobDocument("b", "failed"));
    CliProcess watch(words({u"status:queued"_s}), viewer());
    waitForSnapshot(watch);
    QCOMPARE(watch.events(u"snapshot"_s).first().value("jobs"_L1).toInt(), 1);
    setJob(m_client, "a", jobDocument("a", "processing"));
    QTRY_COMPARE_WITH_TIMEOUT(causeOf(watch, u"a"_s), u"filtered"_s, soon);
    deleteJob(m_client, "b");
    setJob(m_client, "a", jobDocument("a", "queued", "1"));
    QTRY_COMPARE_WITH_TIMEOUT(watch.events(u"upsert"_s).size(), 2, soon);
    QCOMPARE(watch.events(u"remove"_s).size(), 1);
}

void TestCliWatch::timeAddsWithinASecond()
{
    CliProcess watch(words({u"age>600s"_s}), viewer());
    waitForSnapshot(watch);
    setJob(m_client, "a", jobDocument("a", "queued", "0", msAgo(598'000)));
    QElapsedTimer elapsed;
    elapsed.start();
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"a"_s, u"queued"_s), soon);
    QVERIFY2(elapsed.elapsed() >= 1'900 && elapsed.elapsed() <= 3'200,
        QByteArray::number(elapsed.elapsed()).constData());
    QVERIFY(
        watch.events(u"upsert"_s).last().value("job"_L1).toObject().value("ageMs"_L1).toDouble() > 600'000);
}

void TestCliWatch::timeRemoves()
{
    setJob(m_client, "a", jobDocument("a", "queued", "0", msAgo(0)));
    CliProcess watch(words({u"age<4s"_s}), viewer());
    QTRY_VERIFY_WITH_TIMEOUT(hasUpsert(watch, u"a"_s, u"queued"_s), 4'000);
    QTRY_COMPARE_WITH_TIMEOUT(causeOf(watch, u"a"_s), u"filtered"_s, 8'000);
}

void TestCliWatch::unreadableAndStrange()
{
    setJob(m_client, "a\xff", "{nope");
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    const QJsonObject job = watch.events(u"upsert"_s).first().value("job"_L1).toObject();
    QCOMPARE(job.value("readable"_L1), QJsonValue(false));
    QCOMPARE(job.value("keyHex"_L1).toString(), u"61ff"_s);
    QVERIFY(job.value("reason"_L1).toString().startsWith("not JSON"_L1));
    setJob(m_client, "big", jobDocument("big") + QByteArray(2 << 20, ' '));
    QTRY_COMPARE_WITH_TIMEOUT(watch.events(u"upsert"_s).size(), 2, soon);
    QCOMPARE(
        watch.events(u"upsert"_s).last().value("job"_L1).toObject().value("readable"_L1), QJsonValue(false));
    deleteJob(m_client, "a\xff");
    QTRY_COMPARE_WITH_TIMEOUT(watch.events(u"remove"_s).size(), 1, soon);
    QCOMPARE(watch.events(u"remove"_s).first().value("keyHex"_L1).toString(), u"61ff"_s);
}

void TestCliWatch::serverComesBackEmpty()
{
    RedisServer server(withNotifications());
    RedisClient client(server.port());
    setJob(client, "a", jobDocument("a", "queued"));
    CliProcess watch(words({}), {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, server.port())}});
    waitForSnapshot(watch);
    server.kill();
    QTRY_VERIFY_WITH_TIMEOUT(hasFeed(watch, "state"_L1, u"stale"_s), patient);
    QVERIFY(causeOf(watch, u"a"_s).isEmpty()); // not known to be gone while nobody answers
    QVERIFY(server.start());
    waitForSnapshot(watch, 2);
    QTRY_VERIFY_WITH_TIMEOUT(!causeOf(watch, u"a"_s).isEmpty(), patient);
    QCOMPARE(watch.events(u"snapshot"_s).last().value("jobs"_L1).toInt(), 0);
    QVERIFY(watch.isRunning());
}

void TestCliWatch::endsBySignal_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("SIGINT") << SIGINT << 130;
    QTest::newRow("SIGTERM") << SIGTERM << 143;
}

void TestCliWatch::endsBySignal()
{
    QFETCH(int, signal);
    QFETCH(int, exitCode);
    setJob(m_client, "a", jobDocument("a"));
    CliProcess watch(words({}), viewer());
    waitForSnapshot(watch);
    watch.sendSignal(signal);
    const CliOutcome outcome = watch.outcome();
    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY(outcome.out.endsWith('\n'));
    QCOMPARE(outcome.err, QByteArray());
}

void TestCliWatch::endsAfterDuration()
{
    setJob(m_client, "a", jobDocument("a"));
    const CliOutcome outcome = runCli(words({u"--for"_s, u"3s"_s}), viewer());
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(!outcome.objectWith(u"event"_s, u"snapshot"_s).isEmpty());
}

void TestCliWatch::waitsForTheServer()
{
    RedisServer server;
    RedisClient client(server.port());
    server.kill();
    CliProcess watch(words({u"--wait"_s}), {{u"REDIS_URL"_s, server.url()}});
    QTRY_VERIFY_WITH_TIMEOUT(!watch.events(u"feed"_s).isEmpty(), patient);
    const QJsonObject feed = watch.events(u"feed"_s).last();
    QVERIFY(feed.value("state"_L1) != u"live"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        watch.events(u"feed"_s).last().value("error"_L1).toString().contains("refused"_L1), patient);
    QVERIFY(server.start());
    waitForSnapshot(watch);
}

void TestCliWatch::passwordChangedMeanwhile()
{
    RedisServer server(withNotifications());
    RedisClient client(server.port());
    CliProcess watch(words({}), {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, server.port())}});
    waitForSnapshot(watch);
    client.run({"ACL", "SETUSER", "ops_viewer", "resetpass", ">other"});
    client.run({"CLIENT", "KILL", "USER", "ops_viewer"});
    const CliOutcome outcome = watch.outcome();
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.err.contains("WRONGPASS"), outcome.err.constData());
}

void TestCliWatch::missingRight()
{
    const CliOutcome outcome = runCli(words({}), {{u"REDIS_URL"_s, urlAs(u"scanless"_s, m_server.port())}});
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.err.contains("scan"), outcome.err.constData());
}

void TestCliWatch::linesForPeople()
{
    setJob(m_client, "a", jobDocument("a", "queued", "0"));
    CliProcess watch({u"watch"_s}, viewer());
    QTRY_VERIFY_WITH_TIMEOUT(watch.err().contains("1 job is there"), patient);
    QTRY_VERIFY_WITH_TIMEOUT(watch.err().contains("feed live, by notifications"), patient);
    setJob(m_client, "a", jobDocument("a", "failed", "7"));
    QTRY_COMPARE_WITH_TIMEOUT(watch.lines().size(), 3, soon);
    deleteJob(m_client, "a");
    QTRY_COMPARE_WITH_TIMEOUT(watch.lines().size(), 4, soon);
    const QByteArrayList lines = watch.lines();
    QVERIFY2(lines[0].startsWith("TIME\t\tSTATUS\tPROG\tPROMPT ID\t"), lines[0].constData());
    QVERIFY2(lines[1].mid(8).startsWith("\t+\tqueued\t0%\ta\timage_generation\t"), lines[1].constData());
    QVERIFY2(lines[2].mid(8).startsWith("\t~\tfailed\t7%\ta\t"), lines[2].constData());
    QVERIFY2(lines[3].mid(8).startsWith("\t-\tdeleted\t-\ta\t"), lines[3].constData());
}

// Nobody reads for a while, and much happens: the feed's batches grow, and in the end all is told.
void TestCliWatch::slowReaderLosesNothing()
{
    constexpr int jobs = 4'000;
    m_client.run({"CONFIG", "RESETSTAT"});
    for (int i = 0; i < jobs; ++i)
        setJob(m_client, QByteArray::number(i), jobDocument(QByteArray::number(i)));
    QProcess watch;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port()));
    watch.setProcessEnvironment(variables);
    // The pipe to the sleeping reader holds 64 KiB: far less than the first picture.
    watch.start(u"sh"_s,
        {u"-c"_s, u"\"%1\" watch --json --for 8s | (sleep 4; cat)"_s.arg(QStringLiteral(EMBERWATCH_CLI))});
    QTRY_VERIFY_WITH_TIMEOUT(m_client.text({"CLIENT", "LIST"}).contains("name=emberwatch"), patient);
    // The picture is being taken.
    QTRY_VERIFY_WITH_TIMEOUT(m_client.text({"INFO", "commandstats"}).contains("cmdstat_mget:"), patient);
    setJob(m_client, "7", jobDocument("7", "failed"));
    QVERIFY(watch.waitForFinished(patient));
    const QByteArray out = watch.readAllStandardOutput();
    QCOMPARE(out.count("\"event\":\"upsert\""), jobs + (out.count("\"promptId\":\"7\",") == 2 ? 1 : 0));
    QVERIFY(out.contains("\"status\":\"failed\""));
    QVERIFY(out.contains("\"event\":\"snapshot\""));
    QVERIFY(!out.contains("\"state\":\"stale\""));
}

QTEST_GUILESS_MAIN(TestCliWatch)
#include "tst_cli_watch.moc"
