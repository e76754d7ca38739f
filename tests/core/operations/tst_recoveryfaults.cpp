// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryprocess.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int jobsOfEach = 8;

QByteArray idOf(const char *kind, int number)
{
    return QByteArray(kind) + '-' + QByteArray::number(number);
}

/// Jobs that have succeeded, failed, been forgotten, and that run.
void fill(RecoveryWorld &world)
{
    for (int i = 0; i < jobsOfEach; ++i) {
        for (const char *kind : {"done", "broken", "lost", "running"})
            world.add({.id = idOf(kind, i)});
        world.load(idOf("done", i), u"success"_s);
        world.load(idOf("broken", i), u"error"_s);
        world.load(idOf("running", i), u"running"_s);
    }
}

int number(const QJsonObject &report, const QString &count)
{
    return report.value(count).toInt(-1);
}

/// Every job has come to its end once, and no other.
/// @param firstRunning  of the running ones, the first that still runs
void verifySettled(RecoveryWorld &world, int firstRunning = 0)
{
    for (int i = 0; i < jobsOfEach; ++i) {
        QCOMPARE(world.stateStatus(idOf("done", i)), QByteArray("completed"));
        QCOMPARE(world.recordStatus(idOf("done", i)), u"completed"_s);
        for (const char *kind : {"broken", "lost"}) {
            QCOMPARE(world.stateStatus(idOf(kind, i)), QByteArray("failed"));
            QCOMPARE(world.recordStatus(idOf(kind, i)), u"failed"_s);
        }
        for (const char *kind : {"done", "broken", "lost"})
            QCOMPARE(world.auditCount(idOf(kind, i)), 1);
    }
    for (int i = firstRunning; i < jobsOfEach; ++i) {
        QCOMPARE(world.stateStatus(idOf("running", i)), QByteArray("processing"));
        QCOMPARE(world.recordStatus(idOf("running", i)), u"processing"_s);
    }
}

} // namespace

class TestRecoveryFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAnywhereTheNextComesToTheSameEnd_data();
    void killedAnywhereTheNextComesToTheSameEnd();
    void killedCleaningsComeToTheSameEnd_data();
    void killedCleaningsComeToTheSameEnd();
    void severalAtOnceSettleEachJobOnce();
    void stoppedForLongDoesNothingStale();
};

void TestRecoveryFaults::killedAnywhereTheNextComesToTheSameEnd_data()
{
    QTest::addColumn<QString>("failpoint");
    for (const char *point : {"proposed", "resumed", "intended", "claimed", "claimed:2", "recorded",
             "recorded:3", "concluded", "carried-out", "kept"})
        QTest::newRow(point) << QString::fromLatin1(point);
}

void TestRecoveryFaults::killedAnywhereTheNextComesToTheSameEnd()
{
    QFETCH(QString, failpoint);
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    fill(world);
    RecoveryProcess dying(world, failpoint);
    QVERIFY(!dying.finish());
    QVERIFY(dying.wasKilled());
    const QByteArray finished = idOf("running", 0);
    world.sim.control(u"finish"_s, {{u"id"_s, QString::fromLatin1(finished)}});
    RecoveryProcess next(world);
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QCOMPARE(number(next.report(), u"failed"_s), 0);
    QCOMPARE(number(next.report(), u"resumed"_s), jobsOfEach - 1);
    QCOMPARE(world.stateStatus(finished), QByteArray("completed"));
    QCOMPARE(world.recordStatus(finished), u"completed"_s);
    QCOMPARE(world.auditCount(finished), 1);
    verifySettled(world, 1);
}

void TestRecoveryFaults::killedCleaningsComeToTheSameEnd_data()
{
    QTest::addColumn<QString>("failpoint");
    for (const char *point : {"proposed", "intended", "claimed", "claimed:2", "recorded", "concluded",
             "snapshot-kept", "snapshot-kept:2", "deleted", "deleted:2"})
        QTest::newRow(point) << QString::fromLatin1(point);
}

void TestRecoveryFaults::killedCleaningsComeToTheSameEnd()
{
    QFETCH(QString, failpoint);
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    constexpr int jobs = 12; // two steps
    for (int i = 0; i < jobs; ++i) {
        world.add({.id = idOf("orphan", i), .age = 1h});
        world.add({.id = idOf("residue", i), .status = "failed", .age = 1h, .recordStatus = u"failed"_s});
    }
    world.add({.id = "running", .age = 1h});
    world.load("running", u"running"_s);
    const QByteArray running = world.value("running");
    RecoveryProcess dying(world, failpoint, {}, PlanScope::Clean);
    QVERIFY(!dying.finish());
    QVERIFY(dying.wasKilled());
    world.client.run({"DEL", "comfyui:ops:lease:cleaning"}); // as time does
    // What was claimed and not recorded is the recovery's.
    RecoveryProcess recovery(world);
    QVERIFY2(recovery.finish(), qPrintable(recovery.errors()));
    RecoveryProcess next(world, {}, {}, PlanScope::Clean);
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QCOMPARE(next.report().value("failed"_L1).toInt(), 0);
    for (int i = 0; i < jobs; ++i) {
        QCOMPARE(world.stateStatus(idOf("orphan", i)), QByteArray("failed"));
        QCOMPARE(world.recordStatus(idOf("orphan", i)), u"failed"_s);
        QCOMPARE(world.auditCount(idOf("orphan", i)), 1);
        QCOMPARE(world.stateStatus(idOf("residue", i)), QByteArray("absent"));
        QCOMPARE(world.auditCount(idOf("residue", i)), 0);
    }
    QCOMPARE(world.value("running"), running);
}

void TestRecoveryFaults::severalAtOnceSettleEachJobOnce()
{
    RecoveryWorld world;
    fill(world);
    // From three machines: each has a journal of its own.
    QTemporaryDir folder;
    std::vector<std::unique_ptr<RecoveryProcess>> recoveries;
    for (int i = 0; i < 3; ++i)
        recoveries.push_back(std::make_unique<RecoveryProcess>(
            world, QString(), folder.filePath(u"journal-%1.sqlite"_s.arg(i))));
    for (const auto &recovery : recoveries) {
        QVERIFY2(recovery->finish(), qPrintable(recovery->errors()));
        const QJsonObject report = recovery->report();
        QCOMPARE(number(report, u"failed"_s), 0);
        QCOMPARE(number(report, u"found"_s),
            number(report, u"resumed"_s) + number(report, u"settledCompleted"_s)
                + number(report, u"settledFailed"_s) + number(report, u"leftAlone"_s)
                + number(report, u"skipped"_s) + number(report, u"unverifiable"_s));
    }
    verifySettled(world);
}

void TestRecoveryFaults::stoppedForLongDoesNothingStale()
{
    RecoveryWorld world;
    world.add({.id = "revived"});
    world.add({.id = "lost"});
    RecoveryProcess sleeper(world, u"stop@intended"_s);
    QVERIFY(sleeper.waitStopped());
    // Meanwhile its producer turns out to be alive, and another recovery settles the other.
    const QByteArray lively = world.document({.id = "revived", .status = "processing"});
    world.write("revived", lively);
    RecoveryProcess other(world);
    QVERIFY2(other.finish(), qPrintable(other.errors()));
    sleeper.resume();
    QVERIFY2(sleeper.finish(), qPrintable(sleeper.errors()));
    QCOMPARE(world.value("revived"), lively);
    QCOMPARE(world.recordStatus("revived"), u"processing"_s);
    QCOMPARE(number(sleeper.report(), u"leftAlone"_s), 1);
    QCOMPARE(world.stateStatus("lost"), QByteArray("failed"));
    QCOMPARE(world.auditCount("lost"), 1);
}

QTEST_GUILESS_MAIN(TestRecoveryFaults)
#include "tst_recoveryfaults.moc"
