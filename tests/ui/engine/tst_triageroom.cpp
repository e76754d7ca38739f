// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "ui/engine/consoleengine.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms, for a machine that has other things to do

} // namespace

/// A look at all jobs as the console takes it: through the engine's thread, on a real Redis and a simulated
/// server.
class TestTriageRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void judgesEveryJobAndChangesNothing();
    void aLookCanBeStopped();
    void endsWithTheEngineInTheMiddleOfALook();
    void goesBesideAPlan();

private:
    void put(const QByteArray &id);
    [[nodiscard]] RecoverySetup setup() const;
    [[nodiscard]] comfyui::ServerAllowList allowed() const
    {
        return *comfyui::ServerAllowList::fromTexts({m_sim->url().toString()});
    }

    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::RedisClient> m_client;
    std::unique_ptr<test::ComfySimProcess> m_sim;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConsoleEngine> m_engine;
};

void TestTriageRoom::init()
{
    m_redis = std::make_unique<test::RedisServer>();
    m_client = std::make_unique<test::RedisClient>(m_redis->port());
    m_sim = std::make_unique<test::ComfySimProcess>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine
        = std::make_unique<ConsoleEngine>(m_redis->options(), FeedOptions(), [](const FeedBatchPtr &) {});
    m_engine->start();
}

void TestTriageRoom::cleanup()
{
    m_engine.reset();
    m_sim.reset();
    m_client.reset();
    m_redis.reset();
}

/// An hour old, silent for more than three minutes: a recovery would skip it.
void TestTriageRoom::put(const QByteArray &id)
{
    const auto started = static_cast<qint64>((systemNow() - 1h).time_since_epoch().count());
    const QByteArray key = "comfyui:job:" + id;
    const QByteArray document = "{\"promptId\":\"" + id
        + "\",\"type\":\"image_generation\",\"status\":\"processing\",\"progress\":40,\"startedAt\":"
        + QByteArray::number(started) + ",\"serverUrl\":\"" + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", key, document, "EX", "7000"});
}

RecoverySetup TestTriageRoom::setup() const
{
    RecoverySetup setup;
    setup.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    setup.environment = u"test"_s;
    setup.journalPath = m_folder->filePath(u"journal.sqlite"_s);
    setup.spoolFolder = m_folder->filePath(u"spool"_s);
    setup.policy = defaultPolicy();
    setup.policy.standard.grace.value = 300ms;
    setup.records = RecordsAddress(); // there is none
    return setup;
}

void TestTriageRoom::judgesEveryJobAndChangesNothing()
{
    put("ended");
    put("absent");
    put("running");
    m_sim->control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"ended"_s}, {u"state"_s, u"success"_s}},
                QJsonObject{{u"id"_s, u"running"_s}, {u"state"_s, u"running"_s}, {u"duration_ms"_s, 600'000}},
                QJsonObject{{u"id"_s, u"others"_s}, {u"state"_s, u"pending"_s}}}}});
    const QByteArray before = m_client->text({"GET", "comfyui:job:absent"});
    QSignalSpy judged(m_engine.get(), &ConsoleEngine::triageJudged);
    QSignalSpy progressed(m_engine.get(), &ConsoleEngine::triageProgressed);
    m_engine->judge(setup(), allowed());
    QVERIFY(m_engine->isJudging());
    QTRY_COMPARE_WITH_TIMEOUT(judged.count(), 1, patience);
    QVERIFY(!m_engine->isJudging());
    QVERIFY(!progressed.isEmpty());
    const auto board = judged.at(0).at(0).value<TriageBoard>();
    QCOMPARE(board.pile(TriageKind::Orphaned).jobs.size(), 1);
    QCOMPARE(board.pile(TriageKind::Foreign).jobs.size(), 1);
    QCOMPARE(
        board.pile(TriageKind::LiveAndQuiet).jobs.size() + board.pile(TriageKind::LiveToResume).jobs.size(),
        1);
    QCOMPARE(board.proposal.plan.actions.size(), 4);
    QCOMPARE(m_client->text({"GET", "comfyui:job:absent"}), before);
}

void TestTriageRoom::aLookCanBeStopped()
{
    put("absent");
    RecoverySetup slow = setup();
    slow.policy.standard.grace.value = 60s;
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::triageFailed);
    QSignalSpy progressed(m_engine.get(), &ConsoleEngine::triageProgressed);
    m_engine->judge(slow, allowed());
    QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty(), patience);
    m_engine->stopJudging();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience / 2); // without waiting for the grace period
    QCOMPARE(failed.at(0).at(0).value<Error>().kind, Error::Kind::Cancelled);
}

void TestTriageRoom::endsWithTheEngineInTheMiddleOfALook()
{
    put("absent");
    RecoverySetup slow = setup();
    slow.policy.standard.grace.value = 60s;
    QSignalSpy progressed(m_engine.get(), &ConsoleEngine::triageProgressed);
    m_engine->judge(slow, allowed());
    QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty(), patience);
    m_engine.reset();
    QVERIFY(m_client->text({"GET", "comfyui:job:absent"}).contains("processing"));
}

void TestTriageRoom::goesBesideAPlan()
{
    put("absent");
    QSignalSpy judged(m_engine.get(), &ConsoleEngine::triageJudged);
    QSignalSpy proposed(m_engine.get(), &ConsoleEngine::recoveryProposed);
    QSignalSpy reported(m_engine.get(), &ConsoleEngine::recoveryReported);
    m_engine->judge(setup(), allowed());
    m_engine->proposeRecovery(setup(), PlanScope::Clean, allowed());
    QTRY_VERIFY_WITH_TIMEOUT(judged.count() == 1 && proposed.count() == 1, patience);
    // What the look has judged can be carried out as it is.
    const auto board = judged.at(0).at(0).value<TriageBoard>();
    m_engine->carryOutRecovery(setup(), board.proposal);
    QTRY_COMPARE_WITH_TIMEOUT(reported.count(), 1, patience);
    const auto report = reported.at(0).at(0).value<RecoveryReport>();
    QCOMPARE(report.scope, PlanScope::Reconcile);
    QCOMPARE(countsOf(report).found, 1);
    QVERIFY(!m_client->text({"GET", "comfyui:job:absent"}).contains("processing"));
}

QTEST_MAIN(TestTriageRoom)
#include "tst_triageroom.moc"
