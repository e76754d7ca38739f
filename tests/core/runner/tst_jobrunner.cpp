// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/trackingworld.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Submits, keeps state and record, and ends.
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
    void hasFewSocketsForManyJobs();
    void stopsAtAStepsBoundary();
};

void TestJobRunner::runsAJobToItsEnd()
{
    TrackingWorld world;
    QVERIFY2(world.sim.isRunning(), qPrintable(world.sim.log()));
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QVERIFY(!id.value().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"queued"_s || world.status(id) == u"processing"_s, slow);
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
    const QList<JournalLine> done = effects(under);
    QCOMPARE(done.size(), 1);
    QCOMPARE(done.first().entry.action, u"settle-completed"_s);
}

void TestJobRunner::savesTheStateBeforeTheServerKnowsTheJob()
{
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world;
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
    TrackingWorld world({u"old"_s});
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
    TrackingWorld world;
    RunnerUnderTest under(world.place);
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":500})"));
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.events().size(), 1);
    QCOMPARE(under.events().first().name, QByteArray("comfyui_job_state_saved"));
    QCOMPARE(under.events().first().distinctId, u"usr_7"_s);
}

void TestJobRunner::hasFewSocketsForManyJobs()
{
    TrackingWorld world({u"new"_s, 20});
    RunnerUnderTest under(world.place);
    QTRY_VERIFY(!under.runner().trouble().isRedisAway);
    constexpr int many = 200;
    std::vector<QCoro::Task<Result<SubmittedJob>>> answers;
    answers.reserve(many);
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
    TrackingWorld world;
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
