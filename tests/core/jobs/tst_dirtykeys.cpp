// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/dirtykeys.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

class TestDirtyKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyEventsAreOneLook();
    void markedDuringItsReadingIsReadAgain();
    void spacingLeavesHotKeysForLater();
    void takesNoMoreThanAsked();
    void remembersWhatWasHeard();
    void unknownIdsAreHeardUntilTheReadingIsDone();
};

void TestDirtyKeys::manyEventsAreOneLook()
{
    DirtyKeys keys;
    for (int i = 0; i < 100; ++i) {
        keys.heard(7, 5ms);
        keys.heard("new");
    }
    const auto taken = keys.take(10, 6ms, 0ms);
    QCOMPARE(taken.slots_, std::vector<JobSlot>{7});
    QCOMPARE(taken.unknownIds, std::vector<QByteArray>{"new"});
    QVERIFY(keys.isEmpty());
}

void TestDirtyKeys::markedDuringItsReadingIsReadAgain()
{
    DirtyKeys keys;
    keys.heard(7, 5ms);
    (void)keys.take(10, 6ms, 0ms);
    QVERIFY(!keys.isMarked(7));
    keys.heard(7, 7ms);
    QVERIFY(keys.isMarked(7));
    QCOMPARE(keys.take(10, 8ms, 0ms).slots_, std::vector<JobSlot>{7});
}

void TestDirtyKeys::spacingLeavesHotKeysForLater()
{
    DirtyKeys keys;
    keys.heard(7, 1000ms);
    QCOMPARE(keys.take(10, 1000ms, 250ms).slots_.size(), size_t(1));
    keys.heard(7, 1100ms);
    keys.heard(8, 1100ms);
    QCOMPARE(keys.take(10, 1100ms, 250ms).slots_, std::vector<JobSlot>{8});
    QVERIFY(keys.isMarked(7));
    QCOMPARE(keys.take(10, 1251ms, 250ms).slots_, std::vector<JobSlot>{7});
}

void TestDirtyKeys::takesNoMoreThanAsked()
{
    DirtyKeys keys;
    for (JobSlot slot = 0; slot < 25; ++slot)
        keys.mark(slot);
    QCOMPARE(keys.take(10, 1ms, 0ms).slots_.size(), size_t(10));
    QCOMPARE(keys.take(10, 1ms, 0ms).slots_.size(), size_t(10));
    QCOMPARE(keys.take(10, 1ms, 0ms).slots_.size(), size_t(5));
}

void TestDirtyKeys::remembersWhatWasHeard()
{
    DirtyKeys keys;
    keys.mark(3); // our own wish is no event
    QVERIFY(!keys.wasHeard(3, 10ms, 1000ms));
    keys.heard(3, 5000ms);
    QVERIFY(keys.wasHeard(3, 5900ms, 1000ms));
    QVERIFY(!keys.wasHeard(3, 6100ms, 1000ms));
    QVERIFY(!keys.wasHeard(99, 10ms, 1000ms));
}

void TestDirtyKeys::unknownIdsAreHeardUntilTheReadingIsDone()
{
    DirtyKeys keys;
    keys.heard("a");
    QVERIFY(keys.wasHeard("a"));
    (void)keys.take(10, 1ms, 0ms);
    QVERIFY(keys.wasHeard("a"));
    keys.forgetTaken();
    QVERIFY(!keys.wasHeard("a"));
}

QTEST_GUILESS_MAIN(TestDirtyKeys)
#include "tst_dirtykeys.moc"
