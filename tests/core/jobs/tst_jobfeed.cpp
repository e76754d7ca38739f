// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/feedharness.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList notificationsOn{u"notify-keyspace-events Kg$xe"_s};
constexpr int soon = 3'000;
constexpr int withinFiveSeconds = 5'000;

void fill(RedisClient &client, int jobs)
{
    for (int i = 0; i < jobs; ++i) {
        const QByteArray id = "job-" + QByteArray::number(i);
        const QByteArray key = keyOfJob(id);
        const QByteArray value = jobDocument(id, "processing", i % 100);
        client.append({"SET", key, value, "EX", "7200"});
    }
    QCOMPARE(client.collect(), 0);
}

} // namespace

class TestJobFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snapshotThenDifferences_data();
    void snapshotThenDifferences();
    void choosesTheRung_data();
    void choosesTheRung();
    void flushIsSeen_data();
    void flushIsSeen();
    void notificationsSwitchedOffAreNoticed();
    void notificationsSwitchedOffWithConfigRefusedAreNoticed();
    void unreadableValuesNeverStopTheRest();
    void hugeValuesDoNotCloseTheConnection();
    void expiryIsSeenWithinASecond();
    void evictionIsTold();
    void restartedEmptyServer();
    void frozenServerIsNoticedAndForgiven();
    void wrongPasswordIsNotRetried();
    void missingRightsAreNamed_data();
    void missingRightsAreNamed();
    void aBusyReceiverGetsOneLargeBatch();
    void aViewerIsEnough();
    void enablesNotificationsOnlyWhenAsked();
    void swapDatabaseIsSeen();
};

void TestJobFeed::snapshotThenDifferences_data()
{
    QTest::addColumn<QStringList>("config");
    QTest::newRow("by keyspace notifications") << notificationsOn;
    QTest::newRow("by tracking broadcasts") << QStringList{u"notify-keyspace-events \"\""_s};
    QTest::newRow("by polling") << QStringList{u"rename-command CLIENT \"\""_s};
}

void TestJobFeed::snapshotThenDifferences()
{
    QFETCH(QStringList, config);
    RedisServer server(config);
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RedisClient client(server.port());
    fill(client, 2'500);
    client.run({"SET", "another:key", "x"});

    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), withinFiveSeconds);
    QCOMPARE(harness.total(), 2'500);
    QCOMPARE(harness.snapshots(), 1);
    QCOMPARE(harness.progressOf("job-42"), 42.0);

    setJob(client, "job-42", jobDocument("job-42", "processing", 43));
    setJob(client, "new one", jobDocument("new one", "queued", 0));
    client.run({"DEL", "comfyui:job:job-7"});
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-42"), 43.0, withinFiveSeconds);
    QTRY_VERIFY_WITH_TIMEOUT(harness.contains("new one"), withinFiveSeconds);
    QTRY_VERIFY_WITH_TIMEOUT(!harness.contains("job-7"), withinFiveSeconds);
    QCOMPARE(harness.causeOf("job-7"), std::optional(RemovalCause::Deleted));
    QCOMPARE(harness.total(), 2'500);
    QCOMPARE(harness.snapshots(), 1);
    QVERIFY(!client.text({"INFO", "commandstats"}).contains("cmdstat_keys"));
}

void TestJobFeed::choosesTheRung_data()
{
    QTest::addColumn<QStringList>("config");
    QTest::addColumn<int>("rung");
    QTest::addColumn<QString>("reason");
    QTest::newRow("notifications on") << notificationsOn << 0 << QString();
    QTest::newRow("notifications off") << QStringList() << 1 << u"notifications are off"_s;
    QTest::newRow("CONFIG refused, on")
        << (notificationsOn + QStringList{u"rename-command CONFIG \"\""_s}) << 0 << QString();
    QTest::newRow("off and no CLIENT") << QStringList{u"rename-command CLIENT \"\""_s} << 2 << u"CLIENT"_s;
}

void TestJobFeed::choosesTheRung()
{
    QFETCH(QStringList, config);
    QFETCH(int, rung);
    QFETCH(QString, reason);
    RedisServer server(config);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(harness.health().rung), rung, soon);
    QVERIFY2(harness.health().rungReason.contains(reason), qPrintable(harness.health().rungReason));
}

void TestJobFeed::flushIsSeen_data()
{
    QTest::addColumn<QStringList>("config");
    QTest::addColumn<int>("jobs");
    QTest::newRow("notifications, one job") << notificationsOn << 1;
    QTest::newRow("notifications, many") << notificationsOn << 3'000;
    QTest::newRow("tracking, many") << QStringList() << 3'000;
}

void TestJobFeed::flushIsSeen()
{
    QFETCH(QStringList, config);
    QFETCH(int, jobs);
    RedisServer server(config);
    RedisClient client(server.port());
    fill(client, jobs);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    client.run({"FLUSHALL"});
    QTRY_COMPARE_WITH_TIMEOUT(harness.total(), 0, withinFiveSeconds);
    QCOMPARE(harness.causeOf("job-0"), std::optional(RemovalCause::Flushed));
}

void TestJobFeed::notificationsSwitchedOffAreNoticed()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 300);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    setJob(client, "job-1", jobDocument("job-1", "processing", 99));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-1"), 99.0, soon);

    client.run({"CONFIG", "SET", "notify-keyspace-events", ""});
    setJob(client, "job-2", jobDocument("job-2", "processing", 98));
    setJob(client, "late", jobDocument("late", "queued", 0));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-2"), 98.0, withinFiveSeconds);
    QTRY_VERIFY_WITH_TIMEOUT(harness.contains("late"), withinFiveSeconds);
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().rung, FeedRung::Tracking, withinFiveSeconds);
    QTRY_VERIFY(
        client.text({"CLIENT", "LIST"}).contains("flags=tB")); // the server tracks for us from here on
    setJob(client, "job-3", jobDocument("job-3", "processing", 97));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-3"), 97.0, soon);

    client.run({"CONFIG", "SET", "notify-keyspace-events", "AK"});
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().rung, FeedRung::Notifications, withinFiveSeconds);
}

void TestJobFeed::notificationsSwitchedOffWithConfigRefusedAreNoticed()
{
    RedisServer server(QStringList{
        u"notify-keyspace-events Kg$xe"_s, u"user viewer on >pw ~comfyui:job:* &* +@all -config"_s});
    RedisClient client(server.port());
    fill(client, 200);
    auto options = server.options();
    options.user = "viewer";
    options.password = Secret("pw");
    FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    setJob(client, "job-1", jobDocument("job-1", "processing", 99));
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().isRungProven, soon);
    QCOMPARE(harness.health().rung, FeedRung::Notifications);

    client.run({"CONFIG", "SET", "notify-keyspace-events", ""});
    setJob(client, "job-2", jobDocument("job-2", "processing", 98));
    client.run({"DEL", "comfyui:job:job-5"});
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-2"), 98.0, withinFiveSeconds);
    QTRY_VERIFY_WITH_TIMEOUT(!harness.contains("job-5"), withinFiveSeconds);
    setJob(client, "job-3", jobDocument("job-3", "processing", 97));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-3"), 97.0, withinFiveSeconds);
    // Changes found by one and the same listing count once, and the rung falls at the second: so one more is
    // made.
    setJob(client, "job-4", jobDocument("job-4", "processing", 96));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-4"), 96.0, withinFiveSeconds);
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().rung, FeedRung::Tracking, 2 * withinFiveSeconds);
}

void TestJobFeed::unreadableValuesNeverStopTheRest()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    setJob(client, "good", jobDocument("good", "processing", 10));
    setJob(client, "not json", "{\"promptId\":");
    setJob(client, "empty", "");
    setJob(client, "deep", "{\"a\":" + QByteArray(1000, '[') + QByteArray(1000, ']') + "}");
    setJob(client, "big", "{\"a\":\"" + QByteArray(2 << 20, 'x') + "\"}");
    setJob(client, "latin", "{\"promptId\":\"\xff\"}");
    client.run({"HSET", "comfyui:job:hash", "a", "b"});
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    QCOMPARE(harness.total(), 7);
    QCOMPARE(harness.table().counts().unreadable, 6);
    QCOMPARE(harness.progressOf("good"), 10.0);
    for (const QByteArray id : {"not json", "empty", "deep", "big", "latin", "hash"})
        QVERIFY2(!harness.reasonOf(id).isEmpty(), id.constData());
    // Right again by itself.
    client.run({"DEL", "comfyui:job:hash"});
    setJob(client, "hash", jobDocument("hash", "queued", 0));
    setJob(client, "big", jobDocument("big", "queued", 0));
    QTRY_COMPARE_WITH_TIMEOUT(harness.table().counts().unreadable, 4, soon);
    QVERIFY(harness.reasonOf("hash").isEmpty());
}

void TestJobFeed::hugeValuesDoNotCloseTheConnection()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 50);
    setJob(client, "huge", QByteArray(70 << 20, 'x'));
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), 20'000);
    QCOMPARE(harness.total(), 51);
    QVERIFY(harness.reasonOf("huge").contains("large"));
    QCOMPARE(harness.progressOf("job-7"), 7.0);
    const int snapshots = harness.snapshots();
    setJob(client, "job-7", jobDocument("job-7", "processing", 70));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-7"), 70.0, soon);
    QCOMPARE(harness.snapshots(), snapshots);
}

void TestJobFeed::expiryIsSeenWithinASecond()
{
    RedisServer server(QStringList{u"notify-keyspace-events K$"_s, u"hz 1"_s});
    RedisClient client(server.port());
    fill(client, 2'000);
    for (int i = 0; i < 100; ++i)
        setJob(client, "brief-" + QByteArray::number(i), jobDocument("x", "failed", 0), 3s);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    QCOMPARE(harness.total(), 2'100);
    const qint64 left = client.integer({"PTTL", "comfyui:job:brief-99"});
    QElapsedTimer since;
    since.start();
    QTRY_COMPARE_WITH_TIMEOUT(harness.total(), 2'000, 6'000);
    QVERIFY2(since.elapsed() < left + 1'000, qPrintable(QString::number(since.elapsed() - left)));
    QCOMPARE(harness.causeOf("brief-0"), std::optional(RemovalCause::Expired));
    // A deadline that somebody brought forward.
    client.run({"EXPIRE", "comfyui:job:job-1", "1"});
    QTRY_VERIFY_WITH_TIMEOUT(!harness.contains("job-1"), 6'000);
}

void TestJobFeed::evictionIsTold()
{
    RedisServer server(notificationsOn + QStringList{u"maxmemory-policy allkeys-random"_s});
    RedisClient client(server.port());
    fill(client, 2'000);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    client.run({"CONFIG", "SET", "maxmemory", "1200000"});
    client.run({"SET", "another:key", QByteArray(10'000, 'x')});
    QTRY_VERIFY_WITH_TIMEOUT(harness.total() < 2'000, soon);
    bool isTold = false;
    for (int i = 0; i < 2'000 && !isTold; ++i)
        isTold = harness.causeOf("job-" + QByteArray::number(i)) == RemovalCause::Evicted;
    QVERIFY(isTold);
}

void TestJobFeed::restartedEmptyServer()
{
    RedisServer server(notificationsOn);
    auto client = std::make_unique<RedisClient>(server.port());
    fill(*client, 500);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    server.kill();
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().state, FeedState::Stale, soon);
    QVERIFY(harness.health().error.has_value());
    QCOMPARE(harness.total(), 500); // nothing is thrown away
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().attempt >= 2, 5'000);
    QVERIFY(server.start());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), 15'000);
    QCOMPARE(harness.total(), 0);
    QCOMPARE(harness.snapshots(), 2);
    client = std::make_unique<RedisClient>(server.port());
    setJob(*client, "after", jobDocument("after", "queued", 0));
    QTRY_VERIFY_WITH_TIMEOUT(harness.contains("after"), soon);
}

void TestJobFeed::frozenServerIsNoticedAndForgiven()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 100);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    server.freeze();
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().state, FeedState::Stale, 10'000);
    QCOMPARE(harness.total(), 100);
    server.resume();
    setJob(client, "job-1", jobDocument("job-1", "processing", 77));
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-1"), 77.0, soon);
}

void TestJobFeed::wrongPasswordIsNotRetried()
{
    RedisServer server(QStringList{u"requirepass right"_s});
    auto options = server.options();
    options.password = Secret("wrong");
    FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().error.has_value(), soon);
    QCOMPARE(harness.health().error->kind, Error::Kind::Auth);
    QVERIFY(!harness.health().nextAttempt);
    QCOMPARE(harness.health().state, FeedState::Connecting);
}

void TestJobFeed::missingRightsAreNamed_data()
{
    QTest::addColumn<QString>("without");
    QTest::newRow("scan") << u"scan"_s;
    QTest::newRow("mget") << u"mget"_s;
    QTest::newRow("pttl") << u"pttl"_s;
}

void TestJobFeed::missingRightsAreNamed()
{
    QFETCH(QString, without);
    RedisServer server(QStringList{u"user some on >pw ~* &* +@all -"_s + without});
    RedisClient client(server.port());
    fill(client, 10);
    auto options = server.options();
    options.user = "some";
    options.password = Secret("pw");
    FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().error.has_value(), soon);
    QCOMPARE(harness.health().error->kind, Error::Kind::Permission);
    QVERIFY2(harness.health().error->message.contains(without), qPrintable(harness.health().error->message));
    QCOMPARE(harness.total(), 0);
    client.run({"ACL", "SETUSER", "some", "+@all"});
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), 15'000);
    QCOMPARE(harness.total(), 10);
}

void TestJobFeed::aBusyReceiverGetsOneLargeBatch()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 1'000);
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    harness.hold(true);
    QTRY_VERIFY(harness.isBatchOwed()); // the one that was free to go
    const int batches = harness.batches();
    for (int round = 0; round < 5; ++round)
        fill(client, 1'000);
    setJob(client, "job-1", jobDocument("job-1", "processing", 55));
    client.run({"DEL", "comfyui:job:job-2"});
    // Time itself is tested: in a second a feed that did not wait would send thirty.
    QTest::qWait(1'000);
    QCOMPARE(harness.batches(), batches);
    harness.hold(false);
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-1"), 55.0, soon);
    QTRY_VERIFY_WITH_TIMEOUT(!harness.contains("job-2"), soon);
    QVERIFY(harness.isLive());
}

void TestJobFeed::aViewerIsEnough()
{
    RedisServer server(QStringList{u"notify-keyspace-events Kg$xe"_s,
        u"user ops_viewer on >SECRET resetkeys resetchannels %R~comfyui:job:* &__keyspace@0__:comfyui:job:* -@all +hello +auth +ping +echo +client|setname +client|id +client|reply +select +info +time +dbsize +scan +type +get +mget +strlen +getrange +pttl +exists +psubscribe +punsubscribe +subscribe +unsubscribe +role +readonly +asking +cluster|slots +cluster|shards +cluster|nodes +cluster|myid"_s});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RedisClient client(server.port());
    fill(client, 100);
    auto options = server.options();
    options.user = "ops_viewer";
    options.password = Secret("SECRET");
    FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    QCOMPARE(harness.health().rung, FeedRung::Notifications);
    QCOMPARE(harness.total(), 100);
    setJob(client, "job-1", jobDocument("job-1", "processing", 77));
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("job-1"), 77.0, soon);
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().isRungProven, soon);
}

void TestJobFeed::enablesNotificationsOnlyWhenAsked()
{
    RedisServer server;
    RedisClient client(server.port());
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    QCOMPARE(harness.health().rung, FeedRung::Tracking);
    client.run({"CONFIG", "GET", "notify-keyspace-events"});
    QVERIFY(client.lastText().isEmpty());
    harness.feed().enableNotifications();
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().rung, FeedRung::Notifications, soon);
}

void TestJobFeed::swapDatabaseIsSeen()
{
    RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 300);
    client.run({"SELECT", "1"});
    setJob(client, "other", jobDocument("other", "queued", 0));
    client.run({"SELECT", "0"});
    FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), soon);
    client.run({"SWAPDB", "0", "1"});
    QTRY_VERIFY_WITH_TIMEOUT(harness.contains("other"), withinFiveSeconds);
    QTRY_COMPARE_WITH_TIMEOUT(harness.total(), 1, withinFiveSeconds);
}

QTEST_GUILESS_MAIN(TestJobFeed)
#include "tst_jobfeed.moc"
