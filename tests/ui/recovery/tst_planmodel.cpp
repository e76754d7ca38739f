// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/planmodel.h"

#include "tests/ui/recovery/recoverysamples.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleProposal;

class TestPlanModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheModelContract();
    void groupsByWhatWillBeDone();
    void ticksNothingThatThePlanHasNotTicked();
    void aGroupsTickIsForAllOfIt();
    void whatDoesNothingCannotBeTicked();
    void selectsAllAndNone();

private:
    /// The group of an action that changes something.
    static QModelIndex groupOf(const PlanModel &model, Action action)
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex group = model.index(row, 0);
            if (model.actionAt(model.index(0, 0, group))->action == action)
                return group;
        }
        return {};
    }
};

void TestPlanModel::keepsTheModelContract()
{
    PlanModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPlan(sampleProposal({3, 2, 2, 1}).plan);
    for (const bool isTicked : {false, true})
        model.tickAll(isTicked);
    model.setPlan(sampleProposal({0, 1, 0, 0}).plan);
    model.setPlan({});
    QCOMPARE(model.rowCount(), 0);
}

void TestPlanModel::groupsByWhatWillBeDone()
{
    PlanModel model;
    model.setPlan(sampleProposal({3, 2, 2, 1}).plan);
    QCOMPARE(model.rowCount(groupOf(model, Action::SettleCompleted)), 3);
    QCOMPARE(model.rowCount(groupOf(model, Action::SettleFailed)), 2);
    QCOMPARE(model.rowCount(groupOf(model, Action::Resume)), 2);
    QCOMPARE(groupOf(model, Action::SettleFailed).data().toString(), u"Settle as failed · 2"_s);
    // What is left alone comes last.
    QVERIFY(!isChange(model.actionAt(model.index(0, 0, model.index(model.rowCount() - 1, 0)))->action));
}

void TestPlanModel::ticksNothingThatThePlanHasNotTicked()
{
    Plan plan = sampleProposal({2, 0, 0, 0}).plan;
    plan.actions[0].isTicked = false;
    PlanModel model;
    model.setPlan(plan);
    QCOMPARE(model.plan(), plan);
    const QModelIndex group = groupOf(model, Action::SettleCompleted);
    QCOMPARE(group.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
    QCOMPARE(group.data().toString(), u"Settle as completed · 1 of 2"_s);
}

void TestPlanModel::aGroupsTickIsForAllOfIt()
{
    PlanModel model;
    model.setPlan(sampleProposal({3, 2, 0, 0}).plan);
    const QModelIndex group = groupOf(model, Action::SettleFailed);
    QSignalSpy changed(&model, &PlanModel::ticksChanged);
    QVERIFY(model.setData(group, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changeCount(model.plan()), 3);
    QVERIFY(model.setData(model.index(1, 0, group), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(changeCount(model.plan()), 4);
    QCOMPARE(group.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
    QVERIFY(model.setData(group, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(changeCount(model.plan()), 5);
}

void TestPlanModel::whatDoesNothingCannotBeTicked()
{
    PlanModel model;
    model.setPlan(sampleProposal({0, 0, 0, 2}).plan);
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex group = model.index(0, 0);
    for (const QModelIndex &index : {group, model.index(0, 0, group)}) {
        QVERIFY(!(model.flags(index) & Qt::ItemIsUserCheckable));
        QVERIFY(!model.setData(index, Qt::Checked, Qt::CheckStateRole));
    }
    model.tickAll(true);
    QCOMPARE(changeCount(model.plan()), 0);
}

void TestPlanModel::selectsAllAndNone()
{
    PlanModel model;
    model.setPlan(sampleProposal({3, 2, 2, 1}).plan);
    model.tickAll(false);
    QCOMPARE(changeCount(model.plan()), 0);
    model.tickAll(true);
    QCOMPARE(changeCount(model.plan()), 7);
}

QTEST_GUILESS_MAIN(TestPlanModel)
#include "tst_planmodel.moc"
