// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/keptreport.h"
#include "core/triage/sentence.h"
#include "tests/core/operations/recoveryworld.h"
#include "tests/support/refusedwrites.h"

#include <QHash>
#include <QTest>
#include <QTimer>

#include <utility>

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
    void settlesAndResumesByWhatEachServerSays_data() { addDatabaseRows(); }
    void settlesAndResumesByWhatEachServerSays();
    void secondRunChangesNothing();
    void leavesAProducerThatKeepsWriting();
    void withoutRecordsOnlyResumes();
    void settlesWhereThereIsNoDatabase();
    void pagesOfAProxyAreNoAbsence();
    void silentServerDelaysNobody();
    void refusedClaimsLeaveTheRecordAlone_data();
    void refusedClaimsLeaveTheRecordAlone();
    void clockOfThisMachineDoesNotMatter();
    void judgesAnOldProposalAgain();
    void doesOnlyWhatIsTicked();
    void saysThatAServerRestarted();
    void strangersHideNoChange();
    void endsAtAStepBoundary();
    void tellsEachEndAsItComes();
    void holdsKeepWhatIsAbsent();
    void finishesRecordsBehindAnEnd();
    void putsBackAForgottenState();
    void leavesSeveralRecordsToAPerson();
    void accountsForJobsThatEndMeanwhile();
    void deletesStatesThatTheRecordHasOvertaken();
    void keepsTheAgeOfFirstSight();
    void serverThatRestartsMeanwhileSettlesNothing();
    void redisThatComesBackEmptyRecordsNothing();
    void lostAnswersAreFinishedByTheNextLook();

private:
    PostgresServer m_postgres;
};

void TestRecovery::settlesAndResumesByWhatEachServerSays()
{
    QFETCH(const bool, isPostgres);
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    RecoveryWorld world(isPostgres ? &m_postgres : nullptr);
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
    for (const char *untouched : {"lively", "unreached", "foreign-server", "ancient"}) {
        QCOMPARE(world.stateStatus(untouched), QByteArray("processing"));
        QCOMPARE(world.recordStatus(untouched), u"processing"_s);
    }
    QCOMPARE(rig.tracking().requests.size(), 2);
    QCOMPARE(rig.tracking().requests.first().clientId, u"producer-1"_s);

    JournalSelection selection;
    selection.onlyUnfinished = true;
    QCOMPARE(rig.journal().lines(selection).result().value().size(), 0);
    selection.onlyUnfinished = false;
    selection.promptId = PromptId("lost");
    const QList<JournalLine> lines = rig.journal().lines(selection).result().value();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().entry.verdict, u"orphaned"_s);
    QVERIFY(lines.first().entry.evidence.contains("/history/lost"));
    QVERIFY(!lines.first().entry.epoch.runId.isEmpty());

    // The expiry is the producer's.
    QVERIFY(world.client.integer({"TTL", keyFor("lost")}) <= 7050);
    const auto last = QCoro::waitFor(lastReportOf(&rig.journal(), u"staging"_s));
    QVERIFY(last && *last);
    QCOMPARE(**last, *report);
}

void TestRecovery::secondRunChangesNothing()
{
    RecoveryWorld world;
    for (const char *id : {"a", "b", "c"})
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
    JournalSelection selection;
    selection.promptId = PromptId("b");
    QCOMPARE(rig.journal().lines(selection).result().value().size(), 1);
}

void TestRecovery::saysThatAServerRestarted()
{
    RecoveryWorld world;
    world.add({.id = "done"});
    world.add({.id = "running"});
    world.load("done", u"success"_s);
    world.load("running", u"running"_s);
    RecoveryRig rig(world.setup());
    const auto first = QCoro::waitFor(rig.recovery().propose(rig.wish(), rig.stop()));
    QVERIFY(first);
    QCOMPARE(first->judged.value(PromptId("running")).judgement.verdict, Verdict::Live);
    world.sim.control(u"restart"_s);
    QTRY_VERIFY_WITH_TIMEOUT(world.sim.isRunning(), 60'000);
    const auto second = QCoro::waitFor(rig.recovery().propose(rig.wish(), rig.stop()));
    QVERIFY(second);
    const JudgedJob gone = second->judged.value(PromptId("running"));
    QCOMPARE(gone.judgement.verdict, Verdict::Orphaned);
    QCOMPARE(gone.evidence.comfy.absence, AbsenceReason::Restarted);
    QVERIFY(sentenceOf(gone.evidence, gone.judgement, defaultPolicy()).contains(u"has restarted since"_s));
}

/// What nobody has named is looked up after the first pass, and hides no change of the others.
void TestRecovery::strangersHideNoChange()
{
    RecoveryWorld world;
    world.add({.id = "lost"});
    world.load("stranger", u"running"_s);
    RecoveryRig rig(world.setup());
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Reconcile;
    const auto proposal
        = QCoro::waitFor(rig.recovery().propose(wish, rig.stop(), [&world](const RecoveryProgress &progress) {
              if (progress.what.startsWith("asking"_L1))
                  world.records.run(u"UPDATE generation_jobs SET status = 'completed'"_s);
          }));
    QVERIFY(proposal);
    QCOMPARE(proposal->judged.value(PromptId("stranger")).judgement.verdict, Verdict::Foreign);
    const JudgedJob lost = proposal->judged.value(PromptId("lost"));
    QVERIFY(lost.evidence.record.hasChanged);
    QCOMPARE(lost.judgement.verdict, Verdict::Settling);
}

void TestRecovery::leavesAProducerThatKeepsWriting()
{
    RecoveryWorld world;
    world.add({.id = "alive"});
    world.add({.id = "lost"});
    QByteArray written;
    QTimer producer;
    connect(&producer, &QTimer::timeout, this, [&world, &written] {
        written = world.document({.id = "alive"});
        world.write("alive", written);
    });
    producer.start(20);
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    producer.stop();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "alive"), Outcome::LeftAlone);
    QVERIFY(jobOf(*report, "alive").nextLook.has_value());
    QCOMPARE(world.value("alive"), written);
    QCOMPARE(world.recordStatus("alive"), u"processing"_s);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
}

void TestRecovery::withoutRecordsOnlyResumes()
{
    RecoveryWorld world;
    for (const char *id : {"done", "lost", "running"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    world.load("running", u"running"_s);
    RigSetup setup = world.setup();
    setup.records = std::nullopt;
    RecoveryRig rig(setup);
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "running"), Outcome::Resumed);
    QCOMPARE(outcomeOf(*report, "done"), Outcome::Unverifiable);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::Unverifiable);
    QCOMPARE(world.stateStatus("done"), QByteArray("processing"));
}

void TestRecovery::settlesWhereThereIsNoDatabase()
{
    RecoveryWorld world;
    for (const char *id : {"done", "lost"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    RigSetup setup = world.setup();
    setup.records = RecordsAddress();
    RecoveryRig rig(setup);
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).settledCompleted, 1);
    QCOMPARE(countsOf(*report).settledFailed, 1);
    QCOMPARE(world.stateStatus("done"), QByteArray("completed"));
    QCOMPARE(world.stateStatus("lost"), QByteArray("failed"));
}

void TestRecovery::pagesOfAProxyAreNoAbsence()
{
    RecoveryWorld world;
    for (const char *id : {"done", "lost"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    world.sim.control(u"html"_s, {{u"status"_s, 404}, {u"path"_s, u"/history"_s}});
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).unverifiable, 2);
    QCOMPARE(world.stateStatus("lost"), QByteArray("processing"));
    world.sim.control(u"heal"_s);
    QCOMPARE(countsOf(*rig.recover()).unverifiable, 0);
}

void TestRecovery::silentServerDelaysNobody()
{
    RecoveryWorld world;
    ComfySimProcess frozen;
    world.add({.id = "lost"});
    world.add({.id = "unreached", .server = frozen.url().toString()});
    RigSetup setup = world.setup();
    setup.servers += frozen.url().toString();
    setup.httpTimeout = 300s;
    frozen.freeze();
    RecoveryRig rig(setup);
    const auto report = rig.recover(); // gives up long before that time-out
    frozen.resume();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
    QCOMPARE(outcomeOf(*report, "unreached"), Outcome::Unverifiable);
}

void TestRecovery::refusedClaimsLeaveTheRecordAlone_data()
{
    addRefusedWrites();
}

void TestRecovery::refusedClaimsLeaveTheRecordAlone()
{
    RecoveryWorld world;
    world.add({.id = "lost"});
    QFETCH(QByteArrayList, refuse);
    QFETCH(QByteArrayList, allow);
    QVERIFY(isTaken(world.client, refuse));
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).failed, 1);
    QCOMPARE(world.recordStatus("lost"), u"processing"_s);
    QVERIFY(isTaken(world.client, allow));
    QCOMPARE(countsOf(*rig.recover()).settledFailed, 1);
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);
}

void TestRecovery::clockOfThisMachineDoesNotMatter()
{
    RecoveryWorld world;
    world.add({.id = "lost"});
    world.add({.id = "lively", .silence = 5s});
    world.add({.id = "ancient", .age = 1h});
    RecoveryRig rig(world.setup());
    rig.leap(-1h);
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
    QCOMPARE(outcomeOf(*report, "lively"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "ancient"), Outcome::Skipped);
}

void TestRecovery::judgesAnOldProposalAgain()
{
    RecoveryWorld world;
    for (const char *id : {"revived", "unticked", "lost"})
        world.add({.id = id});
    RecoveryRig rig(world.setup());
    auto proposal = rig.propose();
    QVERIFY(proposal);
    QVERIFY(setTicked(proposal->plan, PromptId("unticked"), false));
    world.load("revived", u"running"_s);
    rig.leap(60s);
    const auto report = rig.carryOut(*proposal);
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "revived"), Outcome::LeftAlone); // resuming it was not agreed to
    QCOMPARE(outcomeOf(*report, "unticked"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
    QCOMPARE(world.stateStatus("revived"), QByteArray("processing"));
}

void TestRecovery::doesOnlyWhatIsTicked()
{
    RecoveryWorld world;
    for (const char *id : {"a", "b"})
        world.add({.id = id});
    RecoveryRig rig(world.setup());
    auto proposal = rig.propose();
    QVERIFY(proposal);
    QCOMPARE(changeCount(proposal->plan), 2);
    QVERIFY(setTicked(proposal->plan, PromptId("a"), false));
    const auto report = rig.carryOut(*proposal);
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "a"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "b"), Outcome::SettledFailed);
    QCOMPARE(world.stateStatus("a"), QByteArray("processing"));
    QCOMPARE(countsOf(*report).found, 2);
}

void TestRecovery::endsAtAStepBoundary()
{
    RecoveryWorld world;
    for (const char *id : {"lost", "done"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    RecoveryRig rig(world.setup());
    const auto proposal = rig.propose();
    QVERIFY(proposal);
    rig.stop()->request();
    const auto report = rig.carryOut(*proposal);
    QVERIFY(report);
    QCOMPARE(countsOf(*report).leftAlone, 2);
    QCOMPARE(world.stateStatus("done"), QByteArray("processing"));
    const auto none = rig.propose();
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Cancelled);
}

void TestRecovery::tellsEachEndAsItComes()
{
    RecoveryWorld world;
    for (const char *id : {"lost-1", "lost-2", "done"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    auto setup = world.setup();
    setup.stepJobs = 1;
    RecoveryRig rig(setup);
    const auto proposal = rig.propose();
    QVERIFY(proposal);
    QHash<PromptId, QList<RecoveryOutcome>> told;
    qsizetype done = 0;
    const auto report = QCoro::waitFor(
        rig.recovery().carryOut(*proposal, rig.stop(), [&](const RecoveryProgress &progress) {
            QVERIFY(progress.done >= std::exchange(done, progress.done));
            for (const RecoveredJob &job : progress.ended)
                told[job.promptId].append(job.outcome);
        }));
    QVERIFY(report);
    QCOMPARE(done, 3);
    QCOMPARE(told.size(), 3);
    for (const RecoveredJob &job : report->jobs)
        QCOMPARE(told.value(job.promptId), QList<RecoveryOutcome>{job.outcome});
}

void TestRecovery::holdsKeepWhatIsAbsent()
{
    RecoveryWorld world;
    for (const char *id : {"lost", "done"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    RecoveryRig rig(world.setup());
    const QString address = u"127.0.0.1:%1"_s.arg(world.redis.port());
    rig.holds().seeEpoch(address, {address, "an earlier life", {}, "master"}, systemNow());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::LeftAlone);
    QVERIFY(jobOf(*report, "lost").reason.contains(u"hold"_s));
    QCOMPARE(outcomeOf(*report, "done"), Outcome::SettledCompleted);
}

void TestRecovery::finishesRecordsBehindAnEnd()
{
    RecoveryWorld world;
    world.add({.id = "done", .status = "completed"});
    world.add({.id = "lost", .status = "failed"});
    world.add({.id = "just-ended", .status = "completed", .silence = 5s});
    world.load("done", u"success"_s);
    world.load("just-ended", u"success"_s);
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).found, 0);
    QCOMPARE(report->beside.size(), 3);
    QCOMPARE(world.recordStatus("done"), u"completed"_s);
    QVERIFY(world.records.value(u"SELECT output FROM generation_jobs WHERE external_job_id = 'done'"_s)
                .contains(u"png"_s));
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);
    QCOMPARE(world.recordStatus("just-ended"), u"processing"_s);
}

void TestRecovery::putsBackAForgottenState()
{
    RecoveryWorld world;
    world.records.add({u"forgotten"_s});
    world.records.add({u"gone"_s});
    world.load("forgotten", u"running"_s);
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).found, 0);
    QCOMPARE(rig.tracking().requests.size(), 1);
    const TrackingRequest request = rig.tracking().requests.first();
    QCOMPARE(request.promptId, PromptId("forgotten"));
    QVERIFY(request.forgotten.has_value());
    QCOMPARE(request.forgotten->status, JobStatus::Processing);
    QCOMPARE(request.forgotten->serverUrl, world.serverUrl());
    QVERIFY(request.forgotten->startedAt != Timestamp());
    QCOMPARE(jobOf(*report, "gone").action, Action::None);
    QCOMPARE(world.recordStatus("gone"), u"processing"_s);
}

void TestRecovery::leavesSeveralRecordsToAPerson()
{
    RecoveryWorld world;
    world.add({.id = "twice"});
    world.records.add({u"twice"_s});
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "twice"), Outcome::LeftAlone);
    QCOMPARE(jobOf(*report, "twice").action, Action::ByHand);
    QCOMPARE(world.stateStatus("twice"), QByteArray("processing"));
}

void TestRecovery::accountsForJobsThatEndMeanwhile()
{
    RecoveryWorld world;
    for (const char *id : {"finishing", "vanishing", "lost"})
        world.add({.id = id});
    world.add({.id = "untracked", .recordStatus = {}});
    RigSetup setup = world.setup();
    setup.grace = 2s;
    RecoveryRig rig(setup);
    QTimer::singleShot(700, this, [&world] {
        world.write("finishing", world.document({.id = "finishing", .status = "completed"}));
        world.client.run({"DEL", keyFor("vanishing")});
        world.client.run({"DEL", keyFor("untracked")});
    });
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).found, 4);
    QCOMPARE(countsOf(*report).leftAlone, 3);
    QCOMPARE(outcomeOf(*report, "finishing"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "vanishing"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*report, "lost"), Outcome::SettledFailed);
}

void TestRecovery::deletesStatesThatTheRecordHasOvertaken()
{
    RecoveryWorld world;
    world.add({.id = "overtaken", .recordStatus = u"completed"_s});
    world.load("overtaken", u"success"_s);
    RecoveryRig rig(world.setup());
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "overtaken"), Outcome::SettledCompleted);
    QCOMPARE(world.stateStatus("overtaken"), QByteArray("absent"));
    QCOMPARE(world.auditCount("overtaken"), 0);
}

void TestRecovery::keepsTheAgeOfFirstSight()
{
    RecoveryWorld world;
    world.add({.id = "waiting", .age = 200s});
    const Timestamp added = systemNow();
    world.sim.control(u"unreachable"_s);
    RecoveryRig rig(world.setup());
    ObserverWish wish = rig.wish();
    wish.policy.standard.ageLimit.value = 206s;
    rig.setWish(wish);
    QCOMPARE(outcomeOf(*rig.recover(), "waiting"), Outcome::Unverifiable);
    QTRY_VERIFY_WITH_TIMEOUT(systemNow() - added > 7s, 60000);
    RecoveryRig newcomer(world.setup());
    newcomer.setWish(wish);
    QCOMPARE(outcomeOf(*newcomer.recover(), "waiting"), Outcome::Skipped);
    world.sim.control(u"reachable"_s);
    QCOMPARE(outcomeOf(*rig.recover(), "waiting"), Outcome::SettledFailed);
}

void TestRecovery::serverThatRestartsMeanwhileSettlesNothing()
{
    RecoveryWorld world;
    for (const char *id : {"running", "lost"})
        world.add({.id = id});
    world.load("running", u"running"_s);
    RigSetup setup = world.setup();
    setup.grace = 3s;
    RecoveryRig rig(setup);
    QTimer::singleShot(1000, this, [&world] { world.sim.control(u"restart"_s); });
    const auto report = rig.recover();
    QVERIFY(report);
    QCOMPARE(outcomeOf(*report, "running"), Outcome::LeftAlone);
    QCOMPARE(world.stateStatus("running"), QByteArray("processing"));
    QCOMPARE(countsOf(*rig.recover()).settledFailed, 1); // now it is absent twice
    QCOMPARE(world.stateStatus("running"), QByteArray("failed"));
}

void TestRecovery::redisThatComesBackEmptyRecordsNothing()
{
    RecoveryWorld world;
    for (const char *id : {"done", "lost"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    RecoveryRig rig(world.setup());
    const auto proposal = rig.propose();
    QVERIFY(proposal);
    QVERIFY(world.redis.restart());
    const auto report = rig.carryOut(*proposal);
    QVERIFY(report);
    QCOMPARE(countsOf(*report).found, 2);
    QCOMPARE(countsOf(*report).settledCompleted + countsOf(*report).settledFailed, 0);
    QCOMPARE(world.recordStatus("done"), u"processing"_s);
    QCOMPARE(world.recordStatus("lost"), u"processing"_s);
    QCOMPARE(world.records.auditCount(), 0);
}

void TestRecovery::lostAnswersAreFinishedByTheNextLook()
{
    RecoveryWorld world;
    for (const char *id : {"done", "lost"})
        world.add({.id = id});
    world.load("done", u"success"_s);
    RecoveryRig rig(world.setup());
    const auto proposal = rig.propose();
    QVERIFY(proposal);
    world.redis.freeze();
    const auto report = rig.carryOut(*proposal);
    world.redis.resume();
    QVERIFY(report);
    QCOMPARE(countsOf(*report).failed, 2); // whether the claims stand is not known
    QCOMPARE(world.recordStatus("done"), u"processing"_s);
    const auto next = rig.recover();
    QVERIFY2(next, qPrintable(next ? QString() : next.error().message));
    QCOMPARE(world.stateStatus("done"), QByteArray("completed"));
    QCOMPARE(world.recordStatus("done"), u"completed"_s);
    QCOMPARE(world.stateStatus("lost"), QByteArray("failed"));
    QCOMPARE(world.recordStatus("lost"), u"failed"_s);
    QCOMPARE(world.auditCount("lost"), 1);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
