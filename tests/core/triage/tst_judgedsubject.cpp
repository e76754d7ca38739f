// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/judgedsubject.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

bool matches(const JudgedJob &job, const QString &text)
{
    const filter::ParseResult parsed = filter::parse(text, filter::Vocabulary::Judged);
    return !parsed.error && parsed.expression.matches(JudgedSubject(job));
}

} // namespace

class TestJudgedSubject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFilterKnowsEveryWord();
    void answersWhatAFilterAsks();
};

/// The filter has the words of its own: it is below triage.
void TestJudgedSubject::theFilterKnowsEveryWord()
{
    const auto knows = [](const QString &field, QByteArrayView word) {
        const QString text = field + u':' + QString::fromLatin1(word);
        return !word.isEmpty() && !filter::parse(text, filter::Vocabulary::Judged).error;
    };
    for (int i = 0; i <= static_cast<int>(Verdict::Consistent); ++i)
        QVERIFY(knows(u"verdict"_s, wordOf(static_cast<Verdict>(i))));
    for (int i = 0; i <= static_cast<int>(RecordReading::Unknown); ++i)
        QVERIFY(knows(u"db"_s, wordOf(static_cast<RecordReading>(i))));
    for (int i = 0; i <= static_cast<int>(ComfyReading::Unknown); ++i)
        QVERIFY(knows(u"comfyui"_s, wordOf(static_cast<ComfyReading>(i))));
}

void TestJudgedSubject::answersWhatAFilterAsks()
{
    Evidence evidence = evidenceOf(RedisReading::Processing, RecordReading::Queued, ComfyReading::Absent);
    evidence.redis.status = JobStatus::Processing;
    evidence.redis.progress = 42.5;
    const JudgedJob orphan = judgedOf(evidence);
    for (const QString &text : {u"verdict:orphaned db:queued comfyui:absent"_s, u"status:processing"_s,
             u"type:image* user:usr_7 server:gpu-2 id:a"_s, u"age>4m silence>2m ttl<2h progress<50"_s})
        QVERIFY2(matches(orphan, text), qPrintable(text));
    for (const QString &text : {u"verdict:live"_s, u"db:absent"_s, u"comfyui:running"_s, u"age>1h"_s})
        QVERIFY2(!matches(orphan, text), qPrintable(text));
    const JudgedJob lost
        = judgedOf(evidenceOf(RedisReading::Absent, RecordReading::Queued, ComfyReading::Absent));
    QVERIFY(matches(lost, u"verdict:lost"_s));
    QVERIFY(!matches(lost, u"status:queued"_s)); // that is the record's
    QVERIFY(!matches(lost, u"silence>0s OR silence<1s"_s)); // not known
    const JudgedJob corrupt
        = judgedOf(evidenceOf(RedisReading::Corrupt, RecordReading::Queued, ComfyReading::Absent));
    QVERIFY(matches(corrupt, u"status:unreadable"_s));
}

QTEST_GUILESS_MAIN(TestJudgedSubject)
#include "tst_judgedsubject.moc"
