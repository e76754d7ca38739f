// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/holds.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{std::chrono::milliseconds(1'795'600'800'000)};
const ServerEpoch epoch{u"10.0.0.1:6379"_s, "run1", "repl1", "master"};

} // namespace

class TestHolds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstEpochIsNoChange();
    void anyPartOfTheEpochCounts();
    void nodesAreToldApart();
    void massDisappearance_data();
    void massDisappearance();
    void incompleteListing();
    void endsByTime();
    void endsByANamedOperator();
    void theLongestCounts();
};

void TestHolds::theFirstEpochIsNoChange()
{
    Holds holds;
    holds.seeEpoch({}, epoch, start);
    holds.seeEpoch({}, epoch, start + 1s);
    QVERIFY(!holds.current(start + 1s));
}

void TestHolds::anyPartOfTheEpochCounts()
{
    QList<ServerEpoch> others(4, epoch);
    others[0].address = u"10.0.0.2:6379"_s;
    others[1].runId = "run2";
    others[2].replicationId = "repl2";
    others[3].role = "slave";
    for (const ServerEpoch &other : others) {
        Holds holds;
        holds.seeEpoch({}, epoch, start);
        holds.seeEpoch({}, other, start + 1s);
        const auto hold = holds.current(start + 1s);
        QVERIFY(hold);
        QCOMPARE(hold->cause, Hold::Cause::EpochChanged);
        QCOMPARE(hold->until, start + 1s + 10min);
        QVERIFY(!hold->detail.isEmpty());
    }
}

void TestHolds::nodesAreToldApart()
{
    Holds holds;
    ServerEpoch other = epoch;
    other.address = u"10.0.0.2:6379"_s;
    holds.seeEpoch(u"a"_s, epoch, start);
    holds.seeEpoch(u"b"_s, other, start);
    holds.seeEpoch(u"a"_s, epoch, start);
    QVERIFY(!holds.current(start));
}

void TestHolds::massDisappearance_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("vanished");
    QTest::addColumn<bool>("isHeld");
    QTest::newRow("a fifth exactly is none") << 100 << 20 << false;
    QTest::newRow("more than a fifth") << 100 << 21 << true;
    QTest::newRow("ten are few, even if they are all") << 10 << 10 << false;
    QTest::newRow("eleven of eleven") << 11 << 11 << true;
    QTest::newRow("many of very many") << 10'000 << 1'000 << false;
}

void TestHolds::massDisappearance()
{
    QFETCH(int, before);
    QFETCH(int, vanished);
    Holds holds;
    holds.seeListing({true, before, vanished}, start);
    QTEST(holds.current(start).has_value(), "isHeld");
}

void TestHolds::incompleteListing()
{
    Holds holds;
    holds.seeListing({true, 100, 0}, start);
    QVERIFY(!holds.current(start));
    holds.seeListing({false, 100, 0}, start);
    QCOMPARE(holds.current(start)->cause, Hold::Cause::IncompleteListing);
}

void TestHolds::endsByTime()
{
    Holds holds;
    holds.seeListing({false, 0, 0}, start);
    QVERIFY(holds.current(start + 10min - 1ms));
    QVERIFY(!holds.current(start + 10min));
}

void TestHolds::endsByANamedOperator()
{
    Holds holds;
    holds.seeListing({false, 0, 0}, start);
    QCOMPARE(holds.end(u" "_s, start).error().kind, Error::Kind::Invalid);
    QVERIFY(holds.current(start));
    const auto ended = holds.end(u"alice"_s, start + 1s);
    QVERIFY(ended);
    QCOMPARE(ended->size(), 1);
    QCOMPARE(ended->first().operatorName, u"alice"_s);
    QVERIFY(!holds.current(start + 1s));
    QCOMPARE(holds.end(u"alice"_s, start).error().kind, Error::Kind::NotFound);
    holds.seeListing({false, 0, 0}, start + 2s);
    QVERIFY(holds.current(start + 2s));
}

void TestHolds::theLongestCounts()
{
    Holds holds;
    holds.seeListing({false, 0, 0}, start);
    holds.seeListing({true, 20, 20}, start + 5min);
    QCOMPARE(holds.current(start + 6min)->cause, Hold::Cause::MassDisappearance);
    QCOMPARE(holds.end(u"alice"_s, start + 6min)->size(), 2);
}

QTEST_GUILESS_MAIN(TestHolds)
#include "tst_holds.moc"
