// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/durationwords.h"
#include "core/triage/sentence.h"
#include "tests/core/triage/evidencemaker.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;

namespace {

QString sentence(const Evidence &evidence)
{
    const Policy policy = defaultPolicy();
    return sentenceOf(evidence, judge(evidence, policy, noon), policy);
}

QString sentence(R redis, D record, C comfy)
{
    return sentence(evidenceOf(redis, record, comfy));
}

} // namespace

class TestSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneForEachRow();
    void theExampleOfTheSpecification();
    void absenceSaysWhy();
    void settlingSaysWhy();
    void unknownSaysWhy();
    void manyServers();
    void textsOfOthersAreTamed();
    void serverNames();
    void durations();
};

void TestSentence::oneForEachRow()
{
    QCOMPARE(sentence(R::Queued, D::Processing, C::Unknown),
        u"Redis says queued, the database says processing; gpu-2 gave no answer."_s);
    QCOMPARE(sentence(R::Absent, D::Completed, C::Running),
        u"Redis has no key, the database says completed; gpu-2 is running it; nobody will collect it."_s);
    QCOMPARE(sentence(R::Absent, D::Absent, C::Pending),
        u"Redis has no key, the database has no record; gpu-2 has it waiting; nothing of ours has ever known "
        u"it."_s);
    Evidence evidence = evidenceOf(R::Absent, D::Absent, C::Pending);
    evidence.isKnownToJournal = true;
    QVERIFY(sentence(evidence).endsWith(u"only our journal has ever known it."_s));
    evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.comfy.stillFor = 14min;
    evidence.comfy.second->progress = 42.7;
    QCOMPARE(sentence(evidence),
        u"Redis and the database say processing; gpu-2 is running it at 42 %; nothing has moved for 14 min "
        u"(limit 10 min)."_s);
    evidence.comfy.hasMoved = true;
    QCOMPARE(sentence(evidence),
        u"Redis and the database say processing; gpu-2 is running it at 42 %; silent for 2 min 30 s (limit 2 "
        u"min)."_s);
    evidence.redis.silence = 1s;
    evidence.comfy.second->progress.reset();
    QCOMPARE(sentence(evidence), u"Redis and the database say processing; gpu-2 is running it."_s);
    evidence = evidenceOf(R::Processing, D::Queued, C::DoneOk);
    evidence.comfy.outputs = "[]";
    evidence.comfy.outputCount = 4;
    QCOMPARE(sentence(evidence),
        u"Redis says processing, the database says queued; gpu-2 finished it with 4 outputs; the user does "
        u"not have the result."_s);
    evidence = evidenceOf(R::Failed, D::Failed, C::DoneOk);
    QCOMPARE(sentence(evidence),
        u"Redis and the database say failed; gpu-2 finished it; the user was told that it failed."_s);
    evidence.record.isFailedByUs = true;
    QVERIFY(sentence(evidence).endsWith(u"that failed was written by Emberwatch."_s));
    QCOMPARE(sentence(R::Queued, D::Cancelled, C::DoneOk),
        u"Redis says queued, the database says cancelled; gpu-2 finished it; the result came after the "
        u"cancel."_s);
    QCOMPARE(sentence(R::Queued, D::Completed, C::Interrupted),
        u"Redis says queued, the database says completed; gpu-2 says that it was interrupted; the two ends "
        u"contradict each other."_s);
    evidence = evidenceOf(R::Queued, D::Queued, C::DoneError);
    evidence.comfy.errorText = u"out of memory"_s;
    QCOMPARE(sentence(evidence),
        u"Redis and the database say queued; gpu-2 ended it with an error (out of memory); the database has "
        u"not heard of the end."_s);
    QCOMPARE(sentence(R::Queued, D::Completed, C::DoneOk),
        u"Redis says queued, the database says completed; gpu-2 finished it; Redis has not heard of the "
        u"end."_s);
    QCOMPARE(sentence(R::Queued, D::Absent, C::DoneOk),
        u"Redis says queued, the database has no record; gpu-2 finished it; Redis has not heard of the "
        u"end."_s);
    QCOMPARE(sentence(R::Queued, D::Queued, C::Absent),
        u"Redis and the database say queued; gpu-2 answered twice and does not know it; silent for 2 min 30 "
        u"s "
        u"(limit 2 min)."_s);
    QCOMPARE(sentence(R::Completed, D::Queued, C::Absent),
        u"Redis says completed, the database says queued; gpu-2 answered twice and does not know it; the "
        u"database has not heard of the end, the result is unproven."_s);
    QCOMPARE(sentence(R::Absent, D::Queued, C::Absent),
        u"Redis has no key, the database says queued; gpu-2 answered twice and does not know it; only the "
        u"database still believes in it."_s);
    QCOMPARE(sentence(R::Failed, D::Cancelled, C::Absent),
        u"Redis says failed, the database says cancelled; gpu-2 answered twice and does not know it; Redis "
        u"has "
        u"no word for cancelled."_s);
    QVERIFY(sentence(R::Failed, D::Completed, C::Absent).endsWith(u"the two ends contradict each other."_s));
    QCOMPARE(sentence(R::Completed, D::Completed, C::DoneOk),
        u"Redis and the database say completed; gpu-2 finished it; the key expires by itself."_s);
    QCOMPARE(sentence(R::Absent, D::Completed, C::DoneOk),
        u"Redis has no key, the database says completed; gpu-2 finished it."_s);
    evidence = evidenceOf(R::Corrupt, D::Queued, C::Absent);
    evidence.redis.corruptReasons
        = static_cast<quint8>(CorruptReason::NoTtl) | static_cast<quint8>(CorruptReason::IdDiffers);
    QCOMPARE(sentence(evidence),
        u"The value in Redis is corrupt (the promptId inside differs from the key; no TTL, the key never "
        u"expires), the database says queued; gpu-2 answered twice and does not know it; the other sources "
        u"alone say lost."_s);
    evidence.redis.corruptReasons = static_cast<quint8>(CorruptReason::NoTtl);
    evidence.redis.trouble = u"no TTL, the key never expires"_s; // never said twice
    QVERIFY(sentence(evidence).startsWith(
        u"The value in Redis is corrupt (no TTL, the key never expires), the database says queued;"_s));
    evidence = evidenceOf(R::Queued, D::SeveralRows, C::Running);
    evidence.record.rows = 3;
    QCOMPARE(
        sentence(evidence), u"Redis says queued, the database has 3 records of it; gpu-2 is running it."_s);
}

void TestSentence::theExampleOfTheSpecification()
{
    Evidence evidence = evidenceOf(R::Processing, D::Absent, C::Absent);
    evidence.record.isStatedAbsent = true;
    evidence.comfy.absence = AbsenceReason::NeverSeen;
    evidence.redis.silence = 14min + 11s;
    Policy policy = defaultPolicy();
    policy.standard.silenceLimit.value = 10min;
    QCOMPARE(sentenceOf(evidence, judge(evidence, policy, noon), policy),
        u"Redis says processing; gpu-2 answered twice and has never heard of it; silent for 14 min (limit 10 "
        u"min)."_s);
}

void TestSentence::absenceSaysWhy()
{
    Evidence evidence = evidenceOf(R::Absent, D::Queued, C::Absent);
    evidence.comfy.absence = AbsenceReason::Restarted;
    QVERIFY(sentence(evidence).contains(u"gpu-2 answered twice and has restarted since and forgotten it"_s));
    evidence.comfy.absence = AbsenceReason::Evicted;
    QVERIFY(sentence(evidence).contains(u"gpu-2 answered twice and no longer has it in its history"_s));
    evidence = evidenceOf(R::Queued, D::Queued, C::Absent);
    evidence.redis.silence.reset();
    QVERIFY(sentence(evidence).endsWith(u"how long it has been silent cannot be judged."_s));
}

void TestSentence::settlingSaysWhy()
{
    Evidence evidence = evidenceOf(R::Queued, D::Queued, C::Absent);
    evidence.redis.age = 4s;
    QVERIFY(sentence(evidence).endsWith(u"only 4 s old (grace 10 s)."_s));
    evidence = evidenceOf(R::Queued, D::Queued, C::Absent);
    evidence.comfy.second.reset();
    QVERIFY(sentence(evidence).endsWith(
        u"gpu-2 answered once and does not know it; absent takes two answers 10 s apart."_s));
    evidence = evidenceOf(R::Queued, D::Queued, C::Absent);
    evidence.redis.hasChanged = true;
    QVERIFY(sentence(evidence).endsWith(u"its readings changed between two passes."_s));
}

void TestSentence::unknownSaysWhy()
{
    Evidence evidence = evidenceOf(R::Unknown, D::Unknown, C::Unknown);
    evidence.redis.trouble = u"connection refused"_s;
    evidence.record.trouble = u"no database is configured"_s;
    evidence.comfy.second->trouble = u"not on the list of allowed servers"_s;
    QCOMPARE(sentence(evidence),
        u"Redis gave no answer (connection refused), the database gave no answer (no database is "
        u"configured); "
        u"gpu-2 gave no answer (not on the list of allowed servers)."_s);
    evidence.comfy.first.reset();
    evidence.comfy.second.reset();
    QVERIFY(sentence(evidence).endsWith(u"; ComfyUI was not asked."_s));
}

void TestSentence::manyServers()
{
    Evidence evidence = evidenceOf(R::Absent, D::Queued, C::Absent);
    for (auto *pass : {&evidence.comfy.first, &evidence.comfy.second}) {
        (*pass)->serversAsked = 4;
        (*pass)->serversAnswered = 4;
    }
    QVERIFY(sentence(evidence).contains(u"; all 4 servers answered twice and none knows it; "_s));
    evidence.comfy.second->reading = C::Unknown;
    evidence.comfy.second->serversAnswered = 3;
    QVERIFY(sentence(evidence).endsWith(u"; 3 of 4 servers answered."_s));
}

void TestSentence::textsOfOthersAreTamed()
{
    Evidence evidence = evidenceOf(R::Queued, D::Queued, C::DoneError);
    evidence.comfy.errorText = u"<b>a\nb\u202Ec"_s + QString(100'000, u'x');
    const QString text = sentence(evidence);
    QVERIFY(text.contains(u"(<b>a\\x0Ab\\u{202E}cxxx"_s));
    QVERIFY(text.size() < 400);
    QVERIFY(!text.contains(u'\n'));
}

void TestSentence::serverNames()
{
    QCOMPARE(serverName(u"http://gpu-2:8188"_s), u"gpu-2"_s);
    QCOMPARE(serverName(u"https://gpu-2.example/comfy"_s), u"gpu-2.example"_s);
    QCOMPARE(serverName(u"http://127.0.0.1:9001/"_s), u"127.0.0.1:9001"_s);
    QCOMPARE(serverName(u"not a url\n"_s), u"not a url\\x0A"_s);
    QCOMPARE(serverName(QString()), u"ComfyUI"_s);
}

void TestSentence::durations()
{
    QCOMPARE(durationInWords(-1s), u"0 s"_s);
    QCOMPARE(durationInWords(59'999ms), u"59 s"_s);
    QCOMPARE(durationInWords(2min), u"2 min"_s);
    QCOMPARE(durationInWords(130s), u"2 min 10 s"_s);
    QCOMPARE(durationInWords(14min + 11s), u"14 min"_s);
    QCOMPARE(durationInWords(125min), u"2 h 5 min"_s);
    QCOMPARE(durationInWords(76h), u"3 d 4 h"_s);
}

QTEST_GUILESS_MAIN(TestSentence)
#include "tst_sentence.moc"
