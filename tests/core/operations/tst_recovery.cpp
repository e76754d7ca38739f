// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/keptreport.h"
#include "tests/core/operations/recoveryworld.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = RecoveryOutcome;

namespace {

Outcome outcomeOf(const RecoveryReport &report, const QByteArray &id)
{
    return jobOf(report, id).outcome;
}

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settlesAndResumesByWhatEachServerSays();
    void secondRunChangesNothing();
};

void TestRecovery::settlesAndResumesByWhatEachServerSays()
{
    RecoveryWorld world;
    QVERIFY(world.isRunning());
    const QString deadServer = u"http://127.0.0.1:%1"_s.arg(freePort());
    const QList<std::pair<QByteArray, QString>> onServer{{"running", u"running"_s}, {"waiting", u"pending"_s},
        {"done", u"success"_s}, {"broken", u"error"_s}, {"stopped", u"interrupted"_s}};
    for (const auto &[id, state] : onServer) {
        world.add({.id = id, .recordStatus = u"processing"_s});
        world.load(id, state);
    }
    world.add({.id = "lost"});
    world.add({.id = "lively", .silence = 5s});
    world.add({.id = "unreached", .server = deadServer});
    world.add({.id = "foreign-server", .server = u"http://gpu-9.example:8188"_s});
    world.add({.id = "ancient", .age = 1h});
    world.add({.id = "untracked", .recordStatus = {}});
    world.client.run({"SET", keyFor("torn"), "{\"promptId\":\"torn\",", "EX", "7000"});

    RigSetup setup = world.setup();
    setup.servers += deadServer;
    RecoveryRig rig(setup);
    const Result<RecoveryReport> report = rig.recover();
    QVERIFY2(report, qPrintable(report ? QString() : report.error().message));

    QCOMPARE(outcomeOf(*report, "running"), Outcome::Resumed);
    QCOMPARE(outcomeOf(*report, "waiting"), Outcome::Resumed);
    QCOMPARE(outcomeOf(*report, "done"), Outcome::SettledCompleted);
    QCOMPARE(outcomeOf(*report, "broken"), Outcome::SettledFailed);
    QCOMPARE(outcomeOf(*report, "stopped"), Outcome::SettledFailed);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
    QCOMPARE(outcomeOf(*report, "lively"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "unreached"), Outcome::Unverifiable);
    QCOMPARE(outcomeOf(*report, "foreign-server"), Outcome::Unverifiable);
    QCOMPARE(outcomeOf(*report, "ancient"), Outcome::Skipped);
    QCOMPARE(outcomeOf(*report, "untracked"), Outcome::SettledFailed);
    QVERIFY(jobOf(*report, "torn").reason.contains(u"corrupt"_s));
    const RecoveryCounts counts = countsOf(*report);
    QCOMPARE(counts.found, 11);
    QCOMPARE(counts.resumed + counts.settledCompleted + counts.settledFailed + counts.leftAlone
            + counts.skipped + counts.unverifiable + counts.failed,
        counts.found);
    QVERIFY(jobOf(*report, "lively").nextLook.has_value());

    QCOMPARE(world.stateStatus("done"), QByteArray("completed"));
    QVERIFY(world.value("done").contains("\"progress\":100,"));
    QVERIFY(world.value("done").contains("\"seed\":18446744073709551615"));
    QCOMPARE(world.recordStatus("done"), u"completed"_s);
    QVERIFY(world.records.value(u"SELECT output FROM generation_jobs WHERE external_job_id = 'done'"_s)
                .contains(u"png"_s));
    QCOMPARE(world.stateStatus("broken"), QByteArray("failed"));
    QVERIFY(world.records.value(u"SELECT error FROM generation_jobs WHERE external_job_id = 'broken'"_s)
                .contains(u"CUDA out of memory"_s));
    QCOMPARE(world.recordStatus("stopped"), u"cancelled"_s);
    QCOMPARE(world.stateStatus("stopped"), QByteArray("failed"));
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);
    for (const QByteArray &untouched : {"lively", "unreached", "foreign-server", "ancient"}) {
        QCOMPARE(world.stateStatus(untouched), QByteArray("processing"));
        QCOMPARE(world.recordStatus(untouched), u"processing"_s);
    }
    QCOMPARE(rig.tracking().requests.size(), 2);
    QCOMPARE(rig.tracking().requests.first().clientId, u"producer-1"_s);

    // The expiry is the producer's.
    QVERIFY(world.client.integer({"TTL", keyFor("lost")}) <= 7050);
    const auto last = QCoro::waitFor(lastRecoveryReport(&rig.journal(), u"staging"_s));
    QVERIFY(last && *last);
    QCOMPARE(**last, *report);
}

void TestRecovery::secondRunChangesNothing()
{
    RecoveryWorld world;
    for (const QByteArray &id : {"a", "b", "c"})
        world.add({.id = id});
    world.load("a", u"success"_s);
    world.load("b", u"running"_s);
    RecoveryRig rig(world.setup());
    const auto first = rig.recover();
    QVERIFY(first);
    QCOMPARE(countsOf(*first).found, 3);
    const QByteArrayList before{world.value("a"), world.value("b"), world.value("c")};
    const int audits = world.records.auditCount();
    const auto second = rig.recover();
    QVERIFY(second);
    QCOMPARE(countsOf(*second).found, 1);
    QCOMPARE(countsOf(*second).resumed, 1);
    QCOMPARE((QByteArrayList{world.value("a"), world.value("b"), world.value("c")}), before);
    QCOMPARE(world.records.auditCount(), audits);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
