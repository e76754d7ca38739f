// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultproxy.h"
#include "tests/support/feedharness.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

const QStringList notificationsOn{u"notify-keyspace-events Kg$xe"_s};
constexpr int patient = 20'000;
constexpr int noticeTime = 10'000; ///< ms in which a silent cut is to be noticed
/// ms. That nothing happens in this time is what is tested.
constexpr int aWhile = 700;

void fill(RedisClient &client, int jobs)
{
    for (int i = 0; i < jobs; ++i) {
        const QByteArray id = QByteArray::number(i);
        const QByteArray key = keyOfJob(id);
        const QByteArray value = jobDocument(id, "processing", i % 100);
        client.append({"SET", key, value, "EX", "7200"});
    }
    QCOMPARE(client.collect(), 0);
}

redis::ConnectionOptions through(const FaultProxy &proxy)
{
    redis::ConnectionOptions options;
    options.port = proxy.port();
    return options;
}

} // namespace

/// What goes wrong between the feed and its server, and what is strange on it.
class TestFeedFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsOnlyOnceItIsSubscribed();
    void cutsAreCaughtUpWith_data();
    void cutsAreCaughtUpWith();
    void aSilentCutIsNoticed();
    void oddIdsComeAndGo_data();
    void oddIdsComeAndGo();
    void aMissingRightCostsItsFeatureOnly_data();
    void aMissingRightCostsItsFeatureOnly();
    void aKeyOfAnotherTypeNeedsTheRightToSaySo();
    void anotherDatabaseIsAnotherPicture();
};

void TestFeedFaults::listsOnlyOnceItIsSubscribed()
{
    const RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 3);
    FaultProxy proxy(server.port());
    proxy.holdWhatSays("PSUBSCRIBE");
    const FeedHarness harness(through(proxy));
    QTRY_COMPARE_WITH_TIMEOUT(proxy.connections(), 2, patient);
    QTest::qWait(aWhile); // a listing would have begun by now
    QVERIFY(!client.text({"INFO", "commandstats"}).contains("cmdstat_scan"));
    QVERIFY(!harness.isLive());
    proxy.pass();
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    QCOMPARE(harness.total(), 3);
}

void TestFeedFaults::cutsAreCaughtUpWith_data()
{
    QTest::addColumn<int>("bytes");
    QTest::newRow("both connections are killed") << -1;
    QTest::newRow("at the next answer") << 0;
    QTest::newRow("in the middle of an answer") << 40;
    QTest::newRow("in the middle of the listing") << 200'000;
}

void TestFeedFaults::cutsAreCaughtUpWith()
{
    QFETCH(int, bytes);
    const RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 2'000);
    FaultProxy proxy(server.port());
    FeedHarness harness(through(proxy));
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    const int snapshots = harness.snapshots();
    if (bytes < 0)
        proxy.dropAll();
    else
        proxy.cutAfter(bytes);
    harness.feed().refresh(); // so that there is a listing to cut
    client.run({"DEL", keyOfJob("7")});
    setJob(client, "8", jobDocument("8", "failed", 88));
    setJob(client, "new", jobDocument("new", "queued", 1));
    QTRY_VERIFY_WITH_TIMEOUT(harness.snapshots() > snapshots, patient);
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive() && harness.contains("new"), patient);
    QVERIFY(!harness.contains("7"));
    QCOMPARE(harness.progressOf("8"), 88.0);
    QCOMPARE(harness.total(), 2'000);
}

void TestFeedFaults::aSilentCutIsNoticed()
{
    const RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 10);
    FaultProxy proxy(server.port());
    const FeedHarness harness(through(proxy));
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    proxy.hold();
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().state, FeedState::Stale, noticeTime);
    QVERIFY(harness.health().error.has_value());
    QCOMPARE(harness.total(), 10); // the last picture stays
    client.run({"DEL", keyOfJob("1")});
    proxy.pass();
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    QCOMPARE(harness.total(), 9);
    QVERIFY(!harness.health().error);
}

void TestFeedFaults::oddIdsComeAndGo_data()
{
    QTest::addColumn<QStringList>("config");
    QTest::newRow("by keyspace notifications") << notificationsOn;
    QTest::newRow("by tracking broadcasts") << QStringList();
}

void TestFeedFaults::oddIdsComeAndGo()
{
    QFETCH(QStringList, config);
    const QByteArrayList ids{" a  b ", "a\"b'c\\d", "a\r\nb\nc", "*?[a-z]^\\", "a\u202Eb\u200F",
        QByteArray("a\0b", 3), QByteArray(10'000, 'x'), "a\xff\xc3", ""};
    const RedisServer server(config);
    RedisClient client(server.port());
    const FeedHarness harness(server.options());
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    for (const QByteArray &id : ids) {
        setJob(client, id, jobDocument("x", "processing", 5));
        QTRY_VERIFY2_WITH_TIMEOUT(harness.contains(id), id.toHex().left(40).constData(), patient);
        QCOMPARE(harness.total(), 1);
        setJob(client, id, jobDocument("x", "processing", 6));
        QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf(id), 6.0, patient);
        deleteJob(client, id);
        QTRY_COMPARE_WITH_TIMEOUT(harness.total(), 0, patient);
    }
    QCOMPARE(harness.snapshots(), 1);
}

void TestFeedFaults::aMissingRightCostsItsFeatureOnly_data()
{
    QTest::addColumn<QString>("without");
    QTest::addColumn<FeedRung>("rung");
    for (const char *command :
        {"dbsize", "time", "config", "role", "info", "client|setname", "strlen", "type", "getrange"}) {
        QTest::newRow(command) << QString::fromLatin1(command) << FeedRung::Notifications;
    }
    QTest::newRow("psubscribe") << u"psubscribe"_s << FeedRung::Tracking;
    QTest::newRow("psubscribe and client|tracking") << u"psubscribe -client|tracking"_s << FeedRung::Polling;
    QTest::newRow("psubscribe and subscribe") << u"psubscribe -subscribe"_s << FeedRung::Polling;
    QTest::newRow("psubscribe and client|id") << u"psubscribe -client|id"_s << FeedRung::Polling;
}

void TestFeedFaults::aMissingRightCostsItsFeatureOnly()
{
    QFETCH(QString, without);
    QFETCH(FeedRung, rung);
    const RedisServer server(
        notificationsOn + QStringList{u"user some on >pw ~comfyui:job:* &* +@all -"_s + without});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    RedisClient client(server.port());
    fill(client, 10);
    auto options = server.options();
    options.user = "some";
    options.password = Secret("pw");
    const FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    QCOMPARE(harness.total(), 10);
    QTRY_COMPARE_WITH_TIMEOUT(harness.health().rung, rung, patient);
    QCOMPARE(harness.health().rungReason.isEmpty(), rung == FeedRung::Notifications);
    setJob(client, "1", jobDocument("1", "failed", 77));
    client.run({"DEL", keyOfJob("2")});
    QTRY_COMPARE_WITH_TIMEOUT(harness.progressOf("1"), 77.0, patient);
    QTRY_COMPARE_WITH_TIMEOUT(harness.total(), 9, patient);
    QVERIFY(harness.isLive());
}

void TestFeedFaults::aKeyOfAnotherTypeNeedsTheRightToSaySo()
{
    const RedisServer server(QStringList{u"user some on >pw ~comfyui:job:* &* +@all -type"_s});
    RedisClient client(server.port());
    fill(client, 2);
    client.run({"HSET", keyOfJob("hash"), "a", "b"});
    auto options = server.options();
    options.user = "some";
    options.password = Secret("pw");
    const FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.health().error.has_value(), patient);
    QCOMPARE(harness.health().error->kind, Error::Kind::Permission);
    QVERIFY2(
        harness.health().error->message.contains(u"type"_s), qPrintable(harness.health().error->message));
    client.run({"ACL", "SETUSER", "some", "+type"});
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    QCOMPARE(harness.total(), 3);
    QCOMPARE(harness.table().counts().unreadable, 1);
}

void TestFeedFaults::anotherDatabaseIsAnotherPicture()
{
    const RedisServer server(notificationsOn);
    RedisClient client(server.port());
    fill(client, 5);
    client.run({"SELECT", "3"});
    setJob(client, "of three", jobDocument("of three", "queued", 0));
    auto options = server.options();
    options.database = 3;
    const FeedHarness harness(options);
    QTRY_VERIFY_WITH_TIMEOUT(harness.isLive(), patient);
    QCOMPARE(harness.total(), 1);
    QVERIFY(harness.contains("of three"));
    options.database = 99;
    const FeedHarness nowhere(options);
    QTRY_VERIFY_WITH_TIMEOUT(nowhere.health().error.has_value(), patient);
    QVERIFY2(nowhere.health().error->message.contains(u"out of range"_s),
        qPrintable(nowhere.health().error->message));
    QCOMPARE(nowhere.total(), 0);
}

QTEST_GUILESS_MAIN(TestFeedFaults)
#include "tst_feedfaults.moc"
