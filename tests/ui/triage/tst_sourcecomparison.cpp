// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/sourcecomparison.h"

#include "tests/ui/triage/triagesamples.h"
#include "ui/words/englishplurals.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Line = ComparedLine;

class TestSourceComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void marksWhatCannotBothBeTrue_data();
    void marksWhatCannotBothBeTrue();
    void saysTheSameLinesOfEachSource();
    void usersThatDifferAreMarked();
    void aResultThatNobodyWroteDownIsMarked();
    void theFootNamesTheRequest();
    void textsOfOthersAreEscaped();

private:
    [[nodiscard]] static std::array<SourceReading, 3> compared(const Evidence &evidence)
    {
        return comparedSources({evidence, judge(evidence, defaultPolicy(), test::sampleNow)});
    }
    EnglishPlurals m_plurals;
};

void TestSourceComparison::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestSourceComparison::marksWhatCannotBothBeTrue_data()
{
    QTest::addColumn<RedisReading>("redis");
    QTest::addColumn<RecordReading>("record");
    QTest::addColumn<ComfyReading>("comfy");
    QTest::addColumn<QString>("differing"); // r, d, c
    using R = RedisReading;
    using D = RecordReading;
    using C = ComfyReading;
    QTest::newRow("all at work") << R::Processing << D::Processing << C::Running << u""_s;
    QTest::newRow("orphan: the server knows nothing of an open job")
        << R::Processing << D::Processing << C::Absent << u"rdc"_s;
    QTest::newRow("what has ended may be forgotten") << R::Completed << D::Completed << C::Absent << u""_s;
    QTest::newRow("told failed, and the result is there") << R::Absent << D::Failed << C::DoneOk << u"dc"_s;
    QTest::newRow("two ends") << R::Completed << D::Failed << C::Absent << u"rd"_s;
    QTest::newRow("without a record a job is untracked, which contradicts nobody")
        << R::Processing << D::Absent << C::Running << u""_s;
    QTest::newRow("only the database believes in it") << R::Absent << D::Queued << C::Absent << u"rdc"_s;
    QTest::newRow("no answer contradicts nobody") << R::Processing << D::Processing << C::Unknown << u""_s;
    QTest::newRow("cancelled in one and failed in the other is one end")
        << R::Failed << D::Cancelled << C::Absent << u""_s;
}

void TestSourceComparison::marksWhatCannotBothBeTrue()
{
    QFETCH(RedisReading, redis);
    QFETCH(RecordReading, record);
    QFETCH(ComfyReading, comfy);
    QFETCH(QString, differing);
    Evidence evidence = test::sampleEvidence("a", comfy);
    if (redis == RedisReading::Absent)
        evidence = test::withoutKey(evidence);
    evidence.redis.reading = redis;
    evidence.record.reading = record;
    const std::array<SourceReading, 3> sources = compared(evidence);
    QString marked;
    for (size_t i = 0; i < sources.size(); ++i) {
        if (sources[i].line(Line::Status).differs)
            marked += u"rdc"_s.at(static_cast<qsizetype>(i));
    }
    QCOMPARE(marked, differing);
}

void TestSourceComparison::saysTheSameLinesOfEachSource()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::DoneOk);
    evidence.redis.value
        = R"({"promptId":"a","type":"t","userId":"usr_1","status":"processing","progress":40,)"
          R"("startedAt":1764071700000,"serverUrl":"http://gpu-2:8188"})";
    evidence.redis.progress = 40;
    evidence.record.userId = u"usr_1"_s;
    evidence.comfy.outputs = R"({"9":{"images":[{"filename":"ember_00417_.png","type":"output"}]}})";
    const std::array<SourceReading, 3> sources = compared(evidence);
    QCOMPARE(sources[0].title, u"Redis"_s);
    QCOMPARE(sources[2].title, u"ComfyUI on gpu-2"_s);
    QCOMPARE(sources[0].line(Line::Progress).text, u"40 %"_s);
    QCOMPARE(sources[0].line(Line::User).text, u"usr_1"_s);
    QCOMPARE(sources[0].line(Line::Server).text, u"http://gpu-2:8188"_s);
    QCOMPARE(sources[1].line(Line::User).text, u"usr_1"_s);
    QVERIFY(!sources[1].line(Line::Server).isSaid);
    QCOMPARE(sources[2].line(Line::Status).text, u"done, no errors"_s);
    QCOMPARE(sources[2].line(Line::Progress).text, u"100 %"_s);
    QCOMPARE(sources[2].line(Line::Outputs).text, u"1 output: ember_00417_.png"_s);
    for (const Line same : {Line::User, Line::Server})
        QVERIFY(!sources[0].line(same).differs);
}

void TestSourceComparison::usersThatDifferAreMarked()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::Running);
    evidence.redis.value
        = R"({"promptId":"a","type":"t","userId":"usr_1","status":"processing","progress":40,)"
          R"("startedAt":1764071700000})";
    evidence.record.userId = u"usr_2"_s;
    const std::array<SourceReading, 3> sources = compared(evidence);
    QVERIFY(sources[0].line(Line::User).differs);
    QVERIFY(sources[1].line(Line::User).differs);
    QVERIFY(!sources[2].line(Line::User).differs); // it is not known to ComfyUI
}

void TestSourceComparison::aResultThatNobodyWroteDownIsMarked()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::DoneOk);
    QVERIFY(compared(evidence)[1].line(Line::Outputs).differs);
    QVERIFY(compared(evidence)[2].line(Line::Outputs).differs);
    evidence.record.hasOutputs = true;
    QVERIFY(!compared(evidence)[1].line(Line::Outputs).differs);
}

void TestSourceComparison::theFootNamesTheRequest()
{
    const std::array<SourceReading, 3> sources = compared(test::sampleEvidence("a", ComfyReading::Unknown));
    QVERIFY(sources[0].foot.startsWith(u"peek comfyui:job:a"_s));
    QVERIFY(sources[1].foot.contains(u"row 7"_s));
    QVERIFY2(sources[2].foot.contains(u"connection refused"_s), qPrintable(sources[2].foot));
    QVERIFY(sources[2].foot.contains(u"passes at"_s));
}

void TestSourceComparison::textsOfOthersAreEscaped()
{
    Evidence evidence = test::sampleEvidence("a", ComfyReading::DoneError);
    evidence.comfy.errorText = u"line\none\u202e"_s;
    evidence.record.error = u"\x1b[31mred"_s;
    for (const SourceReading &source : compared(evidence)) {
        for (const ComparedValue &value : source.lines) {
            QVERIFY(!value.text.contains(u'\n'));
            QVERIFY(!value.text.contains(u'\x1b'));
            QVERIFY(!value.text.contains(u'\u202e'));
        }
    }
}

QTEST_MAIN(TestSourceComparison)
#include "tst_sourcecomparison.moc"
