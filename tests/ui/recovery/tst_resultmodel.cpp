// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/resultmodel.h"

#include "tests/ui/recovery/recoverysamples.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleProposal;

class TestResultModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTickedJobsAreUnderWay();
    void aReportAddsUpWithFailuresInFront();
};

void TestResultModel::onlyTickedJobsAreUnderWay()
{
    ResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPlan(sampleProposal({2, 1, 0, 4}).plan);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), u"under way"_s);
    const int what = static_cast<int>(ResultColumn::What);
    QCOMPARE(model.index(0, what).data().toString(), u"settle as completed"_s);
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
    QCOMPARE(
        model.index(0, 0).data(ResultModel::OutcomeRole).toInt(), static_cast<int>(RecoveryOutcome::Failed));
    QCOMPARE(model.failures().size(), 1);
    const int user = static_cast<int>(ResultColumn::User);
    QVERIFY(model.index(1, user).data().toString().startsWith(u"usr_"_s));
}

QTEST_GUILESS_MAIN(TestResultModel)
#include "tst_resultmodel.moc"
