// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/countchips.h"

#include "core/filter/expression.h"
#include "ui/jobs/countchip.h"
#include "ui/theme/themesource.h"

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestCountChips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsTheCounts();
    void unreadableOnlyWhereThereAreSome();
    void aClickFiltersAndASecondTakesItBack();
    void everyFilterIsOne_data();
    void everyFilterIsOne();
    void digitsMoveNothing();
    void whatHasNoRoomIsUnderMore();

private:
    [[nodiscard]] CountChip *chip(const char *name) const
    {
        return m_chips->findChild<CountChip *>(QLatin1StringView(name));
    }
    [[nodiscard]] static JobTable::Counts counts(qint64 queued, qint64 processing, qint64 unreadable)
    {
        JobTable::Counts counts;
        counts.byStatus = {queued, processing, 48, 24};
        counts.unreadable = unreadable;
        counts.total = queued + processing + 48 + 24 + unreadable;
        return counts;
    }
    ThemeSource m_themes{ThemeChoice::Dark, QFont(u"DejaVu Sans"_s, 10)};
    std::unique_ptr<CountChips> m_chips;
};

void TestCountChips::init()
{
    m_chips = std::make_unique<CountChips>(&m_themes);
    m_chips->resize(1000, 24);
    m_chips->show();
}

void TestCountChips::showsTheCounts()
{
    m_chips->setCounts(counts(61, 214, 2));
    QCOMPARE(chip("chip_all")->count(), 349);
    QCOMPARE(chip("chip_queued")->count(), 61);
    QCOMPARE(chip("chip_processing")->count(), 214);
    QCOMPARE(chip("chip_completed")->count(), 48);
    QCOMPARE(chip("chip_failed")->count(), 24);
    QCOMPARE(chip("chip_unreadable")->count(), 2);
    QVERIFY(chip("chip_failed")->accessibleName().contains(u"24"_s));
}

void TestCountChips::unreadableOnlyWhereThereAreSome()
{
    m_chips->setCounts(counts(1, 1, 0));
    QVERIFY(!chip("chip_unreadable")->isVisible());
    m_chips->setCounts(counts(1, 1, 1));
    QVERIFY(chip("chip_unreadable")->isVisible());
    chip("chip_unreadable")->click();
    m_chips->setCounts(counts(1, 1, 0));
    QVERIFY(chip("chip_unreadable")->isVisible()); // what holds the table stays to be taken back
}

void TestCountChips::aClickFiltersAndASecondTakesItBack()
{
    m_chips->setCounts(counts(61, 214, 0));
    QSignalSpy changed(m_chips.get(), &CountChips::currentChanged);
    chip("chip_failed")->click();
    QCOMPARE(m_chips->current(), StatusFilter::Failed);
    QVERIFY(chip("chip_failed")->isChecked());
    QVERIFY(!chip("chip_all")->isChecked());
    chip("chip_failed")->click();
    QCOMPARE(m_chips->current(), StatusFilter::All);
    QVERIFY(chip("chip_all")->isChecked());
    QCOMPARE(changed.count(), 2);
}

void TestCountChips::everyFilterIsOne_data()
{
    QTest::addColumn<int>("filter");
    for (int filter = 0; filter <= static_cast<int>(StatusFilter::Unreadable); ++filter)
        QTest::addRow("filter %d", filter) << filter;
}

void TestCountChips::everyFilterIsOne()
{
    QFETCH(int, filter);
    QVERIFY(!filter::parse(filterText(static_cast<StatusFilter>(filter))).error);
}

void TestCountChips::digitsMoveNothing()
{
    m_chips->setCounts(counts(99, 214, 0));
    const int before = chip("chip_processing")->x();
    m_chips->setCounts(counts(11, 214, 0));
    m_chips->setCounts(counts(9, 214, 0));
    QCOMPARE(chip("chip_processing")->x(), before);
}

void TestCountChips::whatHasNoRoomIsUnderMore()
{
    m_chips->setCounts(counts(61, 214, 3));
    auto *more = m_chips->findChild<QPushButton *>(u"moreChips"_s);
    QVERIFY(!more->isVisible());
    m_chips->resize(420, 24);
    QVERIFY(more->isVisible());
    QVERIFY(more->geometry().right() <= 420);
    QVERIFY(!chip("chip_unreadable")->isVisible());
    Q_EMIT more->menu()->aboutToShow();
    QSignalSpy changed(m_chips.get(), &CountChips::currentChanged);
    more->menu()->actions().last()->trigger();
    QCOMPARE(m_chips->current(), StatusFilter::Unreadable);
    QCOMPARE(changed.count(), 1);
}

QTEST_MAIN(TestCountChips)
#include "tst_countchips.moc"
