// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/consoleengine.h"

#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "tests/ui/recovery/recoverysamples.h"

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

/// A recovery as the console does it: through the engine's thread, on a real Redis and a simulated server.
class TestRecoveryRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void settlesWhatEndedAndWhatIsAbsent();
    void doesNothingThatIsNotTicked();
    void endsWithTheEngineInTheMiddleOfALook();
    void leavesLiveJobsToWhoeverTracksThem();

private:
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
        + QByteArray::number(started) + ",\"serverUrl\":\"" + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", key, document, "EX", "7000"});
}

RecoverySetup TestRecoveryRoom::setup() const
{
    RecoverySetup setup;
    setup.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    setup.environment = u"test"_s;
    setup.journalPath = m_folder->filePath(u"journal.sqlite"_s);
    setup.policy = defaultPolicy();
    setup.policy.standard.grace.value = 300ms;
    setup.records = RecordsAddress(); // there is none
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
    m_engine->proposeRecovery(setup(), allowed());
    QVERIFY(m_engine->isRecovering());
    QTRY_VERIFY_WITH_TIMEOUT(proposed.count() + failed.count() > 0, patience);
    QVERIFY(failed.isEmpty());
    QTRY_VERIFY(!m_engine->isRecovering());
    const auto proposal = proposed.at(0).at(0).value<RecoveryProposal>();
    QCOMPARE(changeCount(proposal.plan), 2);
    QCOMPARE(statusOf("ended"), "open"); // looking changes nothing

    m_engine->carryOutRecovery(proposal.plan);
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
    m_engine->proposeRecovery(setup(), allowed());
    QTRY_COMPARE_WITH_TIMEOUT(proposed.count(), 1, patience);
    QTRY_VERIFY(!m_engine->isRecovering());
    Plan plan = proposed.at(0).at(0).value<RecoveryProposal>().plan;
    QVERIFY(setTicked(plan, PromptId("two"), false));
    m_engine->carryOutRecovery(plan);
    QTRY_COMPARE_WITH_TIMEOUT(reported.count(), 1, patience);
    QCOMPARE(statusOf("one"), "failed");
    QCOMPARE(statusOf("two"), "open");
}

void TestRecoveryRoom::endsWithTheEngineInTheMiddleOfALook()
{
    put("one");
    RecoverySetup slow = setup();
    slow.policy.standard.grace.value = 60s;
    m_engine->proposeRecovery(slow, allowed());
    QTRY_VERIFY_WITH_TIMEOUT(!m_sim->state().isEmpty(), patience);
    m_engine.reset(); // does not wait for the grace period, and nothing is left behind
    QCOMPARE(statusOf("one"), "open");
}

void TestRecoveryRoom::leavesLiveJobsToWhoeverTracksThem()
{
    const RecoveryProposal proposal = withoutTracking(test::sampleProposal({1, 0, 2, 0}));
    QCOMPARE(proposal.plan.actions.size(), 3);
    QCOMPARE(changeCount(proposal.plan), 1);
    QCOMPARE(countsOf(expectedReport(proposal.plan)).leftAlone, 2);
    for (const PlannedAction &action : proposal.plan.actions)
        QVERIFY(action.action != Action::Resume);
}

QTEST_GUILESS_MAIN(TestRecoveryRoom)
#include "tst_recoveryroom.moc"
