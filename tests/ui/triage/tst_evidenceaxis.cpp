// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/evidenceaxis.h"

#include "tests/ui/triage/triagesamples.h"
#include "ui/words/englishplurals.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Stroke = AxisLane::Stroke;

class TestEvidenceAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void redisWorkedUntilItsLastWrite();
    void aServersEndStandsWhereItSaysIt();
    void whatIsAbsentWasAskedFor();
    void theJudgementIsInside();
    void veryOldIsAtTheEdge();

private:
    [[nodiscard]] static EvidenceAxis axisOf(const Evidence &evidence)
    {
        return evidenceAxisOf({evidence, judge(evidence, defaultPolicy(), test::sampleNow)});
    }
    EnglishPlurals m_plurals;
};

void TestEvidenceAxis::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestEvidenceAxis::redisWorkedUntilItsLastWrite()
{
    const AxisLane lane = axisOf(test::sampleEvidence("a", ComfyReading::Absent)).lanes[0];
    QCOMPARE(lane.spans.size(), 2U);
    QCOMPARE(lane.spans[0].stroke, Stroke::Bar);
    QCOMPARE(lane.spans[0].from, test::sampleNow - 5min);
    QCOMPARE(lane.spans[0].to, test::sampleNow - 4min);
    QCOMPARE(lane.spans[1].stroke, Stroke::Dashed); // nothing was heard since
    QCOMPARE(lane.mark->text, u"11:56:00 last write: processing"_s);
}

void TestEvidenceAxis::aServersEndStandsWhereItSaysIt()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::DoneOk);
    evidence.comfy.startedAt = test::sampleNow - 290s;
    evidence.comfy.endedAt = test::sampleNow - 100s;
    const AxisLane lane = axisOf(evidence).lanes[2];
    QCOMPARE(lane.spans[0].to, *evidence.comfy.endedAt);
    QCOMPARE(lane.spans[1].stroke, Stroke::Line);
    QCOMPARE(lane.mark->text, u"11:58:20 done, 1 output"_s);
}

void TestEvidenceAxis::whatIsAbsentWasAskedFor()
{
    const EvidenceAxis axis = axisOf(test::withoutKey(test::sampleEvidence("a", ComfyReading::Absent)));
    QVERIFY(axis.lanes[0].spans.empty());
    QCOMPARE(axis.lanes[0].mark->text, u"12:00:00 read: no key"_s);
    QCOMPARE(axis.lanes[2].mark->text, u"11:59:48 asked: absent, asked twice"_s);
}

void TestEvidenceAxis::theJudgementIsInside()
{
    const EvidenceAxis axis = axisOf(test::sampleEvidence("a", ComfyReading::Running));
    QVERIFY(axis.from < axis.judgedAt);
    QVERIFY(axis.judgedAt < axis.to);
}

void TestEvidenceAxis::veryOldIsAtTheEdge()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::Running);
    evidence.record.createdAt = test::sampleNow - 24h * 365;
    QVERIFY(axisOf(evidence).judgedAt - axisOf(evidence).from <= 24h * 7);
}

QTEST_MAIN(TestEvidenceAxis)
#include "tst_evidenceaxis.moc"
