// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/expirywheel.h"
#include "core/jobs/keyset.h"
#include "core/jobs/slotindex.h"
#include "core/jobs/stringpool.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace emberwatch;

/// The small containers that the live set is made of.
class TestSlotIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithASetUnderCollisions();
    void poolGivesNumbersBack();
    void poolTellsEachNewTextOnce();
    void wheelComesUpInTime();
    void keySetKnowsRepeats();
};

void TestSlotIndex::agreesWithASetUnderCollisions()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo() << "seed" << seed;
    QRandomGenerator random(seed);
    SlotIndex index;
    QSet<quint32> model;
    const auto hashOf
        = [](quint32 slot) { return static_cast<size_t>(slot % 7) * 1'000; }; // nearly all collide
    const auto find = [&](quint32 slot) {
        return index.find(hashOf(slot), [slot](quint32 other) { return other == slot; });
    };
    for (int step = 0; step < 20'000; ++step) {
        const quint32 slot = random.bounded(200U);
        if (model.contains(slot)) {
            index.remove(hashOf(slot), slot, hashOf);
            model.remove(slot);
        } else {
            index.insert(hashOf(slot), slot, hashOf);
            model.insert(slot);
        }
        const quint32 other = random.bounded(200U);
        QCOMPARE(find(other).has_value(), model.contains(other));
    }
    for (quint32 slot = 0; slot < 200; ++slot)
        QCOMPARE(find(slot).has_value(), model.contains(slot));
}

void TestSlotIndex::poolGivesNumbersBack()
{
    StringPool pool;
    QCOMPARE(pool.acquire(""), 0U);
    const StringId a = pool.acquire("a");
    QCOMPARE(pool.acquire("a"), a);
    pool.release(a);
    QCOMPARE(pool.find("a"), std::optional(a));
    pool.release(a);
    QVERIFY(!pool.find("a"));
    QCOMPARE(pool.acquire("b"), a);
    QCOMPARE(pool.text(a), QByteArray("b"));
}

void TestSlotIndex::poolTellsEachNewTextOnce()
{
    StringPool pool;
    const StringId a = pool.acquire("a");
    pool.release(a);
    const StringId b = pool.acquire("b"); // the number of a
    (void)pool.acquire("c");
    const auto updates = pool.takeUpdates();
    QVERIFY(std::any_of(
        updates.begin(), updates.end(), [&](const auto &u) { return u.id == b && u.text == "b"; }));
    QVERIFY(std::none_of(updates.begin(), updates.end(), [](const auto &u) { return u.text == "a"; }));
    QVERIFY(pool.takeUpdates().empty());
}

void TestSlotIndex::wheelComesUpInTime()
{
    constexpr qint64 origin = 1'000'000;
    ExpiryWheel wheel;
    for (quint32 slot = 0; slot < 1'000; ++slot)
        wheel.add(ExpiryWheel::bucketOf(origin + slot * 10, origin), slot);
    QSet<quint32> seen;
    for (qint64 now = origin; now < origin + 11'000; now += 100) {
        wheel.advance(
            static_cast<quint32>((now - origin) >> ExpiryWheel::bucketShift), [&](quint32 slot, quint32) {
                const qint64 deadline = origin + slot * 10;
                QVERIFY(now >= deadline);
                QVERIFY(now - deadline <= 356); // a bucket and a step
                seen.insert(slot);
            });
    }
    QCOMPARE(seen.size(), 1'000);
}

void TestSlotIndex::keySetKnowsRepeats()
{
    KeySet keys;
    QVERIFY(keys.insert("a"));
    QVERIFY(keys.insert("b"));
    QVERIFY(!keys.insert("a"));
}

QTEST_GUILESS_MAIN(TestSlotIndex)
#include "tst_slotindex.moc"
