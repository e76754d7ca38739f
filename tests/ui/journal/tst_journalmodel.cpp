// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalmodel.h"

#include "tests/ui/journal/journalsamples.h"
#include "ui/words/englishplurals.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using test::sampleLine;
using test::sampleLines;

class TestJournalModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsTheModelContract();
    void groupsByOperation();
    void oneActionIsARowOfItsOwn();
    void olderPagesGoToTheirPlaces();
    void newOnesComeOnTopAndKeepTheRest();
    void anOutcomeThatCameLaterIsShown();
    void whatWasTakenBackSaysSo();
    void countsWhatCameOfAnOperation();
    void asksForMoreOnce();

private:
    [[nodiscard]] static QString cell(const QModelIndex &row, JournalColumn column)
    {
        return row.siblingAtColumn(static_cast<int>(column)).data().toString();
    }
    EnglishPlurals m_plurals;
};

void TestJournalModel::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestJournalModel::keepsTheModelContract()
{
    JournalModel model([] { return test::journalNow; });
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.take(sampleLines(10, 14, "b") + sampleLines(9, 9, "a"));
    model.take(sampleLines(20, 22, "c")); // newer
    model.take(sampleLines(7, 8, "a")); // older: one action becomes three
    model.take(sampleLines(1, 3, "z"));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.entryCount(), 14);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestJournalModel::groupsByOperation()
{
    JournalModel model([] { return test::journalNow; });
    model.take(sampleLines(1, 3, "a"));
    const QModelIndex row = model.index(0, 0);
    QCOMPARE(model.rowCount(row), 3);
    QVERIFY(row.data(JournalModel::IsOperationRole).toBool());
    QCOMPARE(cell(row, JournalColumn::Job), u"3 jobs"_s);
    QCOMPARE(cell(row, JournalColumn::Action), u"settle as failed"_s);
    QCOMPARE(cell(row, JournalColumn::By), u"mara@ops-1"_s);
    QCOMPARE(cell(model.index(0, 0, row), JournalColumn::Job), u"job-3"_s);
    QCOMPARE(model.linesAt(row).size(), 3);
    QCOMPARE(model.linesAt(model.index(2, 0, row)).first().entry.id, EntryId(1));
}

void TestJournalModel::oneActionIsARowOfItsOwn()
{
    JournalModel model([] { return test::journalNow; });
    model.take({sampleLine(5, "a", u"delete"_s)});
    const QModelIndex row = model.index(0, 0);
    QCOMPARE(model.rowCount(row), 0);
    QVERIFY(!row.data(JournalModel::IsOperationRole).toBool());
    QCOMPARE(cell(row, JournalColumn::When), u"11:00:05 UTC"_s);
    QCOMPARE(cell(row, JournalColumn::Action), u"delete the state"_s);
    QCOMPARE(cell(row, JournalColumn::Job), u"job-5"_s);
    QCOMPARE(cell(row, JournalColumn::Verdict), u"orphaned"_s);
    QCOMPARE(cell(row, JournalColumn::Outcome), u"done"_s);
}

void TestJournalModel::olderPagesGoToTheirPlaces()
{
    JournalModel model([] { return test::journalNow; });
    model.take(sampleLines(10, 11, "b") + sampleLines(9, 9, "a"));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.take(sampleLines(8, 8, "a") + sampleLines(1, 1, "z"));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowCount(model.index(1, 0)), 2); // the operation went over the end of the page
    QCOMPARE(model.linesAt(model.index(2, 0)).first().entry.id, EntryId(1));
}

void TestJournalModel::newOnesComeOnTopAndKeepTheRest()
{
    JournalModel model([] { return test::journalNow; });
    model.take(sampleLines(1, 2, "a"));
    const QPersistentModelIndex old = model.index(0, 0);
    model.take(sampleLines(5, 6, "b") + sampleLines(1, 2, "a"));
    QCOMPARE(old.row(), 1);
    QCOMPARE(model.newest(), EntryId(6));
    QCOMPARE(model.entryCount(), 4);
}

void TestJournalModel::anOutcomeThatCameLaterIsShown()
{
    JournalModel model([] { return test::journalNow; });
    JournalLine line = sampleLine(1, "a");
    line.outcome.reset();
    model.take({line});
    QCOMPARE(cell(model.index(0, 0), JournalColumn::Outcome), u"not finished"_s);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.take({sampleLine(1, "a")});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(cell(model.index(0, 0), JournalColumn::Outcome), u"done"_s);
}

void TestJournalModel::whatWasTakenBackSaysSo()
{
    JournalModel model([] { return test::journalNow; });
    model.take(sampleLines(1, 2, "a"));
    JournalLine undo = sampleLine(9, "u", u"undo"_s);
    undo.entry.undoes = OperationId("op-2");
    model.take({undo});
    const QModelIndex operation = model.index(1, 0);
    QCOMPARE(cell(model.index(0, 0, operation), JournalColumn::Outcome), u"done, undone later"_s);
    QCOMPARE(cell(model.index(1, 0, operation), JournalColumn::Outcome), u"done"_s);
    QVERIFY(!operation.data(JournalModel::IsUndoneRole).toBool());
    undo = sampleLine(10, "u", u"undo"_s);
    undo.entry.undoes = OperationId("op-1");
    model.take({undo});
    QVERIFY(model.index(1, 0).data(JournalModel::IsUndoneRole).toBool());
}

void TestJournalModel::countsWhatCameOfAnOperation()
{
    JournalModel model([] { return test::journalNow; });
    QList<JournalLine> lines = sampleLines(1, 3, "a");
    lines[1].outcome->word = u"changed"_s;
    model.take(lines);
    const QModelIndex row = model.index(0, static_cast<int>(JournalColumn::Outcome));
    QCOMPARE(row.data().toString(), u"done 2, changed 1"_s);
    // What a person has to see decides about the sign.
    QCOMPARE(row.data(JournalModel::LookRole).value<JournalOutcomeLook>().word, u"changed"_s);
}

void TestJournalModel::asksForMoreOnce()
{
    JournalModel model([] { return test::journalNow; });
    model.take(sampleLines(5, 6, "a"));
    QVERIFY(!model.canFetchMore({}));
    model.setMore(true);
    QSignalSpy wanted(&model, &JournalModel::moreWanted);
    model.fetchMore({});
    model.fetchMore({}); // the view asks again and again
    QCOMPARE(wanted.count(), 1);
}

QTEST_MAIN(TestJournalModel)
#include "tst_journalmodel.moc"
