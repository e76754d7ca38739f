// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/runnerworld.h"

#include "core/operations/leasecommands.h"
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/feedharness.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int slow = 30'000; ///< at load, under a sanitizer

/// Redis, a ComfyUI server, and another program that looks.
class World
{
public:
    explicit World(ComfySimSetup setup = {})
        : sim(std::move(setup))
        , client(redis.port())
    {
        place.redis = redis.options();
        place.servers = QStringList{server()};
        place.folder = m_folder.path();
    }

    [[nodiscard]] QString server() const { return sim.url().toString(); }
    [[nodiscard]] static QByteArray keyOf(const PromptId &id) { return "comfyui:job:" + id.value(); }
    QByteArray value(const PromptId &id) { return client.text({"GET", keyOf(id)}); }
    QJsonObject state(const PromptId &id) { return QJsonDocument::fromJson(value(id)).object(); }
    QString status(const PromptId &id) { return state(id).value(u"status"_s).toString(); }
    QByteArray holder(const PromptId &id) { return client.text({"GET", leaseKey(jobLeaseScope(id))}); }
    qint64 silence(const PromptId &id) { return 7'200'000 - client.integer({"PTTL", keyOf(id)}); }
    /// Compare-and-sets and other scripts that were run.
    int scriptCalls()
    {
        static const QRegularExpression calls(u"cmdstat_evalsha:calls=(\\d+)"_s);
        const QByteArray stats = client.text({"INFO", "commandstats"});
        return calls.match(QString::fromLatin1(stats)).captured(1).toInt();
    }
    /// Its jobs run until then: whatever is to be seen of them meanwhile is seen, however slow the machine.
    void finishAll() { sim.control(u"finish"_s, {{u"all"_s, true}}); }
    /// A job as another program has submitted it.
    PromptId foreignJob(const QString &clientId, int durationMs = 60'000, int steps = 600)
    {
        ComfyClient comfy(sim.url());
        const QString id = comfy.submit(comfy.simJob({{u"duration_ms"_s, durationMs}, {u"steps"_s, steps}}),
            {{u"client_id"_s, clientId}});
        const PromptId promptId(id.toLatin1());
        const QByteArray document = R"({"promptId":")" + id.toLatin1()
            + R"(","type":"image_generation","userId":"usr_1","extra":[1,2],"status":"queued","progress":0,)"
              R"("startedAt":1763900000000,"clientId":")"
            + clientId.toLatin1() + R"(","serverUrl":")" + server().toLatin1() + R"("})";
        client.run({"SET", keyOf(promptId), document, "EX", "7200"});
        return promptId;
    }
    TrackingRequest request(const PromptId &id, std::optional<std::chrono::milliseconds> silence)
    {
        TrackingRequest request;
        request.promptId = id;
        request.serverUrl = server();
        request.clientId = state(id).value(u"clientId"_s).toString();
        request.judgedValue = value(id);
        request.silence = silence;
        return request;
    }

    /// A job whose lease and newest state another has.
    SpooledJob spooledByOthers()
    {
        SpooledJob spooled;
        spooled.promptId = foreignJob(u"theirs"_s);
        spooled.document = spooled.standing = value(spooled.promptId);
        client.run({"SET", leaseKey(jobLeaseScope(spooled.promptId)),
            newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 1})});
        return Spool(quickRunner(place).spoolFolder).keep(spooled) ? spooled : SpooledJob();
    }

    RedisServer redis;
    ComfySimProcess sim;
    RedisClient client;
    RunnerPlace place;

private:
    QTemporaryDir m_folder;
};

PromptId submitted(RunnerUnderTest &under, const JobRequest &request)
{
    const Result<SubmittedJob> job = QCoro::waitFor(under.runner().submit(request));
    if (!job)
        qWarning() << job.error().message;
    return job ? job->submission.promptId : PromptId();
}

} // namespace

class TestJobRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAJobToItsEnd();
    void savesTheStateBeforeTheServerKnowsTheJob();
    void keepsTheRecord();
    void aFailedJobFailsWithItsReason();
    void anInterruptedJobIsCancelledInTheRecord();
    void aRefusedWorkflowIsSettledAsFailed();
    void nobodyThereIsAnErrorAndAnEnd();
    void anUnansweredPostIsSentOnce();
    void anOldServersIdCounts();
    void tellsAnalyticsOnce();
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
    void takesAJobAndItsStream();
    void pollsWhileTheProducerMayLive();
    void leavesAJobToItsHolder();
    void leavesTheSpoolOfALiveHolder();
    void doesNotOverwriteAnothersSpool();
    void leavesTheSpoolWhereNothingMayBeWritten();
    void goesOnWithServersThatStayAllowed();
    void leavesServersThatAreNoLongerAllowed();
    void takesWhatADeadHolderLeft();
    void createsAForgottenState();
    void twoRunnersSettleAJobOnce();
    void hasFewSocketsForManyJobs();
    void stopsAtAStepsBoundary();
};

void TestJobRunner::runsAJobToItsEnd()
{
    World world;
    QVERIFY2(world.sim.isRunning(), qPrintable(world.sim.log()));
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QVERIFY(!id.value().isEmpty());
    QVERIFY(world.status(id) == u"queued"_s || world.status(id) == u"processing"_s);
    QCOMPARE(world.state(id).value(u"userId"_s).toString(), u"usr_7"_s);
    QCOMPARE(world.state(id).value(u"serverUrl"_s).toString(), world.server());
    QVERIFY(!world.state(id).value(u"clientId"_s).toString().isEmpty());
    QVERIFY(world.holder(id).startsWith("agent"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
    QCOMPARE(under.endOf(id)->outputs.size(), 1);
    QCOMPARE(world.status(id), u"completed"_s);
    QCOMPARE(world.state(id).value(u"progress"_s).toDouble(), 100.0);
    QTRY_COMPARE(world.holder(id), QByteArray());
    QCOMPARE(under.runner().jobCount(), 0);
    QCOMPARE(under.runner().counts().completed, 1);

    double before = 0;
    for (const RunnerJob &change : under.changes()) {
        QVERIFY(change.progress.value_or(0) >= before);
        before = change.progress.value_or(before);
    }
    QVERIFY(before > 0);
    const auto lines = under.journal().lines({}).result();
    QCOMPARE(lines->size(), 1);
    QCOMPARE(lines->first().entry.action, u"settle-completed"_s);
    QCOMPARE(lines->first().outcome->word, u"done"_s);
}

void TestJobRunner::savesTheStateBeforeTheServerKnowsTheJob()
{
    World world;
    world.sim.control(u"slow"_s, {{u"path"_s, u"/prompt"_s}, {u"ms"_s, 1'000}});
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    auto answer = under.runner().submit(simRequest(world.server(), R"({"duration_ms":100})"));
    QTRY_COMPARE(world.client.integer({"DBSIZE"}), 2); // the state and its lease
    QVERIFY(world.sim.control(u"requests"_s).value(u"requests"_s).toObject().isEmpty()
        || under.runner().counts().queued == 1);
    const Result<SubmittedJob> job = QCoro::waitFor(std::move(answer));
    QVERIFY(job);
    QVERIFY(job->isSaved);
}

void TestJobRunner::keepsTheRecord()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    const auto row = [&] {
        const auto rows = under.records().rowsFor({id}).result();
        return rows && !rows->isEmpty() ? std::optional(rows->first()) : std::nullopt;
    };
    QTRY_VERIFY_WITH_TIMEOUT(row() && row()->status == RecordStatus::Processing, slow);
    QVERIFY(row()->startedAt);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(row()->status, RecordStatus::Completed);
    QVERIFY(row()->outputs->contains("filename"));
    const auto audit = under.records().auditSince(Timestamp(), 10).result();
    QCOMPARE(audit->size(), 3); // insert, start, end
}

void TestJobRunner::aFailedJobFailsWithItsReason()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under,
        simRequest(world.server(), R"({"duration_ms":300,"fail_at":0.5,"error":"CUDA out of memory"})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Failed);
    QVERIFY(under.endOf(id)->text.contains(u"CUDA out of memory"_s));
    QCOMPARE(world.status(id), u"failed"_s);
    const auto rows = under.records().rowsFor({id}).result();
    QVERIFY(rows->first().error->contains(u"CUDA out of memory"_s));
}

void TestJobRunner::anInterruptedJobIsCancelledInTheRecord()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.sim.control(u"interrupt"_s, {{u"id"_s, QString::fromLatin1(id.value())}});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Interrupted);
    QCOMPARE(world.status(id), u"failed"_s);
    QCOMPARE(under.records().rowsFor({id}).result()->first().status, RecordStatus::Cancelled);
}

void TestJobRunner::aRefusedWorkflowIsSettledAsFailed()
{
    World world;
    RunnerUnderTest under(world.place);
    const Result<SubmittedJob> job = QCoro::waitFor(
        under.runner().submit(simRequest(world.server(), R"({"invalid":"value_not_in_list"})")));
    QVERIFY(job);
    QCOMPARE(job->submission.outcome, comfyui::Submission::Outcome::Refused);
    QVERIFY(!job->submission.problems.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 1, slow);
    QCOMPARE(under.ends().first().outcome, JobEnd::Outcome::Failed);
    QCOMPARE(world.status(under.ends().first().promptId), u"failed"_s);
    const auto bad = QCoro::waitFor(under.runner().submit({"[]", world.server(), {}, {}, {}, {}}));
    QCOMPARE(bad.error().kind, Error::Kind::Invalid);
    const auto strange = QCoro::waitFor(under.runner().submit(simRequest(u"http://192.0.2.1:1"_s, "{}")));
    QCOMPARE(strange.error().kind, Error::Kind::Permission);
}

void TestJobRunner::nobodyThereIsAnErrorAndAnEnd()
{
    World world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    world.sim.kill();
    const auto job = QCoro::waitFor(under.runner().submit(simRequest(world.server(), "{}")));
    QVERIFY(!job);
    QCOMPARE(job.error().kind, Error::Kind::Network);
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 1, slow);
    QCOMPARE(world.status(under.ends().first().promptId), u"failed"_s);
    QVERIFY(under.ends().first().text.startsWith(u"not queued"_s));
}

void TestJobRunner::anUnansweredPostIsSentOnce()
{
    World world;
    RunnerUnderTest under(world.place);
    world.sim.control(u"cut"_s,
        {{u"path"_s, u"/prompt"_s}, {u"method"_s, u"POST"_s}, {u"when"_s, u"after"_s}, {u"times"_s, 1}});
    const auto job
        = QCoro::waitFor(under.runner().submit(simRequest(world.server(), R"({"duration_ms":300})")));
    QVERIFY(job);
    QVERIFY(job->submission.wasFoundAgain);
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 1, slow);
    QCOMPARE(under.ends().first().outcome, JobEnd::Outcome::Completed);
    QCOMPARE(world.sim.state().value(u"history"_s).toInt(), 1);
}

void TestJobRunner::anOldServersIdCounts()
{
    World world({u"old"_s});
    RunnerOptions options = quickRunner(world.place);
    options.policy.retention.value = 500ms;
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
    QTRY_COMPARE_WITH_TIMEOUT(world.client.integer({"DBSIZE"}), 0, slow); // also under the id asked for
}

void TestJobRunner::tellsAnalyticsOnce()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":500})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.events().size(), 1);
    QCOMPARE(under.events().first().name, QByteArray("comfyui_job_state_saved"));
    QCOMPARE(under.events().first().distinctId, u"usr_7"_s);
}

void TestJobRunner::writesProgressAtMostFourTimesASecond()
{
    World world({u"middle"_s}); // which tells every step
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

void TestJobRunner::showsSignsOfLife()
{
    World world;
    RunnerOptions options = quickRunner(world.place);
    options.writer.heartbeat = 500ms;
    RunnerUnderTest under(world.place, options);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":1})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    const qint64 writes = under.runner().counts().writes;
    const QByteArray bytes = world.value(id);
    world.client.run({"PEXPIRE", World::keyOf(id), "1000000"});
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().counts().writes > writes + 1, slow);
    QVERIFY(world.silence(id) < 100'000); // the full TTL, though nothing changed
    QCOMPARE(world.value(id), bytes);
}

void TestJobRunner::mergesWhatOthersWrote()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    QByteArray theirs = world.value(id);
    theirs.chop(1);
    theirs += R"(,"note":[ 1, 18446744073709551615 ]})";
    world.client.run({"SET", World::keyOf(id), theirs, "EX", "7200"});
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().counts().merges > 0, slow);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(world.status(id), u"completed"_s);
    QVERIFY(world.value(id).endsWith(R"(,"note":[ 1, 18446744073709551615 ]})"));
}

void TestJobRunner::leavesAnEndOfOthers()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    const QByteArray theirs = world.value(id).replace("processing", "failed");
    world.client.run({"SET", World::keyOf(id), theirs, "EX", "7200"});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(world.value(id), theirs);
    QTRY_COMPARE(world.holder(id), QByteArray());
}

void TestJobRunner::recreatesWhatRedisForgot()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    world.client.run({"DEL", World::keyOf(id)});
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QVERIFY(world.silence(id) < 60'000);
}

void TestJobRunner::deletesTheStateAfterItsRetention()
{
    World world;
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

void TestJobRunner::deletesNothingInAHold()
{
    World world;
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

void TestJobRunner::losesWhatItsServerForgot()
{
    World world;
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

void TestJobRunner::settlesNoAbsenceInAHold()
{
    World world;
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

void TestJobRunner::findsADeafStream()
{
    World world({u"new"_s, 1, 2});
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

void TestJobRunner::followsByPollingWhileTheStreamIsSilent()
{
    World world;
    RunnerUnderTest under(world.place);
    world.sim.control(u"silence"_s);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QVERIFY(!under.runner().job(id)->progress);
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

void TestJobRunner::keepsItsJobsWhileTheServerIsAway()
{
    World world;
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

void TestJobRunner::takesAJobAndItsStream()
{
    World world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 90s)));
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    QCOMPARE(taken->way, TrackingTaken::Way::Stream);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    QVERIFY(world.value(id).contains(R"("extra":[1,2])"));
    world.finishAll();
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(world.status(id), u"completed"_s);
}

void TestJobRunner::pollsWhileTheProducerMayLive()
{
    World world;
    RunnerOptions options = quickRunner(world.place);
    options.producerSilence = 2s;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    RecordingSocket theirs(world.sim.socketUrl(u"theirs"_s));
    QTRY_VERIFY(theirs.isOpen());
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 500ms)));
    QVERIFY(taken);
    QCOMPARE(taken->way, TrackingTaken::Way::Polling);
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QCOMPARE(under.runner().job(id)->trackedBy, TrackedBy::Polling);
    // Its producer writes: it lives, and the time begins anew.
    const QByteArray theirDocument = world.value(id).replace(R"("progress":0)", R"("progress":3)");
    world.client.run({"SET", World::keyOf(id), theirDocument, "EX", "7200"});
    theirs.forget();
    QTRY_VERIFY_WITH_TIMEOUT(theirs.has(u"progress_state"_s), slow); // the stream is still his
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
}

void TestJobRunner::leavesAJobToItsHolder()
{
    World world;
    RunnerOptions options = quickRunner(world.place);
    options.lease.patience = 1s;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    const QByteArray token = newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 1});
    world.client.run({"SET", leaseKey(jobLeaseScope(id)), token});
    const QByteArray before = world.value(id);
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 90s)));
    QVERIFY(taken);
    QCOMPARE(taken->way, TrackingTaken::Way::ByOthers);
    QCOMPARE(taken->holder->host, u"api-2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(world.value(id), before);
    QCOMPARE(world.holder(id), token);
}

void TestJobRunner::leavesTheSpoolOfALiveHolder()
{
    World world;
    const SpooledJob his = world.spooledByOthers();
    RunnerOptions options = quickRunner(world.place);
    options.lease.patience = 500ms;
    RunnerUnderTest under(world.place, options);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(his.promptId), slow);
    QCOMPARE(under.endOf(his.promptId)->outcome, JobEnd::Outcome::LeftAlone);
    QCOMPARE(Spool(options.spoolFolder).all(), QList<SpooledJob>{his});
}

/// Whose it is nobody can be asked; what its server tells of it is no reason to write.
void TestJobRunner::doesNotOverwriteAnothersSpool()
{
    World world;
    const SpooledJob his = world.spooledByOthers();
    world.redis.kill();
    RunnerUnderTest under(world.place);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(his.promptId)->status, JobStatus::Processing, slow);
    QVERIFY(under.runner().trouble().isRedisAway);
    QCOMPARE(Spool(quickRunner(world.place).spoolFolder).all(), QList<SpooledJob>{his});
}

void TestJobRunner::leavesTheSpoolWhereNothingMayBeWritten()
{
    World world;
    const SpooledJob left = world.spooledByOthers();
    world.client.run({"DEL", leaseKey(jobLeaseScope(left.promptId))});
    {
        RunnerUnderTest under(world.place, quickRunner(world.place), false);
        // Another job is tracked to its end meanwhile: there was time enough.
        const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":200})"));
        world.sim.control(u"finish"_s, {{u"all"_s, true}});
        QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
        QVERIFY(!under.runner().job(left.promptId));
        QCOMPARE(Spool(quickRunner(world.place).spoolFolder).all(), QList<SpooledJob>{left});
    }
    QCOMPARE(world.value(left.promptId), left.standing);
    RunnerUnderTest under(world.place);
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(left.promptId), slow);
    QVERIFY(world.value(left.promptId) != left.standing);
}

void TestJobRunner::goesOnWithServersThatStayAllowed()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    under.runner().setAllowed(
        *comfyui::ServerAllowList::fromTexts({world.server(), u"http://gpu-9.example:8188"_s}));
    world.sim.control(u"silence"_s); // only a poll can tell the end
    world.sim.control(u"finish"_s, {{u"all"_s, true}});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

void TestJobRunner::leavesServersThatAreNoLongerAllowed()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    under.runner().setAllowed({});
    QVERIFY(under.endOf(id));
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::LeftAlone);
    QTRY_COMPARE_WITH_TIMEOUT(world.holder(id), QByteArray(), slow);
    world.sim.control(u"requests"_s, {{u"reset"_s, true}});
    QVERIFY(!QCoro::waitFor(under.runner().take(world.request(id, 90s))));
    QVERIFY(world.sim.control(u"requests"_s).value(u"requests"_s).toObject().isEmpty());
    QCOMPARE(world.status(id), u"processing"_s);
}

void TestJobRunner::takesWhatADeadHolderLeft()
{
    World world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    LeaseHolder dead = holderHere(u"agent"_s);
    dead.processId = 0x3FFFFFFF;
    world.client.run({"SET", leaseKey(jobLeaseScope(id)), newLeaseToken(dead), "PX", "30000"});
    const auto taken = QCoro::waitFor(under.runner().take(world.request(id, 5s)));
    QVERIFY(taken);
    // The lease was a runner's of ours, and it is dead: neither lease nor stream need be waited for.
    QCOMPARE(taken->way, TrackingTaken::Way::Stream);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().job(id)->trackedBy, TrackedBy::Stream, slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
}

void TestJobRunner::createsAForgottenState()
{
    World world;
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s);
    TrackingRequest request = world.request(id, {});
    JobParser parser;
    request.forgotten = *jobStateOf(parser.parse(request.judgedValue));
    request.judgedValue.clear();
    world.client.run({"DEL", World::keyOf(id)});
    QVERIFY(QCoro::waitFor(under.runner().take(request)));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
}

void TestJobRunner::twoRunnersSettleAJobOnce()
{
    World world;
    RunnerUnderTest first(world.place);
    RunnerPlace otherPlace = world.place;
    otherPlace.program = u"console"_s;
    RunnerUnderTest second(otherPlace);
    QTRY_VERIFY(!first.runner().trouble().isRedisAway && !second.runner().trouble().isRedisAway);
    const PromptId id = world.foreignJob(u"theirs"_s, 2'000);
    auto one = first.runner().take(world.request(id, 90s));
    auto two = second.runner().take(world.request(id, 90s));
    const auto firstTaken = QCoro::waitFor(std::move(one));
    const auto secondTaken = QCoro::waitFor(std::move(two));
    QVERIFY(firstTaken && secondTaken);
    QVERIFY((firstTaken->way == TrackingTaken::Way::ByOthers)
        != (secondTaken->way == TrackingTaken::Way::ByOthers));
    QTRY_VERIFY_WITH_TIMEOUT(first.endOf(id) && second.endOf(id), slow);
    JournalSelection settled;
    settled.action = u"settle-completed"_s;
    // A try on bytes that its own last progress has changed meanwhile is told as such, and has no effect.
    const QList<JournalLine> lines = *first.journal().lines(settled).result();
    const auto effects = std::count_if(lines.begin(), lines.end(),
        [](const JournalLine &line) { return line.outcome && line.outcome->word == u"done"_s; });
    QCOMPARE(effects, 1);
    QVERIFY((first.endOf(id)->outcome == JobEnd::Outcome::Completed)
        != (second.endOf(id)->outcome == JobEnd::Outcome::Completed));
}

void TestJobRunner::hasFewSocketsForManyJobs()
{
    World world({u"new"_s, 20});
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    constexpr int many = 200;
    std::vector<QCoro::Task<Result<SubmittedJob>>> answers;
    int mostSockets = 0;
    const auto count = [&] {
        const int sockets = static_cast<int>(world.sim.state().value(u"sockets"_s).toArray().size());
        mostSockets = std::max(mostSockets, sockets);
    };
    for (int i = 0; i < many; ++i)
        answers.push_back(under.runner().submit(simRequest(world.server(), R"({"duration_ms":1000})")));
    for (auto &answer : answers) {
        const auto job = QCoro::waitFor(std::move(answer));
        QVERIFY2(job, job ? "" : qPrintable(job.error().message));
    }
    while (under.ends().size() < many) {
        const auto before = under.ends().size();
        count();
        QTRY_VERIFY_WITH_TIMEOUT(under.ends().size() > before, slow);
    }
    for (const JobEnd &end : under.ends())
        QCOMPARE(end.outcome, JobEnd::Outcome::Completed);
    QVERIFY2(mostSockets <= 12, qPrintable(QString::number(mostSockets)));
}

void TestJobRunner::stopsAtAStepsBoundary()
{
    World world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    QElapsedTimer time;
    time.start();
    QVERIFY(under.stop());
    QVERIFY(time.elapsed() < 2'000 || qEnvironmentVariableIsSet("ASAN_OPTIONS"));
    QCOMPARE(world.holder(id), QByteArray());
    QCOMPARE(world.status(id), u"processing"_s);
    QCOMPARE(under.runner().jobCount(), 0);
    QVERIFY(under.ends().isEmpty());
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_jobrunner.moc"
