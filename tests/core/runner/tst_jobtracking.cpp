// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/trackingworld.h"

#include "tests/support/comfyclient.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Follows what runs: what it writes into Redis, and what it does where Redis, others or the server stray.
class TestJobTracking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesProgressAtMostFourTimesASecond();
    void showsSignsOfLife();
    void mergesWhatOthersWrote();
    void leavesAnEndOfOthers();
    void recreatesWhatRedisForgot();
    void deletesTheStateAfterItsRetention();
    void deletesNothingInAHold();
    void losesWhatItsServerForgot();
    void settlesNoAbsenceInAHold();
    void findsADeafStream();
    void followsByPollingWhileTheStreamIsSilent();
    void keepsItsJobsWhileTheServerIsAway();
};

void TestJobTracking::writesProgressAtMostFourTimesASecond()
{
    TrackingWorld world({u"middle"_s}); // which tells every step
    RunnerUnderTest under(world.place);
    const int before = world.scriptCalls();
    QElapsedTimer time;
    time.start();
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":3000,"steps":300})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    const auto most = 4 * (time.elapsed() / 1'000 + 1) + 6; // and the new statuses, the claim, the lease's
    QVERIFY2(world.scriptCalls() - before <= most, qPrintable(QString::number(world.scriptCalls() - before)));
    QVERIFY(under.runner().counts().writes >= 4);
}

void TestJobTracking::showsSignsOfLife()
{
    TrackingWorld world;
    RunnerOptions options = quickRunner(world.place);
    options.writer.heartbeat = 500ms;
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":1})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    const qint64 writes = under.runner().counts().writes;
    const QByteArray bytes = world.value(id);
    world.client.run({"PEXPIRE", TrackingWorld::keyOf(id), "1000000"});
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().counts().writes > writes + 1, slow);
    QVERIFY(world.silence(id) < 100'000); // the full TTL, though nothing changed
    QCOMPARE(world.value(id), bytes);
}

void TestJobTracking::mergesWhatOthersWrote()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    QByteArray theirs = world.value(id);
    theirs.chop(1);
    theirs += R"(,"note":[ 1, 18446744073709551615 ]})";
    world.client.run({"SET", TrackingWorld::keyOf(id), theirs, "EX", "7200"});
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().counts().merges > 0, slow);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(world.status(id), u"completed"_s);
    QVERIFY(world.value(id).endsWith(R"(,"note":[ 1, 18446744073709551615 ]})"));
}

void TestJobTracking::leavesAnEndOfOthers()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    const QByteArray theirs = world.value(id).replace("processing", "failed");
    world.client.run({"SET", TrackingWorld::keyOf(id), theirs, "EX", "7200"});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(world.value(id), theirs);
    QTRY_COMPARE(world.holder(id), QByteArray());
}

void TestJobTracking::recreatesWhatRedisForgot()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    world.client.run({"DEL", TrackingWorld::keyOf(id)});
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QVERIFY(world.silence(id) < 60'000);
}

void TestJobTracking::deletesTheStateAfterItsRetention()
{
    TrackingWorld world;
    RunnerOptions options = quickRunner(world.place);
    options.policy.retention.value = 500ms;
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":100})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QTRY_COMPARE_WITH_TIMEOUT(world.client.integer({"DBSIZE"}), 0, slow);
    JournalSelection cleaned;
    cleaned.action = u"delete"_s;
    QTRY_COMPARE_WITH_TIMEOUT(under.journal().lines(cleaned).result()->size(), 1, slow);
    QCOMPARE(under.journal().lines(cleaned).result()->first().entry.promptId, id);
}

void TestJobTracking::deletesNothingInAHold()
{
    TrackingWorld world;
    bool isOnHold = true;
    RunnerOptions options = quickRunner(world.place);
    options.isOnHold = [&isOnHold] { return isOnHold; };
    options.policy.retention.value = 100ms;
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":100})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    const PromptId other = submitted(under, simRequest(world.server(), R"({"duration_ms":1000})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(other), slow);
    QCOMPARE(world.status(id), u"completed"_s);
    isOnHold = false;
    QTRY_COMPARE_WITH_TIMEOUT(world.client.integer({"DBSIZE"}), 0, slow);
}

void TestJobTracking::losesWhatItsServerForgot()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    const PromptId waiting = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.sim.control(u"restart"_s);
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 2, slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Lost);
    QCOMPARE(under.endOf(waiting)->outcome, JobEnd::Outcome::Lost);
    QCOMPARE(world.status(id), u"failed"_s);
    QCOMPARE(under.records().rowsFor({id}).result()->first().status, RecordStatus::Failed);
}

void TestJobTracking::settlesNoAbsenceInAHold()
{
    TrackingWorld world;
    bool isOnHold = true;
    RunnerOptions options = quickRunner(world.place);
    options.isOnHold = [&isOnHold] { return isOnHold; };
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.sim.control(u"restart"_s);
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().job(id)->text.contains(u"hold"_s), slow);
    QCOMPARE(world.status(id), u"processing"_s);
    isOnHold = false;
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Lost);
}

void TestJobTracking::findsADeafStream()
{
    TrackingWorld world({u"new"_s, 1, 2});
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().job(id)->progress.value_or(0) > 0, slow);
    world.sim.control(u"deafen"_s);
    ComfyClient comfy(world.sim.url());
    for (int i = 0; i < 3; ++i) // movements that its stream should announce
        comfy.submit(comfy.simJob({{u"duration_ms"_s, 300}}));
    const double progress = *under.runner().job(id)->progress;
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().job(id)->progress.value_or(0) > progress + 1, slow);
    QCOMPARE(under.runner().job(id)->trackedBy, TrackedBy::Stream);
}

void TestJobTracking::followsByPollingWhileTheStreamIsSilent()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    world.sim.control(u"silence"_s);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QVERIFY(!under.runner().job(id)->progress);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

void TestJobTracking::keepsItsJobsWhileTheServerIsAway()
{
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.sim.control(u"unreachable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Nothing, slow);
    QTest::qWait(1'500); // longer than an absence needs
    QCOMPARE(world.status(id), u"processing"_s);
    world.sim.control(u"reachable"_s);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

QTEST_GUILESS_MAIN(TestJobTracking)
#include "tst_jobtracking.moc"
