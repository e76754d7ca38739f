// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/feedladder.h"
#include "core/jobs/relistschedule.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

using Ms = RelistSchedule::Ms;

const Timestamp someTime(Ms(1'800'000'000'000));

FeedLadder polling()
{
    return {};
}

FeedLadder onNotifications(bool isConfigured, bool isProven)
{
    FeedLadder ladder;
    ladder.setSubscribed(FeedRung::Notifications, true);
    ladder.setConfigured(isConfigured ? std::optional(true) : std::nullopt);
    if (isProven)
        ladder.heard(FeedRung::Notifications, someTime);
    return ladder;
}

RelistSchedule afterAListingOf(Ms took)
{
    RelistSchedule schedule(60s);
    schedule.began(100s);
    schedule.completed(100s + took);
    return schedule;
}

} // namespace

class TestRelistSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLessIsTrustedTheSooner_data()
    {
        QTest::addColumn<FeedLadder>("ladder");
        QTest::addColumn<qint64>("jobs");
        QTest::addColumn<Ms>("interval");
        QTest::newRow("polling") << polling() << qint64(1) << Ms(2s);
        QTest::newRow("nothing has arrived yet") << onNotifications(false, false) << qint64(1) << Ms(2s);
        QTest::newRow("nothing has arrived, but CONFIG says on")
            << onNotifications(true, false) << qint64(1) << Ms(10s);
        QTest::newRow("proven") << onNotifications(true, true) << qint64(1) << Ms(60s);
        QTest::newRow("proven, 200,000 jobs") << onNotifications(true, true) << qint64(200'000) << Ms(120s);
        QTest::newRow("proven, two million") << onNotifications(true, true) << qint64(2'000'000) << Ms(300s);
    }
    void theLessIsTrustedTheSooner()
    {
        QFETCH(FeedLadder, ladder);
        QFETCH(qint64, jobs);
        QFETCH(Ms, interval);
        const RelistSchedule schedule = afterAListingOf(10ms);
        QCOMPARE(schedule.interval(ladder, jobs), interval);
        QVERIFY(!schedule.isDue(ladder, jobs, 100s + interval - 1ms));
        QVERIFY(schedule.isDue(ladder, jobs, 100s + interval));
    }

    void slowListingsTakeNoMoreThanTheirShare()
    {
        const RelistSchedule schedule = afterAListingOf(5s);
        QCOMPARE(schedule.interval(polling(), 1), Ms(20s));
        QCOMPARE(schedule.interval(onNotifications(false, false), 1), Ms(80s));
        QCOMPARE(schedule.interval(onNotifications(true, true), 1), Ms(60s));
    }
};

QTEST_GUILESS_MAIN(TestRelistSchedule)
#include "tst_relistschedule.moc"
