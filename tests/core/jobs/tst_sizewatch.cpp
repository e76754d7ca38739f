// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/sizewatch.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using Finding = SizeWatch::Finding;

class TestSizeWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreignKeysThatStayAreNoNews();
    void oneOddLookIsForgiven();
    void aLargeDropIsAFlush();
    void aSmallDropIsNot();
    void asksLessOftenWhereNothingIsFound();
    void isSilentWhileKeysAreBeingRead();
};

void TestSizeWatch::foreignKeysThatStayAreNoNews()
{
    SizeWatch watch;
    watch.listed(false);
    QCOMPARE(watch.look(150, 100, true, 1s), Finding::Fits);
    QCOMPARE(watch.look(151, 101, true, 2s), Finding::Fits);
    QCOMPARE(watch.look(149, 99, true, 3s), Finding::Fits);
}

void TestSizeWatch::oneOddLookIsForgiven()
{
    SizeWatch watch;
    (void)watch.look(100, 100, true, 1s);
    QCOMPARE(watch.look(101, 100, true, 2s), Finding::Fits);
    QCOMPARE(watch.look(101, 101, true, 3s), Finding::Fits);
    QCOMPARE(watch.look(102, 101, true, 4s), Finding::Fits);
    QCOMPARE(watch.look(102, 101, true, 5s), Finding::ListAgain);
}

void TestSizeWatch::aLargeDropIsAFlush()
{
    SizeWatch watch;
    (void)watch.look(1'000, 900, true, 1s);
    QCOMPARE(watch.look(50, 900, true, 2s), Finding::Flushed);
}

void TestSizeWatch::aSmallDropIsNot()
{
    SizeWatch watch;
    (void)watch.look(20, 20, true, 1s);
    QCOMPARE(watch.look(10, 20, true, 2s), Finding::Fits); // 10 is not more than 10
    QCOMPARE(watch.look(10, 20, true, 3s), Finding::ListAgain);
}

void TestSizeWatch::asksLessOftenWhereNothingIsFound()
{
    SizeWatch watch;
    (void)watch.look(100, 100, true, 0s);
    int alarms = 0;
    qint64 keys = 100;
    for (auto now = 1s; now < 200s; ++now) {
        keys += 3; // somebody else's keys
        if (watch.look(keys, 100, true, now) == Finding::ListAgain) {
            ++alarms;
            watch.listed(false);
        }
    }
    QVERIFY2(alarms >= 3 && alarms <= 8, qPrintable(QString::number(alarms)));
}

void TestSizeWatch::isSilentWhileKeysAreBeingRead()
{
    SizeWatch watch;
    (void)watch.look(100, 100, true, 1s);
    for (auto now = 2s; now < 20s; ++now)
        QCOMPARE(watch.look(1, 100, false, now), Finding::Fits);
}

QTEST_GUILESS_MAIN(TestSizeWatch)
#include "tst_sizewatch.moc"
