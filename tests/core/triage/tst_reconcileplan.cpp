// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/reconcileplan.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;

namespace {

constexpr CleaningMeans everything{true, true, true, true, true};

PlannedAction planFor(const Evidence &evidence, const std::optional<Hold> &hold = std::nullopt,
    const Policy &policy = defaultPolicy(), const CleaningMeans &means = everything)
{
    const JudgedJob job{evidence, judge(evidence, policy, noon)};
    const Plan plan = planReconciliation({&job, 1}, policy, means, hold, noon);
    return plan.actions.size() == 1 ? plan.actions.first() : PlannedAction();
}

Hold holdNow()
{
    Hold hold;
    hold.since = noon - 1min;
    hold.until = noon + 9min;
    hold.detail = u"Redis restarted"_s;
    return hold;
}

/// Every combination of what the sources can say.
template <typename Check> void forAll(Check check)
{
    for (int redis = 0; redis <= static_cast<int>(R::Unknown); ++redis) {
        for (int record = 0; record <= static_cast<int>(D::Unknown); ++record) {
            for (int comfy = 0; comfy <= static_cast<int>(C::Unknown); ++comfy) {
                for (const bool isOurs : {false, true}) {
                    Evidence evidence
                        = evidenceOf(static_cast<R>(redis), static_cast<D>(record), static_cast<C>(comfy));
                    evidence.isKnownToJournal = isOurs;
                    evidence.record.isFailedByUs = isOurs;
                    if (static_cast<C>(comfy) == C::DoneOk)
                        evidence.comfy.outputs = "[]";
                    check(evidence);
                }
            }
        }
    }
}

bool isSettling(Action action)
{
    return action == Action::SettleCompleted || action == Action::SettleFailed
        || action == Action::SettleCancelled || action == Action::TakeRedisEnd;
}

} // namespace

class TestReconcilePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyJobHasOneActionAndItsReason();
    void whatAPersonDecidesIsLeft();
    void whatLivesIsNeverEnded();
    void noAnswerIsNoAbsence();
    void onlyOpenRecordsAreSettled();
    void withoutAKeyTheRecordAlone();
    void aHoldEndsNothingByAbsence();
    void othersWriteCompletedByPolicy();
    void cleansBehindWhatHasBeenAnEndForLong();
};

void TestReconcilePlan::everyJobHasOneActionAndItsReason()
{
    forAll([](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence);
        QCOMPARE(action.promptId, evidence.promptId);
        QVERIFY(action.expected && !action.reason.isEmpty() && !action.sentence.isEmpty());
        QCOMPARE(action.isTicked, isChange(action.action));
        QCOMPARE(action.steps.isEmpty(), !isChange(action.action));
    });
}

void TestReconcilePlan::whatAPersonDecidesIsLeft()
{
    forAll([](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence);
        for (const Verdict verdict : {Verdict::Conflict, Verdict::Corrupt, Verdict::Unverifiable,
                 Verdict::Settling, Verdict::Foreign, Verdict::Stalled, Verdict::Consistent})
            QVERIFY(action.verdict != verdict || !isChange(action.action));
        if (action.verdict == Verdict::UnclaimedResult && evidence.record.reading == D::Failed)
            QCOMPARE(isChange(action.action), evidence.record.isFailedByUs);
    });
}

void TestReconcilePlan::whatLivesIsNeverEnded()
{
    forAll([](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence);
        if (!isLive(evidence.comfy.first->reading))
            return;
        QVERIFY(!isSettling(action.action) && action.action != Action::Clean);
        if (action.action == Action::CancelOnServer)
            QCOMPARE(action.verdict, Verdict::Zombie);
    });
}

void TestReconcilePlan::noAnswerIsNoAbsence()
{
    forAll([](const Evidence &evidence) {
        const bool isUnknown = evidence.comfy.first->reading == C::Unknown
            || evidence.redis.reading == R::Unknown || evidence.record.reading == D::Unknown;
        const PlannedAction action = planFor(evidence);
        QVERIFY(!isUnknown || !isChange(action.action));
    });
}

void TestReconcilePlan::onlyOpenRecordsAreSettled()
{
    forAll([](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence);
        const bool mayBeWritten = isOpen(evidence.record.reading)
            || (evidence.record.reading == D::Failed && evidence.record.isFailedByUs);
        if (action.steps.contains(Step::WriteRecord))
            QVERIFY(mayBeWritten);
        if (isSettling(action.action))
            QVERIFY(action.steps.contains(Step::WriteRecord));
        if (action.steps.contains(Step::ClaimState))
            QVERIFY(isOpen(evidence.redis.reading));
    });
}

void TestReconcilePlan::withoutAKeyTheRecordAlone()
{
    const PlannedAction lost = planFor(evidenceOf(R::Absent, D::Queued, C::Absent));
    QCOMPARE(lost.verdict, Verdict::Lost);
    QCOMPARE(lost.action, Action::SettleFailed);
    QCOMPARE(lost.steps, QList<Step>{Step::WriteRecord});
    const PlannedAction result = planFor(evidenceOf(R::Absent, D::Processing, C::DoneOk));
    QCOMPARE(result.action, Action::SettleCompleted);
    QCOMPARE(result.steps, (QList<Step>{Step::SaveOutputs, Step::WriteRecord}));
    const PlannedAction forgotten = planFor(evidenceOf(R::Absent, D::Processing, C::Running));
    QCOMPARE(forgotten.action, Action::RecreateState);
}

void TestReconcilePlan::aHoldEndsNothingByAbsence()
{
    forAll([](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence, holdNow());
        QVERIFY(action.action != Action::Clean && !action.steps.contains(Step::CleanState));
        if (evidence.comfy.first->reading == C::Absent)
            QVERIFY(!isSettling(action.action));
    });
    // Positive evidence goes on.
    QCOMPARE(planFor(evidenceOf(R::Queued, D::Queued, C::DoneError), holdNow()).action, Action::SettleFailed);
}

void TestReconcilePlan::othersWriteCompletedByPolicy()
{
    Policy policy = defaultPolicy();
    policy.completion = CompletionPolicy::Report;
    forAll([policy](const Evidence &evidence) {
        const PlannedAction action = planFor(evidence, std::nullopt, policy);
        QVERIFY(action.action != Action::SettleCompleted);
        const bool wouldTakeCompleted
            = action.action == Action::TakeRedisEnd && evidence.redis.reading == R::Completed;
        QVERIFY(!wouldTakeCompleted);
    });
}

void TestReconcilePlan::cleansBehindWhatHasBeenAnEndForLong()
{
    Evidence evidence = evidenceOf(R::Failed, D::Failed, C::DoneOk);
    evidence.record.isFailedByUs = true;
    evidence.comfy.outputs = "[]";
    const PlannedAction old = planFor(evidence);
    QCOMPARE(old.action, Action::SettleCompleted);
    QCOMPARE(old.steps, (QList<Step>{Step::SaveOutputs, Step::WriteRecord, Step::CleanState}));
    evidence.redis.silence = 20s;
    evidence.redis.isClaimOfOurs = true;
    QVERIFY(!planFor(evidence).steps.contains(Step::CleanState));
}

QTEST_GUILESS_MAIN(TestReconcilePlan)
#include "tst_reconcileplan.moc"
