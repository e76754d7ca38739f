// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/rowgeometry.h"

#include <QTest>

using namespace emberwatch;

namespace {

constexpr RowGeometry scrolled{20, 100, 50, QSize(300, 200)};

} // namespace

class TestRowGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsStandWhereTheyAreFound()
    {
        QCOMPARE(scrolled.firstVisible(), 2);
        QCOMPARE(scrolled.lastVisible(), 12);
        for (int row = 2; row <= 12; ++row) {
            QCOMPARE(scrolled.rowAt(scrolled.rect(row).top()), row);
            QCOMPARE(scrolled.rowAt(scrolled.rect(row).bottom()), row);
        }
        QCOMPARE(scrolled.rect(2), QRect(0, -10, 300, 20));
    }

    void beyondTheRowsIsNone()
    {
        const RowGeometry few{20, 3, 0, QSize(300, 200)};
        QCOMPARE(few.lastVisible(), 2);
        QCOMPARE(few.rowAt(60), -1);
        QCOMPARE(few.rowAt(-1), -1);
        QCOMPARE(few.nearestRow(500), 2);
        QCOMPARE(few.nearestRow(-30), 0);
        QCOMPARE(few.scrollRange(), 0);
        const RowGeometry none{20, 0, 0, QSize(300, 200)};
        QCOMPARE(none.lastVisible(), -1);
        QCOMPARE(none.rowAt(0), -1);
    }

    void scrollsNoFurtherThanItMust()
    {
        const auto visible = QAbstractItemView::EnsureVisible;
        QCOMPARE(scrolled.offsetFor(5, visible), 50);
        QCOMPARE(scrolled.offsetFor(2, visible), 40);
        QCOMPARE(scrolled.offsetFor(12, visible), 60);
        QCOMPARE(scrolled.offsetFor(30, QAbstractItemView::PositionAtTop), 600);
        QCOMPARE(scrolled.offsetFor(30, QAbstractItemView::PositionAtBottom), 420);
        QCOMPARE(scrolled.offsetFor(30, QAbstractItemView::PositionAtCenter), 510);
        QCOMPARE(scrolled.scrollRange(), 1800);
        QCOMPARE(scrolled.rowsPerPage(), 10);
    }
};

QTEST_GUILESS_MAIN(TestRowGeometry)
#include "tst_rowgeometry.moc"
