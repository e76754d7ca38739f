// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/selectedslots.h"

#include <QtTest>

#include <random>
#include <set>

using namespace emberwatch;

class TestSelectedSlots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void behavesAsASet();
    void keepsOnlyWhatIsShown();
};

void TestSelectedSlots::isEmptyAtFirst()
{
    const SelectedSlots chosen;
    QVERIFY(chosen.isEmpty());
    QVERIFY(!chosen.contains(0));
    QVERIFY(!chosen.contains(1'000'000));
    QVERIFY(chosen.jobs().empty());
}

void TestSelectedSlots::behavesAsASet()
{
    std::mt19937 random(1);
    SelectedSlots chosen;
    std::set<JobSlot> expected;
    for (int i = 0; i < 5000; ++i) {
        const JobSlot slot = static_cast<JobSlot>(random() % 1000);
        if (random() % 2 == 0)
            QCOMPARE(chosen.insert(slot), expected.insert(slot).second);
        else
            QCOMPARE(chosen.remove(slot), expected.erase(slot) == 1);
        QCOMPARE(chosen.count(), static_cast<qint64>(expected.size()));
    }
    QCOMPARE(chosen.jobs(), std::vector<JobSlot>(expected.begin(), expected.end()));
    for (JobSlot slot = 0; slot < 1100; ++slot)
        QCOMPARE(chosen.contains(slot), expected.count(slot) == 1);
    chosen.clear();
    QVERIFY(chosen.isEmpty());
    QVERIFY(!chosen.contains(*expected.begin()));
}

void TestSelectedSlots::keepsOnlyWhatIsShown()
{
    SelectedSlots chosen;
    for (const JobSlot slot : {3U, 64U, 700U})
        chosen.insert(slot);
    QVERIFY(!chosen.keepOnly({700, 1, 3, 64, 5000}));
    QCOMPARE(chosen.count(), 3);
    QVERIFY(chosen.keepOnly({64, 1, 3}));
    QCOMPARE(chosen.jobs(), (std::vector<JobSlot>{3, 64}));
}

QTEST_APPLESS_MAIN(TestSelectedSlots)
#include "tst_selectedslots.moc"
