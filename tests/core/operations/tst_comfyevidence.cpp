// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/comfyevidence.h"

#include "core/triage/comfywitness.h"
#include "core/triage/policy.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using comfyui::Presence;

namespace {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'600'800'000)};

PassReading reading(Presence presence, Timestamp at, const QString &server = u"http://gpu-1"_s)
{
    comfyui::JobEvidence evidence;
    evidence.presence = presence;
    evidence.at = at;
    evidence.outputsJson = presence == Presence::DoneOk ? "{}" : QByteArray();
    return passReadingOf(evidence, comfyui::QueueSnapshot(), server);
}

ComfyReading witnessed(const PassReading &first, const std::optional<PassReading> &second)
{
    const ComfyWitness witness = witnessOf(comfyEvidenceOf(first, second), TypePolicy());
    return witness.isSettling ? ComfyReading::Unknown : witness.reading;
}

} // namespace

class TestComfyEvidence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEndOfTheFirstPassStands();
    void absenceTakesTwoPasses();
    void aServerThatDoesNotAnswerIsNoAbsence();
    void oneServerThatKnowsItDecides();
    void noServerIsNoAnswer();
};

void TestComfyEvidence::anEndOfTheFirstPassStands()
{
    const ComfyEvidence evidence
        = comfyEvidenceOf(reading(Presence::DoneOk, noon), reading(Presence::Absent, noon + 11s));
    QCOMPARE(witnessOf(evidence, TypePolicy()).reading, ComfyReading::DoneOk);
    QVERIFY(evidence.outputs.has_value());
}

void TestComfyEvidence::absenceTakesTwoPasses()
{
    const PassReading absent = reading(Presence::Absent, noon);
    QCOMPARE(witnessed(absent, std::nullopt), ComfyReading::Unknown);
    QCOMPARE(witnessed(absent, reading(Presence::Absent, noon + 5s)), ComfyReading::Unknown);
    QCOMPARE(witnessed(absent, reading(Presence::Absent, noon + 11s)), ComfyReading::Absent);
}

void TestComfyEvidence::aServerThatDoesNotAnswerIsNoAbsence()
{
    const QList<PassReading> first{reading(Presence::Absent, noon, u"http://gpu-1"_s),
        reading(Presence::Unknown, noon, u"http://gpu-2"_s)};
    const PassReading merged = mergedReading(first);
    QCOMPARE(merged.pass.serversAsked, 2);
    QCOMPARE(merged.pass.serversAnswered, 1);
    PassReading later = merged;
    later.pass.at = noon + 11s;
    QCOMPARE(witnessed(merged, later), ComfyReading::Unknown);
}

void TestComfyEvidence::oneServerThatKnowsItDecides()
{
    const PassReading merged = mergedReading({reading(Presence::Absent, noon, u"http://gpu-1"_s),
        reading(Presence::Running, noon, u"http://gpu-2"_s)});
    QCOMPARE(merged.pass.reading, ComfyReading::Running);
    QCOMPARE(merged.serverUrl, u"http://gpu-2"_s);
}

void TestComfyEvidence::noServerIsNoAnswer()
{
    const PassReading merged = mergedReading({});
    QCOMPARE(merged.pass.reading, ComfyReading::Unknown);
    QVERIFY(!merged.pass.trouble.isEmpty());
}

QTEST_GUILESS_MAIN(TestComfyEvidence)
#include "tst_comfyevidence.moc"
