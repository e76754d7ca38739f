// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/feedladder.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

class TestFeedLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesTheBestRungTheServerAllows_data();
    void choosesTheBestRungTheServerAllows();
    void twoMissesGoOneRungDown();
    void missesFarApartDoNotCount();
    void doesNotFlapWhenOnlySomeChangesAreAnnounced();
    void climbsWhenNotificationsAreSwitchedOn();
    void flags_data();
    void flags();
    void addsOnlyTheMissingFlags();
};

namespace {

const Timestamp start{1'800'000'000'000ms};

FeedLadder subscribedLadder()
{
    FeedLadder ladder;
    ladder.setSubscribed(FeedRung::Notifications, true);
    ladder.setSubscribed(FeedRung::Tracking, true);
    return ladder;
}

} // namespace

void TestFeedLadder::choosesTheBestRungTheServerAllows_data()
{
    QTest::addColumn<int>("configured"); // -1 refused, 0 off, 1 on
    QTest::addColumn<bool>("notifications");
    QTest::addColumn<bool>("tracking");
    QTest::addColumn<int>("rung");
    QTest::newRow("all allowed and on") << 1 << true << true << 0;
    QTest::newRow("CONFIG refused: try notifications first") << -1 << true << true << 0;
    QTest::newRow("notifications off: tracking") << 0 << true << true << 1;
    QTest::newRow("channel refused: tracking") << 1 << false << true << 1;
    QTest::newRow("tracking refused and notifications off: polling") << 0 << true << false << 2;
    QTest::newRow("nothing allowed: polling") << -1 << false << false << 2;
}

void TestFeedLadder::choosesTheBestRungTheServerAllows()
{
    QFETCH(int, configured);
    QFETCH(bool, notifications);
    QFETCH(bool, tracking);
    FeedLadder ladder;
    ladder.setConfigured(configured < 0 ? std::nullopt : std::optional(configured == 1));
    ladder.setSubscribed(FeedRung::Notifications, notifications);
    ladder.setSubscribed(FeedRung::Tracking, tracking);
    QTEST(static_cast<int>(ladder.rung()), "rung");
    QCOMPARE(ladder.reason().isEmpty(), ladder.rung() == FeedRung::Notifications);
}

void TestFeedLadder::twoMissesGoOneRungDown()
{
    FeedLadder ladder = subscribedLadder();
    ladder.missed(start);
    QCOMPARE(ladder.rung(), FeedRung::Notifications);
    ladder.missed(start + 2s);
    QCOMPARE(ladder.rung(), FeedRung::Tracking);
    QVERIFY(ladder.reason().contains(QStringLiteral("did not announce")));
    ladder.missed(start + 4s);
    ladder.missed(start + 6s);
    QCOMPARE(ladder.rung(), FeedRung::Polling);
    ladder.missed(start + 8s);
    QCOMPARE(ladder.rung(), FeedRung::Polling);
}

void TestFeedLadder::missesFarApartDoNotCount()
{
    FeedLadder ladder = subscribedLadder();
    ladder.missed(start);
    ladder.missed(start + 6min);
    QCOMPARE(ladder.rung(), FeedRung::Notifications);
}

void TestFeedLadder::doesNotFlapWhenOnlySomeChangesAreAnnounced()
{
    FeedLadder ladder = subscribedLadder();
    ladder.missed(start);
    ladder.missed(start + 1s);
    ladder.heard(FeedRung::Notifications, start + 2s);
    QCOMPARE(ladder.rung(), FeedRung::Tracking);
    ladder.heard(FeedRung::Notifications, start + 5min);
    QCOMPARE(ladder.rung(), FeedRung::Notifications);
}

void TestFeedLadder::climbsWhenNotificationsAreSwitchedOn()
{
    FeedLadder ladder = subscribedLadder();
    ladder.setConfigured(true);
    ladder.missed(start);
    ladder.missed(start + 1s);
    ladder.setConfigured(false);
    QCOMPARE(ladder.rung(), FeedRung::Tracking);
    ladder.setConfigured(true);
    QCOMPARE(ladder.rung(), FeedRung::Notifications);
    QVERIFY(!ladder.isProven());
    ladder.heard(FeedRung::Notifications, start + 9s);
    QVERIFY(ladder.isProven());
}

void TestFeedLadder::flags_data()
{
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<bool>("announces");
    QTest::newRow("off") << QByteArray() << false;
    QTest::newRow("ours") << QByteArray("Kg$xe") << true;
    QTest::newRow("in Redis's own order") << QByteArray("g$xeK") << true;
    QTest::newRow("everything") << QByteArray("AKE") << true;
    QTest::newRow("keyevent only") << QByteArray("AE") << false;
    QTest::newRow("no generic commands: deletions stay silent") << QByteArray("K$") << false;
    QTest::newRow("no string commands") << QByteArray("Kgx") << false;
}

void TestFeedLadder::flags()
{
    QFETCH(QByteArray, flags);
    QTEST(announcesJobs(flags), "announces");
    QVERIFY(announcesJobs(withJobNotifications(flags)));
}

void TestFeedLadder::addsOnlyTheMissingFlags()
{
    QCOMPARE(withJobNotifications(""), QByteArray("Kg$xe"));
    QCOMPARE(withJobNotifications("AE"), QByteArray("AEK"));
    QCOMPARE(withJobNotifications("lK"), QByteArray("lKg$xe"));
}

QTEST_GUILESS_MAIN(TestFeedLadder)
#include "tst_feedladder.moc"
