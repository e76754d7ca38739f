// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobkey.h"
#include "core/jobs/jobstore.h"
#include "tests/support/feedharness.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoroTask>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = WriteOutcome::Kind;

namespace {

const PromptId job{"5d9edb1c-b8b4-4e7c-8af5-9e4b8e0c3f41"};
const QByteArray jobKey = "comfyui:job:5d9edb1c-b8b4-4e7c-8af5-9e4b8e0c3f41";

/// What a test needs: a server, a client of another program, and a store.
struct World
{
    explicit World(const QStringList &config = {})
        : server(config)
        , client(server.port())
        , topology(server.options())
        , store(&topology, JobSchema())
    {
    }
    explicit World(const QStringList &config, const QByteArray &user, const QByteArray &password)
        : server(config)
        , client(server.port())
        , topology(optionsFor(user, password))
        , store(&topology, JobSchema())
    {
    }
    redis::ConnectionOptions optionsFor(const QByteArray &user, const QByteArray &password) const
    {
        auto options = server.options();
        options.user = user;
        options.password = Secret(password);
        return options;
    }
    void put(const QByteArray &value, const QByteArray &ttl = "7000000")
    {
        client.run({"SET", jobKey, value, "PX", ttl});
    }
    JobReading read() { return QCoro::waitFor(store.get(job)).value(); }

    RedisServer server;
    RedisClient client;
    redis::StandaloneTopology topology;
    JobStore store;
};

const QByteArray exotic
    = R"({ "promptId" : "5d9edb1c-b8b4-4e7c-8af5-9e4b8e0c3f41", "seed":18446744073709551615,)"
      R"("status":"queued","type":"t","progress":1.50,"startedAt":1799999999000, "x":{"status":1} })";

} // namespace

class TestJobStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOneAtomically();
    void absentAndWrongTypeAreAnswers();
    void editsNothingButWhatIsAsked();
    void keepsOrRenewsTheTtl();
    void thousandConcurrentUpdatesLoseNothing();
    void createsOnlyWhatIsNotThere();
    void savesNewAndKnown();
    void deletesOnlyWhatWasJudged();
    void extendsOnlyWhatWasJudged();
    void restoresWithTheOriginalExpiry();
    void updatesManyAndStopsAtNone();
    void setsManyEachOnItsOwn();
    void queriesByEveryField();
    void queriesWhatIsOpenOrUnreadable();
    void worksAsOperatorAndOnlyLooksAsViewer();
    void survivesAFlushedScriptCache();
    void refusalsOfTheServerAreErrors();
};

void TestJobStore::readsOneAtomically()
{
    World world;
    world.put(exotic);
    const JobReading reading = world.read();
    QVERIFY(reading.exists && reading.hasValue && reading.isActionable);
    QCOMPARE(reading.value, exotic);
    QCOMPARE(reading.size, exotic.size());
    QVERIFY(*reading.ttl > 6'999s && *reading.ttl <= 7'000s);
    QVERIFY(std::chrono::abs(reading.serverTime - systemNow()) < 2s);
    QCOMPARE(silenceOf(7'200s, 7'000s), std::optional<std::chrono::milliseconds>(200s));
    QVERIFY(!silenceOf(7'200s, std::nullopt));
    QVERIFY(!silenceOf(7'200s, 8'000s));
}

void TestJobStore::absentAndWrongTypeAreAnswers()
{
    World world;
    QVERIFY(!world.read().exists);
    world.client.run({"HSET", jobKey, "a", "b"});
    const JobReading reading = world.read();
    QVERIFY(reading.exists && !reading.hasValue);
    QCOMPARE(reading.redisType, QByteArray("hash"));
    QVERIFY(!reading.ttl);
    world.client.run({"DEL", jobKey});
    world.put(QByteArray((1 << 20) + 1, 'x'));
    QCOMPARE(world.read().size, (1 << 20) + 1);
    QVERIFY(!world.read().hasValue);
}

void TestJobStore::editsNothingButWhatIsAsked()
{
    World world;
    world.put(exotic);
    const auto outcome
        = QCoro::waitFor(world.store.update(job, {JobStatus::Processing, 40.0}, TtlPolicy::Keep));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Done);
    QByteArray wanted = exotic;
    wanted.replace("\"queued\"", "\"processing\"").replace("1.50", "40");
    QCOMPARE(world.client.text({"GET", jobKey}), wanted);
    const auto again
        = QCoro::waitFor(world.store.update(job, {JobStatus::Processing, 40.0}, TtlPolicy::Keep));
    QCOMPARE(again->kind, Kind::AlreadyDone);
}

void TestJobStore::keepsOrRenewsTheTtl()
{
    World world;
    world.put(exotic, "5000000");
    (void)QCoro::waitFor(world.store.update(job, {{}, 2.0}, TtlPolicy::Keep));
    QVERIFY(world.client.integer({"PTTL", jobKey}) <= 5'000'000);
    (void)QCoro::waitFor(world.store.update(job, {{}, 3.0}, TtlPolicy::Renew));
    QVERIFY(world.client.integer({"PTTL", jobKey}) > 7'190'000);
    world.put(exotic, "5000000");
    // A heartbeat: nothing changed, and still the TTL is new.
    const auto beat = QCoro::waitFor(world.store.update(job, {JobStatus::Queued, 1.5}, TtlPolicy::Renew));
    QCOMPARE(beat->kind, Kind::Done);
    QVERIFY(world.client.integer({"PTTL", jobKey}) > 7'190'000);
    // No TTL stays no TTL.
    world.client.run({"SET", jobKey, exotic});
    (void)QCoro::waitFor(world.store.update(job, {{}, 4.0}, TtlPolicy::Keep));
    QCOMPARE(world.client.integer({"PTTL", jobKey}), -1);
}

namespace {

/// Adds one to the progress of the job, by compare-and-set, so that a lost update shows in the sum.
QCoro::Task<int> addOne(JobStore *store, int times)
{
    int lost = 0;
    for (int i = 0; i < times; ++i) {
        for (;;) {
            const Result<JobReading> judged = co_await store->get(job);
            JobParser parser;
            const double progress = parser.parse(judged->value).progress;
            const QByteArray next = editDocument(judged->value, {{}, progress + 0.0625}).value();
            const Result<WriteOutcome> outcome
                = co_await store->compareAndSet(*judged, next, TtlPolicy::Renew);
            if (!outcome)
                ++lost;
            if (!outcome || outcome->kind == Kind::Done)
                break;
        }
    }
    co_return lost;
}

} // namespace

void TestJobStore::thousandConcurrentUpdatesLoseNothing()
{
    World world;
    world.put(QByteArray(exotic).replace("1.50", "0"));
    std::vector<std::unique_ptr<JobStore>> stores;
    std::vector<QCoro::Task<int>> tasks;
    for (int i = 0; i < 8; ++i) {
        stores.push_back(std::make_unique<JobStore>(&world.topology, JobSchema()));
        tasks.push_back(addOne(stores.back().get(), 125));
    }
    for (auto &task : tasks)
        QCOMPARE(QCoro::waitFor(std::move(task)), 0);
    JobParser parser;
    QCOMPARE(parser.parse(world.read().value).progress, 1000 * 0.0625);
}

void TestJobStore::createsOnlyWhatIsNotThere()
{
    World world;
    JobState state;
    state.promptId = job;
    state.type = u"face_swap"_s;
    state.startedAt = systemNow();
    state.serverUrl = u"http://gpu-1:8188"_s;
    QCOMPARE(QCoro::waitFor(world.store.create(state))->kind, Kind::Done);
    QCOMPARE(world.client.text({"GET", jobKey}), newDocument(state));
    QVERIFY(world.client.integer({"PTTL", jobKey}) > 7'190'000);
    world.put(exotic);
    const auto second = QCoro::waitFor(world.store.create(state));
    QCOMPARE(second->kind, Kind::Changed);
    QCOMPARE(second->current, exotic);
    QCOMPARE(world.client.text({"GET", jobKey}), exotic);
}

void TestJobStore::savesNewAndKnown()
{
    World world;
    JobState state;
    state.promptId = job;
    state.type = u"face_swap"_s;
    state.startedAt = systemNow();
    QCOMPARE(QCoro::waitFor(world.store.save(state))->kind, Kind::Done);
    world.put(exotic);
    state.status = JobStatus::Completed;
    state.progress = 100;
    QCOMPARE(QCoro::waitFor(world.store.save(state))->kind, Kind::Done);
    const QByteArray value = world.client.text({"GET", jobKey});
    QVERIFY(value.contains("18446744073709551615") && value.contains("\"completed\""));
}

void TestJobStore::deletesOnlyWhatWasJudged()
{
    World world;
    world.put(exotic);
    const JobReading judged = world.read();
    world.put(jobDocument(job.value(), "processing", 3));
    QCOMPARE(QCoro::waitFor(world.store.remove(judged))->kind, Kind::Changed);
    QCOMPARE(world.client.integer({"EXISTS", jobKey}), 1);
    world.put(exotic, "7200000"); // the same bytes again: its producer lives
    QCOMPARE(QCoro::waitFor(world.store.remove(judged))->kind, Kind::Touched);
    QCOMPARE(world.client.integer({"EXISTS", jobKey}), 1);
    QCOMPARE(QCoro::waitFor(world.store.remove(world.read()))->kind, Kind::Done);
    QCOMPARE(world.client.integer({"EXISTS", jobKey}), 0);
    QCOMPARE(QCoro::waitFor(world.store.remove(judged))->kind, Kind::Gone);
    world.client.run({"HSET", jobKey, "a", "b"});
    QCOMPARE(QCoro::waitFor(world.store.remove(judged))->kind, Kind::WrongType);
}

void TestJobStore::extendsOnlyWhatWasJudged()
{
    World world;
    world.put(exotic, "60000");
    const JobReading judged = world.read();
    const auto later = judged.serverTime + 3h;
    QCOMPARE(QCoro::waitFor(world.store.extend(judged, later))->kind, Kind::Done);
    QVERIFY(world.client.integer({"PTTL", jobKey}) > 10'000'000);
    QCOMPARE(QCoro::waitFor(world.store.extend(judged, later))->kind, Kind::Touched);
    QCOMPARE(QCoro::waitFor(world.store.extend(world.read(), judged.serverTime + 1h))->kind, Kind::Refused);
    (void)QCoro::waitFor(world.store.extend(world.read(), judged.serverTime + 400h));
    QVERIFY(world.client.integer({"PTTL", jobKey}) <= 86'400'000);
}

void TestJobStore::restoresWithTheOriginalExpiry()
{
    World world;
    world.put(exotic, "60000");
    const JobReading snapshot = world.read();
    QCOMPARE(QCoro::waitFor(world.store.remove(snapshot))->kind, Kind::Done);
    QCOMPARE(QCoro::waitFor(world.store.restore(snapshot))->kind, Kind::Done);
    QCOMPARE(world.client.text({"GET", jobKey}), exotic);
    QVERIFY(world.client.integer({"PTTL", jobKey}) <= 60'000);
    world.put(jobDocument(job.value(), "queued", 0));
    QCOMPARE(QCoro::waitFor(world.store.restore(snapshot))->kind, Kind::Changed);
    QVERIFY(world.client.text({"GET", jobKey}) != exotic);
    world.client.run({"DEL", jobKey});
    JobReading past = snapshot;
    past.serverTime -= 2h;
    QCOMPARE(QCoro::waitFor(world.store.restore(past))->kind, Kind::Gone);
    QCOMPARE(world.client.integer({"EXISTS", jobKey}), 0);
}

void TestJobStore::updatesManyAndStopsAtNone()
{
    World world;
    QList<PromptId> ids;
    for (int i = 0; i < 1'200; ++i) {
        const QByteArray id = "many-" + QByteArray::number(i);
        const QByteArray key = "comfyui:job:" + id;
        const QByteArray value = i == 7 ? QByteArray("broken") : jobDocument(id, "processing", 1);
        if (i != 9)
            world.client.run({"SET", key, value, "EX", "7200"});
        ids.append(PromptId(id));
    }
    const auto outcomes
        = QCoro::waitFor(world.store.updateMany(ids, {JobStatus::Failed, {}}, TtlPolicy::Keep));
    QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().message));
    QCOMPARE(outcomes->size(), ids.size());
    for (int i = 0; i < ids.size(); ++i)
        QCOMPARE(outcomes->at(i).kind, i == 7 ? Kind::NotReadable : i == 9 ? Kind::Gone : Kind::Done);
    QCOMPARE(world.client.text({"GET", "comfyui:job:many-7"}), QByteArray("broken"));
    QVERIFY(world.client.text({"GET", "comfyui:job:many-1199"}).contains("\"failed\""));

    const auto readings = QCoro::waitFor(world.store.getMany(ids));
    const auto removed = QCoro::waitFor(world.store.removeMany(readings->mid(0, 5)));
    QCOMPARE(removed->size(), 5);
    QCOMPARE(world.client.integer({"DBSIZE"}), 1'194);
}

void TestJobStore::setsManyEachOnItsOwn()
{
    World world;
    QList<ConditionalWrite> writes;
    for (int i = 0; i < 1'200; ++i) {
        const QByteArray id = "many-" + QByteArray::number(i);
        const QByteArray key = "comfyui:job:" + id;
        world.client.run({"SET", key, "old", "EX", "7000"});
        JobReading judged;
        judged.promptId = PromptId(id);
        judged.value = i == 3 ? QByteArray("other") : QByteArray("old");
        judged.serverTime = systemNow();
        judged.ttl = 7'000s;
        writes.append({judged, "new " + id, i == 5 ? TtlPolicy::Renew : TtlPolicy::Keep});
    }
    world.client.run({"DEL", "comfyui:job:many-4"});
    const auto outcomes = QCoro::waitFor(world.store.compareAndSetMany(writes));
    QCOMPARE(outcomes.size(), writes.size());
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        QVERIFY(outcomes[i]);
        QCOMPARE(outcomes[i]->kind, i == 3 ? Kind::Changed : i == 4 ? Kind::Gone : Kind::Done);
    }
    QCOMPARE(world.client.text({"GET", "comfyui:job:many-1199"}), QByteArray("new many-1199"));
    QCOMPARE(world.client.text({"GET", "comfyui:job:many-3"}), QByteArray("old"));
    QVERIFY(world.client.integer({"TTL", "comfyui:job:many-5"}) > 7'100);
    QVERIFY(world.client.integer({"TTL", "comfyui:job:many-6"}) <= 7'000);
}

void TestJobStore::queriesWhatIsOpenOrUnreadable()
{
    World world;
    for (const char *status : {"queued", "processing", "completed", "failed"}) {
        const QByteArray document = jobDocument(status, status, 0);
        const QByteArray key = QByteArray("comfyui:job:") + status;
        world.client.run({"SET", key, document, "EX", "7200"});
    }
    world.client.run({"SET", "comfyui:job:torn", "{", "EX", "7200"});
    world.client.run({"HSET", "comfyui:job:hash", "a", "b"});
    const auto idsOf = [&world](const JobSelection &selection) {
        QByteArrayList ids;
        for (const JobReading &reading : *QCoro::waitFor(world.store.query(selection)))
            ids.append(reading.promptId.value());
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    JobSelection selection;
    selection.onlyOpen = true;
    QCOMPARE(idsOf(selection), (QByteArrayList{"processing", "queued"}));
    selection.withUnreadable = true;
    QCOMPARE(idsOf(selection), (QByteArrayList{"hash", "processing", "queued", "torn"}));
    QVERIFY(world.store.serverOf(PromptId("torn")).has_value());
    QVERIFY(!world.store.serverOf(PromptId("torn"))->facts.runId.isEmpty());
}

void TestJobStore::queriesByEveryField()
{
    World world;
    const auto add = [&](const QByteArray &id, const QByteArray &status, const QByteArray &user) {
        const QByteArray key = "comfyui:job:" + id;
        const QByteArray value = jobDocument(id, status, 0).replace("usr_1", user);
        world.client.run({"SET", key, value, "EX", "7200"});
    };
    add("a", "queued", "anna");
    add("b", "failed", "anna");
    add("c", "failed", "ben");
    const auto ids = [&](const JobSelection &selection) {
        QByteArrayList found;
        const auto readings = QCoro::waitFor(world.store.query(selection));
        for (const JobReading &reading : readings.value())
            found += reading.promptId.value();
        std::sort(found.begin(), found.end());
        return found.join(',');
    };
    QCOMPARE(ids({}), QByteArray("a,b,c"));
    QCOMPARE(ids({.userId = u"anna"_s, .type = {}, .status = {}, .serverUrl = {}}), QByteArray("a,b"));
    QCOMPARE(ids({.userId = u"anna"_s, .type = {}, .status = JobStatus::Failed, .serverUrl = {}}),
        QByteArray("b"));
    QCOMPARE(ids({.userId = {}, .type = u"other"_s, .status = {}, .serverUrl = {}}), QByteArray());
    QCOMPARE(ids({.userId = {}, .type = {}, .status = {}, .serverUrl = u"http://gpu-1:8188"_s}),
        QByteArray("a,b,c"));
}

void TestJobStore::worksAsOperatorAndOnlyLooksAsViewer()
{
    const QString commands
        = u" -@all +hello +auth +ping +client|setname +client|id +select +info +time +dbsize +scan "
          u"+type +get +mget +strlen +getrange +pttl +exists +role"_s;
    const QStringList users{u"user op on >pw resetkeys ~comfyui:job:* ~comfyui:ops:*"_s + commands
            + u" +set +del +pexpireat +eval +evalsha +script|load +wait"_s,
        u"user view on >pw resetkeys %R~comfyui:job:*"_s + commands};
    World asOperator(users, "op", "pw");
    QVERIFY2(asOperator.server.isRunning(), qPrintable(asOperator.server.log()));
    asOperator.put(exotic);
    QVERIFY(asOperator.read().isActionable);
    QCOMPARE(QCoro::waitFor(asOperator.store.update(job, {{}, 9.0}, TtlPolicy::Keep))->kind, Kind::Done);
    QCOMPARE(QCoro::waitFor(asOperator.store.remove(asOperator.read()))->kind, Kind::Done);

    World asViewer(users, "view", "pw");
    asViewer.put(exotic);
    const JobReading looked = asViewer.read();
    QCOMPARE(looked.value, exotic);
    QVERIFY(!looked.isActionable);
    const auto refused = QCoro::waitFor(asViewer.store.remove(looked));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Permission);
    QCOMPARE(asViewer.client.integer({"EXISTS", jobKey}), 1);
}

void TestJobStore::survivesAFlushedScriptCache()
{
    World world;
    world.put(exotic);
    (void)world.read();
    world.client.run({"SCRIPT", "FLUSH"});
    QCOMPARE(world.read().value, exotic);
    world.client.run({"SCRIPT", "FLUSH"});
    QCOMPARE(QCoro::waitFor(world.store.update(job, {{}, 9.0}, TtlPolicy::Keep))->kind, Kind::Done);
}

void TestJobStore::refusalsOfTheServerAreErrors()
{
    World world;
    world.put(exotic);
    (void)world.read();
    world.client.run({"CONFIG", "SET", "maxmemory", "1"});
    const auto edit = QCoro::waitFor(world.store.update(job, {JobStatus::Processing, 9.0}, TtlPolicy::Keep));
    QVERIFY(!edit);
    QCOMPARE(edit.error().kind, Error::Kind::OutOfMemory);
    world.client.run({"CONFIG", "SET", "maxmemory", "0"});
    world.client.run({"REPLICAOF", "127.0.0.1", "1"});
    const auto write = QCoro::waitFor(world.store.update(job, {JobStatus::Processing, 9.0}, TtlPolicy::Keep));
    QVERIFY(!write);
    QCOMPARE(write.error().kind, Error::Kind::ReadOnly);
    world.server.kill();
    QVERIFY(!QCoro::waitFor(world.store.get(job)));
}

QTEST_GUILESS_MAIN(TestJobStore)
#include "tst_jobstore.moc"
