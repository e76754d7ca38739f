// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/feedwords.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{1'763'993'000'000ms}; // 14:03:20 UTC

FeedView live()
{
    FeedView view;
    view.now = now;
    view.health.state = FeedState::Live;
    view.health.rung = FeedRung::Notifications;
    view.health.isRungProven = true;
    view.health.lastData = now - 240ms;
    view.health.lastFullScan = now - 21s;
    view.health.server = u"redis://10.0.4.12:6379/0"_s;
    view.health.product = u"Redis"_s;
    view.health.version = u"7.0.15"_s;
    view.health.role = u"master"_s;
    view.commandsPerSecond = 14.2;
    view.roundTripMs = 0.31;
    return view;
}

FeedView lost()
{
    FeedView view = live();
    view.health.state = FeedState::Stale;
    view.health.lastData = now - 48s;
    view.health.error = Error{Error::Kind::Network, u"Connection refused"_s};
    view.health.attempt = 7;
    view.health.nextAttempt = now + 2100ms;
    return view;
}

FeedView connecting()
{
    FeedView view;
    view.now = now;
    view.health.server = u"redis://10.0.4.12:6379/0"_s;
    return view;
}

} // namespace

class TestFeedWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whileLive();
    void rungs_data();
    void rungs();
    void driftIsCounted();
    void whilePaused();
    void whileLoading();
    void whileConnecting();
    void whenLost();
    void whenNobodyTriesAgain();
    void whenNothingWasSeenYet();
    void errorsAreSentences_data();
    void errorsAreSentences();
    void localTimeNamesItsZone();
    void addressesOfAllKinds_data();
    void addressesOfAllKinds();
};

void TestFeedWords::whileLive()
{
    const FeedView view = live();
    QCOMPARE(feedStateWords(view).text, u"Live · keyspace notifications"_s);
    QCOMPARE(feedStateWords(view).icon, Icon::Live);
    QCOMPARE(updatedWords(view), u"Updated 0.2 s ago"_s);
    QCOMPARE(activityWords(view), u"Full scan 21 s ago, no drift"_s);
    QCOMPARE(loadWords(view), u"Our load 14 commands/s, 0.3 ms"_s);
    QCOMPARE(serverWords(view.health), u"Redis 7.0.15 primary · 10.0.4.12:6379/0"_s);
}

void TestFeedWords::rungs_data()
{
    QTest::addColumn<int>("rung");
    QTest::addColumn<QString>("text");
    QTest::newRow("notifications") << int(FeedRung::Notifications) << u"Live · keyspace notifications"_s;
    QTest::newRow("tracking") << int(FeedRung::Tracking) << u"Live · client tracking"_s;
    QTest::newRow("polling") << int(FeedRung::Polling) << u"Live · polling"_s;
}

void TestFeedWords::rungs()
{
    QFETCH(int, rung);
    FeedView view = live();
    view.health.rung = static_cast<FeedRung>(rung);
    view.health.rungReason = u"CONFIG is not allowed"_s;
    QTEST(feedStateWords(view).text, "text");
    QVERIFY(rungWords(view.health).contains(u"CONFIG is not allowed"_s));
}

void TestFeedWords::driftIsCounted()
{
    FeedView view = live();
    view.health.drift = 3;
    QVERIFY(activityWords(view).startsWith(u"Full scan 21 s ago, drift of 3 job"_s));
}

void TestFeedWords::whilePaused()
{
    FeedView view = live();
    view.pausedAt = now - 49s;
    QCOMPARE(feedStateWords(view).text, u"Paused at 14:02:31 UTC · feed still live"_s);
    view.health.state = FeedState::Stale;
    QCOMPARE(feedStateWords(view).text, u"Paused at 14:02:31 UTC · connection lost"_s);
    QCOMPARE(feedStateWords(view).icon, Icon::Stale);
}

void TestFeedWords::whileLoading()
{
    FeedView view = connecting();
    view.health.isLoading = true;
    view.health.loaded = 61'000;
    view.health.expected = 100'000;
    QCOMPARE(feedStateWords(view).text, u"Loading"_s);
    QCOMPARE(activityWords(view), u"Loading 61\u202f000 of about 100\u202f000"_s);
    view.health.expected = 0;
    QCOMPARE(activityWords(view), u"Loading 61\u202f000"_s);
}

void TestFeedWords::whileConnecting()
{
    const FeedView view = connecting();
    QCOMPARE(feedStateWords(view).text, u"Connecting"_s);
    QVERIFY(updatedWords(view).isEmpty());
    QVERIFY(activityWords(view).isEmpty());
    QVERIFY(loadWords(view).isEmpty());
    QCOMPARE(serverWords(view.health), u"10.0.4.12:6379/0"_s);
}

void TestFeedWords::whenLost()
{
    const FeedView view = lost();
    QCOMPARE(feedStateWords(view).text, u"Stale · last data 14:02:32 UTC, 48 s ago"_s);
    QCOMPARE(feedStateWords(view).icon, Icon::Stale);
    QCOMPARE(activityWords(view), u"Reconnecting · attempt 7 in 3 s"_s);
    QCOMPARE(loadWords(view), u"Blind since 14:02:32 UTC"_s);
    QCOMPARE(staleTitle(view), u"Connection to Redis lost. You are looking at 14:02:32 UTC, 48 s ago."_s);
    QCOMPARE(staleDetail(view), u"10.0.4.12:6379 refused the connection. Attempt 7 in 3 s."_s);
    FeedView trying = view;
    trying.health.nextAttempt = now - 1ms;
    QCOMPARE(staleDetail(trying), u"10.0.4.12:6379 refused the connection. Attempt 7 is under way."_s);
}

void TestFeedWords::whenNobodyTriesAgain()
{
    FeedView view = lost();
    view.health.error = Error{Error::Kind::Auth, u"WRONGPASS"_s};
    view.health.nextAttempt.reset();
    const QString detail = staleDetail(view);
    QVERIFY2(detail.startsWith(
                 u"10.0.4.12:6379 did not accept the user or password. Not tried again by itself."_s),
        qPrintable(detail));
    QVERIFY(!detail.contains(u"WRONGPASS"_s)); // technical text is in the dialog
}

void TestFeedWords::whenNothingWasSeenYet()
{
    FeedView view = connecting();
    view.health.error = Error{Error::Kind::Timeout, {}};
    view.health.attempt = 1;
    QCOMPARE(feedStateWords(view).text, u"Not connected"_s);
    QCOMPARE(staleTitle(view), u"No connection to Redis. Nothing has been seen yet."_s);
    QCOMPARE(staleDetail(view), u"10.0.4.12:6379 does not answer in time. Attempt 1 is under way."_s);
}

void TestFeedWords::errorsAreSentences_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind <= static_cast<int>(Error::Kind::Cancelled); ++kind)
        QTest::addRow("kind %d", kind) << kind;
}

void TestFeedWords::errorsAreSentences()
{
    QFETCH(int, kind);
    FeedView view = lost();
    view.health.error = Error{static_cast<Error::Kind>(kind), u"detail"_s};
    const QString detail = staleDetail(view);
    QVERIFY(detail.contains(u"10.0.4.12:6379"_s));
    QVERIFY(detail.endsWith(u'.'));
    QVERIFY(!detail.contains(u".."_s));
}

void TestFeedWords::localTimeNamesItsZone()
{
    FeedView view = lost();
    view.zone = ClockZone::Local;
    QVERIFY(staleTitle(view).contains(u"14:02:32 "_s)); // tests run with TZ=UTC
}

void TestFeedWords::addressesOfAllKinds_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("address");
    QTest::newRow("plain") << u"redis://gpu.example:6379/2"_s << u"gpu.example:6379/2"_s;
    QTest::newRow("TLS") << u"rediss://gpu.example:6380/0"_s << u"gpu.example:6380/0"_s;
    QTest::newRow("IPv6") << u"redis://[::1]:6379/0"_s << u"[::1]:6379/0"_s;
    QTest::newRow("local socket") << u"unix:///run/redis.sock"_s << u"/run/redis.sock"_s;
}

void TestFeedWords::addressesOfAllKinds()
{
    QFETCH(QString, server);
    FeedHealth health;
    health.server = server;
    QTEST(serverAddress(health), "address");
}

QTEST_APPLESS_MAIN(TestFeedWords)
#include "tst_feedwords.moc"
