// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/columnfit.h"

#include <QTest>

#include <numeric>

using namespace emberwatch;

class TestColumnFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void widths_data();
    void widths();
    void fillsEveryRoomBetweenTheLimits();
};

void TestColumnFit::widths_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<std::vector<int>>("widths");
    QTest::newRow("as usual") << 300 << std::vector<int>{100, 100, 100};
    QTest::newRow("what is over goes to those that can use it") << 350 << std::vector<int>{100, 125, 125};
    QTest::newRow("what is missing comes from those that can spare it")
        << 260 << std::vector<int>{100, 80, 80};
    QTest::newRow("never below the least") << 50 << std::vector<int>{100, 50, 50};
    QTest::newRow("never above the most") << 900 << std::vector<int>{100, 200, 200};
    QTest::newRow("the last pixel is given too") << 301 << std::vector<int>{100, 101, 100};
    QTest::newRow("the last pixel is taken too") << 299 << std::vector<int>{100, 99, 100};
}

void TestColumnFit::widths()
{
    QFETCH(int, room);
    const std::vector<FittedColumn> columns{{100, 100, 100}, {100, 50, 200}, {100, 50, 200}};
    QTEST(fittedWidths(columns, room), "widths");
}

void TestColumnFit::fillsEveryRoomBetweenTheLimits()
{
    const std::vector<FittedColumn> columns{{90, 90, 90}, {100, 37, 211}, {60, 55, 61}, {10, 10, 500}};
    for (int room = 192; room <= 862; ++room) {
        const std::vector<int> widths = fittedWidths(columns, room);
        QCOMPARE(std::accumulate(widths.begin(), widths.end(), 0), room);
    }
}

QTEST_APPLESS_MAIN(TestColumnFit)
#include "tst_columnfit.moc"
