// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/evidencelines.h"
#include "core/triage/judge.h"
#include "tests/core/triage/evidencemaker.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using R = RedisReading;
using D = RecordReading;
using C = ComfyReading;

/// The rules of verdicts.md 2.
class TestJudge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownNeverTurnsIntoAbsent();
    void absentTakesTwoPasses();
    void withoutAServerAllAreAsked();
    void positiveEvidenceOutranksSilence();
    void severalRecordsAreCorrupt();
    void youngJobsSettle();
    void changingReadingsSettle();
    void noAnswerIsNoAbsence_data();
    void noAnswerIsNoAbsence();
    void recordsNoneIsAnAnswer();
    void foreignOnlyIfNobodyEverKnewIt();
    void ourOwnFailureIsCorrected();
    void whoWritesCompletedIsPolicy();
    void limitsAreOfTheType();
    void quietIsInformation();
    void namesLimitsAndEvidence();
    void isQuick();
};

void TestJudge::unknownNeverTurnsIntoAbsent()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Unknown);
    evidence.redis.silence = 7000s;
    evidence.comfy.first->at = noon - 1h;
    QCOMPARE(judge(evidence, defaultPolicy(), noon + 24h).verdict, Verdict::Unverifiable);
    evidence.comfy.first.reset();
    evidence.comfy.second.reset();
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Unverifiable);
}

void TestJudge::absentTakesTwoPasses()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Orphaned);
    evidence.comfy.first->at = noon - 9s;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
    evidence.comfy.first.reset();
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
}

void TestJudge::withoutAServerAllAreAsked()
{
    Evidence evidence = evidenceOf(R::Absent, D::Processing, C::Absent);
    evidence.comfy.serverUrl.clear();
    evidence.comfy.first->serversAsked = evidence.comfy.second->serversAsked = 4;
    evidence.comfy.first->serversAnswered = evidence.comfy.second->serversAnswered = 4;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Lost);
    evidence.comfy.first->serversAnswered = 3;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Unverifiable);
}

void TestJudge::positiveEvidenceOutranksSilence()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    evidence.comfy.first->reading = C::DoneOk;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::UnclaimedResult);
    evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.redis.silence = 7000s;
    evidence.comfy.hasMoved = true;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Live);
}

void TestJudge::severalRecordsAreCorrupt()
{
    const Judgement judgement
        = judge(evidenceOf(R::Processing, D::SeveralRows, C::DoneOk), defaultPolicy(), noon);
    QCOMPARE(judgement.verdict, Verdict::Corrupt);
    QCOMPARE(judgement.proposed, Action::ByHand);
}

void TestJudge::youngJobsSettle()
{
    Evidence evidence = evidenceOf(R::Processing, D::Absent, C::Absent);
    evidence.redis.age = 9'999ms;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).proposed, Action::Wait);
    evidence.redis.age = 10s;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Orphaned);
    evidence.redis.age.reset();
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Orphaned);
    evidence = evidenceOf(R::Absent, D::Queued, C::Absent);
    evidence.record.age = 5s;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
}

void TestJudge::changingReadingsSettle()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    evidence.comfy.first->reading = C::Running;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
    evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    evidence.redis.hasChanged = true;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
    evidence.redis.hasChanged = false;
    evidence.record.hasChanged = true;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Settling);
}

void TestJudge::noAnswerIsNoAbsence_data()
{
    QTest::addColumn<int>("redis");
    QTest::addColumn<int>("record");
    for (int reading = 0; reading <= static_cast<int>(R::Unknown); ++reading) {
        const QByteArray name = "record unknown, Redis " + wordOf(static_cast<R>(reading)).toByteArray();
        QTest::newRow(name.constData()) << reading << static_cast<int>(D::Unknown);
    }
    for (int reading = 0; reading <= static_cast<int>(D::Unknown); ++reading) {
        const QByteArray name = "Redis unknown, record " + wordOf(static_cast<D>(reading)).toByteArray();
        QTest::newRow(name.constData()) << static_cast<int>(R::Unknown) << reading;
    }
}

void TestJudge::noAnswerIsNoAbsence()
{
    QFETCH(int, redis);
    QFETCH(int, record);
    const bool isCorrupt = static_cast<R>(redis) == R::Corrupt || static_cast<D>(record) == D::SeveralRows;
    for (int comfy = 0; comfy <= static_cast<int>(C::Unknown); ++comfy) {
        const C reading = static_cast<C>(comfy);
        Evidence evidence = evidenceOf(static_cast<R>(redis), static_cast<D>(record), reading);
        const Judgement judgement = judge(evidence, defaultPolicy(), noon);
        QCOMPARE(judgement.verdict, isCorrupt ? Verdict::Corrupt : Verdict::Unverifiable);
        const Action allowed = isLive(reading) ? Action::Resume : Action::Wait;
        QCOMPARE(judgement.proposed, isCorrupt ? Action::ByHand : allowed);
        if (static_cast<R>(redis) == R::Corrupt)
            QCOMPARE(judgement.beside, std::optional(Verdict::Unverifiable));
    }
}

void TestJudge::recordsNoneIsAnAnswer()
{
    Evidence evidence = evidenceOf(R::Processing, D::Absent, C::Absent);
    evidence.record.isStatedAbsent = true;
    const Judgement judgement = judge(evidence, defaultPolicy(), noon);
    QCOMPARE(judgement.verdict, Verdict::Orphaned);
    QVERIFY(judgement.flags.isUntracked);
    QCOMPARE(judgement.proposed, Action::Clean);
}

void TestJudge::foreignOnlyIfNobodyEverKnewIt()
{
    Evidence evidence = evidenceOf(R::Absent, D::Absent, C::Running);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Foreign);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).proposed, Action::None);
    evidence.isKnownToJournal = true;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Zombie);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).proposed, Action::CancelOnServer);
}

void TestJudge::ourOwnFailureIsCorrected()
{
    Evidence evidence = evidenceOf(R::Failed, D::Failed, C::DoneOk);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).proposed, Action::ByHand);
    evidence.record.isFailedByUs = true;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).proposed, Action::SettleCompleted);
}

void TestJudge::whoWritesCompletedIsPolicy()
{
    Policy policy = defaultPolicy();
    policy.completion = CompletionPolicy::Report;
    const Judgement judgement = judge(evidenceOf(R::Processing, D::Processing, C::DoneOk), policy, noon);
    QCOMPARE(judgement.verdict, Verdict::UnclaimedResult);
    QCOMPARE(judgement.proposed, Action::None);
}

void TestJudge::limitsAreOfTheType()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.comfy.stillFor = 20min;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Stalled);
    evidence.type = u"lora_training"_s;
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Live);
    QVERIFY(!judge(evidence, defaultPolicy(), noon).flags.isQuiet);
}

void TestJudge::quietIsInformation()
{
    Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Running);
    evidence.redis.silence = 120s;
    QVERIFY(!judge(evidence, defaultPolicy(), noon).flags.isQuiet);
    evidence.redis.silence = 121s;
    QVERIFY(judge(evidence, defaultPolicy(), noon).flags.isQuiet);
    QCOMPARE(judge(evidence, defaultPolicy(), noon).verdict, Verdict::Live);
    evidence.redis.silence.reset();
    QVERIFY(!judge(evidence, defaultPolicy(), noon).flags.isQuiet);
}

void TestJudge::namesLimitsAndEvidence()
{
    Policy policy = defaultPolicy();
    policy.standard.silenceLimit = {300s, LimitOrigin::File, u"policy.json, line 4"_s};
    const Evidence evidence = evidenceOf(R::Processing, D::Processing, C::Absent);
    const Judgement judgement = judge(evidence, policy, noon);
    const QList<AppliedLimit> limits = limitsOf(evidence, judgement, policy);
    QCOMPARE(limits.size(), 2);
    QCOMPARE(limits[0], (AppliedLimit{u"silence"_s, policy.standard.silenceLimit, 150s}));
    QCOMPARE(limits[1], (AppliedLimit{u"grace"_s, policy.standard.grace, 11s}));
    QCOMPARE(originText(limits[0].limit), u"policy.json, line 4"_s);

    const QList<EvidenceLine> lines = evidenceLinesOf(evidence);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0].value, u"processing"_s);
    QCOMPARE(lines[1].request, u"SELECT by external_job_id"_s);
    QCOMPARE(lines[2].at, noon - 11s);
    QCOMPARE(lines[3].value, u"absent"_s);
}

void TestJudge::isQuick()
{
    const Evidence evidence = evidenceOf(R::Absent, D::Absent, C::Absent);
    const Policy policy = defaultPolicy();
    constexpr int rounds = 100'000;
    QElapsedTimer timer;
    timer.start();
    int sum = 0;
    for (int i = 0; i < rounds; ++i)
        sum += static_cast<int>(judge(evidence, policy, noon).verdict);
    const double each = static_cast<double>(timer.nsecsElapsed()) / rounds;
    QVERIFY(sum > 0);
    // The figure is 1 us in a release build; this one is neither optimised nor alone on its machine.
    QVERIFY2(each < 10'000, QByteArray::number(each).constData());
    qInfo("%.0f ns a verdict", each);
}

QTEST_GUILESS_MAIN(TestJudge)
#include "tst_judge.moc"
