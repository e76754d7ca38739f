// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/jobfollower.h"

#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Moment = JobFollower::Moment;

const PromptId id("p");
const Moment start{1h};

JobState job()
{
    JobState job;
    job.promptId = id;
    job.type = u"image_generation"_s;
    return job;
}

TypePolicy limits()
{
    TypePolicy limits;
    limits.grace.value = 10s;
    limits.silenceLimit.value = 120s;
    return limits;
}

JobEvidence seen(Presence presence, std::optional<int> place = {})
{
    JobEvidence evidence;
    evidence.promptId = id;
    evidence.presence = presence;
    evidence.placeInQueue = place;
    return evidence;
}

JobGraph twoNodes()
{
    return *JobGraph::fromWorkflow(
        R"({"1":{"class_type":"A","inputs":{}},"2":{"class_type":"Save","inputs":{"a":["1",0]}}})");
}

StepMessage step(double value)
{
    return {id, "1", value, 10};
}

} // namespace

class TestJobFollower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsStatusAndProgress();
    void progressIsUnknownUntilItIsKnown();
    void progressNeverFalls();
    void aPlaceInTheQueueIsShownWhileItWaits();
    void anEndIsAnnouncedAndHistoryDecides();
    void absenceTakesTwoPassesAGraceApartAndSilence();
    void absenceBeginsAnewOnceItIsHeardOf();
    void unknownChangesNothing();
    void messagesOfOthersAreNotItsOwn();
};

void TestJobFollower::tellsStatusAndProgress()
{
    JobFollower follower(job(), limits());
    follower.setGraph(twoNodes());
    QSignalSpy changed(&follower, &JobFollower::changed);
    QCOMPARE(follower.wanted(), (JobEdit{JobStatus::Queued, {}}));
    follower.takeMessage(StartedMessage{id, {}});
    QCOMPARE(follower.status(), JobStatus::Processing);
    follower.takeMessage(ExecutingMessage{id, "1", "1"});
    follower.takeMessage(step(5));
    QCOMPARE(follower.progress(), 25.0);
    QCOMPARE(follower.node(), QByteArray("1"));
    QVERIFY(changed.count() >= 2);
    const int before = static_cast<int>(changed.count());
    follower.takeMessage(step(5));
    QCOMPARE(changed.count(), before); // nothing new
}

void TestJobFollower::progressIsUnknownUntilItIsKnown()
{
    JobFollower follower(job(), limits());
    follower.takeEvidence(seen(Presence::Running), start, start);
    QCOMPARE(follower.wanted(), (JobEdit{JobStatus::Processing, {}}));
}

void TestJobFollower::progressNeverFalls()
{
    JobState before = job();
    before.progress = 40; // of a runner before us
    JobFollower follower(before, limits());
    follower.setGraph(twoNodes());
    follower.takeMessage(ExecutingMessage{id, "1", "1"});
    follower.takeMessage(step(5));
    QCOMPARE(follower.progress(), 40.0);
    follower.takeMessage(step(10));
    QVERIFY(*follower.progress() >= 49);
    follower.takeMessage(step(1));
    QVERIFY(*follower.progress() >= 49);
}

void TestJobFollower::aPlaceInTheQueueIsShownWhileItWaits()
{
    JobFollower follower(job(), limits());
    QSignalSpy changed(&follower, &JobFollower::changed);
    follower.takeEvidence(seen(Presence::Pending, 3), start, start);
    QCOMPARE(follower.placeInQueue(), 3);
    follower.takeEvidence(seen(Presence::Pending, 3), start, start);
    QCOMPARE(changed.count(), 1);
    follower.takeEvidence(seen(Presence::Running), start, start);
    QCOMPARE(follower.placeInQueue(), std::nullopt);
    QCOMPARE(follower.status(), JobStatus::Processing);
}

void TestJobFollower::anEndIsAnnouncedAndHistoryDecides()
{
    JobFollower follower(job(), limits());
    QSignalSpy announced(&follower, &JobFollower::endAnnounced);
    QSignalSpy ended(&follower, &JobFollower::ended);
    follower.takeMessage(EndedMessage{id, JobOutcome::Succeeded, {}, {}});
    follower.takeMessage(ExecutingMessage{id, {}, {}});
    QCOMPARE(announced.count(), 2);
    QCOMPARE(ended.count(), 0);
    follower.takeEvidence(seen(Presence::DoneError), start, start);
    follower.takeEvidence(seen(Presence::DoneError), start, start);
    QCOMPARE(ended.count(), 1);
    QVERIFY(follower.hasEnded());
}

void TestJobFollower::absenceTakesTwoPassesAGraceApartAndSilence()
{
    JobFollower follower(job(), limits());
    QSignalSpy ended(&follower, &JobFollower::ended);
    follower.takeEvidence(seen(Presence::Absent), start, start);
    QVERIFY(!follower.isHeardOf());
    follower.takeEvidence(seen(Presence::Absent), start - 1h, start + 9s); // too close
    follower.takeEvidence(seen(Presence::Absent), start, start + 120s); // not silent for long enough
    QCOMPARE(ended.count(), 0);
    follower.takeEvidence(seen(Presence::Absent), start, start + 121s);
    QCOMPARE(ended.count(), 1);
}

void TestJobFollower::absenceBeginsAnewOnceItIsHeardOf()
{
    JobFollower follower(job(), limits());
    QSignalSpy ended(&follower, &JobFollower::ended);
    follower.takeEvidence(seen(Presence::Absent), start - 1h, start);
    follower.takeEvidence(seen(Presence::Running), start - 1h, start + 5s);
    QVERIFY(follower.isHeardOf());
    follower.takeEvidence(seen(Presence::Absent), start - 1h, start + 11s);
    QCOMPARE(ended.count(), 0);
    follower.takeMessage(StartedMessage{id, {}});
    QVERIFY(follower.isHeardOf());
}

void TestJobFollower::unknownChangesNothing()
{
    JobFollower follower(job(), limits());
    QSignalSpy changed(&follower, &JobFollower::changed);
    follower.takeEvidence(seen(Presence::Unknown), start, start);
    QVERIFY(follower.isHeardOf());
    QCOMPARE(changed.count(), 0);
}

void TestJobFollower::messagesOfOthersAreNotItsOwn()
{
    JobFollower follower(job(), limits());
    follower.takeMessage(StartedMessage{PromptId("q"), {}});
    QCOMPARE(follower.status(), JobStatus::Queued);
}

QTEST_GUILESS_MAIN(TestJobFollower)
#include "tst_jobfollower.moc"
