// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undo.h"
#include "tests/core/operations/recoveryworld.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = CleaningOutcome;

namespace {

/// Not in the report: nothing.
std::optional<Outcome> outcomeOf(const CleaningReport &report, const QByteArray &id)
{
    for (const CleaningFinding &finding : report.findings) {
        if (finding.promptId.value() == id)
            return finding.outcome;
    }
    return std::nullopt;
}

QString textOf(const CleaningReport &report, const QByteArray &id)
{
    for (const CleaningFinding &finding : report.findings) {
        if (finding.promptId.value() == id)
            return finding.text;
    }
    return {};
}

QStringList journalled(RecoveryRig &rig, const QByteArray &id)
{
    JournalSelection selection;
    selection.promptId = PromptId(id);
    QStringList actions;
    const QList<JournalLine> lines = rig.journal().lines(selection).result().value();
    for (const JournalLine &line : lines)
        actions.prepend(line.entry.action);
    return actions;
}

/// Too old for a recovery, and no server has heard of it.
JobSpec orphan(const QByteArray &id, const QString &recordStatus = u"processing"_s)
{
    return {.id = id, .age = 1h, .recordStatus = recordStatus};
}

/// Ended a while ago, and nobody deleted it.
JobSpec residue(const QByteArray &id)
{
    return {.id = id, .status = "failed", .age = 1h, .recordStatus = u"failed"_s};
}

template <typename T> T answerOf(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace

class TestStateCleaner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesExactlyWhatItReports_data() { addDatabaseRows(); }
    void doesExactlyWhatItReports();
    void deletesWhatItHasSettledOnlyLater();
    void leavesTheRecoverysJobsToIt();
    void unknownRecordsCleanNothing();
    void needsTwoAnswersAndSilence();
    void epochChangeHolds();
    void massDisappearanceHolds();
    void jobsThatEndAreNoDisappearance();
    void ownDeletionsAreNoDisappearance();
    void changesNoMoreThanItMay();
    void leavesItToWhoeverCleans();
    void endsAtAStepBoundary();
    void neverTouchesANewerWrite();
    void whatComesBackIsSeen();
    void anotherLifeOfRedisIsNotTouched();
    void doesNotFightWhoeverWritesItAgain();
    void respectsAnUndo();

private:
    PostgresServer m_postgres;
};

void TestStateCleaner::doesExactlyWhatItReports()
{
    QFETCH(const bool, isPostgres);
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    RecoveryWorld world(isPostgres ? &m_postgres : nullptr);
    QVERIFY(world.isRunning());
    const QString deadServer = u"http://127.0.0.1:%1"_s.arg(freePort());
    world.add(orphan("orphan"));
    world.add(orphan("untracked", {}));
    world.add(orphan("overtaken", u"completed"_s));
    world.load("overtaken", u"success"_s);
    world.add(residue("residue"));
    world.add({.id = "stopped", .age = 1h});
    world.load("stopped", u"interrupted"_s);
    world.add({.id = "fresh", .status = "failed", .age = 1h, .silence = 20s, .recordStatus = u"failed"_s});
    world.add(orphan("alive"));
    world.load("alive", u"running"_s);
    world.add(orphan("result"));
    world.load("result", u"success"_s);
    world.add({.id = "unreached", .age = 1h, .server = deadServer});
    world.client.run({"SET", keyFor("torn"), "{\"promptId\":\"torn\",", "EX", "7000"});
    const QByteArrayList ids{"orphan", "untracked", "overtaken", "residue", "stopped", "fresh", "alive",
        "result", "unreached", "torn"};
    QByteArrayList before;
    for (const QByteArray &id : ids)
        before += world.value(id);
    RigSetup setup = world.setup();
    setup.servers += deadServer;
    RecoveryRig rig(setup);

    const auto looked = rig.lookForStale();
    QVERIFY2(looked, qPrintable(looked ? QString() : looked.error().message));
    QByteArrayList after;
    for (const QByteArray &id : ids)
        after += world.value(id);
    QCOMPARE(after, before);
    QCOMPARE(rig.journal().lines({}).result().value().size(), 0);
    QCOMPARE(world.records.auditCount(), 0);
    for (const char *id : {"orphan", "untracked", "overtaken", "residue", "stopped"})
        QCOMPARE(outcomeOf(*looked, id), Outcome::Planned);
    QCOMPARE(outcomeOf(*looked, "fresh"), Outcome::LeftAlone);
    QCOMPARE(looked->findings.size(), 6);
    QVERIFY(
        textOf(*looked, "orphan").contains(u"Would be done: claim the state in Redis, write the record"_s));
    QVERIFY(textOf(*looked, "fresh").contains(u"kept for 1 min"_s));

    const auto cleaned = rig.clean();
    QVERIFY(cleaned);
    QCOMPARE(cleaned->findings.size(), 6);
    for (const char *id : {"untracked", "overtaken", "residue"}) {
        QCOMPARE(outcomeOf(*cleaned, id), Outcome::Deleted);
        QCOMPARE(world.stateStatus(id), QByteArray("absent"));
        QCOMPARE(journalled(rig, id), QStringList{u"delete"_s});
    }
    for (const char *id : {"orphan", "stopped"}) {
        QCOMPARE(outcomeOf(*cleaned, id), Outcome::Settled);
        QCOMPARE(world.stateStatus(id), QByteArray("failed"));
    }
    QCOMPARE(world.recordStatus("orphan"), u"failed"_s);
    QCOMPARE(world.recordStatus("stopped"), u"cancelled"_s);
    for (const char *id : {"fresh", "alive", "result", "unreached", "torn"})
        QCOMPARE(world.value(id), before[ids.indexOf(QByteArray(id))]);
    QCOMPARE(world.recordStatus("alive"), u"processing"_s);
    JournalSelection unfinished;
    unfinished.onlyUnfinished = true;
    QCOMPARE(rig.journal().lines(unfinished).result().value().size(), 0);
}

void TestStateCleaner::deletesWhatItHasSettledOnlyLater()
{
    RecoveryWorld world;
    world.add(orphan("a"));
    RecoveryRig rig(world.setup());
    QCOMPARE(outcomeOf(*rig.clean(), "a"), Outcome::Settled);
    // It has been silent for long, and says so: only the journal knows of the claim.
    QCOMPARE(outcomeOf(*rig.clean(), "a"), Outcome::LeftAlone);
    QCOMPARE(world.stateStatus("a"), QByteArray("failed"));
    rig.leap(61s);
    QCOMPARE(outcomeOf(*rig.clean(), "a"), Outcome::Deleted);
    QCOMPARE(world.stateStatus("a"), QByteArray("absent"));
    QCOMPARE(journalled(rig, "a"), (QStringList{u"settle-failed"_s, u"delete"_s}));
    QCOMPARE(world.auditCount("a"), 1);
}

void TestStateCleaner::leavesTheRecoverysJobsToIt()
{
    RecoveryWorld world;
    world.add({.id = "lost"});
    world.add({.id = "behind", .status = "failed", .age = 1h});
    RecoveryRig rig(world.setup());
    QCOMPARE(rig.clean()->findings.size(), 0);
    QCOMPARE(world.stateStatus("lost"), QByteArray("processing"));
    QCOMPARE(jobOf(*rig.recover(), "lost").outcome, RecoveryOutcome::SettledFailed);
    QCOMPARE(world.recordStatus("behind"), u"failed"_s);
    rig.leap(61s);
    const auto cleaned = rig.clean();
    QCOMPARE(outcomeOf(*cleaned, "lost"), Outcome::Deleted);
    QCOMPARE(outcomeOf(*cleaned, "behind"), Outcome::Deleted);
    QCOMPARE(rig.clean()->findings.size(), 0);
    QCOMPARE(journalled(rig, "lost"), (QStringList{u"settle-failed"_s, u"delete"_s}));
    QCOMPARE(world.auditCount("lost"), 1);
}

void TestStateCleaner::unknownRecordsCleanNothing()
{
    RecoveryWorld world;
    world.add(orphan("orphan", {}));
    world.add(residue("residue"));
    RigSetup setup = world.setup();
    setup.records.reset();
    RecoveryRig rig(setup);
    QCOMPARE(rig.clean()->findings.size(), 0);
    QCOMPARE(world.stateStatus("orphan"), QByteArray("processing"));
    QCOMPARE(world.stateStatus("residue"), QByteArray("failed"));
}

void TestStateCleaner::needsTwoAnswersAndSilence()
{
    RecoveryWorld world;
    world.add({.id = "lively", .age = 1h, .silence = 90s});
    world.add(orphan("unanswered"));
    RecoveryRig rig(world.setup());
    const auto cleaned = rig.clean();
    QVERIFY(cleaned);
    QCOMPARE(outcomeOf(*cleaned, "lively"), Outcome::LeftAlone);
    QVERIFY(textOf(*cleaned, "lively").contains(u"limit 2 min"_s));
    world.add(orphan("second"));
    world.sim.control(u"unreachable"_s);
    QCOMPARE(outcomeOf(*rig.clean(), "second"), std::nullopt);
    QCOMPARE(world.stateStatus("second"), QByteArray("processing"));
}

void TestStateCleaner::epochChangeHolds()
{
    RecoveryWorld world;
    world.add(orphan("orphan"));
    world.add(residue("residue"));
    RecoveryRig rig(world.setup());
    const QString address = u"127.0.0.1:%1"_s.arg(world.redis.port());
    rig.holds().seeEpoch(address, {address, "an earlier life", {}, "master"}, systemNow());
    const auto cleaned = rig.clean();
    QVERIFY(cleaned && cleaned->hold);
    QCOMPARE(cleaned->hold->cause, Hold::Cause::EpochChanged);
    QCOMPARE(outcomeOf(*cleaned, "orphan"), Outcome::LeftAlone);
    QCOMPARE(outcomeOf(*cleaned, "residue"), Outcome::LeftAlone);
    QCOMPARE(world.stateStatus("orphan"), QByteArray("processing"));
    rig.leap(11min);
    QCOMPARE(outcomeOf(*rig.clean(), "residue"), Outcome::Deleted);
}

void TestStateCleaner::massDisappearanceHolds()
{
    RecoveryWorld world;
    for (int i = 0; i < 15; ++i)
        world.add({.id = "open-" + QByteArray::number(i), .silence = 5s});
    world.add(residue("residue"));
    RecoveryRig rig(world.setup());
    QVERIFY(rig.recover()); // it sees them
    for (int i = 0; i < 12; ++i)
        world.client.run({"DEL", keyFor("open-" + QByteArray::number(i))});
    const auto cleaned = rig.clean();
    QVERIFY(cleaned && cleaned->hold);
    QCOMPARE(cleaned->hold->cause, Hold::Cause::MassDisappearance);
    QVERIFY(textOf(*cleaned, "residue").contains(u"12 of 15 active jobs vanished"_s));
    QCOMPARE(world.stateStatus("residue"), QByteArray("failed"));
}

void TestStateCleaner::jobsThatEndAreNoDisappearance()
{
    RecoveryWorld world;
    for (int i = 0; i < 15; ++i)
        world.add({.id = "open-" + QByteArray::number(i), .silence = 5s});
    world.add(residue("residue"));
    RecoveryRig rig(world.setup());
    QVERIFY(rig.recover());
    for (int i = 0; i < 15; ++i)
        world.add({.id = "open-" + QByteArray::number(i), .status = "completed", .recordStatus = {}});
    const auto cleaned = rig.clean();
    QVERIFY(cleaned && !cleaned->hold);
    QCOMPARE(outcomeOf(*cleaned, "residue"), Outcome::Deleted);
}

void TestStateCleaner::ownDeletionsAreNoDisappearance()
{
    RecoveryWorld world;
    for (int i = 0; i < 15; ++i)
        world.add(orphan("old-" + QByteArray::number(i), u"failed"_s));
    RecoveryRig rig(world.setup());
    QCOMPARE(countsOf(*rig.clean()).value(Outcome::Deleted), 15);
    world.add(residue("residue"));
    const auto cleaned = rig.clean();
    QVERIFY(cleaned && !cleaned->hold);
    QCOMPARE(outcomeOf(*cleaned, "residue"), Outcome::Deleted);
}

void TestStateCleaner::changesNoMoreThanItMay()
{
    RecoveryWorld world;
    for (int i = 0; i < 5; ++i)
        world.add({.id = "old-" + QByteArray::number(i),
            .status = "failed",
            .age = 1h,
            .silence = std::chrono::seconds(100 + i * 100),
            .recordStatus = u"failed"_s});
    RecoveryRig rig(world.setup());
    ObserverWish wish = rig.wish();
    wish.changesAtMost = 2;
    rig.setWish(wish);
    const auto looked = rig.lookForStale();
    QVERIFY(looked);
    QCOMPARE(countsOf(*looked), (CleaningCounts{{Outcome::Planned, 2}, {Outcome::LeftAlone, 3}}));
    const auto cleaned = rig.clean();
    QVERIFY(cleaned);
    QCOMPARE(countsOf(*cleaned), (CleaningCounts{{Outcome::Deleted, 2}, {Outcome::LeftAlone, 3}}));
    QCOMPARE(world.stateStatus("old-4"), QByteArray("absent"));
    QCOMPARE(world.stateStatus("old-3"), QByteArray("absent"));
    for (const char *id : {"old-0", "old-1", "old-2"})
        QCOMPARE(world.stateStatus(id), QByteArray("failed"));
}

void TestStateCleaner::leavesItToWhoeverCleans()
{
    RecoveryWorld world;
    world.add(residue("residue"));
    world.client.run({"SET", "comfyui:ops:lease:cleaning",
        newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 7}), "PX", "60000"});
    RecoveryRig rig(world.setup());
    const auto left = rig.clean();
    QVERIFY(left);
    QVERIFY2(left->heldBy.contains(u"api-2"_s), qPrintable(left->heldBy));
    QCOMPARE(world.stateStatus("residue"), QByteArray("failed"));
    world.client.run({"DEL", "comfyui:ops:lease:cleaning"});
    QCOMPARE(outcomeOf(*rig.clean(), "residue"), Outcome::Deleted);
    QTRY_COMPARE(world.client.integer({"EXISTS", "comfyui:ops:lease:cleaning"}), 0);
}

void TestStateCleaner::endsAtAStepBoundary()
{
    RecoveryWorld world;
    for (int i = 0; i < 4; ++i)
        world.add(residue("old-" + QByteArray::number(i)));
    RigSetup setup = world.setup();
    setup.stepJobs = 1;
    RecoveryRig rig(setup);
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Clean;
    wish.isLeftToRecovery = true;
    PlanWalk &walk = *rig.recovery().walk();
    const auto proposal = answerOf(walk.propose(wish, rig.stop()));
    QVERIFY(proposal);
    QCOMPARE(changeCount(proposal->plan), 4);
    const StopRequestPtr stop = rig.stop();
    const auto end = answerOf(walk.carryOut(*proposal, stop, [stop](const RecoveryProgress &progress) {
        if (progress.done == 2)
            stop->request();
    }));
    QVERIFY(end);
    QCOMPARE(world.client.integer({"DBSIZE"}), 2);
    QCOMPARE(end->ends.size(), 4);
    const QList<JournalLine> lines = rig.journal().lines({}).result().value();
    QCOMPARE(lines.size(), 2);
    for (const JournalLine &line : lines)
        QVERIFY(line.outcome && line.outcome->word == "done"_L1);
}

void TestStateCleaner::neverTouchesANewerWrite()
{
    RecoveryWorld world;
    world.add(residue("changed"));
    world.add(residue("touched"));
    RecoveryRig rig(world.setup());
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Clean;
    wish.isLeftToRecovery = true;
    PlanWalk &walk = *rig.recovery().walk();
    const auto proposal = answerOf(walk.propose(wish, rig.stop()));
    QVERIFY(proposal);
    QCOMPARE(changeCount(proposal->plan), 2);
    const QByteArray same = world.value("touched");
    const QByteArray newer = world.document({.id = "changed", .age = 10s});
    world.write("changed", newer);
    world.write("touched", same);
    const auto end = answerOf(walk.carryOut(*proposal, rig.stop()));
    QVERIFY(end);
    QCOMPARE(end->ends.value(PromptId("changed")).outcome, RecoveryOutcome::LeftAlone);
    QCOMPARE(end->ends.value(PromptId("touched")).outcome, RecoveryOutcome::LeftAlone);
    QCOMPARE(world.value("changed"), newer);
    QCOMPARE(world.value("touched"), same);
    QCOMPARE(rig.journal().lines({}).result().value().size(), 0);
}

void TestStateCleaner::whatComesBackIsSeen()
{
    RecoveryWorld world;
    world.add(residue("back"));
    world.add(residue("away"));
    RigSetup setup = world.setup();
    setup.secondLookAfter = 50ms;
    RecoveryRig rig(setup);
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Clean;
    PlanWalk &walk = *rig.recovery().walk();
    const auto proposal = answerOf(walk.propose(wish, rig.stop()));
    QVERIFY(proposal);
    const QByteArray newer = world.document({.id = "back", .age = 10s});
    const auto end
        = answerOf(walk.carryOut(*proposal, rig.stop(), [&world, newer](const RecoveryProgress &progress) {
              if (progress.what.startsWith("looking again"_L1))
                  world.write("back", newer);
          }));
    QVERIFY(end);
    QCOMPARE(end->ends.value(PromptId("back")).outcome, RecoveryOutcome::LeftAlone);
    QVERIFY(end->ends.value(PromptId("back")).reason.contains(u"came back"_s));
    QCOMPARE(end->ends.value(PromptId("away")).outcome, RecoveryOutcome::Cleaned);
    QCOMPARE(world.value("back"), newer);
}

void TestStateCleaner::anotherLifeOfRedisIsNotTouched()
{
    RecoveryWorld world;
    world.add(residue("residue"));
    RecoveryRig rig(world.setup());
    ObserverWish wish = rig.wish();
    wish.scope = PlanScope::Clean;
    wish.isLeftToRecovery = true;
    PlanWalk &walk = *rig.recovery().walk();
    const auto proposal = answerOf(walk.propose(wish, rig.stop()));
    QVERIFY(proposal);
    const QByteArray bytes = world.value("residue");
    const QByteArray expiry = world.client.text({"PEXPIRETIME", keyFor("residue")});
    QVERIFY(world.redis.restart());
    RedisClient client(world.redis.port());
    client.run({"SET", keyFor("residue"), bytes, "PXAT", expiry});
    const QByteArray judgedRun = proposal->plan.actions.first().epoch.runId;
    QTRY_VERIFY_WITH_TIMEOUT(
        !epochOf(rig.jobs()).runId.isEmpty() && epochOf(rig.jobs()).runId != judgedRun, 60'000);
    const auto end = answerOf(walk.carryOut(*proposal, rig.stop()));
    QVERIFY(end);
    QCOMPARE(end->ends.value(PromptId("residue")).outcome, RecoveryOutcome::LeftAlone);
    QCOMPARE(client.text({"GET", keyFor("residue")}), bytes);
}

void TestStateCleaner::doesNotFightWhoeverWritesItAgain()
{
    RecoveryWorld world;
    RecoveryRig rig(world.setup());
    for (int i = 0; i < 3; ++i) {
        JobSpec again = residue("stubborn");
        if (i > 0)
            again.recordStatus.clear();
        world.add(again);
        QCOMPARE(outcomeOf(*rig.clean(), "stubborn"), Outcome::Deleted);
    }
    JobSpec again = residue("stubborn");
    again.recordStatus.clear();
    world.add(again);
    const auto left = rig.clean();
    QVERIFY(left);
    QCOMPARE(outcomeOf(*left, "stubborn"), Outcome::LeftAlone);
    QVERIFY(textOf(*left, "stubborn").contains(u"came back"_s));
    QCOMPARE(world.stateStatus("stubborn"), QByteArray("failed"));
}

void TestStateCleaner::respectsAnUndo()
{
    RecoveryWorld world;
    world.add(residue("kept"));
    const QByteArray before = world.value("kept");
    RecoveryRig rig(world.setup());
    QCOMPARE(outcomeOf(*rig.clean(), "kept"), Outcome::Deleted);
    const EntryId entry = rig.journal().lines({}).result().value().first().entry.id;
    Undo undo(&rig.jobs(), &rig.journal(), rig.records(), {rig.actor(), u"staging"_s, JobSchema()});
    QCOMPARE(answerOf(undo.undo(entry)).value().kind, UndoOutcome::Kind::Done);
    const auto left = rig.clean();
    QVERIFY(left);
    QCOMPARE(outcomeOf(*left, "kept"), Outcome::LeftAlone);
    QVERIFY(textOf(*left, "kept").contains(u"taken back"_s));
    QCOMPARE(world.value("kept"), before);
}

QTEST_GUILESS_MAIN(TestStateCleaner)
#include "tst_statecleaner.moc"
