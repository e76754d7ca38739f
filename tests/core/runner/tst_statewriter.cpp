// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/statewriter.h"

#include "tests/support/feedharness.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct World
{
    explicit World(WriterOptions options = {})
        : topology(server.options())
        , store(&topology, {})
        , client(server.port())
        , writer(
              &store, {}, [this](const PromptId &) { return mayWrite; }, options)
    {
    }
    void add(const QByteArray &id)
    {
        const QByteArray document = jobDocument(id, "processing", 0);
        const QByteArray key = "comfyui:job:" + id;
        client.run({"SET", key, document, "EX", "7200"});
        writer.add(PromptId(id), document);
    }
    QByteArray value(const QByteArray &id)
    {
        const QByteArray key = "comfyui:job:" + id;
        return client.text({"GET", key});
    }
    double progress(const QByteArray &id)
    {
        JobParser parser;
        return parser.parse(value(id)).progress;
    }

    RedisServer server;
    redis::StandaloneTopology topology;
    JobStore store;
    RedisClient client;
    bool mayWrite = true;
    StateWriter writer;
};

const PromptId a("a");

JobEdit at(double progress)
{
    return {JobStatus::Processing, progress};
}

} // namespace

class TestStateWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheNewestAndNotEach();
    void aNewStatusGoesAtOnce();
    void manyShareARoundTrip();
    void writesNothingWithoutTheLease();
    void mergesAndKeepsForeignBytes();
    void progressDoesNotFallBelowOthers();
    void anEndOfOthersStands();
    void whatIsNoJobIsLeft();
    void writesAgainAfterAnOutage();
    void withNothingToWriteIsNotAway();
    void heartbeatCanBeStopped();
};

void TestStateWriter::writesTheNewestAndNotEach()
{
    World world;
    world.add("a");
    QSignalSpy written(&world.writer, &StateWriter::written);
    QElapsedTimer time;
    time.start();
    for (int i = 1; i <= 80; ++i) {
        world.writer.want(a, at(i));
        QTest::qWait(10); // a hundred a second: many more than may be written
    }
    QTRY_COMPARE(world.progress("a"), 80.0);
    QVERIFY(world.writer.isWritten(a));
    QVERIFY2(written.count() <= time.elapsed() / 250 + 2, qPrintable(QString::number(written.count())));
    QVERIFY(written.count() >= 2);
    QVERIFY(world.client.integer({"PTTL", "comfyui:job:a"}) > 7'100'000);
}

void TestStateWriter::aNewStatusGoesAtOnce()
{
    WriterOptions options;
    options.between = 1h;
    World world(options);
    world.add("a");
    world.writer.want(a, {JobStatus::Processing, 1});
    QTRY_COMPARE(world.progress("a"), 1.0); // the first edit is a new status
    world.writer.want(a, {JobStatus::Processing, 2});
    world.writer.want(a, {JobStatus::Failed, 2});
    QTRY_VERIFY(world.value("a").contains("failed"));
}

void TestStateWriter::manyShareARoundTrip()
{
    World world;
    for (int i = 0; i < 300; ++i)
        world.add("m" + QByteArray::number(i));
    for (int i = 0; i < 300; ++i)
        world.writer.want(PromptId("m" + QByteArray::number(i)), at(i / 3.0));
    // When the first is written, so are all: no turn of the event loop lies between them.
    qint64 writtenTogether = 0;
    connect(
        &world.writer, &StateWriter::written, this,
        [&] { QTimer::singleShot(0, this, [&] { writtenTogether = world.writer.writes(); }); },
        Qt::SingleShotConnection);
    QTRY_COMPARE(writtenTogether, 300);
    QCOMPARE(world.progress("m299"), 299 / 3.0);
}

void TestStateWriter::writesNothingWithoutTheLease()
{
    WriterOptions options;
    options.heartbeat = 200ms;
    World world(options);
    world.add("a");
    world.mayWrite = false;
    world.writer.want(a, at(5));
    QTest::qWait(500); // longer than two heartbeats
    QCOMPARE(world.progress("a"), 0.0);
    world.mayWrite = true;
    QTRY_COMPARE(world.progress("a"), 5.0);
}

void TestStateWriter::mergesAndKeepsForeignBytes()
{
    World world;
    world.add("a");
    QByteArray theirs = jobDocument("a", "processing", 1);
    theirs.chop(1);
    theirs += R"(, "mine" :[1.50,"\u00e9"]})";
    world.client.run({"SET", "comfyui:job:a", theirs, "EX", "7200"});
    QSignalSpy overtaken(&world.writer, &StateWriter::overtaken);
    world.writer.want(a, at(5));
    QTRY_COMPARE(world.progress("a"), 5.0);
    QCOMPARE(overtaken.count(), 1);
    QVERIFY(world.value("a").endsWith(R"(, "mine" :[1.50,"\u00e9"]})"));
}

void TestStateWriter::progressDoesNotFallBelowOthers()
{
    World world;
    world.add("a");
    world.client.run({"SET", "comfyui:job:a", jobDocument("a", "processing", 70), "EX", "7200"});
    world.writer.want(a, at(5));
    QTRY_VERIFY(world.writer.writes() == 1);
    QCOMPARE(world.progress("a"), 70.0);
}

void TestStateWriter::anEndOfOthersStands()
{
    World world;
    world.add("a");
    const QByteArray theirs = jobDocument("a", "failed", 1);
    world.client.run({"SET", "comfyui:job:a", theirs, "EX", "7200"});
    QSignalSpy takenOver(&world.writer, &StateWriter::takenOver);
    world.writer.want(a, at(5));
    QTRY_COMPARE(takenOver.count(), 1);
    QCOMPARE(world.value("a"), theirs);
    QVERIFY(!world.writer.contains(a));
}

void TestStateWriter::whatIsNoJobIsLeft()
{
    World world;
    world.add("a");
    world.add("b");
    world.client.run({"SET", "comfyui:job:a", "broken"});
    world.client.run({"DEL", "comfyui:job:b"});
    world.client.run({"LPUSH", "comfyui:job:b", "x"});
    QSignalSpy takenOver(&world.writer, &StateWriter::takenOver);
    world.writer.want(a, at(5));
    world.writer.want(PromptId("b"), at(5));
    QTRY_COMPARE(takenOver.count(), 2);
    QCOMPARE(world.value("a"), QByteArray("broken"));
}

void TestStateWriter::writesAgainAfterAnOutage()
{
    World world;
    world.add("a");
    world.writer.want(a, at(5));
    QTRY_COMPARE(world.progress("a"), 5.0);
    QSignalSpy away(&world.writer, &StateWriter::awayChanged);
    world.server.kill();
    world.writer.want(a, at(6));
    QTRY_COMPARE_WITH_TIMEOUT(away.count(), 1, 20'000);
    QVERIFY(world.writer.isAway());
    world.writer.want(a, at(7));
    QVERIFY(world.server.start());
    world.client = RedisClient(world.server.port());
    QSignalSpy recreated(&world.writer, &StateWriter::recreated);
    QTRY_COMPARE_WITH_TIMEOUT(world.progress("a"), 7.0, 20'000);
    QTRY_VERIFY(!world.writer.isAway());
    QTRY_COMPARE(recreated.count(), 1);
}

/// The last job may end by another way while its writes are still refused.
void TestStateWriter::withNothingToWriteIsNotAway()
{
    World world;
    world.add("a");
    QSignalSpy away(&world.writer, &StateWriter::awayChanged);
    world.server.kill();
    world.writer.want(a, at(6));
    QTRY_VERIFY_WITH_TIMEOUT(world.writer.isAway(), 20'000);
    world.writer.remove(a);
    QVERIFY(!world.writer.isAway());
    QCOMPARE(away.count(), 2);
}

void TestStateWriter::heartbeatCanBeStopped()
{
    WriterOptions options;
    options.heartbeat = 100ms;
    World world(options);
    world.add("a");
    QTRY_VERIFY(world.writer.writes() > 2);
    world.writer.setHeartbeat(a, false);
    QTRY_VERIFY(!world.writer.isBusy());
    const qint64 writes = world.writer.writes();
    QTest::qWait(500); // five heartbeats
    QVERIFY(world.writer.writes() <= writes + 1);
}

QTEST_GUILESS_MAIN(TestStateWriter)
#include "tst_statewriter.moc"
