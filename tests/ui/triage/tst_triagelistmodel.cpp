// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagelistmodel.h"

#include "tests/ui/triage/triagesamples.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestTriageListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryKindUnderItsGroup();
    void zeroIsShownToo();
    void titlesCannotBeChosen();
};

void TestTriageListModel::showsEveryKindUnderItsGroup()
{
    TriageListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), triageKindCount + 4);
    QCOMPARE(model.index(0).data().toString(), u"Needs a person"_s);
    QCOMPARE(model.kindAt(model.index(1)), TriageKind::Conflict);
    for (int kind = 0; kind < triageKindCount; ++kind)
        QVERIFY(model.indexOf(static_cast<TriageKind>(kind)).isValid());
}

void TestTriageListModel::zeroIsShownToo()
{
    TriageListModel model;
    const QModelIndex corrupt = model.indexOf(TriageKind::Corrupt);
    QVERIFY(!corrupt.data(TriageListModel::CountRole).isValid()); // not judged is not zero
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setBoard(test::boardOf(test::mixedEvidence()));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(corrupt.data(TriageListModel::CountRole).toLongLong(), 0);
    const QModelIndex unclaimed = model.indexOf(TriageKind::UnclaimedResult);
    QCOMPARE(unclaimed.data(TriageListModel::CountRole).toLongLong(), 2);
    QCOMPARE(unclaimed.data(Qt::AccessibleTextRole).toString(), u"unclaimed result, 2 jobs"_s);
}

void TestTriageListModel::titlesCannotBeChosen()
{
    const TriageListModel model;
    QVERIFY(!model.index(0).flags().testFlag(Qt::ItemIsSelectable));
    QVERIFY(model.index(1).flags().testFlag(Qt::ItemIsSelectable));
}

QTEST_MAIN(TestTriageListModel)
#include "tst_triagelistmodel.moc"
