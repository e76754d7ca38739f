// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/queuescanner.h"

#include "core/comfyui/jobslist.h"
#include "core/comfyui/jsonread.h"

#include <QElapsedTimer>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray workflow
    = R"({"1": {"class_type" : "K\"S]", "inputs":{"seed":18446744073709551615,"x":NaN}} })";

QByteArray item(const QByteArray &number, const QByteArray &id, const QByteArray &extra)
{
    return "[" + number + ",\"" + id + "\"," + workflow + "," + extra + ",[\"1\",\"9\"]]";
}

QByteArray queueBody()
{
    const QByteArray extra = R"({"client_id":"cA","create_time":1795474522869,"emberwatch_job":"m-1",
        "extra_pnginfo":{"workflow":{"nodes":[{"id":1,"pos":[NaN,2]}]}}})";
    return R"({"queue_running":[)" + item("0", "run", extra) + R"(], "other":{"queue_pending":[1,2]},
        "queue_pending":[)"
        + item("7", "late", "null") + "," + item("5.0", "b", R"({"client_id":null})") + ","
        + item("5", "a", "{}").chopped(1) + ",{\"more\":[]},7]" + "," + item("-3", "first", "{}") + "]}";
}

Result<QueueSnapshot> scan(
    const QByteArray &body, qsizetype piece = 1 << 20, const QSet<PromptId> &wanted = {})
{
    QueueScanner scanner(wanted);
    for (qsizetype at = 0; at < body.size(); at += piece) {
        const Result<void> fed = scanner.feed(QByteArrayView(body).sliced(at, qMin(piece, body.size() - at)));
        if (!fed)
            return tl::make_unexpected(fed.error());
    }
    return scanner.finish();
}

Result<QueueSnapshot> jobsList(const QByteArray &body)
{
    JsonReader reader;
    const Result<JsonValue> root = reader.read(body);
    return root ? queueFromJobsList(*root) : tl::make_unexpected(root.error());
}

} // namespace

class TestQueueScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatASnapshotHolds();
    void readsItInPiecesOfAnySize();
    void keepsWantedWorkflowsByteForByte();
    void readsAnEmptyQueue();
    void refuses_data();
    void refuses();
    void passesOverLargeWorkflows();
    void readsTheJobsList();
    void theEndedOneOfTwoWins();
    void refusesOtherLists_data();
    void refusesOtherLists();
};

void TestQueueScanner::readsWhatASnapshotHolds()
{
    const Result<QueueSnapshot> queue = scan(queueBody());
    QVERIFY2(queue, queue ? "" : qPrintable(queue.error().message));
    QCOMPARE(queue->running.size(), 1);
    const QueueItem &running = queue->running[0];
    QCOMPARE(running.promptId, PromptId("run"));
    QVERIFY(running.isRunning);
    QCOMPARE(running.clientId, u"cA"_s);
    QCOMPARE(running.marker, "m-1");
    QCOMPARE(running.createdAt, Timestamp(1795474522869ms));
    QCOMPARE(running.outputsToExecute, (QByteArrayList{"1", "9"}));
    QVERIFY(running.workflow.isEmpty());
    QStringList order;
    for (const QueueItem &pending : queue->pending)
        order.append(QString::fromLatin1(pending.promptId.value()));
    QCOMPARE(order, (QStringList{u"first"_s, u"a"_s, u"b"_s, u"late"_s}));
    QCOMPARE(queue->find(PromptId("b"))->number, 5.0);
    QVERIFY(queue->find(PromptId("b"))->clientId.isEmpty());
    QVERIFY(queue->find(PromptId("nobody")) == nullptr);
}

void TestQueueScanner::readsItInPiecesOfAnySize()
{
    const QByteArray body = queueBody();
    const Result<QueueSnapshot> whole = scan(body);
    QVERIFY(whole);
    for (qsizetype piece = 1; piece < 200; ++piece) {
        const Result<QueueSnapshot> queue = scan(body, piece);
        QVERIFY(queue);
        QCOMPARE(*queue, *whole);
    }
}

void TestQueueScanner::keepsWantedWorkflowsByteForByte()
{
    for (const qsizetype piece : {1, 7, 100'000}) {
        const Result<QueueSnapshot> queue = scan(queueBody(), piece, {PromptId("b")});
        QVERIFY(queue);
        QCOMPARE(queue->find(PromptId("b"))->workflow, workflow);
        QVERIFY(queue->find(PromptId("a"))->workflow.isEmpty());
    }
}

void TestQueueScanner::readsAnEmptyQueue()
{
    const Result<QueueSnapshot> queue = scan(" {\"queue_running\": [], \"queue_pending\": []} \n");
    QVERIFY(queue);
    QCOMPARE(queue->count(), 0);
}

void TestQueueScanner::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &body, Error::Kind kind) {
        QTest::newRow(name) << body << static_cast<int>(kind);
    };
    row("nothing", "", Error::Kind::Parse);
    row("a page", "<html><body>502</body></html>", Error::Kind::Parse);
    row("a cut one", queueBody().chopped(1), Error::Kind::Parse);
    row("one cut in a string", queueBody().left(40), Error::Kind::Parse);
    row("brackets that do not match", R"({"queue_running":[}],"queue_pending":[]})", Error::Kind::Parse);
    row("two documents", R"({"queue_running":[],"queue_pending":[]}{})", Error::Kind::Parse);
    row("too deep", R"({"a":)" + QByteArray(2000, '['), Error::Kind::Parse);
    row("another object", R"({"error":"x"})", Error::Kind::Protocol);
    row("without the pending ones", R"({"queue_running":[]})", Error::Kind::Protocol);
    row("a list that is none", R"({"queue_running":{},"queue_pending":[]})", Error::Kind::Protocol);
    row("items that are none", R"({"queue_running":[],"queue_pending":[{"id":1}]})", Error::Kind::Protocol);
    row("numbers as items", R"({"queue_running":[],"queue_pending":[1]})", Error::Kind::Protocol);
    row("texts as items", R"({"queue_running":[],"queue_pending":["x"]})", Error::Kind::Protocol);
    row("an item without id", R"({"queue_running":[[1]],"queue_pending":[]})", Error::Kind::Protocol);
}

void TestQueueScanner::refuses()
{
    QFETCH(QByteArray, body);
    for (const qsizetype piece : {1, 100'000}) {
        const Result<QueueSnapshot> queue = scan(body, piece);
        QVERIFY(!queue);
        QTEST(static_cast<int>(queue.error().kind), "kind");
    }
}

void TestQueueScanner::passesOverLargeWorkflows()
{
    const QByteArray large = "{\"1\":{\"inputs\":{\"text\":\"" + QByteArray(400, 'x') + "\",\"n\":[1,2,3]}}}";
    const QByteArray one = "[1,\"id\",{\"a\":[" + QByteArray(large + ",").repeated(200) + "1]},{},[\"1\"]],";
    QueueScanner scanner;
    QVERIFY(scanner.feed("{\"queue_running\":[],\"queue_pending\":["));
    QElapsedTimer timer;
    timer.start();
    qint64 bytes = 0;
    while (bytes < (64 << 20)) {
        QVERIFY(scanner.feed(one));
        bytes += one.size();
    }
    QVERIFY(scanner.feed("[2,\"last\",{},{},[]]]}"));
    const Result<QueueSnapshot> queue = scanner.finish();
    QVERIFY(queue);
    QCOMPARE(queue->pending.constLast().promptId, PromptId("last"));
    qInfo("64 MiB of queue in %lld ms", timer.elapsed());
}

void TestQueueScanner::readsTheJobsList()
{
    const Result<QueueSnapshot> queue = jobsList(R"({"jobs":[
        {"id":"c","status":"pending","priority":9,"create_time":1795474918686,"outputs_count":0},
        {"id":"a","status":"in_progress","priority":1},{"id":"b","status":"pending","priority":2},
        {"id":"d","status":"completed","priority":0}],
        "pagination":{"offset":0,"limit":null,"total":3,"has_more":false}})");
    QVERIFY(queue);
    QVERIFY(!queue->hasDetails);
    QCOMPARE(queue->running.size(), 1);
    QCOMPARE(queue->running[0].promptId, PromptId("a"));
    QCOMPARE(queue->pending.size(), 2);
    QCOMPARE(queue->pending[0].promptId, PromptId("b"));
    QCOMPARE(queue->pending[1].createdAt, Timestamp(1795474918686ms));
}

void TestQueueScanner::theEndedOneOfTwoWins()
{
    const QByteArray open = R"({"id":"a","status":"in_progress"})";
    const QByteArray ended = R"({"id":"a","status":"completed"})";
    for (const QByteArray &both : {QByteArray(open + ',' + ended), QByteArray(ended + ',' + open)}) {
        const Result<QueueSnapshot> queue = jobsList("{\"jobs\":[" + both + "]}");
        QVERIFY(queue);
        QCOMPARE(queue->count(), 0);
    }
}

void TestQueueScanner::refusesOtherLists_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("an error") << R"({"error":"x"})"_ba;
    QTest::newRow("jobs that are none") << R"({"jobs":{}})"_ba;
    QTest::newRow("a job without id") << R"({"jobs":[{"status":"pending"}]})"_ba;
    QTest::newRow("a part") << R"({"jobs":[],"pagination":{"has_more":true}})"_ba;
}

void TestQueueScanner::refusesOtherLists()
{
    QFETCH(QByteArray, body);
    const Result<QueueSnapshot> queue = jobsList(body);
    QVERIFY(!queue);
    QCOMPARE(queue.error().kind, Error::Kind::Protocol);
}

QTEST_GUILESS_MAIN(TestQueueScanner)
#include "tst_queuescanner.moc"
