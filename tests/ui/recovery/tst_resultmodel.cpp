// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/resultmodel.h"

#include "tests/ui/recovery/recoverysamples.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleProposal;

class TestResultModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTickedJobsAreToGo();
    void resultsAreToldOneByOne();
    void aReportAddsUpWithFailuresInFront();
};

void TestResultModel::onlyTickedJobsAreToGo()
{
    ResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPlan(sampleProposal({2, 1, 0, 4}).plan);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.toGo(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), u"to go"_s);
}

void TestResultModel::resultsAreToldOneByOne()
{
    const Plan plan = sampleProposal({2, 0, 0, 1}).plan;
    ResultModel model;
    model.setPlan(plan);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    RecoveredJob job;
    job.promptId = plan.actions.constFirst().promptId;
    job.outcome = RecoveryOutcome::SettledCompleted;
    job.reason = u"Settled."_s;
    model.addResult(job);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.toGo(), 1);
    QCOMPARE(model.counts().settledCompleted, 1);
    job.promptId = PromptId("of nobody");
    model.addResult(job);
    QCOMPARE(changed.count(), 1);
}

void TestResultModel::aReportAddsUpWithFailuresInFront()
{
    const Plan plan = sampleProposal({3, 2, 1, 2}).plan;
    RecoveryReport report = expectedReport(plan);
    report.jobs.last().outcome = RecoveryOutcome::Failed;
    ResultModel model;
    model.setPlan(plan);
    model.setReport(report);
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(model.toGo(), 0);
    QCOMPARE(model.counts(), countsOf(report));
    QCOMPARE(
        model.index(0, 0).data(ResultModel::OutcomeRole).toInt(), static_cast<int>(RecoveryOutcome::Failed));
    QCOMPARE(model.failures().size(), 1);
    const int user = static_cast<int>(ResultColumn::User);
    QVERIFY(model.index(1, user).data().toString().startsWith(u"usr_"_s));
}

QTEST_GUILESS_MAIN(TestResultModel)
#include "tst_resultmodel.moc"
