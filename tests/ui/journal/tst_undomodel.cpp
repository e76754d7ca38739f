// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undomodel.h"

#include "tests/ui/journal/journalsamples.h"
#include "ui/journal/journalwords.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::sampleCandidate;
using test::sampleUndone;
using Kind = UndoOutcome::Kind;

class TestUndoModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticksWhatCanBeTakenBack();
    void saysWhyNot();
    void tellsWhatBecameOfEach();
    void jobsAreCountedOnce();
    void theEarliestEndHolds();

private:
    [[nodiscard]] static QString result(const UndoModel &model, int row)
    {
        return model.index(row, static_cast<int>(UndoColumn::Result)).data().toString();
    }
};

void TestUndoModel::ticksWhatCanBeTakenBack()
{
    UndoModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCandidates(
        {sampleCandidate(3), sampleCandidate(2, Kind::Expired, u"Its time is over."_s), sampleCandidate(1)});
    QCOMPARE(model.possible(), 2);
    QCOMPARE(model.ticked().size(), 2);
    QVERIFY(!model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole)); // it cannot be
    QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.ticked().first().line.entry.id, EntryId(1));
    model.begin();
    QVERIFY(!model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole)); // too late
}

void TestUndoModel::saysWhyNot()
{
    UndoModel model;
    model.setCandidates({sampleCandidate(1, Kind::Expired, u"Its time is over."_s)});
    QCOMPARE(result(model, 0), u"Its time is over."_s);
    QVERIFY(!model.index(0, 0).data(Qt::CheckStateRole).isValid());
}

void TestUndoModel::tellsWhatBecameOfEach()
{
    UndoModel model;
    model.setCandidates({sampleCandidate(2), sampleCandidate(1)});
    model.begin();
    QCOMPARE(result(model, 0), u"waiting"_s);
    model.showUndone(sampleUndone(2, Kind::Expired, u"The key would have expired meanwhile."_s));
    QCOMPARE(result(model, 0), u"expired meanwhile: The key would have expired meanwhile."_s);
    model.showUndone(sampleUndone(1, Kind::Done, {}));
    QCOMPARE(result(model, 1), u"undone"_s);
    QCOMPARE(model.told(), 2);
    QCOMPARE(model.undone(), 1);
}

void TestUndoModel::jobsAreCountedOnce()
{
    UndoModel model;
    UndoCandidate settled = sampleCandidate(1);
    UndoCandidate deleted = sampleCandidate(2);
    deleted.line.entry.promptId = settled.line.entry.promptId;
    model.setCandidates({deleted, settled, sampleCandidate(3)});
    QCOMPARE(model.ticked().size(), 3);
    QCOMPARE(model.tickedJobs(), 2);
    model.setData(model.index(2, 0), Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(model.tickedJobs(), 1);
}

void TestUndoModel::theEarliestEndHolds()
{
    UndoModel model;
    UndoCandidate early = sampleCandidate(2);
    early.until = test::journalNow + 10min;
    UndoCandidate late = sampleCandidate(1);
    late.until = test::journalNow + 90min;
    model.setCandidates({early, late, sampleCandidate(3)});
    QCOMPARE(model.until(), test::journalNow + 10min);
    model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole);
    QCOMPARE(model.until(), test::journalNow + 90min);
}

QTEST_MAIN(TestUndoModel)
#include "tst_undomodel.moc"
