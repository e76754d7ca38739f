// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/reportfollowup.h"

#include "core/triage/plan.h"
#include "tests/ui/recovery/recoverysamples.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::sampleNow;
using Outcome = RecoveryOutcome;

namespace {

PlannedAction ticked(const QByteArray &id, std::optional<Timestamp> expiry = sampleNow + 1h)
{
    PlannedAction action;
    action.promptId = PromptId(id);
    action.action = Action::SettleFailed;
    action.hasJudgedValue = expiry.has_value();
    action.judgedExpiry = expiry;
    action.isTicked = true;
    return action;
}

RecoveredJob ended(const QByteArray &id, Outcome outcome)
{
    return {PromptId(id), Verdict::Orphaned, Action::SettleFailed, outcome, u"So it was."_s, {}};
}

ReportFollowUp followUp(const QList<PlannedAction> &actions, const QList<RecoveredJob> &jobs)
{
    Plan plan;
    plan.actions = actions;
    RecoveryReport report;
    report.jobs = jobs;
    return followUpOf(plan, report);
}

} // namespace

class TestReportFollowUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcomesDecide_data();
    void outcomesDecide();
    void whatWasNotAgreedToIsNotJudgedAgain();
    void theFirstLimitCounts();
    void oneLimitIsSaidPlainly();
    void aRecordAloneHasNoLimit();
};

void TestReportFollowUp::outcomesDecide_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<bool>("canBeUndone");
    QTest::addColumn<bool>("isJudgedAgain");
    QTest::newRow("settled as completed") << Outcome::SettledCompleted << true << false;
    QTest::newRow("settled as failed") << Outcome::SettledFailed << true << false;
    QTest::newRow("deleted") << Outcome::Cleaned << true << false;
    QTest::newRow("resumed") << Outcome::Resumed << false << false;
    QTest::newRow("cancelled on its server") << Outcome::Cancelled << false << false;
    QTest::newRow("changed since") << Outcome::LeftAlone << false << true;
    QTest::newRow("failed") << Outcome::Failed << false << true;
    QTest::newRow("unverifiable by now") << Outcome::Unverifiable << false << true;
    QTest::newRow("too old by now") << Outcome::Skipped << false << true;
}

void TestReportFollowUp::outcomesDecide()
{
    QFETCH(const Outcome, outcome);
    QFETCH(const bool, canBeUndone);
    QFETCH(const bool, isJudgedAgain);
    const ReportFollowUp follow = followUp({ticked("a")}, {ended("a", outcome)});
    QCOMPARE(follow.undoable, canBeUndone ? 1 : 0);
    QCOMPARE(follow.notDone.contains(PromptId("a")), isJudgedAgain);
}

void TestReportFollowUp::whatWasNotAgreedToIsNotJudgedAgain()
{
    PlannedAction left = ticked("left");
    left.isTicked = false;
    const ReportFollowUp follow = followUp({left, ticked("b")},
        {ended("left", Outcome::LeftAlone), ended("b", Outcome::Failed), ended("other", Outcome::Failed)});
    QCOMPARE(follow.notDone, QSet<PromptId>{PromptId("b")});
}

void TestReportFollowUp::theFirstLimitCounts()
{
    const ReportFollowUp follow = followUp(
        {ticked("a", sampleNow + 2h), ticked("b", sampleNow + 1h), ticked("failed", sampleNow + 1min)},
        {ended("a", Outcome::Cleaned), ended("b", Outcome::SettledFailed), ended("failed", Outcome::Failed)});
    QCOMPARE(follow.undoable, 2);
    QCOMPARE(follow.undoUntil, sampleNow + 1h);
    QVERIFY(!follow.isOneLimit);
    QCOMPARE(undoLimitText(follow, sampleNow), u"possible until 13:00:00 UTC for the first"_s);
}

void TestReportFollowUp::oneLimitIsSaidPlainly()
{
    const ReportFollowUp follow = followUp({ticked("a")}, {ended("a", Outcome::Cleaned)});
    QCOMPARE(undoLimitText(follow, sampleNow), u"possible until 13:00:00 UTC"_s);
    // Written in one go, but not in the same millisecond.
    const ReportFollowUp together = followUp({ticked("a", sampleNow + 1h + 900ms), ticked("b")},
        {ended("a", Outcome::Cleaned), ended("b", Outcome::Cleaned)});
    QCOMPARE(undoLimitText(together, sampleNow), u"possible until 13:00:00 UTC"_s);
}

void TestReportFollowUp::aRecordAloneHasNoLimit()
{
    const ReportFollowUp alone = followUp({ticked("a", std::nullopt)}, {ended("a", Outcome::SettledFailed)});
    QCOMPARE(alone.undoable, 1);
    QVERIFY(undoLimitText(alone, sampleNow).isEmpty());
    for (const bool isFirst : {true, false}) {
        QList<PlannedAction> actions{ticked("a", std::nullopt), ticked("b")};
        if (isFirst)
            std::swap(actions[0], actions[1]);
        const ReportFollowUp both
            = followUp(actions, {ended("a", Outcome::SettledFailed), ended("b", Outcome::Cleaned)});
        QCOMPARE(both.undoUntil, sampleNow + 1h);
        QVERIFY(!both.isOneLimit);
    }
    QVERIFY(undoLimitText(ReportFollowUp(), sampleNow).isEmpty());
}

QTEST_GUILESS_MAIN(TestReportFollowUp)
#include "tst_reportfollowup.moc"
