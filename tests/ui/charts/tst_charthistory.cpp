// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charthistory.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

const Timestamp start(1763899200000ms);

ChartSample sampleAt(Timestamp time, qint64 processing, double events = 1)
{
    ChartSample sample;
    sample.time = time;
    sample.byStatus[1] = processing;
    sample.eventsPerSecond = events;
    sample.isLive = true;
    return sample;
}

ChartSample blindAt(Timestamp time)
{
    ChartSample sample;
    sample.time = time;
    return sample;
}

void feed(ChartHistory &history, Timestamp from, Timestamp to, qint64 processing)
{
    for (Timestamp time = from; time <= to; time += 1s)
        history.add(sampleAt(time, processing));
}

} // namespace

class TestChartHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsNothing()
    {
        const ChartHistory history;
        QCOMPARE(history.excerpt(ChartSpan::Day, 100), ChartExcerpt());
        QVERIFY(!history.begin(ChartSpan::Hour));
    }

    void oneSampleIsOnePoint()
    {
        ChartHistory history;
        history.add(sampleAt(start, 7));
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 400);
        QCOMPARE(excerpt.points.size(), size_t(1));
        QCOMPARE(excerpt.points[0].byStatus[1], 7.0);
        QVERIFY(excerpt.blind.empty());
        QCOMPARE(excerpt.to, start);
        QCOMPARE(excerpt.from, start - 1min);
    }

    void youngHistoryIsShownInSteps()
    {
        ChartHistory history;
        feed(history, start, start + 50s, 1);
        QCOMPARE(history.excerpt(ChartSpan::Day, 100).from, start + 50s - 1min);
        feed(history, start + 51s, start + 70s, 1);
        QCOMPARE(history.excerpt(ChartSpan::Day, 100).from, start + 70s - 2min);
        feed(history, start + 71s, start + 16min, 1);
        QCOMPARE(history.excerpt(ChartSpan::QuarterHour, 100).from, start + 1min);
        QCOMPARE(history.excerpt(ChartSpan::Hour, 100).from, start - 44min);
    }

    void jitterOfTheTimerIsNoGap()
    {
        ChartHistory history;
        QRandomGenerator random(7);
        for (int i = 0; i < 800; ++i)
            history.add(sampleAt(start + i * 1000ms + std::chrono::milliseconds(random.bounded(900)), 5));
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 2000);
        QVERIFY(excerpt.blind.empty());
        QCOMPARE(excerpt.blindTime, 0ms);
        for (const ChartPoint &point : excerpt.points)
            QVERIFY(std::abs(point.byStatus[1] - 5) < 1e-9);
    }

    void blindTimeIsNeitherZeroNorALine()
    {
        ChartHistory history;
        feed(history, start, start + 5min, 10);
        for (int i = 1; i <= 65; ++i)
            history.add(blindAt(start + 5min + i * 1s));
        feed(history, start + 5min + 66s, start + 10min, 10);
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 450);
        QCOMPARE(excerpt.blindTime, 65'000ms);
        QCOMPARE(excerpt.blind.size(), size_t(1));
        QVERIFY(excerpt.blind[0].to - excerpt.blind[0].from >= 63s);
        QVERIFY(excerpt.blind[0].to - excerpt.blind[0].from <= 67s);
        for (const ChartPoint &point : excerpt.points) {
            QCOMPARE(point.byStatus[1], 10.0);
            QVERIFY(point.time <= excerpt.blind[0].from || point.time >= excerpt.blind[0].to);
        }
    }

    void blindUpToNowReachesTheRightEdge()
    {
        ChartHistory history;
        feed(history, start, start + 100s, 10);
        history.add(blindAt(start + 101s));
        history.add(blindAt(start + 102s));
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 2000);
        QCOMPARE(excerpt.blind.size(), size_t(1));
        QCOMPARE(excerpt.blind[0].to, start + 102s);
    }

    void timeInWhichNobodyLookedIsBlind()
    {
        ChartHistory history;
        feed(history, start, start + 2min, 10);
        feed(history, start + 6min, start + 8min, 10);
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 450);
        QCOMPARE(excerpt.blind.size(), size_t(1));
        // The first sample after it stands for three seconds.
        QCOMPARE(excerpt.blindTime, 237'000ms);
    }

    void sleepingLongerThanTheSpanIsBlindToo()
    {
        ChartHistory history;
        feed(history, start, start + 2min, 10);
        feed(history, start + 3h, start + 3h + 1min, 10);
        const ChartExcerpt quarter = history.excerpt(ChartSpan::QuarterHour, 450);
        QCOMPARE(quarter.to - quarter.from, 15min);
        QCOMPARE(quarter.blind.size(), size_t(1));
        QVERIFY(quarter.blindTime > 13min);
        QVERIFY(history.excerpt(ChartSpan::SixHours, 450).blindTime > 2h + 50min);
    }

    void shortBlindnessCountsWhereItIsTooShortToDraw()
    {
        ChartHistory history;
        feed(history, start, start + 20h, 10);
        for (int i = 1; i <= 10; ++i)
            history.add(blindAt(start + 20h + i * 1s));
        feed(history, start + 20h + 11s, start + 20h + 10min, 10);
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::Day, 300);
        QVERIFY(excerpt.blind.empty());
        QCOMPARE(excerpt.blindTime, 10'000ms);
    }

    void pointsAreNeverMoreThanColumns_data()
    {
        QTest::addColumn<int>("columns");
        for (const int columns : {1, 2, 7, 100, 333, 899, 2000})
            QTest::addRow("%d columns", columns) << columns;
    }

    void pointsAreNeverMoreThanColumns()
    {
        QFETCH(int, columns);
        static const ChartHistory history = [] {
            ChartHistory full;
            feed(full, start, start + 25h, 3);
            return full;
        }();
        for (const ChartSpan span :
            {ChartSpan::QuarterHour, ChartSpan::Hour, ChartSpan::SixHours, ChartSpan::Day}) {
            const ChartExcerpt excerpt = history.excerpt(span, columns);
            // One may stand before the left edge, one is just being filled.
            QVERIFY(static_cast<int>(excerpt.points.size()) <= columns + 2);
            QVERIFY(excerpt.points.size() <= 2000);
            QCOMPARE(excerpt.to - excerpt.from, std::chrono::milliseconds(lengthOf(span)));
            QCOMPARE(excerpt.blindTime, 0ms);
        }
    }

    void memoryDoesNotGrow()
    {
        ChartHistory history;
        const size_t capacity = history.capacity();
        QVERIFY(capacity < 7000);
        feed(history, start, start + 30h, 3);
        QCOMPARE(history.capacity(), capacity);
    }

    void meansAreMeansOverTime()
    {
        ChartHistory history;
        for (int i = 0; i <= 3600; ++i)
            history.add(sampleAt(start + i * 1s, i % 2 == 0 ? 0 : 10, i % 2 == 0 ? 0 : 4));
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::Hour, 100);
        // The first and the last column are not whole.
        for (size_t i = 1; i + 1 < excerpt.points.size(); ++i) {
            QCOMPARE(excerpt.points[i].byStatus[1], 5.0);
            QCOMPARE(excerpt.points[i].eventsPerSecond, 2.0);
        }
    }

    void aCurveKeepsItsShapeAsItMoves()
    {
        ChartHistory history;
        QRandomGenerator random(3);
        for (int i = 0; i < 4000; ++i)
            history.add(sampleAt(start + i * 1s, random.bounded(100)));
        const ChartExcerpt before = history.excerpt(ChartSpan::Hour, 200);
        for (int i = 4000; i < 4005; ++i)
            history.add(sampleAt(start + i * 1s, random.bounded(100)));
        const ChartExcerpt after = history.excerpt(ChartSpan::Hour, 200);
        const auto middle = before.points[before.points.size() / 2];
        QVERIFY(std::find(after.points.begin(), after.points.end(), middle) != after.points.end());
    }

    void clockSetBackForgetsWhatLiesAhead()
    {
        ChartHistory history;
        feed(history, start, start + 10min, 10);
        feed(history, start + 5min, start + 6min, 20);
        const ChartExcerpt excerpt = history.excerpt(ChartSpan::QuarterHour, 2000);
        QCOMPARE(excerpt.to, start + 6min);
        QCOMPARE(excerpt.points.back().byStatus[1], 20.0);
        QCOMPARE(excerpt.points.front().byStatus[1], 10.0);
        for (size_t i = 1; i < excerpt.points.size(); ++i)
            QVERIFY(excerpt.points[i - 1].time < excerpt.points[i].time);
    }
};

QTEST_APPLESS_MAIN(TestChartHistory)
#include "tst_charthistory.moc"
