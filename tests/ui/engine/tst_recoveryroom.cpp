// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/consoleengine.h"

#include "core/operations/leasecommands.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms, for a machine that has other things to do
/// ms for the end. The promise is 2 s; a sanitizer on a busy machine stretches everything.
const qint64 atMost = qEnvironmentVariableIsSet("ASAN_OPTIONS") ? 10'000 : 2'000;

} // namespace

/// A recovery as the console does it: through the engine's thread, on a real Redis and a simulated server.
class TestRecoveryRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void settlesWhatEndedAndWhatIsAbsent();
    void doesNothingThatIsNotTicked();
    void looksAtNothingThatIsNotAskedFor();
    void mayBeCarriedOutAsSoonAsItIsProposed();
    void endsWithTheEngineInTheMiddleOfALook();
    void tracksWhatItResumedToItsEnd();
    void closingReleasesTheLeases();
    void aFrozenRedisDoesNotHoldUpTheEnd();
    void anotherRecoveryKeepsTheTracking();
    void aServerThatIsDismissedIsLeft();
    void tellsWhatKeepsItFromWriting();
    void somebodyElsesJobIsWaitedFor();
    void lostJobsAreToldTogether();
    void theGuardRailsSpeak();
    void theyGuardUndosToo_data();
    void theyGuardUndosToo();

private:
    [[nodiscard]] RecoveryReport recovered();
    [[nodiscard]] RecoveryReport resumed(const QList<QByteArray> &ids);
    [[nodiscard]] QByteArray holderOf(const QByteArray &id)
    {
        return m_client->text({"GET", leaseKey(jobLeaseScope(PromptId(id)))});
    }
    [[nodiscard]] double progressOf(const QByteArray &id)
    {
        const QByteArray key = "comfyui:job:" + id;
        return QJsonDocument::fromJson(m_client->text({"GET", key})).object().value("progress"_L1).toDouble();
    }
    void startEngine();
    void put(const QByteArray &id);
    [[nodiscard]] RecoverySetup setup() const;
    [[nodiscard]] comfyui::ServerAllowList allowed() const
    {
        return *comfyui::ServerAllowList::fromTexts({m_sim->url().toString()});
    }
    [[nodiscard]] QByteArray statusOf(const QByteArray &id)
    {
        const QByteArray key = "comfyui:job:" + id;
        const QByteArray document = m_client->text({"GET", key});
        return document.contains("\"failed\"")   ? "failed"
            : document.contains("\"completed\"") ? "completed"
                                                 : "open";
    }

    EnvironmentClass m_class = EnvironmentClass::Development;
    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::RedisClient> m_client;
    std::unique_ptr<test::ComfySimProcess> m_sim;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConsoleEngine> m_engine;
};

void TestRecoveryRoom::init()
{
    m_redis = std::make_unique<test::RedisServer>();
    m_client = std::make_unique<test::RedisClient>(m_redis->port());
    m_sim = std::make_unique<test::ComfySimProcess>();
    m_folder = std::make_unique<QTemporaryDir>();
    startEngine();
}

void TestRecoveryRoom::startEngine()
{
    m_engine = std::make_unique<ConsoleEngine>(
        m_redis->options(), FeedOptions(), [](const FeedBatchPtr &) {}); // nobody looks at the jobs
    m_engine->start();
}

void TestRecoveryRoom::cleanup()
{
    m_engine.reset();
    m_sim.reset();
    m_client.reset();
    m_redis.reset();
}

/// Five minutes old, silent for more than three.
void TestRecoveryRoom::put(const QByteArray &id)
{
    const auto started = static_cast<qint64>((systemNow() - 5min).time_since_epoch().count());
    const QByteArray key = "comfyui:job:" + id;
    const QByteArray document = "{\"promptId\":\"" + id
        + "\",\"type\":\"image_generation\",\"status\":\"processing\",\"progress\":40,\"startedAt\":"
        + QByteArray::number(started) + ",\"clientId\":\"client-" + id + "\",\"serverUrl\":\""
        + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", key, document, "EX", "7000"});
}

RecoverySetup TestRecoveryRoom::setup() const
{
    RecoverySetup setup;
    setup.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    setup.environment = u"test"_s;
    setup.journalPath = m_folder->filePath(u"journal.sqlite"_s);
    setup.spoolFolder = m_folder->filePath(u"spool"_s);
    setup.policy = defaultPolicy();
    setup.policy.standard.grace.value = 300ms;
    setup.records = RecordsAddress(); // there is none
    setup.guarded = {setup.environment, m_class};
    return setup;
}

void TestRecoveryRoom::settlesWhatEndedAndWhatIsAbsent()
{
    put("ended");
    put("absent");
    m_sim->control(
        u"load"_s, {{u"jobs"_s, QJsonArray{QJsonObject{{u"id"_s, u"ended"_s}, {u"state"_s, u"success"_s}}}}});
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::recoveryProposed);
    QSignalSpy reported(m_engine.get(), &ConsoleEngine::recoveryReported);
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::recoveryFailed);
    m_engine->proposeRecovery(setup(), PlanScope::Recover, allowed());
    QVERIFY(m_engine->isRecovering());
    QTRY_VERIFY_WITH_TIMEOUT(proposed.count() + failed.count() > 0, patience);
    QVERIFY(failed.isEmpty());
    QTRY_VERIFY(!m_engine->isRecovering());
    const auto proposal = proposed.at(0).at(0).value<RecoveryProposal>();
    QCOMPARE(changeCount(proposal.plan), 2);
    QCOMPARE(statusOf("ended"), "open"); // looking changes nothing

    m_engine->carryOutRecovery(setup(), proposal);
    QTRY_COMPARE_WITH_TIMEOUT(reported.count(), 1, patience);
    const RecoveryCounts counts = countsOf(reported.at(0).at(0).value<RecoveryReport>());
    QCOMPARE(counts.found, 2);
    QCOMPARE(counts.settledCompleted, 1);
    QCOMPARE(counts.settledFailed, 1);
    QCOMPARE(statusOf("ended"), "completed");
    QCOMPARE(statusOf("absent"), "failed");
}

void TestRecoveryRoom::doesNothingThatIsNotTicked()
{
    put("one");
    put("two");
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::recoveryProposed);
    QSignalSpy reported(m_engine.get(), &ConsoleEngine::recoveryReported);
    m_engine->proposeRecovery(setup(), PlanScope::Recover, allowed());
    QTRY_COMPARE_WITH_TIMEOUT(proposed.count(), 1, patience);
    QTRY_VERIFY(!m_engine->isRecovering());
    auto proposal = proposed.at(0).at(0).value<RecoveryProposal>();
    QVERIFY(setTicked(proposal.plan, PromptId("two"), false));
    m_engine->carryOutRecovery(setup(), proposal);
    QTRY_COMPARE_WITH_TIMEOUT(reported.count(), 1, patience);
    QCOMPARE(statusOf("one"), "failed");
    QCOMPARE(statusOf("two"), "open");
}

void TestRecoveryRoom::looksAtNothingThatIsNotAskedFor()
{
    put("one");
    put("two");
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::recoveryProposed);
    m_engine->proposeRecovery(setup(), PlanScope::Reconcile, allowed(), {PromptId("two")});
    QTRY_COMPARE_WITH_TIMEOUT(proposed.count(), 1, patience);
    const auto proposal = proposed.at(0).at(0).value<RecoveryProposal>();
    QCOMPARE(proposal.plan.actions.size(), 1);
    QCOMPARE(proposal.plan.actions.first().promptId, PromptId("two"));
}

void TestRecoveryRoom::mayBeCarriedOutAsSoonAsItIsProposed()
{
    put("one");
    connect(m_engine.get(), &ConsoleEngine::recoveryProposed, this,
        [this](const RecoveryProposal &proposal) { m_engine->carryOutRecovery(setup(), proposal); });
    QSignalSpy reported(m_engine.get(), &ConsoleEngine::recoveryReported);
    m_engine->proposeRecovery(setup(), PlanScope::Recover, allowed());
    QTRY_COMPARE_WITH_TIMEOUT(reported.count(), 1, patience);
    QCOMPARE(statusOf("one"), "failed");
}

void TestRecoveryRoom::endsWithTheEngineInTheMiddleOfALook()
{
    put("one");
    RecoverySetup slow = setup();
    slow.policy.standard.grace.value = 60s;
    m_engine->proposeRecovery(slow, PlanScope::Recover, allowed());
    QTRY_VERIFY_WITH_TIMEOUT(!m_sim->state().isEmpty(), patience);
    m_engine.reset(); // does not wait for the grace period, and nothing is left behind
    QCOMPARE(statusOf("one"), "open");
}

/// A proposal, carried out as it is.
RecoveryReport TestRecoveryRoom::recovered()
{
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::recoveryProposed);
    QSignalSpy reported(m_engine.get(), &ConsoleEngine::recoveryReported);
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::recoveryFailed);
    m_engine->proposeRecovery(setup(), PlanScope::Recover, allowed());
    if (!QTest::qWaitFor([&] { return proposed.count() + failed.count() > 0; }, patience)
        || proposed.isEmpty())
        return {};
    m_engine->carryOutRecovery(setup(), proposed.at(0).at(0).value<RecoveryProposal>());
    if (!QTest::qWaitFor([&] { return reported.count() + failed.count() > 0; }, patience)
        || reported.isEmpty())
        return {};
    return reported.at(0).at(0).value<RecoveryReport>();
}

/// Jobs that run on their server, half done, until they are told to finish.
RecoveryReport TestRecoveryRoom::resumed(const QList<QByteArray> &ids)
{
    QJsonArray jobs;
    for (const QByteArray &id : ids) {
        put(id);
        jobs.append(QJsonObject{{u"id"_s, QString::fromLatin1(id)}, {u"state"_s, u"running"_s},
            {u"progress"_s, 0.5}, {u"duration_ms"_s, 600'000}, {u"steps"_s, 1'200},
            {u"client_id"_s, QString(u"client-"_s + QString::fromLatin1(id))}});
    }
    m_sim->control(u"load"_s, {{u"jobs"_s, jobs}});
    return recovered();
}

void TestRecoveryRoom::tracksWhatItResumedToItsEnd()
{
    QSignalSpy tracking(m_engine.get(), &ConsoleEngine::trackingChanged);
    const RecoveryReport report = resumed({"live", "other"});
    QCOMPARE(countsOf(report).resumed, 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 2, patience);
    QVERIFY(m_engine->tracking().trouble.isEmpty());
    QVERIFY(holderOf("live").startsWith("console@"));

    QTRY_VERIFY_WITH_TIMEOUT(progressOf("live") > 50, patience);
    m_sim->control(u"finish"_s, {{u"id"_s, u"live"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("live"), "completed", patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 1, patience);
    QVERIFY(tracking.count() >= 2);
    QTRY_COMPARE_WITH_TIMEOUT(holderOf("live"), QByteArray(), patience);

    Journal journal(m_folder->filePath(u"journal.sqlite"_s));
    JournalSelection ends;
    ends.promptId = PromptId("live");
    const auto lines = journal.lines(ends).result();
    QVERIFY(lines);
    QStringList actions;
    for (const JournalLine &line : *lines) {
        actions.append(line.entry.action);
        QCOMPARE(line.entry.actor.operatorName, u"ann"_s);
    }
    QVERIFY2(actions.contains(u"settle-completed"_s), qPrintable(actions.join(u' ')));
}

void TestRecoveryRoom::closingReleasesTheLeases()
{
    QCOMPARE(countsOf(resumed({"one", "two"})).resumed, 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 2, patience);
    QElapsedTimer time;
    time.start();
    m_engine.reset();
    QVERIFY(time.elapsed() < atMost);
    for (const QByteArray &id : {QByteArray("one"), QByteArray("two")}) {
        QCOMPARE(holderOf(id), QByteArray());
        QCOMPARE(statusOf(id), "open");
    }
    QVERIFY(QDir(setup().spoolFolder).isEmpty());

    startEngine(); // whoever comes next takes them up at once
    QCOMPARE(countsOf(recovered()).resumed, 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 2, patience);
}

void TestRecoveryRoom::aFrozenRedisDoesNotHoldUpTheEnd()
{
    QCOMPARE(countsOf(resumed({"one", "two"})).resumed, 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 2, patience);
    m_redis->freeze();
    QElapsedTimer time;
    time.start();
    m_engine.reset();
    const qint64 needed = time.elapsed();
    m_redis->resume();
    QVERIFY2(needed < atMost, qPrintable(QString::number(needed)));
}

/// The list of servers begins anew with each recovery, and with it the connections.
void TestRecoveryRoom::anotherRecoveryKeepsTheTracking()
{
    QCOMPARE(countsOf(resumed({"live"})).resumed, 1);
    const test::ComfySimProcess second;
    const auto more
        = *comfyui::ServerAllowList::fromTexts({m_sim->url().toString(), second.url().toString()});
    m_engine->setAllowedServers(more);
    QCOMPARE(countsOf(recovered()).resumed, 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 1, patience);
    m_sim->control(u"finish"_s, {{u"id"_s, u"live"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("live"), "completed", patience);
}

void TestRecoveryRoom::aServerThatIsDismissedIsLeft()
{
    QCOMPARE(countsOf(resumed({"live"})).resumed, 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 1, patience);
    m_engine->setAllowedServers({});
    QTRY_VERIFY_WITH_TIMEOUT(!m_engine->tracking().isAny(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(holderOf("live"), QByteArray(), patience);
    QCOMPARE(statusOf("live"), "open");
}

void TestRecoveryRoom::tellsWhatKeepsItFromWriting()
{
    QCOMPARE(countsOf(resumed({"live"})).resumed, 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().jobs, 1, patience);
    m_redis->stop(true);
    QTRY_VERIFY_WITH_TIMEOUT(m_engine->tracking().trouble.contains(u"Redis"_s), patience);
    m_sim->control(u"finish"_s, {{u"id"_s, u"live"_s}});
    const QDir spool(setup().spoolFolder);
    QTRY_VERIFY_WITH_TIMEOUT(!spool.entryList({u"*.json"_s}).isEmpty(), patience);
    QVERIFY(m_engine->tracking().isAny());
    QVERIFY(m_redis->start());
    *m_client = test::RedisClient(m_redis->port());
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("live"), "completed", patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_engine->tracking().trouble.isEmpty(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(spool.entryList({u"*.json"_s}).isEmpty(), patience);
}

void TestRecoveryRoom::somebodyElsesJobIsWaitedFor()
{
    const QByteArray token = newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 1});
    m_client->run({"SET", leaseKey(jobLeaseScope(PromptId("live"))), token});
    QCOMPARE(countsOf(resumed({"live"})).resumed, 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_engine->tracking().waiting, 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_engine->tracking().notes.value(0).contains(u"held by the agent on api-2"_s), patience);
    QCOMPARE(m_engine->tracking().jobs, 0);
    m_engine.reset();
    QCOMPARE(holderOf("live"), token);
}

void TestRecoveryRoom::lostJobsAreToldTogether()
{
    QSignalSpy alerted(m_engine.get(), &ConsoleEngine::alerted);
    put("one");
    put("two");
    QCOMPARE(countsOf(recovered()).settledFailed, 2);
    QTRY_COMPARE_WITH_TIMEOUT(alerted.count(), 1, patience);
    const auto group = alerted.at(0).at(0).value<AlertGroup>();
    QCOMPARE(group.kind, AlertKind::JobLost);
    QCOMPARE(group.count, 2);
}

/// What they say arrives as a failure; a raise of another program counts.
void TestRecoveryRoom::theGuardRailsSpeak()
{
    m_class = EnvironmentClass::Production;
    put("absent");
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::recoveryFailed);
    QCOMPARE(countsOf(recovered()).found, 0);
    QCOMPARE(failed.count(), 1);
    const Error why = failed.at(0).at(0).value<Error>();
    QCOMPARE(why.kind, Error::Kind::Permission);
    QVERIFY2(why.message.startsWith(u"test is production and read-only."_s), qPrintable(why.message));
    QCOMPARE(statusOf("absent"), "open");
    Journal journal(setup().journalPath);
    GuardRails rails(setup().guarded, &journal);
    QVERIFY(QCoro::waitFor(rails.raise({1min, u"OPS-1"_s, setup().actor})));
    QCOMPARE(countsOf(recovered()).settledFailed, 1);
    QCOMPARE(statusOf("absent"), "failed");
    m_class = EnvironmentClass::Development;
}

void TestRecoveryRoom::theyGuardUndosToo_data()
{
    QTest::addColumn<bool>("isProduction");
    QTest::newRow("development") << false;
    QTest::newRow("production") << true;
}

void TestRecoveryRoom::theyGuardUndosToo()
{
    QFETCH(bool, isProduction);
    put("one");
    QCOMPARE(countsOf(recovered()).settledFailed, 1);
    RecoverySetup later = setup();
    later.guarded.environmentClass
        = isProduction ? EnvironmentClass::Production : EnvironmentClass::Development;
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::undoProposed);
    QSignalSpy carriedOut(m_engine.get(), &ConsoleEngine::undoCarriedOut);
    QSignalSpy refused(m_engine.get(), &ConsoleEngine::undoFailed);
    m_engine->proposeUndo(later, {{EntryId(1)}, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(proposed.count(), 1, patience);
    const auto candidates = proposed.at(0).at(0).value<QList<UndoCandidate>>();
    QCOMPARE(candidates.size(), 1);
    m_engine->carryOutUndo(later, candidates, {});
    QTRY_COMPARE_WITH_TIMEOUT(carriedOut.count() + refused.count(), 1, patience);
    QCOMPARE(refused.count(), isProduction ? 1 : 0);
    if (isProduction)
        QVERIFY(refused.at(0).at(0).value<Error>().message.contains(u"read-only"_s));
    QCOMPARE(statusOf("one"), isProduction ? "failed" : "open");
}

QTEST_GUILESS_MAIN(TestRecoveryRoom)
#include "tst_recoveryroom.moc"
