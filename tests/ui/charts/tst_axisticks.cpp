// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axisticks.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestAxisTicks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsAreRound_data()
    {
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("end");
        QTest::newRow("nothing") << 0.0 << 2.0;
        QTest::newRow("not a number") << qQNaN() << 2.0;
        QTest::newRow("three") << 3.0 << 4.0;
        QTest::newRow("exactly ten") << 10.0 << 10.0;
        QTest::newRow("eleven") << 11.0 << 20.0;
        QTest::newRow("jobs of a day") << 347.0 << 400.0;
        QTest::newRow("many") << 612'000.0 << 800'000.0;
    }

    void endsAreRound()
    {
        QFETCH(double, largest);
        QFETCH(double, end);
        QCOMPARE(axisEnd(largest, 0), end);
    }

    void endDoesNotFlicker()
    {
        QCOMPARE(axisEnd(401, 400), 600.0);
        QCOMPARE(axisEnd(399, 600), 600.0);
        QCOMPARE(axisEnd(300, 600), 400.0);
    }

    void labelsAreShort()
    {
        QCOMPARE(axisLabel(0), u"0"_s);
        QCOMPARE(axisLabel(200), u"200"_s);
        QCOMPARE(axisLabel(8000), u"8000"_s);
        QCOMPARE(axisLabel(20'000), u"20 k"_s);
        QCOMPARE(axisLabel(1'500'000), u"1.5 M"_s);
    }

    void timesAreRoundAndNotTooMany()
    {
        const Timestamp to(1763906599000ms); // 14:03:19
        const auto ticks = timeTicks(to - 15min, to, 5);
        QCOMPARE(ticks.size(), size_t(3));
        QCOMPARE(ticks[0].label, u"13:50"_s);
        QCOMPARE(ticks[2].label, u"14:00"_s);
        QCOMPARE(timeTicks(to - 1min, to, 4).front().label, u"14:02:20"_s);
        QCOMPARE(timeTicks(to - 24h, to, 1).size(), size_t(1));
    }

    void emptyRangeHasNoTicks()
    {
        const Timestamp at(1763906599000ms);
        QVERIFY(timeTicks(at, at, 5).empty());
        QVERIFY(timeTicks(at, at + 1h, 0).empty());
    }
};

QTEST_GUILESS_MAIN(TestAxisTicks)
#include "tst_axisticks.moc"
