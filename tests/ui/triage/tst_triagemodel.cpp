// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagemodel.h"

#include "tests/ui/triage/triagesamples.h"
#include "ui/words/englishplurals.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestTriageModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsTheModelContract();
    void saysWhatEachSourceSays();
    void tellsSilenceBeyondItsLimit();
    void findsAJobByItsId();
    void textsOfOthersAreShownAsText();

private:
    [[nodiscard]] static QString cell(const TriageModel &model, int row, TriageColumn column)
    {
        return model.index(row, static_cast<int>(column)).data().toString();
    }
    EnglishPlurals m_plurals;
};

void TestTriageModel::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestTriageModel::keepsTheModelContract()
{
    TriageModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const TriageBoard board = test::boardOf(test::mixedEvidence());
    for (int kind = 0; kind < triageKindCount; ++kind) {
        model.setBoard(board, static_cast<TriageKind>(kind));
        QCOMPARE(model.rowCount(), board.piles[static_cast<size_t>(kind)].jobs.size());
    }
    model.setBoard({}, TriageKind::Conflict);
    QCOMPARE(model.rowCount(), 0);
}

void TestTriageModel::saysWhatEachSourceSays()
{
    TriageModel model;
    const TriageBoard board = test::boardOf(test::mixedEvidence());
    model.setBoard(board, TriageKind::UnclaimedResult);
    QCOMPARE(cell(model, 0, TriageColumn::Redis), u"processing"_s);
    QCOMPARE(cell(model, 0, TriageColumn::Database), u"processing"_s);
    QCOMPARE(cell(model, 0, TriageColumn::ComfyUi), u"done, 1 output · gpu-2"_s);
    QCOMPARE(cell(model, 0, TriageColumn::Silence), u"4 m 00 s"_s);
    QVERIFY(cell(model, 0, TriageColumn::Why).contains(u"finished it"_s));
    model.setKind(TriageKind::Lost);
    QCOMPARE(cell(model, 0, TriageColumn::Redis), u"no key"_s);
    QCOMPARE(cell(model, 0, TriageColumn::ComfyUi), u"absent, asked twice · gpu-2"_s);
    QCOMPARE(cell(model, 0, TriageColumn::Silence), u"—"_s);
    model.setKind(TriageKind::Unverifiable);
    QCOMPARE(cell(model, 0, TriageColumn::ComfyUi), u"no answer · gpu-2"_s);
    model.setKind(TriageKind::Conflict);
    QCOMPARE(cell(model, 0, TriageColumn::Redis), u"completed"_s);
    QCOMPARE(cell(model, 0, TriageColumn::Database), u"failed"_s);
}

void TestTriageModel::tellsSilenceBeyondItsLimit()
{
    Evidence quiet = test::sampleEvidence("quiet", ComfyReading::DoneOk);
    quiet.redis.silence = std::chrono::seconds(20);
    TriageModel model;
    model.setBoard(test::boardOf({test::sampleEvidence("silent", ComfyReading::DoneOk), quiet}),
        TriageKind::UnclaimedResult);
    QCOMPARE(cell(model, 0, TriageColumn::Job), u"silent"_s);
    QVERIFY(model.index(0, 0).data(TriageModel::IsOverRole).toBool());
    QVERIFY(!model.index(1, 0).data(TriageModel::IsOverRole).toBool());
}

void TestTriageModel::findsAJobByItsId()
{
    TriageModel model;
    model.setBoard(test::boardOf(test::mixedEvidence()), TriageKind::UnclaimedResult);
    const QModelIndex found = model.indexOf(PromptId("unclaimed-2"));
    QVERIFY(found.isValid());
    QCOMPARE(model.actionAt(found)->promptId, PromptId("unclaimed-2"));
    QVERIFY(!model.indexOf(PromptId("orphan")).isValid());
}

void TestTriageModel::textsOfOthersAreShownAsText()
{
    Evidence evidence = test::sampleEvidence("<b>id</b>\x01", ComfyReading::DoneError);
    evidence.userId = u"<img src=x>\u202egnp"_s;
    evidence.comfy.errorText = QString(1'000'000, u'x') + u"<script>"_s;
    TriageModel model;
    model.setBoard(test::boardOf({evidence}), TriageKind::Stale);
    QCOMPARE(cell(model, 0, TriageColumn::Job), u"<b>id</b>\\x01"_s);
    QVERIFY(!cell(model, 0, TriageColumn::User).contains(u'\u202e'));
    QVERIFY(!model.index(0, 1).data(Qt::ToolTipRole).toString().contains(u"<img"_s));
    QVERIFY(cell(model, 0, TriageColumn::Why).size() < 2000);
}

QTEST_MAIN(TestTriageModel)
#include "tst_triagemodel.moc"
