// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/jobresubmit.h"
#include "core/operations/jobactions/storedworkflow.h"
#include "core/operations/lease.h"
#include "core/runner/jobrunner.h"
#include "tests/core/operations/actiondesk.h"
#include "tests/core/runner/runnerworld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using End = ResubmitEnd;

namespace {

const QByteArray old = "5d9e0000-0000-4000-8000-000000000001";
/// Its bytes are not what a serialiser would write.
const QByteArray workflow
    = R"({"7" : {"class_type": "SimJob", "inputs": {"duration_ms": 3600000, "seed": 18446744073709551615}}})";

/// A desk with a runner that submits.
struct ResubmitDesk : ActionDesk
{
    explicit ResubmitDesk(const DeskSetup &setup = {})
        : ActionDesk(setup)
        , settler(&jobs, &journal, records.get(), options)
        , runner({&topology, &jobs, &servers, &settler, records.get(), nullptr}, runnerOptions())
        , resubmit(sources, &runner, resubmitOptions())
    {
        runner.start();
    }

    ~ResubmitDesk()
    {
        QSignalSpy stopped(&runner, &JobRunner::stopped);
        runner.stop();
        if (stopped.isEmpty())
            stopped.wait(10'000);
    }

    RunnerOptions runnerOptions() const
    {
        RunnerOptions quick = quickRunner({world.redis.options(), {}, folder.path()});
        quick.actor = options.actor;
        quick.environment = options.environment;
        quick.beforePost = 3s;
        return quick;
    }

    ResubmitOptions resubmitOptions() const
    {
        ResubmitOptions with{options, world.redis.options(), holderHere(u"test"_s), {}, {}};
        with.times.grace = 100ms;
        with.pause = ObserverOptions::pauseForReal();
        return with;
    }

    ResubmitProposal propose(const ResubmitWish &wish = {PromptId(old), {}, false})
    {
        const Result<ResubmitProposal> proposal = answerOf(resubmit.propose(wish, stop));
        if (!proposal)
            qWarning() << proposal.error().message;
        return proposal.value_or(ResubmitProposal());
    }

    ResubmittedJob run(const ResubmitWish &wish = {PromptId(old), {}, false})
    {
        const Result<ResubmittedJob> job = answerOf(resubmit.carryOut(propose(wish)));
        if (!job)
            qWarning() << job.error().message;
        return job.value_or(ResubmittedJob());
    }

    void loadWith(const QString &state)
    {
        const QJsonObject job{{u"id"_s, QString::fromLatin1(old)}, {u"state"_s, state}, {u"paused"_s, true},
            {u"prompt"_s, QJsonDocument::fromJson(workflow).object()}};
        world.sim.control(u"load"_s, {{u"jobs"_s, QJsonArray{job}}});
    }

    void giveInput(const QByteArray &input)
    {
        world.records.run(u"UPDATE generation_jobs SET input = '%1' WHERE external_job_id = '%2'"_s.arg(
            QString::fromUtf8(input), QString::fromLatin1(old)));
    }

    std::optional<comfyui::StoredWorkflow> workflowOf(const PromptId &id)
    {
        const comfyui::ComfyClient client = servers.client(world.serverUrl()).value();
        return answerOf(client.workflow(id)).value();
    }

    [[nodiscard]] int promptsPosted() { return posted(u"/prompt"_s); }

    QTemporaryDir folder;
    JobSettler settler;
    JobRunner runner;
    JobResubmit resubmit;
};

} // namespace

class TestJobResubmit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsItsWorkflowAgain_data();
    void runsItsWorkflowAgain();
    void runsTheInputOfItsRecord_data() { addDatabaseRows(); }
    void runsTheInputOfItsRecord();
    void tellsAWorkflowInApiFormat_data();
    void tellsAWorkflowInApiFormat();
    void refuses_data();
    void refuses();
    void onlyOnceUnlessWished();
    void oneWhoFollowsItIsAsked();
    void looksAgainBeforeItSubmits();
    void choosesTheServer();
    void whatTheServerRefusesIsSaid();
    void guardRailsRefuse();

private:
    PostgresServer m_postgres;
};

void TestJobResubmit::runsItsWorkflowAgain_data()
{
    QTest::addColumn<QString>("behaviour");
    QTest::addColumn<QString>("state");
    QTest::newRow("failed, old") << u"old"_s << u"error"_s;
    QTest::newRow("failed, middle") << u"middle"_s << u"error"_s;
    QTest::newRow("failed, new") << u"new"_s << u"error"_s;
    QTest::newRow("interrupted, new") << u"new"_s << u"interrupted"_s;
}

void TestJobResubmit::runsItsWorkflowAgain()
{
    QFETCH(const QString, behaviour);
    QFETCH(const QString, state);
    ResubmitDesk desk({.simulator = {behaviour}});
    desk.world.add({.id = old, .type = "face_swap"});
    const QByteArray before = desk.world.value(old);
    desk.loadWith(state);
    const QByteArray kept = desk.workflowOf(PromptId(old))->text;
    const ResubmittedJob job = desk.run();
    QVERIFY2(job.end == End::Submitted, qPrintable(job.text));
    QVERIFY(job.newId != PromptId(old) && !job.newId.value().isEmpty());
    QVERIFY2(job.text.contains(QString::fromUtf8(job.newId.value())), qPrintable(job.text));
    QVERIFY2(job.text.contains(u"reconciling"), qPrintable(job.text));
    const auto submitted = desk.workflowOf(job.newId);
    QVERIFY(submitted);
    QCOMPARE(submitted->text, kept);

    // A job of ours, for the same user; the old one is as it was.
    QTRY_VERIFY_WITH_TIMEOUT(desk.world.stateStatus(job.newId.value()) == "queued", 30'000);
    const QByteArray state2 = desk.world.value(job.newId.value());
    QVERIFY2(state2.contains("\"type\":\"face_swap\"") && state2.contains("usr_7"), state2.constData());
    QCOMPARE(desk.world.value(old), before);
    QCOMPARE(desk.world.recordStatus(old), u"processing"_s);

    const QList<JournalLine> lines = desk.lines(old);
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().entry.action, u"resubmit"_s);
    QCOMPARE(lines.first().outcome->word, u"done"_s);
    const JournalLine own = desk.lines(job.newId.value()).first();
    QCOMPARE(own.entry.action, u"submit"_s);
    QCOMPARE(own.entry.batch, lines.first().entry.batch);
    QVERIFY2(
        own.entry.evidence.contains(QByteArray("\"resubmitOf\":\"" + old)), own.entry.evidence.constData());
    const bool takesOurId = behaviour != u"old";
    QCOMPARE(lines.first().entry.evidence.contains(job.newId.value()), takesOurId);
}

void TestJobResubmit::runsTheInputOfItsRecord()
{
    QFETCH(const bool, isPostgres);
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    ResubmitDesk desk({.postgres = isPostgres ? &m_postgres : nullptr});
    desk.world.add({.id = old});
    desk.giveInput(workflow);
    const ResubmitProposal proposal = desk.propose();
    QVERIFY2(!proposal.refusal, qPrintable(proposal.text));
    QVERIFY(proposal.isFromRecord);
    // One answer proves no absence.
    QCOMPARE(desk.requests(u"GET"_s, u"/history"_s), 2);
    QVERIFY2(proposal.workflow.contains("18446744073709551615"), proposal.workflow.constData());
    const ResubmittedJob job = desk.run();
    QVERIFY2(job.end == End::Submitted, qPrintable(job.text));
    const QByteArray sent = desk.workflowOf(job.newId)->text;
    QCOMPARE(QJsonDocument::fromJson(sent), QJsonDocument::fromJson(workflow));
    QVERIFY2(sent.contains("18446744073709551615"), sent.constData());
}

void TestJobResubmit::tellsAWorkflowInApiFormat_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isGraph");
    QTest::newRow("a graph") << workflow << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("an empty object") << QByteArray("{}") << false;
    QTest::newRow("a list") << QByteArray("[]") << false;
    QTest::newRow("parameters") << QByteArray(R"({"prompt":"a cat","seed":1})") << false;
    QTest::newRow("the editor's format") << QByteArray(R"({"nodes":[{"id":1}],"links":[]})") << false;
    QTest::newRow("a node without inputs") << QByteArray(R"({"1":{"class_type":"A"}})") << false;
    QTest::newRow("a node and something else")
        << QByteArray(R"({"1":{"class_type":"A","inputs":{}},"x":1})") << false;
}

void TestJobResubmit::tellsAWorkflowInApiFormat()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, isGraph);
    QCOMPARE(isApiGraph(json), isGraph);
}

void TestJobResubmit::refuses_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<End>("expected");
    QTest::newRow("it runs") << u"running"_s << End::Live;
    QTest::newRow("it waits") << u"pending"_s << End::Live;
    QTest::newRow("its result is there") << u"success"_s << End::HasResult;
    QTest::newRow("Redis says completed") << u"redis completed"_s << End::HasResult;
    QTest::newRow("its record says completed") << u"record completed"_s << End::HasResult;
    QTest::newRow("nobody of ours knows it") << u"foreign"_s << End::Foreign;
    QTest::newRow("its server is away") << u"away"_s << End::Unverifiable;
    QTest::newRow("its server is not on the list") << u"elsewhere"_s << End::Unverifiable;
    QTest::newRow("the records give no answer") << u"no records"_s << End::Unverifiable;
    QTest::newRow("its workflow is not known") << u"absent"_s << End::NoWorkflow;
    QTest::newRow("a queue extension keeps prompts") << u"extension"_s << End::QueueExtension;
    QTest::newRow("the queue holds more than it shows") << u"more"_s << End::QueueExtension;
}

void TestJobResubmit::refuses()
{
    QFETCH(const QString, how);
    QFETCH(const End, expected);
    ResubmitDesk desk({.hasRecords = how != u"no records"});
    JobSpec spec{.id = old};
    if (how == u"elsewhere")
        spec.server = u"http://gpu-9:8188"_s;
    if (how == u"redis completed")
        spec.status = "completed";
    if (how == u"record completed")
        spec.recordStatus = u"completed"_s;
    if (how != u"foreign")
        desk.world.add(spec);
    if (how != u"absent" && how != u"foreign")
        desk.giveInput(workflow);
    if (how == u"running" || how == u"pending" || how == u"success")
        desk.loadWith(how);
    if (how == u"extension" || how == u"more" || how == u"foreign" || how.endsWith(u"completed"))
        desk.loadWith(u"error"_s);
    if (how == u"away")
        desk.world.sim.control(u"unreachable"_s);
    const bool isMore = how == u"more";
    if (how == u"extension" || isMore)
        desk.world.sim.control(u"answer"_s,
            {{u"path"_s, isMore ? u"/prompt"_s : u"/queue_manager"_s}, {u"method"_s, u"GET"_s},
                {u"status"_s, 200}, {u"type"_s, u"application/json"_s},
                {u"body"_s, u"{\"exec_info\":{\"queue_remaining\":9}}"_s}});
    const ResubmittedJob job = desk.run();
    QVERIFY2(job.end == expected,
        QByteArray(wordOf(job.end).toByteArray() + ": " + job.text.toUtf8()).constData());
    QVERIFY(!job.text.isEmpty());
    QVERIFY(desk.lines().isEmpty());
    QCOMPARE(desk.runner.jobCount(), 0);
    if (how != u"away")
        QCOMPARE(desk.promptsPosted(), 0);
}

void TestJobResubmit::onlyOnceUnlessWished()
{
    ResubmitDesk desk;
    desk.world.add({.id = old});
    desk.loadWith(u"error"_s);
    const ResubmittedJob first = desk.run();
    QCOMPARE(first.end, End::Submitted);
    const ResubmittedJob second = desk.run();
    QCOMPARE(second.end, End::SubmittedBefore);
    QVERIFY2(second.text.contains(u"ann") && second.text.contains(QString::fromUtf8(first.newId.value())),
        qPrintable(second.text));
    QCOMPARE(desk.run({PromptId(old), {}, true}).end, End::Submitted);
}

void TestJobResubmit::oneWhoFollowsItIsAsked()
{
    ResubmitDesk desk;
    desk.world.add({.id = old});
    desk.loadWith(u"error"_s);
    redis::Connection connection(desk.world.redis.options());
    connection.open();
    QVERIFY(answerOf(connection.waitReady(10s)));
    const QByteArray scope = "job:" + old;
    Lease lease(&connection, scope, {u"agent"_s, u"api-2"_s, u"deploy"_s, 1});
    QVERIFY(answerOf(lease.take())->isHeld);
    const ResubmittedJob job = desk.run();
    QCOMPARE(job.end, End::HeldByOthers);
    QVERIFY2(job.text.contains(u"agent on api-2"), qPrintable(job.text));
    QVERIFY(desk.lines().isEmpty());
}

void TestJobResubmit::looksAgainBeforeItSubmits()
{
    ResubmitDesk desk;
    desk.world.add({.id = old});
    desk.giveInput(workflow);
    const ResubmitProposal proposal = desk.propose();
    QVERIFY2(!proposal.refusal, qPrintable(proposal.text));
    desk.loadWith(u"running"_s);
    const Result<ResubmittedJob> job = answerOf(desk.resubmit.carryOut(proposal));
    QVERIFY(job);
    QCOMPARE(job->end, End::Live);
    QVERIFY(desk.lines().isEmpty());
}

void TestJobResubmit::choosesTheServer()
{
    ComfySimProcess second;
    const QString url = second.url().toString(QUrl::StripTrailingSlash);
    ResubmitDesk desk({.moreServers = {url}});
    desk.world.records.add({QString::fromLatin1(old), u"processing"_s});
    desk.giveInput(workflow);
    // Only its record knows it, and that names no server.
    QCOMPARE(desk.propose().refusal, std::optional(End::NoServer));
    QCOMPARE(
        desk.propose({PromptId(old), u"http://gpu-9:8188"_s, false}).refusal, std::optional(End::NoServer));
    const ResubmittedJob job = desk.run({PromptId(old), url, false});
    QVERIFY2(job.end == End::Submitted, qPrintable(job.text));
    QCOMPARE(job.serverUrl, url);
    QCOMPARE(desk.promptsPosted(), 0);
}

void TestJobResubmit::whatTheServerRefusesIsSaid()
{
    ResubmitDesk desk;
    desk.world.add({.id = old});
    desk.giveInput(R"({"1":{"class_type":"SimMissingNode","inputs":{}}})");
    const ResubmittedJob job = desk.run();
    QCOMPARE(job.end, End::Refused);
    QVERIFY2(job.text.contains(u"SimMissingNode"), qPrintable(job.text));
    QCOMPARE(desk.lines(old).first().outcome->word, u"failed"_s);
    // What came to nothing may be tried again.
    QVERIFY(desk.propose().refusal != std::optional(End::SubmittedBefore));
}

void TestJobResubmit::guardRailsRefuse()
{
    ResubmitDesk desk({.isProduction = true});
    desk.world.add({.id = old});
    desk.loadWith(u"error"_s);
    const Result<ResubmittedJob> job = answerOf(desk.resubmit.carryOut(desk.propose()));
    QVERIFY(!job && job.error().kind == Error::Kind::Permission);
    QCOMPARE(desk.promptsPosted(), 0);
    QVERIFY(desk.lines().isEmpty());
}

QTEST_GUILESS_MAIN(TestJobResubmit)
#include "tst_jobresubmit.moc"
