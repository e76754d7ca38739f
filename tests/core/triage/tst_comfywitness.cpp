// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/comfywitness.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using C = ComfyReading;

Q_DECLARE_METATYPE(std::optional<emberwatch::ComfyReading>)
Q_DECLARE_METATYPE(emberwatch::ComfyReading)

/// What two passes over ComfyUI amount to.
class TestComfyWitness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoPasses_data();
    void twoPasses();
    void absentTakesTheGracePeriod_data();
    void absentTakesTheGracePeriod();
    void absentTakesEveryServer();
    void stalled_data();
    void stalled();
};

void TestComfyWitness::twoPasses_data()
{
    QTest::addColumn<std::optional<C>>("first");
    QTest::addColumn<std::optional<C>>("second");
    QTest::addColumn<C>("expected");
    QTest::addColumn<bool>("isSettling");
    using O = std::optional<C>;
    const O none;
    QTest::newRow("not asked is unknown") << none << none << C::Unknown << false;
    QTest::newRow("absent once is not absent") << O(C::Absent) << none << C::Absent << true;
    QTest::newRow("absent once, in the second pass") << none << O(C::Absent) << C::Absent << true;
    QTest::newRow("absent twice is absent") << O(C::Absent) << O(C::Absent) << C::Absent << false;
    QTest::newRow("unknown then absent is unknown") << O(C::Unknown) << O(C::Absent) << C::Unknown << false;
    QTest::newRow("absent then unknown is unknown") << O(C::Absent) << O(C::Unknown) << C::Unknown << false;
    QTest::newRow("unknown twice is unknown") << O(C::Unknown) << O(C::Unknown) << C::Unknown << false;
    QTest::newRow("running once suffices") << O(C::Running) << none << C::Running << false;
    QTest::newRow("running then unknown is unknown") << O(C::Running) << O(C::Unknown) << C::Unknown << false;
    QTest::newRow("unknown then running is running") << O(C::Unknown) << O(C::Running) << C::Running << false;
    QTest::newRow("pending then running is movement")
        << O(C::Pending) << O(C::Running) << C::Running << false;
    QTest::newRow("running then absent changes") << O(C::Running) << O(C::Absent) << C::Absent << true;
    QTest::newRow("absent then running changes") << O(C::Absent) << O(C::Running) << C::Running << true;
    QTest::newRow("running then done changes") << O(C::Running) << O(C::DoneOk) << C::DoneOk << true;
    QTest::newRow("two different ends change") << O(C::DoneOk) << O(C::DoneError) << C::DoneError << true;
    QTest::newRow("done stands when the server forgets it")
        << O(C::DoneOk) << O(C::Absent) << C::DoneOk << false;
    QTest::newRow("done stands when the server is gone")
        << O(C::DoneOk) << O(C::Unknown) << C::DoneOk << false;
    QTest::newRow("an error stands too") << O(C::DoneError) << O(C::Absent) << C::DoneError << false;
}

void TestComfyWitness::twoPasses()
{
    QFETCH(std::optional<C>, first);
    QFETCH(std::optional<C>, second);
    ComfyEvidence comfy;
    if (first)
        comfy.first = passOf(*first, noon);
    if (second)
        comfy.second = passOf(*second, noon + 10s);
    const ComfyWitness witness = witnessOf(comfy, TypePolicy());
    QTEST(witness.reading, "expected");
    QTEST(witness.isSettling, "isSettling");
    QVERIFY(!witness.isStalled);
}

void TestComfyWitness::absentTakesTheGracePeriod_data()
{
    QTest::addColumn<int>("gapMs");
    QTest::addColumn<bool>("isSettling");
    QTest::newRow("a moment too early") << 9'999 << true;
    QTest::newRow("exactly the grace period") << 10'000 << false;
    QTest::newRow("in the wrong order") << -20'000 << true;
}

void TestComfyWitness::absentTakesTheGracePeriod()
{
    QFETCH(int, gapMs);
    ComfyEvidence comfy;
    comfy.first = passOf(C::Absent, noon);
    comfy.second = passOf(C::Absent, noon + std::chrono::milliseconds(gapMs));
    QTEST(witnessOf(comfy, TypePolicy()).isSettling, "isSettling");
}

void TestComfyWitness::absentTakesEveryServer()
{
    ComfyEvidence comfy;
    comfy.first = passOf(C::Absent, noon);
    comfy.second = passOf(C::Absent, noon + 10s);
    comfy.first->serversAsked = comfy.second->serversAsked = 3;
    comfy.first->serversAnswered = comfy.second->serversAnswered = 3;
    QCOMPARE(witnessOf(comfy, TypePolicy()).reading, C::Absent);
    comfy.second->serversAnswered = 2;
    QCOMPARE(witnessOf(comfy, TypePolicy()).reading, C::Unknown);
    comfy.second->serversAsked = comfy.second->serversAnswered = 0;
    QCOMPARE(witnessOf(comfy, TypePolicy()).reading, C::Unknown);
}

void TestComfyWitness::stalled_data()
{
    QTest::addColumn<C>("first");
    QTest::addColumn<C>("second");
    QTest::addColumn<bool>("isIdle");
    QTest::addColumn<bool>("hasMoved");
    QTest::addColumn<int>("gapS");
    QTest::addColumn<int>("stillS");
    QTest::addColumn<bool>("expected");
    QTest::newRow("running and still") << C::Running << C::Running << false << false << 10 << 600 << true;
    QTest::newRow("not long enough") << C::Running << C::Running << false << false << 10 << 599 << false;
    QTest::newRow("it moved") << C::Running << C::Running << false << true << 10 << 600 << false;
    QTest::newRow("the passes are too close")
        << C::Running << C::Running << false << false << 9 << 600 << false;
    QTest::newRow("the passes alone show it")
        << C::Running << C::Running << false << false << 600 << 0 << true;
    QTest::newRow("pending on a busy server")
        << C::Pending << C::Pending << false << false << 10 << 900 << false;
    QTest::newRow("pending on an idle server")
        << C::Pending << C::Pending << true << false << 10 << 900 << true;
    QTest::newRow("it just started") << C::Pending << C::Running << true << false << 10 << 900 << false;
}

void TestComfyWitness::stalled()
{
    QFETCH(C, first);
    QFETCH(C, second);
    QFETCH(bool, isIdle);
    QFETCH(bool, hasMoved);
    QFETCH(int, gapS);
    QFETCH(int, stillS);
    ComfyEvidence comfy;
    comfy.first = passOf(first, noon);
    comfy.second = passOf(second, noon + std::chrono::seconds(gapS));
    comfy.first->isServerIdle = comfy.second->isServerIdle = isIdle;
    comfy.hasMoved = hasMoved;
    comfy.stillFor = std::chrono::seconds(stillS);
    QTEST(witnessOf(comfy, TypePolicy()).isStalled, "expected");
}

QTEST_GUILESS_MAIN(TestComfyWitness)
#include "tst_comfywitness.moc"
