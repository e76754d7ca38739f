// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/cleaningplan.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;
using Condition = CleaningCondition;

namespace {

constexpr CleaningMeans everything{true, true, true, true, true};

Plan planFor(const Evidence &evidence, const CleaningMeans &means = everything,
    const std::optional<Hold> &hold = std::nullopt)
{
    const JudgedJob job = judgedOf(evidence);
    return planCleaning({&job, 1}, defaultPolicy(), means, hold, true, noon);
}

QList<Condition> unmetFor(const Evidence &evidence, const CleaningMeans &means = everything,
    const std::optional<Hold> &hold = std::nullopt)
{
    QList<Condition> conditions;
    const Plan plan = planFor(evidence, means, hold);
    for (const UnmetCondition &unmet : plan.actions.value(0).unmet)
        conditions.append(unmet.condition);
    return conditions;
}

} // namespace

class TestCleaningPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scope();
    void cleansWhatMeetsAll();
    void namesEachConditionThatFails();
    void nothingIsTakenForGranted();
    void residueOnlyWhereAsked();
};

void TestCleaningPlan::scope()
{
    for (const R redis : {R::Absent, R::Corrupt, R::Queued, R::Completed, R::Failed, R::Unknown}) {
        for (int record = 0; record <= static_cast<int>(D::Unknown); ++record) {
            for (int comfy = 0; comfy <= static_cast<int>(C::Unknown); ++comfy) {
                Evidence evidence = evidenceOf(redis, static_cast<D>(record), static_cast<C>(comfy));
                const Verdict verdict = judge(evidence, defaultPolicy(), noon).verdict;
                const bool isMeant = verdict == Verdict::Orphaned || verdict == Verdict::Residue
                    || verdict == Verdict::Stale;
                const bool hasKey = isOpen(redis) || isTerminal(redis);
                QCOMPARE(planFor(evidence).actions.size(), isMeant && hasKey ? 1 : 0);
            }
        }
    }
}

void TestCleaningPlan::cleansWhatMeetsAll()
{
    const PlannedAction orphan = planFor(evidenceOf(R::Queued, D::Queued, C::Absent)).actions.first();
    QCOMPARE(orphan.action, Action::Clean);
    QVERIFY(orphan.isTicked);
    QCOMPARE(orphan.steps, (QList<Step>{Step::ClaimState, Step::WriteRecord, Step::CleanState}));
    QCOMPARE(orphan.expected, std::optional(RecoveryOutcome::SettledFailed));
    const PlannedAction untracked = planFor(evidenceOf(R::Queued, D::Absent, C::Absent)).actions.first();
    QCOMPARE(untracked.steps, (QList<Step>{Step::CleanState}));
    QCOMPARE(untracked.expected, std::optional(RecoveryOutcome::Cleaned));
    const PlannedAction behind = planFor(evidenceOf(R::Completed, D::Queued, C::Absent)).actions.first();
    QCOMPARE(behind.steps, (QList<Step>{Step::WriteRecord, Step::CleanState}));
}

void TestCleaningPlan::namesEachConditionThatFails()
{
    using L = QList<Condition>;
    QCOMPARE(unmetFor(evidenceOf(R::Failed, D::Failed, C::Unknown)), L{Condition::ServerEnded});
    CleaningMeans means = everything;
    means.canWriteRecords = false;
    QCOMPARE(unmetFor(evidenceOf(R::Queued, D::Queued, C::Absent), means), L{Condition::RecordEnded});
    Evidence evidence = evidenceOf(R::Completed, D::Completed, C::DoneOk);
    QCOMPARE(unmetFor(evidence), L{Condition::OutputsSaved});
    evidence.comfy.outputs = "[]";
    QCOMPARE(unmetFor(evidence), L{});
    evidence.redis.hasValue = false;
    QCOMPARE(unmetFor(evidence), L{Condition::SnapshotKept});
    const Evidence orphan = evidenceOf(R::Queued, D::Absent, C::Absent);
    means = everything;
    means.canJournal = false;
    QCOMPARE(unmetFor(orphan, means), L{Condition::SnapshotKept});
    means = everything;
    means.canCompareAndDelete = false;
    QCOMPARE(unmetFor(orphan, means), L{Condition::DeleteIsConditional});
    means = everything;
    means.canReadBack = false;
    QCOMPARE(unmetFor(orphan, means), L{Condition::EffectIsChecked});
    means = everything;
    means.canRestoreExpiry = false;
    QCOMPARE(unmetFor(orphan, means), L{Condition::UndoKeepsExpiry});
    evidence = orphan;
    evidence.redis.silence = 119s;
    QCOMPARE(unmetFor(evidence), L{Condition::SilentLongEnough});
    evidence = evidenceOf(R::Failed, D::Failed, C::Absent);
    evidence.redis.silence = 59s;
    QCOMPARE(unmetFor(evidence), L{Condition::RetentionOver});
    evidence.redis.silence.reset();
    QCOMPARE(unmetFor(evidence), L{Condition::RetentionOver});
    evidence = evidenceOf(R::Failed, D::Failed, C::Absent);
    evidence.redis.sinceOurClaim = 59s; // which kept the TTL, so that it looks silent for longer
    QCOMPARE(unmetFor(evidence), L{Condition::RetentionOver});
    evidence.redis.sinceOurClaim = 60s;
    QCOMPARE(unmetFor(evidence), L{});
    evidence.redis.deletedLately = 2;
    QCOMPARE(unmetFor(evidence), L{});
    evidence.redis.deletedLately = 3;
    QCOMPARE(unmetFor(evidence), L{Condition::StaysDeleted});
    evidence.redis.deletedLately = 0;
    evidence.redis.isTakenBack = true;
    QCOMPARE(unmetFor(evidence), L{Condition::NotTakenBack});
    evidence = orphan;
    evidence.redis.isActionable = false;
    QCOMPARE(unmetFor(evidence), L{Condition::DeleteIsConditional});
    const Hold hold{Hold::Cause::MassDisappearance, noon, noon + 90s, u"63 of 200 jobs vanished"_s};
    QCOMPARE(unmetFor(orphan, everything, hold), L{Condition::NoHold});
    QCOMPARE(planFor(orphan, everything, hold).actions.first().reason,
        u"Left alone: nothing is deleted for 1 min 30 s more: 63 of 200 jobs vanished."_s);
}

void TestCleaningPlan::nothingIsTakenForGranted()
{
    const PlannedAction planned
        = planFor(evidenceOf(R::Queued, D::Queued, C::Absent), CleaningMeans()).actions.first();
    QCOMPARE(planned.action, Action::None);
    QVERIFY(!planned.isTicked);
    QVERIFY(planned.steps.isEmpty());
    QCOMPARE(planned.unmet.size(), 5);
}

void TestCleaningPlan::residueOnlyWhereAsked()
{
    const JudgedJob residue = judgedOf(evidenceOf(R::Failed, D::Failed, C::Absent));
    QVERIFY(planCleaning({&residue, 1}, defaultPolicy(), everything, std::nullopt, false, noon)
                .actions.isEmpty());
}

QTEST_GUILESS_MAIN(TestCleaningPlan)
#include "tst_cleaningplan.moc"
