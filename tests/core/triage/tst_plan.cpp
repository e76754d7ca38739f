// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/plan.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

PlannedAction actionOf(const QByteArray &id, Action action, const QString &user)
{
    PlannedAction planned;
    planned.promptId = PromptId(id);
    planned.action = action;
    planned.userId = user;
    planned.isTicked = isChange(action);
    return planned;
}

Plan threeJobs()
{
    return {PlanScope::Recover, {}, {},
        {actionOf("a", Action::Resume, u"bob"_s), actionOf("b", Action::SettleFailed, u"alice"_s),
            actionOf("c", Action::Resume, {}), actionOf("d", Action::Wait, u"carol"_s)}};
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByActionAndUser();
    void untickedIsNotCounted();
    void whatDoesNothingCannotBeTicked();
    void filters();
    void everyActionHasAWordOfItsOwn();
};

void TestPlan::countsByActionAndUser()
{
    const Plan plan = threeJobs();
    QCOMPARE(countsByAction(plan),
        (QMap<Action, int>{{Action::Resume, 2}, {Action::SettleFailed, 1}, {Action::Wait, 1}}));
    QCOMPARE(changeCount(plan), 3);
    QCOMPARE(affectedUsers(plan), (AffectedUsers{{u"alice"_s, u"bob"_s}, 1}));
}

void TestPlan::untickedIsNotCounted()
{
    Plan plan = threeJobs();
    QVERIFY(setTicked(plan, PromptId("b"), false));
    QCOMPARE(changeCount(plan), 2);
    QCOMPARE(affectedUsers(plan), (AffectedUsers{{u"bob"_s}, 1}));
    QVERIFY(setTicked(plan, PromptId("b"), true));
    QCOMPARE(plan, threeJobs());
}

void TestPlan::whatDoesNothingCannotBeTicked()
{
    Plan plan = threeJobs();
    QVERIFY(!setTicked(plan, PromptId("d"), true));
    QVERIFY(!setTicked(plan, PromptId("nobody"), true));
    QCOMPARE(plan, threeJobs());
}

void TestPlan::filters()
{
    const Plan part
        = filtered(threeJobs(), [](const PlannedAction &action) { return action.action == Action::Resume; });
    QCOMPARE(part.actions.size(), 2);
    QCOMPARE(part.scope, PlanScope::Recover);
}

void TestPlan::everyActionHasAWordOfItsOwn()
{
    for (int i = 0; i <= static_cast<int>(Action::CancelOnServer); ++i) {
        const Action action = static_cast<Action>(i);
        QCOMPARE(actionFromWord(wordOf(action)), std::optional(action));
        QVERIFY(!titleOf(action).isEmpty());
    }
    for (int i = 0; i <= static_cast<int>(Verdict::Consistent); ++i) {
        const Verdict verdict = static_cast<Verdict>(i);
        QCOMPARE(verdictFromWord(wordOf(verdict)), std::optional(verdict));
    }
    QVERIFY(!actionFromWord("nonsense"));
    QVERIFY(!verdictFromWord("nonsense"));
}

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
