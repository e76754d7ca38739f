// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/runnerworld.h"

#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "tests/support/refusedwrites.h"

#include <QCoroTask>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int slow = 40'000; ///< at load, under a sanitizer

class World
{
public:
    explicit World(ComfySimSetup setup = {})
        : sim(std::move(setup))
    {
        place.redis = redis.options();
        place.redis.commandTimeout = 1s;
        place.servers = QStringList{server()};
        place.folder = m_folder.path();
    }

    [[nodiscard]] QString server() const { return sim.url().toString(); }
    QByteArray text(std::initializer_list<QByteArrayView> words) const
    {
        return RedisClient(redis.port()).text(words);
    }
    [[nodiscard]] QJsonObject state(const PromptId &id) const
    {
        const QByteArray key = "comfyui:job:" + id.value();
        return QJsonDocument::fromJson(text({"GET", key})).object();
    }
    [[nodiscard]] QString status(const PromptId &id) const { return state(id).value(u"status"_s).toString(); }
    [[nodiscard]] int spooledFiles() const
    {
        return static_cast<int>(QDir(place.folder + u"/spool"_s).entryList({u"*.json"_s}).size());
    }
    /// Nothing waits and nothing runs.
    bool isIdle()
    {
        const QJsonObject state = sim.state();
        return state.value(u"pending"_s).toInt() == 0 && state.value(u"running"_s).toArray().isEmpty();
    }

    RedisServer redis;
    ComfySimProcess sim;
    RunnerPlace place;

private:
    QTemporaryDir m_folder;
};

/// The runner as a program.
class Program
{
public:
    Program(const World &world, const QByteArray &failpoint, const QString &inputs, int jobs = 1)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"EMBERWATCH_FAILPOINT"_s, QString::fromLatin1(failpoint));
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(EMBERWATCH_TESTRUNNER),
            {u"--redis-port"_s, QString::number(world.redis.port()), u"--server"_s, world.server(),
                u"--folder"_s, world.place.folder, u"--submit"_s, QString::number(jobs), u"--inputs"_s,
                inputs});
        m_process.waitForStarted();
    }
    ~Program() { kill(); }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] bool wasKilled() const
    {
        return m_process.state() == QProcess::NotRunning && m_process.exitStatus() == QProcess::CrashExit;
    }
    QByteArray output()
    {
        m_output += m_process.readAllStandardOutput();
        return m_output;
    }

private:
    QProcess m_process;
    QByteArray m_output;
};

RunnerOptions options(const RunnerPlace &place)
{
    RunnerOptions options = quickRunner(place);
    options.lease.times = shortLease;
    return options;
}

/// What a recovery would hand over: all open jobs of Redis.
QList<PromptId> takeAllOpen(RunnerUnderTest &under)
{
    JobSelection open;
    open.onlyOpen = true;
    const auto readings = QCoro::waitFor(under.jobs().query(open));
    QList<PromptId> ids;
    for (const JobReading &reading : readings.value()) {
        TrackingRequest request;
        request.promptId = reading.promptId;
        request.judgedValue = reading.value;
        (void)QCoro::waitFor(under.runner().take(request));
        ids.append(reading.promptId);
    }
    return ids;
}

/// Operations that settled a job; each may stand there twice, begun by two.
QSet<QByteArray> settlings(RunnerUnderTest &under, const QString &action)
{
    JournalSelection selection;
    selection.action = action;
    QSet<QByteArray> ops;
    const Result<QList<JournalLine>> lines = under.journal().lines(selection).result();
    for (const JournalLine &line : lines.value())
        ops.insert(line.entry.op.value());
    return ops;
}

PromptId submitted(RunnerUnderTest &under, const JobRequest &request)
{
    const Result<SubmittedJob> job = QCoro::waitFor(under.runner().submit(request));
    return job ? job->submission.promptId : PromptId();
}

} // namespace

class TestJobRunnerFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtAStep_data();
    void killedAtAStep();
    void redisKilledAndStartedAgain();
    void endsWhileRedisIsAway();
    void redisFrozen();
    void redisTakesNoWrites_data();
    void redisTakesNoWrites();
    void submittedWhileRedisIsAway();
    void killedWhileRedisIsAway();
    void theServerRestartsInTheMiddle();
};

void TestJobRunnerFaults::killedAtAStep_data()
{
    QTest::addColumn<QString>("end");
    // What becomes of the job when the next runner takes up what is in Redis and on the disk.
    QTest::newRow("submit-before-save") << u"nothing"_s;
    QTest::newRow("submit-saved") << u"failed"_s; // it never came to its server
    QTest::newRow("submit-posted") << u"completed"_s;
    QTest::newRow("submit-recorded") << u"completed"_s;
    QTest::newRow("runner-progress:2") << u"completed"_s;
    QTest::newRow("runner-end-announced") << u"completed"_s;
    QTest::newRow("runner-end-read") << u"completed"_s;
    QTest::newRow("runner-settle") << u"completed"_s;
    QTest::newRow("intended") << u"completed"_s;
    QTest::newRow("claimed") << u"completed"_s;
    QTest::newRow("recorded") << u"completed"_s;
    QTest::newRow("concluded") << u"completed"_s;
    QTest::newRow("runner-settled") << u"completed"_s;
}

void TestJobRunnerFaults::killedAtAStep()
{
    QFETCH(QString, end);
    World world;
    Program program(world, QTest::currentDataTag(), u"{\"duration_ms\":800,\"steps\":8}"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(program.wasKilled(), program.output().constData(), slow);
    QTRY_VERIFY_WITH_TIMEOUT(world.isIdle(), slow); // the job ends while nobody looks

    RunnerUnderTest under(world.place, options(world.place));
    QTRY_VERIFY_WITH_TIMEOUT(!under.runner().trouble().isRedisAway, slow);
    const QList<PromptId> open = takeAllOpen(under);
    if (end == u"nothing"_s) {
        QVERIFY(open.isEmpty());
        QCOMPARE(world.sim.state().value(u"history"_s).toInt(), 0);
        return;
    }
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().jobCount(), 0, slow);
    const auto rows = under.records().openRows({}).result();
    const bool isFinishedByALook
        = QByteArray(QTest::currentDataTag()) == "claimed"; // the record alone is left
    QCOMPARE(rows->rows.size(), isFinishedByALook ? 1 : 0);
    QCOMPARE(settlings(under, u"settle-completed"_s).size(), end == u"completed"_s ? 1 : 0);
    QCOMPARE(settlings(under, u"settle-failed"_s).size(), end == u"failed"_s ? 1 : 0);
    for (const JobEnd &one : under.ends())
        QCOMPARE(QString::fromLatin1(wordOf(one.outcome)), end == u"failed"_s ? u"lost"_s : end);
}

void TestJobRunnerFaults::redisKilledAndStartedAgain()
{
    World world;
    RunnerUnderTest under(world.place, options(world.place));
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    world.redis.kill();
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().trouble().isRedisAway, slow);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().trouble().spooled, 1, slow);
    QCOMPARE(world.spooledFiles(), 1);
    const double progress = *under.runner().job(id)->progress;
    QTRY_VERIFY_WITH_TIMEOUT(*under.runner().job(id)->progress > progress + 1, slow); // tracking goes on
    QVERIFY(world.redis.start()); // empty
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > progress, slow);
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().trouble(), RunnerTrouble(), slow);
    QCOMPARE(world.spooledFiles(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().job(id)->isOurs, slow);
    world.sim.control(u"finish"_s, {{u"all"_s, true}});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
}

void TestJobRunnerFaults::endsWhileRedisIsAway()
{
    World world;
    RunnerUnderTest under(world.place, options(world.place));
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.redis.kill();
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().trouble().isRedisAway, slow);
    world.sim.control(u"finish"_s, {{u"all"_s, true}});
    const auto spooled = [&] {
        const QList<SpooledJob> all = Spool(world.place.folder + u"/spool"_s).all();
        return all.isEmpty() ? SpooledJob() : all.first();
    };
    QTRY_VERIFY_WITH_TIMEOUT(spooled().end, slow);
    QVERIFY(spooled().document.contains("\"completed\""));
    QVERIFY(under.ends().isEmpty());
    QVERIFY(world.redis.start());
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
    QCOMPARE(under.records().rowsFor({id}).result()->first().status, RecordStatus::Completed);
    QCOMPARE(world.spooledFiles(), 0);
}

void TestJobRunnerFaults::redisFrozen()
{
    World world;
    RunnerUnderTest under(world.place, options(world.place));
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    world.redis.freeze();
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().trouble().spooled == 1, slow);
    const double progress = *under.runner().job(id)->progress;
    world.redis.resume();
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > progress, slow);
    QTRY_COMPARE_WITH_TIMEOUT(world.spooledFiles(), 0, slow);
    QCOMPARE(under.runner().jobCount(), 1);
}

void TestJobRunnerFaults::redisTakesNoWrites_data()
{
    addRefusedWrites();
}

void TestJobRunnerFaults::redisTakesNoWrites()
{
    QFETCH(QByteArrayList, refuse);
    QFETCH(QByteArrayList, allow);
    World world;
    RunnerUnderTest under(world.place, options(world.place));
    const PromptId id = submitted(under, simRequest(world.server(), R"({"duration_ms":60000,"steps":600})"));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > 0, slow);
    RedisClient person(world.redis.port());
    QVERIFY(isTaken(person, refuse));
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().trouble().isRedisAway, slow);
    QTRY_COMPARE_WITH_TIMEOUT(world.spooledFiles(), 1, slow);
    const double progress = *under.runner().job(id)->progress;
    QVERIFY(isTaken(person, allow));
    QTRY_VERIFY_WITH_TIMEOUT(world.state(id).value(u"progress"_s).toDouble() > progress, slow);
    QTRY_COMPARE_WITH_TIMEOUT(world.spooledFiles(), 0, slow);
}

void TestJobRunnerFaults::submittedWhileRedisIsAway()
{
    World world;
    world.redis.kill();
    RunnerUnderTest under(world.place, options(world.place));
    const auto job
        = QCoro::waitFor(under.runner().submit(simRequest(world.server(), R"({"duration_ms":60000})")));
    QVERIFY(job);
    QVERIFY(!job->isSaved);
    QCOMPARE(world.spooledFiles(), 1);
    const PromptId id = job->submission.promptId;
    QTRY_VERIFY_WITH_TIMEOUT(under.runner().job(id)->status == JobStatus::Processing, slow);
    QVERIFY(world.redis.start());
    QTRY_VERIFY_WITH_TIMEOUT(world.status(id) == u"processing"_s, slow);
    world.sim.control(u"finish"_s, {{u"all"_s, true}});
    QTRY_VERIFY_WITH_TIMEOUT(under.endOf(id), slow);
    QCOMPARE(under.endOf(id)->outcome, JobEnd::Outcome::Completed);
    QCOMPARE(world.status(id), u"completed"_s);
    QCOMPARE(world.spooledFiles(), 0);
}

void TestJobRunnerFaults::killedWhileRedisIsAway()
{
    World world;
    Program program(world, {}, u"{\"duration_ms\":60000,\"steps\":600}"_s, 3);
    QTRY_COMPARE_WITH_TIMEOUT(program.output().count("submitted"), 3, slow);
    QTRY_COMPARE_WITH_TIMEOUT(world.text({"DBSIZE"}), QByteArray("6"), slow);
    world.redis.kill();
    QTRY_COMPARE_WITH_TIMEOUT(world.spooledFiles(), 3, slow);
    program.kill();
    QVERIFY(world.redis.start()); // and has forgotten everything
    RunnerUnderTest under(world.place, options(world.place));
    QTRY_COMPARE_WITH_TIMEOUT(world.text({"DBSIZE"}), QByteArray("6"), slow);
    QCOMPARE(under.runner().jobCount(), 3);
    QTRY_COMPARE_WITH_TIMEOUT(world.spooledFiles(), 0, slow);
    const auto finishWhatRuns = [&] { world.sim.control(u"finish"_s, {{u"all"_s, true}}); };
    QTRY_VERIFY_WITH_TIMEOUT((finishWhatRuns(), under.ends().size() == 3), slow);
    for (const JobEnd &end : under.ends())
        QCOMPARE(end.outcome, JobEnd::Outcome::Completed);
}

void TestJobRunnerFaults::theServerRestartsInTheMiddle()
{
    World world({u"new"_s, 1, 3});
    RunnerUnderTest under(world.place, options(world.place));
    QList<PromptId> ids;
    for (int i = 0; i < 6; ++i)
        ids.append(submitted(under, simRequest(world.server(), R"({"duration_ms":60000})")));
    QTRY_COMPARE_WITH_TIMEOUT(under.runner().counts().processing, 3, slow);
    world.sim.control(u"finish"_s, {{u"count"_s, 1}});
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 1, slow);
    world.sim.control(u"restart"_s, {{u"downtime_ms"_s, 700}});
    QTRY_COMPARE_WITH_TIMEOUT(under.ends().size(), 6, slow);
    QCOMPARE(under.runner().counts().completed, 1);
    QCOMPARE(under.runner().counts().lost, 5);
}

QTEST_GUILESS_MAIN(TestJobRunnerFaults)
#include "tst_jobrunnerfaults.moc"
