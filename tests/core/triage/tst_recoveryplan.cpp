// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/recoveryplan.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;
using Outcome = RecoveryOutcome;

namespace {

PlannedAction plannedFor(const Evidence &evidence, const Policy &policy = defaultPolicy(),
    const std::optional<Hold> &hold = std::nullopt)
{
    const JudgedJob job = judgedOf(evidence, policy);
    const Plan plan = planRecovery({&job, 1}, policy, hold, noon);
    return plan.actions.isEmpty() ? PlannedAction() : plan.actions.first();
}

PlannedAction plannedFor(R redis, D record, C comfy)
{
    return plannedFor(evidenceOf(redis, record, comfy));
}

Hold holdUntil(Timestamp until)
{
    return {Hold::Cause::EpochChanged, noon, until, u"Redis restarted"_s};
}

} // namespace

class TestRecoveryPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOpenJobIsAccountedFor();
    void actionsAndOutcomes();
    void ageLimit_data();
    void ageLimit();
    void ageOfFirstSightCounts();
    void unknownAgeIsLeftToAPerson();
    void longTypesGoBySilence();
    void absentButNotSilentIsLeftAlone();
    void holdsStopAbsenceOnly();
    void unknownDatabaseAllowsResumingOnly();
    void ofOthersIsLeftToAPerson();
    void completionByTheApplicationServer();
    void corruptIsCountedIfItIsOpen();
    void recordsWithoutKeyStandBeside();
    void saysWhatCleaningLeavesToIt();
    void endsThatTheRecordHasNotHeardOfAreFinished();
    void freezesWhatWasJudged();
};

void TestRecoveryPlan::everyOpenJobIsAccountedFor()
{
    std::vector<JudgedJob> jobs;
    int open = 0;
    for (const R redis :
        {R::Absent, R::Corrupt, R::Queued, R::Processing, R::Completed, R::Failed, R::Unknown}) {
        for (int record = 0; record <= static_cast<int>(D::Unknown); ++record) {
            for (int comfy = 0; comfy <= static_cast<int>(C::Unknown); ++comfy) {
                jobs.push_back(judgedOf(evidenceOf(redis, static_cast<D>(record), static_cast<C>(comfy))));
                open += isOpen(redis) ? 1 : 0;
            }
        }
    }
    const Plan plan = planRecovery(jobs, defaultPolicy(), std::nullopt, noon);
    const RecoveryReport report = expectedReport(plan);
    const RecoveryCounts counts = countsOf(report);
    QCOMPARE(counts.found, open);
    QCOMPARE(counts.resumed + counts.settledCompleted + counts.settledFailed + counts.leftAlone
            + counts.skipped + counts.unverifiable + counts.failed,
        open);
    for (const PlannedAction &action : plan.actions) {
        QVERIFY(!action.reason.isEmpty());
        QCOMPARE(action.isTicked, isChange(action.action));
        QCOMPARE(action.steps.isEmpty(), !isChange(action.action));
    }
}

void TestRecoveryPlan::actionsAndOutcomes()
{
    const auto check
        = [](const PlannedAction &planned, Action action, Outcome outcome, const QList<Step> &steps) {
              return planned.action == action && planned.expected == outcome && planned.steps == steps;
          };
    const QList<Step> settled{Step::ClaimState, Step::WriteRecord, Step::CleanState};
    const QList<Step> untracked{Step::ClaimState, Step::CleanState};
    QVERIFY(check(plannedFor(R::Queued, D::Queued, C::Pending), Action::Resume, Outcome::Resumed,
        {Step::TakeTracking}));
    QVERIFY(check(plannedFor(R::Queued, D::Queued, C::DoneOk), Action::SettleCompleted,
        Outcome::SettledCompleted, QList<Step>{Step::SaveOutputs} + settled));
    QVERIFY(check(plannedFor(R::Queued, D::Absent, C::DoneOk), Action::SettleCompleted,
        Outcome::SettledCompleted, QList<Step>{Step::SaveOutputs} + untracked));
    QVERIFY(check(plannedFor(R::Queued, D::Queued, C::DoneError), Action::SettleFailed,
        Outcome::SettledFailed, settled));
    QVERIFY(check(plannedFor(R::Queued, D::Queued, C::Interrupted), Action::SettleCancelled,
        Outcome::SettledFailed, settled));
    QVERIFY(check(plannedFor(R::Queued, D::Absent, C::Interrupted), Action::SettleCancelled,
        Outcome::SettledFailed, untracked));
    QVERIFY(check(
        plannedFor(R::Queued, D::Queued, C::Absent), Action::SettleFailed, Outcome::SettledFailed, settled));
    QVERIFY(check(plannedFor(R::Queued, D::Absent, C::Absent), Action::SettleFailed, Outcome::SettledFailed,
        untracked));
    QVERIFY(check(plannedFor(R::Queued, D::Completed, C::Absent), Action::Clean, Outcome::SettledCompleted,
        {Step::CleanState}));
    QVERIFY(check(plannedFor(R::Queued, D::Failed, C::DoneError), Action::Clean, Outcome::SettledFailed,
        {Step::CleanState}));
    QVERIFY(check(plannedFor(R::Queued, D::Queued, C::Unknown), Action::Wait, Outcome::Unverifiable, {}));
    QVERIFY(check(plannedFor(R::Queued, D::Completed, C::Running), Action::ByHand, Outcome::LeftAlone, {}));
    QVERIFY(check(plannedFor(R::Queued, D::SeveralRows, C::DoneOk), Action::ByHand, Outcome::LeftAlone, {}));
}

void TestRecoveryPlan::ageLimit_data()
{
    QTest::addColumn<qint64>("ageMs");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("600 s exactly") << qint64(600'000) << true;
    QTest::newRow("a millisecond more") << qint64(600'001) << false;
}

void TestRecoveryPlan::ageLimit()
{
    QFETCH(qint64, ageMs);
    QFETCH(bool, isTaken);
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.redis.age = std::chrono::milliseconds(ageMs);
    evidence.redis.silence = 5s;
    const PlannedAction planned = plannedFor(evidence);
    QCOMPARE(planned.action, isTaken ? Action::Resume : Action::SkipTooOld);
    QCOMPARE(planned.expected, std::optional(isTaken ? Outcome::Resumed : Outcome::Skipped));
    if (!isTaken)
        QCOMPARE(planned.reason,
            u"Skipped: started 10 min ago (limit 10 min, default); it can be recovered by hand."_s);
}

void TestRecoveryPlan::ageOfFirstSightCounts()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::DoneOk);
    evidence.redis.age = 3h;
    evidence.redis.ageAtFirstSight = 9min;
    QCOMPARE(plannedFor(evidence).action, Action::SettleCompleted);
}

void TestRecoveryPlan::unknownAgeIsLeftToAPerson()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::DoneOk);
    evidence.redis.age.reset();
    QCOMPARE(plannedFor(evidence).action, Action::ByHand);
    QCOMPARE(plannedFor(evidence).expected, std::optional(Outcome::LeftAlone));
    evidence.type = u"lora_training"_s;
    QCOMPARE(plannedFor(evidence).action, Action::SettleCompleted);
}

void TestRecoveryPlan::longTypesGoBySilence()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.type = u"lora_training"_s;
    evidence.redis.age = 80min;
    evidence.redis.silence = 10min;
    QCOMPARE(plannedFor(evidence).action, Action::Resume);
    evidence.redis.silence = 10min + 1ms;
    QCOMPARE(plannedFor(evidence).action, Action::SkipTooOld);
    evidence.redis.silence.reset(); // extended: counts as not silent
    QCOMPARE(plannedFor(evidence).action, Action::Resume);
}

void TestRecoveryPlan::absentButNotSilentIsLeftAlone()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    evidence.redis.silence = 50s;
    PlannedAction planned = plannedFor(evidence);
    QCOMPARE(planned.verdict, Verdict::Orphaned);
    QCOMPARE(planned.action, Action::Wait);
    QCOMPARE(planned.expected, std::optional(Outcome::LeftAlone));
    QCOMPARE(planned.nextLook, std::optional(noon + 70s));
    evidence.redis.silence = 120s;
    QCOMPARE(plannedFor(evidence).action, Action::SettleFailed);
    evidence.redis.silence.reset();
    QCOMPARE(plannedFor(evidence).action, Action::Wait);
    evidence = evidenceOf(R::Processing, D::Failed, C::Absent);
    evidence.redis.silence = 119s;
    QCOMPARE(plannedFor(evidence).action, Action::Wait);
}

void TestRecoveryPlan::holdsStopAbsenceOnly()
{
    const Hold hold = holdUntil(noon + 4min);
    const PlannedAction absent
        = plannedFor(evidenceOf(R::Processing, D::Processing, C::Absent), defaultPolicy(), hold);
    QCOMPARE(absent.action, Action::Wait);
    QCOMPARE(absent.nextLook, std::optional(hold.until));
    QVERIFY(absent.reason.contains(u"Redis restarted"_s));
    const PlannedAction ended
        = plannedFor(evidenceOf(R::Processing, D::Completed, C::DoneOk), defaultPolicy(), hold);
    QCOMPARE(ended.action, Action::Wait);
    const PlannedAction done
        = plannedFor(evidenceOf(R::Processing, D::Processing, C::DoneOk), defaultPolicy(), hold);
    QCOMPARE(done.action, Action::SettleCompleted);
    QVERIFY(!done.steps.contains(Step::CleanState));
    const PlannedAction live
        = plannedFor(evidenceOf(R::Processing, D::Processing, C::Running), defaultPolicy(), hold);
    QCOMPARE(live.action, Action::Resume);
    const PlannedAction after
        = plannedFor(evidenceOf(R::Processing, D::Processing, C::Absent), defaultPolicy(), holdUntil(noon));
    QCOMPARE(after.action, Action::SettleFailed);
}

void TestRecoveryPlan::unknownDatabaseAllowsResumingOnly()
{
    QCOMPARE(plannedFor(R::Queued, D::Unknown, C::Running).action, Action::Resume);
    for (const C comfy : {C::DoneOk, C::DoneError, C::Interrupted, C::Absent, C::Unknown}) {
        const PlannedAction planned = plannedFor(R::Queued, D::Unknown, comfy);
        QCOMPARE(planned.action, Action::Wait);
        QCOMPARE(planned.expected, std::optional(Outcome::Unverifiable));
    }
}

void TestRecoveryPlan::ofOthersIsLeftToAPerson()
{
    Evidence evidence = evidenceOf(R::Queued, D::Failed, C::DoneOk);
    QCOMPARE(plannedFor(evidence).action, Action::ByHand);
    evidence.record.isFailedByUs = true;
    const PlannedAction planned = plannedFor(evidence);
    QCOMPARE(planned.action, Action::SettleCompleted);
    QVERIFY(planned.steps.contains(Step::WriteRecord));
}

void TestRecoveryPlan::completionByTheApplicationServer()
{
    Policy policy = defaultPolicy();
    policy.completion = CompletionPolicy::Report;
    const PlannedAction planned = plannedFor(evidenceOf(R::Queued, D::Queued, C::DoneOk), policy);
    QCOMPARE(planned.action, Action::None);
    QCOMPARE(planned.expected, std::optional(Outcome::LeftAlone));
}

void TestRecoveryPlan::corruptIsCountedIfItIsOpen()
{
    Evidence evidence = evidenceOf(R::Corrupt, D::Queued, C::DoneOk);
    QVERIFY(!plannedFor(evidence).expected);
    evidence.redis.status = JobStatus::Processing;
    QCOMPARE(plannedFor(evidence).expected, std::optional(Outcome::LeftAlone));
    QCOMPARE(plannedFor(evidence).action, Action::ByHand);
}

void TestRecoveryPlan::recordsWithoutKeyStandBeside()
{
    const PlannedAction lost = plannedFor(R::Absent, D::Queued, C::Absent);
    QVERIFY(!lost.expected);
    QCOMPARE(lost.action, Action::None);
    const PlannedAction live = plannedFor(R::Absent, D::Queued, C::Running);
    QVERIFY(!live.expected);
    QCOMPARE(live.action, Action::RecreateState);
    QCOMPARE(live.steps, (QList<Step>{Step::CreateState, Step::TakeTracking}));
    const JudgedJob ended = judgedOf(evidenceOf(R::Absent, D::Completed, C::DoneOk));
    QVERIFY(planRecovery({&ended, 1}, defaultPolicy(), std::nullopt, noon).actions.isEmpty());
}

void TestRecoveryPlan::saysWhatCleaningLeavesToIt()
{
    const auto isLeft = [](R redis, D record, std::chrono::seconds age, const QString &type = u"a"_s) {
        Evidence evidence = evidenceOf(redis, record, C::Absent);
        evidence.redis.age = age;
        return isLeftToRecovery(evidence.redis, record, type, defaultPolicy());
    };
    QVERIFY(isLeft(R::Processing, D::Processing, 600s));
    QVERIFY(!isLeft(R::Processing, D::Processing, 601s));
    QVERIFY(isLeft(R::Processing, D::Processing, 601s, u"lora_training"_s)); // by its silence
    QVERIFY(isLeft(R::Completed, D::Processing, 3600s));
    QVERIFY(!isLeft(R::Completed, D::Completed, 300s));
    QVERIFY(!isLeft(R::Failed, D::Absent, 300s));
}

void TestRecoveryPlan::endsThatTheRecordHasNotHeardOfAreFinished()
{
    const PlannedAction done = plannedFor(R::Completed, D::Processing, C::DoneOk);
    QVERIFY(!done.expected);
    QCOMPARE(done.action, Action::SettleCompleted);
    QVERIFY(!done.steps.contains(Step::ClaimState));
    QVERIFY(done.steps.contains(Step::WriteRecord));
    QCOMPARE(plannedFor(R::Failed, D::Processing, C::Interrupted).action, Action::SettleCancelled);
    QCOMPARE(plannedFor(R::Failed, D::Processing, C::Absent).action, Action::TakeRedisEnd);
    QCOMPARE(plannedFor(R::Failed, D::Processing, C::Unknown).action, Action::None);

    // Its application may be about to write the record; a claim of ours has nobody else behind it.
    Evidence early = evidenceOf(R::Completed, D::Processing, C::DoneOk);
    early.redis.silence = 20s;
    QCOMPARE(plannedFor(early).action, Action::Wait);
    QCOMPARE(plannedFor(early).nextLook, std::optional(noon + 40s));
    early.redis.isClaimOfOurs = true;
    QCOMPARE(plannedFor(early).action, Action::SettleCompleted);

    const Evidence absent = evidenceOf(R::Failed, D::Processing, C::Absent);
    QCOMPARE(plannedFor(absent, defaultPolicy(), holdUntil(noon + 5min)).action, Action::Wait);
    Policy report = defaultPolicy();
    report.completion = CompletionPolicy::Report;
    QCOMPARE(plannedFor(evidenceOf(R::Completed, D::Processing, C::Absent), report).action, Action::None);
}

void TestRecoveryPlan::freezesWhatWasJudged()
{
    Evidence evidence = evidenceOf(R::Queued, D::Queued, C::DoneOk);
    evidence.redis.value = "{\"a\":1}";
    evidence.redis.startedAt = 1'795'600'500'000;
    evidence.redis.epoch = {u"127.0.0.1:6379"_s, "run", "repl", "master"};
    evidence.comfy.outputs = "[1]";
    const PlannedAction planned = plannedFor(evidence);
    QCOMPARE(planned.judgedValue, evidence.redis.value);
    QCOMPARE(planned.judgedExpiry, evidence.redis.expiresAt);
    QCOMPARE(planned.judgedRow, evidence.record.row);
    QCOMPARE(planned.epoch, evidence.redis.epoch);
    QCOMPARE(planned.startedAt, evidence.redis.startedAt);
    QCOMPARE(planned.outputs, evidence.comfy.outputs);
    QCOMPARE(planned.judgedAt, noon);
    QCOMPARE(planned.rule, TableRow::ResultWhileOpen);
}

QTEST_GUILESS_MAIN(TestRecoveryPlan)
#include "tst_recoveryplan.moc"
