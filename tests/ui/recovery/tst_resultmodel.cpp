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
    void endsStayAtTheirPlaces();
    void aReportAddsUpWithFailuresInFront();
};

void TestResultModel::onlyTickedJobsAreToGo()
{
    ResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPlan(sampleProposal({2, 1, 0, 4}).plan);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), u"to go"_s);
    const int what = static_cast<int>(ResultColumn::What);
    QCOMPARE(model.index(0, what).data().toString(), u"settle as completed"_s);
}

void TestResultModel::endsStayAtTheirPlaces()
{
    ResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Plan plan = sampleProposal({2, 1, 0, 4}).plan;
    model.setPlan(plan);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    RecoveredJob second = expectedReport(plan).jobs.at(1);
    second.outcome = RecoveryOutcome::Failed;
    second.reason = u"the record is locked"_s;
    RecoveredJob stranger = second;
    stranger.promptId = PromptId("of-no-row");
    model.takeEnds({stranger, second});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"to go"_s);
    QCOMPARE(model.index(1, 0).data().toString(), u"failed"_s);
    QCOMPARE(model.index(1, static_cast<int>(ResultColumn::What)).data().toString(), second.reason);
    QCOMPARE(model.rowCount(), 3);
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
