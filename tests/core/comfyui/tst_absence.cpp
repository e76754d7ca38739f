// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/absence.h"

#include "core/comfyui/combinepasses.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds grace = 10s;

Timestamp at(std::chrono::milliseconds time)
{
    return Timestamp(1795474522000ms + time);
}

JobEvidence reading(Presence presence, std::chrono::milliseconds time)
{
    JobEvidence evidence;
    evidence.promptId = PromptId("p");
    evidence.presence = presence;
    evidence.at = at(time);
    if (presence == Presence::Absent)
        evidence.absence = AbsenceReason::Unexplained;
    return evidence;
}

QueueItem item(double number, std::chrono::milliseconds created)
{
    QueueItem item;
    item.promptId = PromptId("other");
    item.number = number;
    item.createdAt = at(created);
    return item;
}

} // namespace

class TestAbsence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void explainsAbsences_data();
    void explainsAbsences();
    void combinesPasses_data();
    void combinesPasses();
    void oncePassIsEnoughForAnEnd();
    void oncePassIsNotEnoughForAbsence();
    void combinesListsByPrompt();
};

void TestAbsence::explainsAbsences_data()
{
    QTest::addColumn<JobQuestion>("question");
    QTest::addColumn<std::optional<bool>>("hasCanary");
    QTest::addColumn<QueueItem>("other");
    QTest::addColumn<int>("reason");
    const auto row = [](const char *name, const JobQuestion &question, std::optional<bool> hasCanary,
                         const QueueItem &other, AbsenceReason reason) {
        QTest::newRow(name) << question << hasCanary << other << static_cast<int>(reason);
    };
    const PromptId id("p");
    const JobQuestion numbered{id, true, 7.0, at(1s), Presence::Running};
    const JobQuestion waiting{id, true, 7.0, at(1s), Presence::Pending};
    const JobQuestion bare{id, true, {}, {}, {}};
    row("nothing known", bare, {}, item(0, 5s), AbsenceReason::Unexplained);
    row("never confirmed", {id, false, {}, {}, {}}, true, item(8, 5s), AbsenceReason::NeverSeen);
    row("the canary is gone", numbered, false, item(8, 5s), AbsenceReason::ServerRestarted);
    row("a later job has a lower number", numbered, {}, item(2, 5s), AbsenceReason::ServerRestarted);
    row("a later job has a lower number, canary or not", numbered, true, item(2, 5s),
        AbsenceReason::ServerRestarted);
    row("an earlier job has a lower number", numbered, {}, item(2, 0s), AbsenceReason::Unexplained);
    row("a later job has a number that was chosen", numbered, {}, item(-2, 5s), AbsenceReason::Unexplained);
    row("a later job has a fraction", numbered, {}, item(0.5, 5s), AbsenceReason::Unexplained);
    row("last seen waiting", waiting, true, item(8, 5s), AbsenceReason::RemovedFromQueue);
    row("last seen running", numbered, true, item(8, 5s), AbsenceReason::HistoryEvicted);
    row("last seen running, no canary known", numbered, {}, item(8, 5s), AbsenceReason::Unexplained);
    row("never seen by us, canary there", bare, true, item(8, 5s), AbsenceReason::Unexplained);
}

void TestAbsence::explainsAbsences()
{
    QFETCH(JobQuestion, question);
    QFETCH(std::optional<bool>, hasCanary);
    QFETCH(QueueItem, other);
    ServerMemory memory;
    memory.hasCanary = hasCanary;
    memory.queue.pending = {other};
    const AbsenceReason reason = absenceReason(question, memory);
    QTEST(static_cast<int>(reason), "reason");
    QVERIFY(!sentenceOf(reason).isEmpty());
    memory.queue.running = std::exchange(memory.queue.pending, {});
    QCOMPARE(absenceReason(question, memory), reason);
}

void TestAbsence::combinesPasses_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<int>("apart");
    QTest::addColumn<int>("together");
    QTest::addColumn<bool>("hasChanged");
    const auto row = [](const char *name, Presence first, Presence second, Presence together, bool hasChanged,
                         int apart = 10) {
        QTest::newRow(name) << static_cast<int>(first) << static_cast<int>(second) << apart
                            << static_cast<int>(together) << hasChanged;
    };
    using enum Presence;
    row("absent twice", Absent, Absent, Absent, false);
    row("absent twice, too soon", Absent, Absent, Presence::Unknown, false, 9);
    row("absent, then no answer", Absent, Presence::Unknown, Presence::Unknown, false);
    row("no answer, then absent", Presence::Unknown, Absent, Presence::Unknown, false);
    row("running, then absent", Running, Absent, Presence::Unknown, true);
    row("absent, then running", Absent, Running, Running, true);
    row("waiting, then running", Pending, Running, Running, true);
    row("running twice", Running, Running, Running, false);
    row("running, then done", Running, DoneOk, DoneOk, true);
    row("no answer, then done", Presence::Unknown, DoneOk, DoneOk, false);
    row("no answer twice", Presence::Unknown, Presence::Unknown, Presence::Unknown, false);
    row("failed twice", DoneError, DoneError, DoneError, false);
}

void TestAbsence::combinesPasses()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(int, apart);
    const JobEvidence later = reading(static_cast<Presence>(second), std::chrono::seconds(apart));
    const CombinedEvidence combined = combinePasses(reading(static_cast<Presence>(first), 0s), &later, grace);
    QTEST(static_cast<int>(combined.evidence.presence), "together");
    QTEST(combined.hasChanged, "hasChanged");
    const bool isWeakened = combined.evidence.presence != later.presence;
    QCOMPARE(!combined.evidence.detail.isEmpty(), isWeakened);
    QCOMPARE(
        combined.evidence.absence == AbsenceReason::None, combined.evidence.presence != Presence::Absent);
}

void TestAbsence::oncePassIsEnoughForAnEnd()
{
    const JobEvidence first = reading(Presence::DoneOk, 0s);
    QCOMPARE(combinePasses(first, nullptr, grace), (CombinedEvidence{first, false}));
}

void TestAbsence::oncePassIsNotEnoughForAbsence()
{
    const CombinedEvidence once = combinePasses(reading(Presence::Absent, 0s), nullptr, grace);
    QCOMPARE(once.evidence.presence, Presence::Unknown);
    QVERIFY(!once.evidence.detail.isEmpty());
}

void TestAbsence::combinesListsByPrompt()
{
    JobEvidence a = reading(Presence::Absent, 0s);
    JobEvidence b = reading(Presence::DoneOk, 0s);
    a.promptId = PromptId("a");
    b.promptId = PromptId("b");
    JobEvidence a2 = reading(Presence::Absent, 10s);
    a2.promptId = PromptId("a");
    const QList<CombinedEvidence> combined = combinePasses(QList{b, a}, QList{a2}, grace);
    QCOMPARE(combined.size(), 2);
    QCOMPARE(combined[0].evidence, b);
    QCOMPARE(combined[1].evidence, a2);
}

QTEST_GUILESS_MAIN(TestAbsence)
#include "tst_absence.moc"
