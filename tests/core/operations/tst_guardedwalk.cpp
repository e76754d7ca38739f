// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/undo.h"
#include "tests/core/operations/recoveryworld.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = RecoveryOutcome;

namespace {

/// A recovery in an environment of class production, which the rig calls "staging".
struct Desk
{
    explicit Desk(qsizetype stepJobs = 500)
    {
        RigSetup setup = world.setup();
        setup.guardedAs = EnvironmentClass::Production;
        setup.stepJobs = stepJobs;
        rig = std::make_unique<RecoveryRig>(setup);
    }

    /// Jobs that nobody knows any more.
    void addLost(int count)
    {
        for (int i = 0; i < count; ++i)
            world.add({.id = "lost" + QByteArray::number(i)});
    }
    bool raise()
    {
        const Result<WritePermit> raised
            = QCoro::waitFor(rig->guard()->raise({30min, u"OPS-1234"_s, rig->actor()}));
        return raised.has_value();
    }
    int entries() { return static_cast<int>(rig->journal().lines({}).result().value().size()); }

    RecoveryWorld world;
    std::unique_ptr<RecoveryRig> rig;
};

template <typename T> bool isRefused(const Result<T> &answer)
{
    return !answer && answer.error().kind == Error::Kind::Permission;
}

} // namespace

class TestGuardedWalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void productionIsOnlyLookedAt();
    void aRaiseLetsItThrough();
    void aRaiseThatHasEndedRefuses();
    void loweringStopsAtAStepBoundary();
    void manyNeedTheNameAlsoWhenJudgedAgain();
    void cleaningIsRefusedTheSameWay();
    void undoingIsRefusedTheSameWay();
};

void TestGuardedWalk::productionIsOnlyLookedAt()
{
    Desk desk;
    desk.addLost(1);
    desk.world.add({.id = "running"});
    desk.world.load("running", u"running"_s);
    const QByteArray before = desk.world.value("lost0");
    const auto proposal = desk.rig->propose();
    QVERIFY(proposal);
    QCOMPARE(changeCount(proposal->plan), 2);
    const auto report = desk.rig->carryOut(*proposal);
    QVERIFY(isRefused(report));
    QVERIFY2(report.error().message.contains(u"read-only"_s), qPrintable(report.error().message));
    QCOMPARE(desk.world.value("lost0"), before);
    QCOMPARE(desk.world.recordStatus("lost0"), u"processing"_s);
    QCOMPARE(desk.world.auditCount("lost0"), 0);
    QVERIFY(desk.rig->tracking().requests.isEmpty()); // taking up tracking writes, too
    QCOMPARE(desk.entries(), 0);
}

void TestGuardedWalk::aRaiseLetsItThrough()
{
    Desk desk;
    desk.addLost(1);
    QVERIFY(desk.raise());
    const auto report = desk.rig->recover();
    QVERIFY2(report, qPrintable(report ? QString() : report.error().message));
    QCOMPARE(jobOf(*report, "lost0").outcome, Outcome::SettledFailed);
    QCOMPARE(desk.world.recordStatus("lost0"), u"failed"_s);
}

void TestGuardedWalk::aRaiseThatHasEndedRefuses()
{
    Desk desk;
    desk.addLost(1);
    QVERIFY(desk.raise());
    const auto proposal = desk.rig->propose();
    QVERIFY(proposal);
    desk.rig->leap(30min);
    const auto report = desk.rig->carryOut(*proposal);
    QVERIFY(isRefused(report));
    QVERIFY2(report.error().message.contains(u"was allowed until"_s), qPrintable(report.error().message));
    QCOMPARE(desk.world.stateStatus("lost0"), QByteArray("processing"));
    QCOMPARE(desk.world.recordStatus("lost0"), u"processing"_s);
}

void TestGuardedWalk::loweringStopsAtAStepBoundary()
{
    Desk desk(1);
    desk.addLost(3);
    QVERIFY(desk.raise());
    auto proposal = desk.rig->propose();
    QVERIFY(proposal);
    const auto lowerAfterOne = [&desk](const RecoveryProgress &progress) {
        if (progress.done == 1)
            (void)desk.rig->journal().intend({lowerEntry(u"staging"_s, desk.rig->actor(), systemNow())});
    };
    const auto report = QCoro::waitFor(
        desk.rig->recovery().carryOut(*std::move(proposal), desk.rig->stop(), lowerAfterOne));
    QVERIFY(report);
    const RecoveryCounts counts = countsOf(*report);
    QCOMPARE(counts.settledFailed, 1);
    QCOMPARE(counts.leftAlone, 2);
    int untouched = 0;
    for (const RecoveredJob &job : report->jobs) {
        if (job.outcome != Outcome::LeftAlone)
            continue;
        ++untouched;
        QVERIFY2(job.reason.contains(u"read-only"_s), qPrintable(job.reason));
        QCOMPARE(desk.world.stateStatus(job.promptId.value()), QByteArray("processing"));
    }
    QCOMPARE(untouched, 2);
}

void TestGuardedWalk::manyNeedTheNameAlsoWhenJudgedAgain()
{
    Desk desk;
    desk.addLost(51);
    QVERIFY(desk.raise());
    auto proposal = desk.rig->propose();
    QVERIFY(proposal);
    QCOMPARE(changeCount(proposal->plan), 51);
    QVERIFY(isRefused(desk.rig->carryOut(*proposal)));
    QCOMPARE(desk.world.stateStatus("lost0"), QByteArray("processing"));
    proposal->agreement.confirmedName = u"staging"_s;
    desk.rig->leap(31s); // it is judged again, and what was agreed to holds for the new one
    const auto report = desk.rig->carryOut(*proposal);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().message));
    QCOMPARE(countsOf(*report).settledFailed, 51);
}

void TestGuardedWalk::cleaningIsRefusedTheSameWay()
{
    Desk desk;
    desk.world.add({.id = "residue", .status = "failed", .age = 1h, .recordStatus = u"failed"_s});
    QVERIFY(desk.rig->lookForStale());
    QVERIFY(isRefused(desk.rig->clean()));
    QCOMPARE(desk.world.stateStatus("residue"), QByteArray("failed"));
    QVERIFY(desk.raise());
    QVERIFY(desk.rig->clean());
    QCOMPARE(desk.world.stateStatus("residue"), QByteArray("absent"));
}

void TestGuardedWalk::undoingIsRefusedTheSameWay()
{
    Desk desk;
    desk.addLost(1);
    const QByteArray before = desk.world.value("lost0");
    QVERIFY(desk.raise());
    QVERIFY(desk.rig->recover());
    JournalSelection selection;
    selection.promptId = PromptId("lost0");
    const EntryId entry = desk.rig->journal().lines(selection).result().value().first().entry.id;
    QVERIFY(QCoro::waitFor(desk.rig->guard()->lower(desk.rig->actor())).value());
    Undo undo(&desk.rig->jobs(), &desk.rig->journal(), desk.rig->records(),
        {desk.rig->actor(), u"staging"_s, JobSchema(), systemNow}, desk.rig->guard());
    QVERIFY(isRefused(QCoro::waitFor(undo.undo(entry))));
    QCOMPARE(desk.world.stateStatus("lost0"), QByteArray("failed"));
    QVERIFY(desk.raise());
    QVERIFY(isRefused(QCoro::waitFor(undo.undo(entry, {51, {}}))));
    const auto undone = QCoro::waitFor(undo.undo(entry, {51, {u"staging"_s, {}}}));
    QVERIFY(undone);
    QCOMPARE(undone->kind, UndoOutcome::Kind::Done);
    QCOMPARE(desk.world.value("lost0"), before);
}

QTEST_GUILESS_MAIN(TestGuardedWalk)
#include "tst_guardedwalk.moc"
