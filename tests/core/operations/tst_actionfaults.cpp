// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryprocess.h"

#include <QJsonArray>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a producer writes when its job has ended after all.
void finishAsProducer(RecoveryWorld &world, const QByteArray &id, const QByteArray &document)
{
    world.load(id, u"success"_s);
    world.write(id, document);
}

/// As time does: who is dead gives nothing back.
void endLeases(RecoveryWorld &world)
{
    world.client.run({"DEL", "comfyui:ops:lease:cleaning"});
}

/// As if it had been written more than its retention ago: until then it is its application's to write the
/// record.
void letRetentionPass(RecoveryWorld &world, const QByteArray &id)
{
    world.client.run({"PEXPIRE", keyFor(id), "7120000"});
}

bool isLeftOrDeleted(RecoveryWorld &world, const QByteArray &id, const QByteArray &document)
{
    return world.stateStatus(id) == "absent" || world.value(id) == document;
}

qint64 expiryOf(RecoveryWorld &world, const QByteArray &id)
{
    return world.client.integer({"PEXPIRETIME", keyFor(id)});
}

} // namespace

/// Every action of ours, ended by force at every step of it, while a producer turns out to be alive.
class TestActionFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProducerFinishesMeanwhile_data();
    void theProducerFinishesMeanwhile();
    void killedUndosAreFinished_data();
    void killedUndosAreFinished();
    void undoLeavesWhatTheProducerWrote_data();
    void undoLeavesWhatTheProducerWrote();
    void killedExtensionsChangeNoByte_data();
    void killedExtensionsChangeNoByte();
    void killedCancelsAreVerified_data();
    void killedCancelsAreVerified();
    void killedResubmissionsRunOnce_data();
    void killedResubmissionsRunOnce();
};

void TestActionFaults::theProducerFinishesMeanwhile_data()
{
    QTest::addColumn<int>("scope");
    QTest::addColumn<QString>("step");
    QTest::addColumn<bool>("isKilled");
    const QStringList settling{u"proposed"_s, u"intended"_s, u"claimed"_s, u"recorded"_s, u"concluded"_s};
    const QStringList cleaning{u"snapshot-kept"_s, u"deleted"_s, u"looked-again"_s, u"cleaned"_s};
    const std::pair<PlanScope, QStringList> walks[]
        = {{PlanScope::Recover, settling + QStringList{u"carried-out"_s, u"kept"_s}},
            {PlanScope::Clean, settling + cleaning}, {PlanScope::Reconcile, settling + cleaning}};
    for (const auto &[scope, steps] : walks) {
        for (const QString &step : steps) {
            for (const bool isKilled : {true, false})
                QTest::addRow("%s, %s at %s", wordOf(scope).constData(), isKilled ? "killed" : "stopped",
                    qPrintable(step))
                    << static_cast<int>(scope) << step << isKilled;
        }
    }
}

void TestActionFaults::theProducerFinishesMeanwhile()
{
    QFETCH(const int, scope);
    QFETCH(const QString, step);
    QFETCH(const bool, isKilled);
    const auto walk = static_cast<PlanScope>(scope);
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    const auto age = walk == PlanScope::Recover ? 300s : 3600s;
    world.add({.id = "recorded", .age = age});
    world.add({.id = "untracked", .age = age, .recordStatus = {}});
    world.add({.id = "lost", .age = age});
    const QByteArray recorded = world.document({.id = "recorded", .status = "completed", .age = age});
    const QByteArray untracked = world.document({.id = "untracked", .status = "completed", .age = age});

    RecoveryProcess ours(world, u"stop@"_s + step, {}, walk);
    QVERIFY2(ours.waitStopped(), qPrintable(ours.errors()));
    finishAsProducer(world, "recorded", recorded);
    finishAsProducer(world, "untracked", untracked);
    if (isKilled) {
        ours.kill();
    } else {
        ours.resume();
        QVERIFY2(ours.finish(), qPrintable(ours.errors()));
    }
    QCOMPARE(world.value("recorded"), recorded);
    QCOMPARE(world.value("untracked"), untracked);

    // Whoever comes next brings the three sources into agreement.
    endLeases(world);
    letRetentionPass(world, "recorded");
    letRetentionPass(world, "untracked");
    for (int i = 0; i < 2; ++i) {
        RecoveryProcess next(world, {}, {}, PlanScope::Reconcile);
        QVERIFY2(next.finish(), qPrintable(next.errors()));
        QCOMPARE(next.report().value("failed"_L1).toInt(), 0);
    }
    QVERIFY(isLeftOrDeleted(world, "recorded", recorded));
    QVERIFY(isLeftOrDeleted(world, "untracked", untracked));
    QCOMPARE(world.recordStatus("recorded"), u"completed"_s);
    QVERIFY(world.auditCount("recorded") <= 2);
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);
    QCOMPARE(world.auditCount("lost"), 1);
}

void TestActionFaults::killedUndosAreFinished_data()
{
    QTest::addColumn<QString>("step");
    for (const char *step : {"undo-intended", "claim-undone", "record-undone"})
        QTest::newRow(step) << QString::fromLatin1(step);
}

void TestActionFaults::killedUndosAreFinished()
{
    QFETCH(const QString, step);
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    world.add({.id = "lost"});
    const QByteArray before = world.value("lost");
    const qint64 expiry = expiryOf(world, "lost");
    RecoveryProcess recovery(world);
    QVERIFY2(recovery.finish(), qPrintable(recovery.errors()));
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);

    ActionProcess dying(world, u"undo"_s, "lost", step);
    QVERIFY(!dying.finish());
    QVERIFY(dying.wasKilled());
    ActionProcess next(world, u"undo"_s, "lost");
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QCOMPARE(world.value("lost"), before);
    QVERIFY(std::abs(expiryOf(world, "lost") - expiry) <= 5);
    QCOMPARE(world.recordStatus("lost"), u"processing"_s);
    QCOMPARE(world.auditCount("lost"), 2); // the settlement and its undo
}

void TestActionFaults::undoLeavesWhatTheProducerWrote_data()
{
    killedUndosAreFinished_data();
}

void TestActionFaults::undoLeavesWhatTheProducerWrote()
{
    QFETCH(const QString, step);
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    world.add({.id = "lost"});
    const QByteArray finished = world.document({.id = "lost", .status = "completed"});
    RecoveryProcess recovery(world);
    QVERIFY2(recovery.finish(), qPrintable(recovery.errors()));

    ActionProcess ours(world, u"undo"_s, "lost", u"stop@"_s + step);
    QVERIFY2(ours.waitStopped(), qPrintable(ours.errors()));
    finishAsProducer(world, "lost", finished);
    ours.resume();
    QVERIFY2(ours.finish(), qPrintable(ours.errors()));
    QCOMPARE(world.value("lost"), finished);
    letRetentionPass(world, "lost");
    RecoveryProcess next(world, {}, {}, PlanScope::Reconcile);
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QVERIFY(isLeftOrDeleted(world, "lost", finished));
    QVERIFY2(world.recordStatus("lost") == u"completed", qPrintable(world.recordStatus("lost")));
}

void TestActionFaults::killedExtensionsChangeNoByte_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<bool>("isFinished");
    for (const char *step : {"extend-intended", "extended"}) {
        QTest::addRow("%s", step) << QString::fromLatin1(step) << false;
        QTest::addRow("%s, the producer finishes", step) << QString::fromLatin1(step) << true;
    }
}

void TestActionFaults::killedExtensionsChangeNoByte()
{
    QFETCH(const QString, step);
    QFETCH(const bool, isFinished);
    RecoveryWorld world;
    world.add({.id = "long"});
    const QByteArray before = world.value("long");
    const QByteArray finished = world.document({.id = "long", .status = "completed"});
    ActionProcess ours(world, u"extend"_s, "long", u"stop@"_s + step);
    QVERIFY2(ours.waitStopped(), qPrintable(ours.errors()));
    if (isFinished)
        world.write("long", finished);
    ours.kill();
    QCOMPARE(world.value("long"), isFinished ? finished : before);
    if (isFinished)
        QVERIFY(world.client.integer({"TTL", keyFor("long")}) <= 7'200);
    ActionProcess next(world, u"extend"_s, "long");
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QCOMPARE(world.value("long"), isFinished ? finished : before);
    QVERIFY(world.client.integer({"TTL", keyFor("long")}) > 7'200);
}

void TestActionFaults::killedCancelsAreVerified_data()
{
    QTest::addColumn<QString>("step");
    for (const char *step : {"cancel-intended", "cancel-asked"})
        QTest::newRow(step) << QString::fromLatin1(step);
}

void TestActionFaults::killedCancelsAreVerified()
{
    QFETCH(const QString, step);
    RecoveryWorld world;
    for (const char *id : {"unwanted", "other"}) {
        world.add({.id = id, .status = "queued", .recordStatus = u"queued"_s});
        world.load(id, u"pending"_s);
    }
    const QByteArray before = world.value("unwanted") + world.value("other");
    ActionProcess dying(world, u"cancel"_s, "unwanted", step);
    QVERIFY(!dying.finish());
    QVERIFY(dying.wasKilled());
    ActionProcess next(world, u"cancel"_s, "unwanted");
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    QCOMPARE(world.sim.state().value("pending"_L1).toInt(), 1);
    QCOMPARE(world.value("unwanted") + world.value("other"), before);
    QCOMPARE(world.recordStatus("unwanted"), u"queued"_s);
}

void TestActionFaults::killedResubmissionsRunOnce_data()
{
    QTest::addColumn<QString>("step");
    for (const char *step :
        {"resubmit-intended", "submit-recorded", "submit-saved", "submit-posted", "resubmitted"})
        QTest::newRow(step) << QString::fromLatin1(step);
}

void TestActionFaults::killedResubmissionsRunOnce()
{
    QFETCH(const QString, step);
    RecoveryWorld world;
    world.add({.id = "lost"});
    world.records.run(u"UPDATE generation_jobs SET input = "
                      "'{\"1\":{\"class_type\":\"SimJob\",\"inputs\":{\"duration_ms\":3600000}}}'"_s);
    const QByteArray before = world.value("lost");
    ActionProcess dying(world, u"resubmit"_s, "lost", step);
    QVERIFY(!dying.finish());
    QVERIFY2(dying.wasKilled(), qPrintable(dying.errors()));
    // However often it is tried, it runs once at most.
    ActionProcess next(world, u"resubmit"_s, "lost");
    QVERIFY2(next.finish(), qPrintable(next.errors()));
    const QJsonObject state = world.sim.state();
    const qsizetype waiting = state.value("pending"_L1).toInt();
    const qsizetype running = state.value("running"_L1).toArray().size();
    const qsizetype ended = state.value("history"_L1).toInt();
    QVERIFY2(waiting + running + ended <= 1, next.output().constData());
    const bool wasPosted = step == u"submit-posted" || step == u"resubmitted";
    QVERIFY2(!wasPosted || next.output().contains("submitted-before"), next.output().constData());
    QCOMPARE(world.value("lost"), before); // the old one's books are as they were
}

QTEST_GUILESS_MAIN(TestActionFaults)
#include "tst_actionfaults.moc"
