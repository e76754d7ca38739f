// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysimprocess.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "ui/engine/consoleengine.h"

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

/// Actions on single jobs as the console does them: through the engine's thread, on a real Redis and a
/// simulated server.
class TestActionRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void cancelsALiveJobOfOurs();
    void whatIsNotOursIsLeft();
    void letsAKeyLiveLonger();
    void submitsAgainAndFollows();
    void whatLivesIsNotSubmittedAgain();
    void productionIsRefused();

private:
    void put(const QByteArray &id);
    void load(const QString &id, const QString &state);
    [[nodiscard]] RecoverySetup setup() const;
    [[nodiscard]] JobActionFinding propose(const JobActionWish &wish);
    [[nodiscard]] JobActionEnd act(const JobActionWish &wish);
    [[nodiscard]] comfyui::ServerAllowList allowed() const
    {
        return *comfyui::ServerAllowList::fromTexts({m_sim->url().toString()});
    }

    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::RedisClient> m_client;
    std::unique_ptr<test::ComfySimProcess> m_sim;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConsoleEngine> m_engine;
    EnvironmentClass m_class = EnvironmentClass::Staging;
};

void TestActionRoom::init()
{
    m_class = EnvironmentClass::Staging;
    m_redis = std::make_unique<test::RedisServer>();
    m_client = std::make_unique<test::RedisClient>(m_redis->port());
    m_sim = std::make_unique<test::ComfySimProcess>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine
        = std::make_unique<ConsoleEngine>(m_redis->options(), FeedOptions(), [](const FeedBatchPtr &) {});
    m_engine->start();
}

void TestActionRoom::cleanup()
{
    m_engine.reset();
    m_sim.reset();
    m_client.reset();
    m_redis.reset();
}

void TestActionRoom::put(const QByteArray &id)
{
    const auto started = static_cast<qint64>((systemNow() - 5min).time_since_epoch().count());
    const QByteArray key = "comfyui:job:" + id;
    const QByteArray document = "{\"promptId\":\"" + id
        + "\",\"type\":\"image_generation\",\"status\":\"processing\",\"progress\":40,\"startedAt\":"
        + QByteArray::number(started) + ",\"serverUrl\":\"" + m_sim->url().toString().toUtf8() + "\"}";
    m_client->run({"SET", key, document, "EX", "600"});
}

void TestActionRoom::load(const QString &id, const QString &state)
{
    m_sim->control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{QJsonObject{{u"id"_s, id}, {u"state"_s, state}, {u"duration_ms"_s, 600'000},
                {u"steps"_s, 12'000}}}}}); // short steps: between two of them it can be interrupted
}

RecoverySetup TestActionRoom::setup() const
{
    RecoverySetup setup;
    setup.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    setup.environment = u"test"_s;
    setup.guarded = {u"test"_s, m_class};
    setup.journalPath = m_folder->filePath(u"journal.sqlite"_s);
    setup.spoolFolder = m_folder->filePath(u"spool"_s);
    setup.policy = defaultPolicy();
    setup.policy.standard.grace.value = 300ms;
    setup.records = RecordsAddress(); // there is none
    return setup;
}

JobActionFinding TestActionRoom::propose(const JobActionWish &wish)
{
    QSignalSpy found(m_engine.get(), &ConsoleEngine::jobActionFound);
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::jobActionFailed);
    m_engine->proposeAction(setup(), wish, allowed());
    if (!QTest::qWaitFor([&] { return found.count() + failed.count() > 0; }, patience))
        return {};
    return found.isEmpty() ? JobActionFinding() : found.at(0).at(0).value<JobActionFinding>();
}

/// The text of the error where it was refused.
JobActionEnd TestActionRoom::act(const JobActionWish &wish)
{
    QSignalSpy acted(m_engine.get(), &ConsoleEngine::jobActed);
    QSignalSpy failed(m_engine.get(), &ConsoleEngine::jobActionFailed);
    m_engine->act(setup(), wish);
    if (!QTest::qWaitFor([&] { return acted.count() + failed.count() > 0; }, patience))
        return {};
    if (!acted.isEmpty())
        return acted.at(0).at(0).value<JobActionEnd>();
    JobActionEnd refused;
    refused.text = failed.at(0).at(0).value<Error>().message;
    return refused;
}

void TestActionRoom::cancelsALiveJobOfOurs()
{
    put("live");
    load(u"live"_s, u"running"_s);
    const JobActionWish wish{JobActionKind::Cancel, PromptId("live"), {}};
    const JobActionFinding finding = propose(wish);
    QVERIFY2(finding.isPossible, qPrintable(finding.text));
    QVERIFY(!m_engine->isActing());
    const JobActionEnd end = act(wish);
    QVERIFY2(end.isDone, qPrintable(end.text));
    QVERIFY(m_client->text({"GET", "comfyui:job:live"}).contains("processing")); // the books are left
    QVERIFY(!propose(wish).isPossible); // it is gone
}

void TestActionRoom::whatIsNotOursIsLeft()
{
    load(u"others"_s, u"running"_s);
    const JobActionFinding finding = propose({JobActionKind::Cancel, PromptId("others"), {}});
    QVERIFY(!finding.isPossible);
    QVERIFY(!finding.text.isEmpty());
}

void TestActionRoom::letsAKeyLiveLonger()
{
    put("job");
    JobActionWish wish{JobActionKind::Extend, PromptId("job"), {}};
    const JobActionFinding finding = propose(wish);
    QVERIFY2(finding.isPossible, qPrintable(finding.text));
    QVERIFY(finding.expiresAt);
    wish.time = 2h;
    QVERIFY(act(wish).isDone);
    QVERIFY(m_client->integer({"TTL", "comfyui:job:job"}) > 7000);
    QVERIFY(!propose({JobActionKind::Extend, PromptId("nobody"), {}}).isPossible);
}

void TestActionRoom::submitsAgainAndFollows()
{
    put("failed");
    load(u"failed"_s, u"error"_s);
    const JobActionWish wish{JobActionKind::Resubmit, PromptId("failed"), {}};
    const JobActionFinding finding = propose(wish);
    QVERIFY2(finding.isPossible, qPrintable(finding.text));
    const JobActionEnd end = act(wish);
    QVERIFY2(end.isDone, qPrintable(end.text));
    QVERIFY(!end.newId.value().isEmpty());
    const QByteArray key = "comfyui:job:" + end.newId.value();
    QTRY_VERIFY_WITH_TIMEOUT(!m_client->text({"GET", key}).isEmpty(), patience);
    QVERIFY(m_client->text({"GET", "comfyui:job:failed"}).contains("processing")); // the old one is left
}

void TestActionRoom::whatLivesIsNotSubmittedAgain()
{
    put("live");
    load(u"live"_s, u"running"_s);
    QVERIFY(!propose({JobActionKind::Resubmit, PromptId("live"), {}}).isPossible);
}

/// The engine decides, whatever a dialog would let through.
void TestActionRoom::productionIsRefused()
{
    m_class = EnvironmentClass::Production;
    put("job");
    JobActionWish wish{JobActionKind::Extend, PromptId("job"), {}};
    QVERIFY(propose(wish).isPossible);
    wish.time = 2h;
    const JobActionEnd end = act(wish);
    QVERIFY(!end.isDone);
    QVERIFY2(end.text.contains(u"read-only"_s), qPrintable(end.text));
    QVERIFY(m_client->integer({"TTL", "comfyui:job:job"}) <= 600);
}

QTEST_MAIN(TestActionRoom)
#include "tst_actionroom.moc"
