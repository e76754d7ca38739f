// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace emberwatch::test;

namespace {

const QString me = u"client-a"_s;
const QJsonObject longJob{{u"duration_ms"_s, 60'000}, {u"steps"_s, 1200}};

void shakeHands(QTcpSocket &socket, const ComfySimProcess &sim)
{
    socket.connectToHost(u"127.0.0.1"_s, sim.port());
    socket.write("GET " + sim.url().path().toUtf8()
        + "/ws?clientId=raw HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
}

/// The HTTP status that a handshake is answered with.
int handshakeStatus(const ComfySimProcess &sim)
{
    QTcpSocket socket;
    shakeHands(socket, sim);
    return socket.waitForConnected() && socket.waitForReadyRead()
        ? socket.readLine().split(' ').value(1).toInt()
        : 0;
}

} // namespace

/// What goes wrong with real servers, switched on by control actions.
class ComfySimFaultsTest : public QObject
{
    Q_OBJECT

private:
    static QString runLongJob(ComfySimProcess &sim)
    {
        ComfyClient client(sim.url());
        return client.submit(ComfyClient::simJob(longJob), QJsonObject{{u"client_id"_s, me}});
    }

private Q_SLOTS:
    void aRestartForgetsEverythingButFiles_data()
    {
        QTest::addColumn<QString>("behaviour");
        for (const char *name : {"old", "middle", "new"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void aRestartForgetsEverythingButFiles()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QString done = client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 0}}));
        QTRY_VERIFY(!client.history(done).isEmpty());
        const QString running = runLongJob(sim);
        const QString waiting = runLongJob(sim);
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{running});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.has(u"status"_s));

        QTcpSocket raw;
        shakeHands(raw, sim);
        QTRY_VERIFY(raw.peek(4096).endsWith("\"sid\": \"raw\"}}"));
        sim.control(u"restart"_s);
        QTRY_VERIFY(!socket.isOpen());
        QTRY_COMPARE(raw.state(), QAbstractSocket::UnconnectedState);
        QVERIFY2(
            raw.readAll().endsWith("\"sid\": \"raw\"}}"), "a close frame came: that would not be code 1006");
        for (const QString &id : {done, running, waiting})
            QCOMPARE(client.get(u"/history/"_s + id).body, QByteArray("{}"));
        QCOMPARE(client.get(u"/queue"_s).body, QByteArray(R"({"queue_running": [], "queue_pending": []})"));
        QCOMPARE(client.get(u"/view?filename=ComfyUI_00001_.png&type=output"_s).status, 200);
        const ComfyAnswer next
            = client.post(u"/prompt"_s, QJsonObject{{u"prompt"_s, ComfyClient::simJob(longJob)}});
        QVERIFY(next.body.contains("\"number\": 0,"));
    }

    void aRestartMayTakeAWhileAndChangeTheVersion()
    {
        ComfySimProcess sim({u"old"_s});
        ComfyClient client(sim.url());
        sim.control(u"restart"_s, {{u"downtime_ms"_s, 400}, {u"behaviour"_s, u"new"_s}});
        QCOMPARE(client.get(u"/prompt"_s).error, QNetworkReply::ConnectionRefusedError);
        QTRY_COMPARE(client.get(u"/api/jobs"_s).status, 200);
    }

    void anUnreachableServerGoesOnWorking()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.has(u"status"_s));
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 100}}), QJsonObject{{u"client_id"_s, me}});
        sim.control(u"unreachable"_s);
        QTRY_VERIFY(!socket.isOpen());
        QCOMPARE(client.get(u"/prompt"_s).error, QNetworkReply::ConnectionRefusedError);
        QTRY_COMPARE(sim.state().value("history"_L1).toInt(), 1);
        sim.control(u"reachable"_s);
        QVERIFY(!client.history(id).isEmpty());
    }

    void proxiesAnswerInHtml_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {404, 502, 503, 524})
            QTest::addRow("%d", status) << status;
    }
    void proxiesAnswerInHtml()
    {
        QFETCH(const int, status);
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"html"_s, {{u"status"_s, status}});
        const ComfyAnswer page = client.get(u"/api/queue"_s);
        QCOMPARE(page.status, status);
        QVERIFY(page.contentType.startsWith("text/html") && page.body.startsWith("<!DOCTYPE html>"));
        QCOMPARE(handshakeStatus(sim), status);
        sim.control(u"heal"_s);
        QCOMPARE(handshakeStatus(sim), 101);
        QCOMPARE(client.get(u"/queue"_s).status, 200);
    }

    void faultsHitOnlyWhatTheyName()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"answer"_s, {{u"path"_s, u"/history"_s}, {u"method"_s, u"GET"_s}, {u"times"_s, 2}});
        const ComfyAnswer crash = client.get(u"/history/x"_s);
        QCOMPARE(crash.status, 500);
        QVERIFY(crash.contentType.startsWith("text/plain"));
        QCOMPARE(client.get(u"/queue"_s).status, 200);
        QCOMPARE(client.post(u"/history"_s, QByteArray("{}")).status, 200);
        QCOMPARE(client.get(u"/api/history"_s).status, 500);
        QCOMPARE(client.get(u"/history/x"_s).status, 200); // the third time
        sim.control(u"answer"_s,
            {{u"name"_s, u"r"_s}, {u"status"_s, 302}, {u"location"_s, u"http://login.example/"_s},
                {u"body"_s, u"go"_s}});
        QCOMPARE(client.get(u"/queue"_s).status, 302);
        sim.control(u"heal"_s, {{u"name"_s, u"other"_s}});
        QCOMPARE(client.get(u"/queue"_s).status, 302);
        sim.control(u"heal"_s, {{u"name"_s, u"r"_s}});
        QCOMPARE(client.get(u"/queue"_s).status, 200);
    }

    void slowServersLookLateAndLateOnesAnswerLate()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        QElapsedTimer clock;
        sim.control(u"slow"_s, {{u"path"_s, u"/queue"_s}, {u"ms"_s, 300}, {u"times"_s, 1}});
        clock.start();
        QCOMPARE(client.get(u"/queue"_s).status, 200);
        QVERIFY(clock.elapsed() >= 290);
        // A POST whose client has gone is done all the same.
        sim.control(u"slow"_s, {{u"path"_s, u"/prompt"_s}, {u"ms"_s, 300}, {u"times"_s, 1}});
        client.setTimeout(100ms);
        QCOMPARE(client.submit(ComfyClient::simJob(longJob)), QString());
        QCOMPARE(sim.state().value("running"_L1).toArray().size(), 0);
        QTRY_COMPARE(sim.state().value("running"_L1).toArray().size(), 1);
        // Late: done at once, the stream is ahead of the answer.
        client.setTimeout(5s);
        sim.control(u"late"_s, {{u"path"_s, u"/prompt"_s}, {u"ms"_s, 300}, {u"times"_s, 1}});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.has(u"status"_s));
        clock.start();
        QVERIFY(!client.submit(ComfyClient::simJob(longJob)).isEmpty());
        QVERIFY(clock.elapsed() >= 290);
        QVERIFY(socket.all(u"status"_s).size() >= 2);
    }

    void answersAreCutAtEveryPoint_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<int>("queued");
        QTest::newRow("before the server heard of it") << u"before"_s << 0;
        QTest::newRow("after it was done") << u"after"_s << 1;
        QTest::newRow("in the middle of the answer") << u"body"_s << 1;
    }
    void answersAreCutAtEveryPoint()
    {
        QFETCH(const QString, when);
        QFETCH(const int, queued);
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"hold"_s);
        // Twice: QNetworkAccessManager tries a POST that was cut early once more by itself.
        sim.control(u"cut"_s, {{u"path"_s, u"/prompt"_s}, {u"when"_s, when}});
        const ComfyAnswer answer
            = client.post(u"/prompt"_s, QJsonObject{{u"prompt"_s, ComfyClient::simJob(longJob)}});
        QVERIFY(answer.error != QNetworkReply::NoError);
        if (queued == 0)
            QCOMPARE(sim.state().value("pending"_L1).toInt(), 0);
        else
            QVERIFY(sim.state().value("pending"_L1).toInt() >= 1);
    }

    void hangingServersNeverAnswer()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"hang"_s);
        client.setTimeout(200ms);
        QCOMPARE(client.get(u"/queue"_s).error, QNetworkReply::OperationCanceledError);
    }

    void aDeadWorkerLeavesAHealthyServer()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QString dead = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 20}, {u"die"_s, u"worker"_s}}));
        QTRY_VERIFY(client.get(u"/internal/logs"_s).body.contains("prompt_worker"));
        QCOMPARE(client.get(u"/system_stats"_s).status, 200);
        const QString next = client.submit(ComfyClient::simJob());
        QVERIFY(!next.isEmpty());
        QCOMPARE(client.post(u"/interrupt"_s, QByteArray("{}")).status, 200);
        QTest::qWait(200);
        QCOMPARE(client.queued(u"queue_running"_s), QStringList{dead});
        QCOMPARE(client.queued(u"queue_pending"_s), QStringList{next});
    }

    void aJobMayTakeTheServerWithIt()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.has(u"status"_s));
        client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 20}, {u"die"_s, u"process"_s}}));
        QTRY_VERIFY(!socket.isOpen());
        QCOMPARE(client.get(u"/queue"_s).body, QByteArray(R"({"queue_running": [], "queue_pending": []})"));
    }

    void oneUnreadSocketStallsAllOthers()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        QTcpSocket slow;
        slow.setReadBufferSize(1024);
        slow.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
        shakeHands(slow, sim);
        QTRY_COMPARE(sim.state().value("sockets"_L1).toArray().size(), 1);
        RecordingSocket other(sim.socketUrl(me));
        QTRY_VERIFY(other.has(u"status"_s));
        constexpr int megabyte = 1024 * 1024;
        sim.control(u"message"_s, {{u"client_id"_s, u"raw"_s}, {u"bytes"_s, megabyte}, {u"times"_s, 16}});
        sim.control(u"message"_s, {{u"type"_s, u"after"_s}});
        const QString id = client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 20}}));
        QTRY_VERIFY(!client.history(id).isEmpty()); // HTTP and work go on
        QVERIFY(!other.has(u"after"_s));
        QVERIFY(sim.state().value("backlog"_L1).toInt() > 0);
        RecordingSocket newcomer(sim.socketUrl(u"client-b"_s));
        QTRY_COMPARE(newcomer.texts().size(), 1); // the first status, and no more
        slow.abort();
        QTRY_VERIFY(other.has(u"after"_s));
    }

    void messagesCanBeHeldBackAndLost()
    {
        ComfySimProcess sim;
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        sim.control(u"stall"_s);
        sim.control(u"message"_s, {{u"type"_s, u"held"_s}});
        QTest::qWait(100);
        QVERIFY(!socket.has(u"held"_s));
        sim.control(u"stall"_s, {{u"on"_s, false}});
        QTRY_VERIFY(socket.has(u"held"_s));
        sim.control(u"silence"_s);
        RecordingSocket silent(sim.socketUrl(u"client-b"_s));
        QTRY_VERIFY(silent.isOpen());
        sim.control(u"message"_s, {{u"type"_s, u"lost"_s}});
        sim.control(u"silence"_s, {{u"on"_s, false}});
        sim.control(u"deafen"_s, {{u"client_id"_s, me}});
        sim.control(u"message"_s, {{u"type"_s, u"heard"_s}});
        QTRY_VERIFY(silent.has(u"heard"_s));
        QCOMPARE(silent.texts().size(), 1);
        QVERIFY(!socket.has(u"heard"_s) && !socket.has(u"lost"_s));
        QCOMPARE(sim.control(u"disconnect"_s).value("sockets"_L1).toInt(), 2);
        QTRY_VERIFY(!socket.isOpen() && !silent.isOpen());
    }

    void hugeMessagesAreOneFrame()
    {
        ComfySimProcess sim;
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        int frames = 0;
        QObject::connect(&socket.socket(), &QWebSocket::textFrameReceived, this, [&frames] { ++frames; });
        constexpr int size = 40 * 1024 * 1024;
        sim.control(u"message"_s, {{u"bytes"_s, size}});
        QTRY_COMPARE_WITH_TIMEOUT(socket.texts().size(), 2, 30'000);
        QVERIFY(socket.texts().last().size() > size);
        QCOMPARE(frames, 1);
    }

    void jobsAreMovedByHand()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        const QString first = runLongJob(sim);
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{first});
        sim.control(u"pause"_s, {{u"id"_s, first}});
        sim.control(u"progress"_s, {{u"id"_s, first}, {u"value"_s, 0.5}});
        QTRY_VERIFY(socket.has(u"progress"_s));
        sim.control(u"finish"_s, {{u"id"_s, first}});
        QTRY_VERIFY(socket.sawEnd());
        QVERIFY(client.history(first).value("outputs"_L1).toObject().contains("1"_L1));
        const QString second = runLongJob(sim);
        sim.control(u"fail"_s, {{u"id"_s, second}, {u"message"_s, u"no memory"_s}}); // waiting or running
        QTRY_VERIFY(client.get(u"/history/"_s + second).body.contains("no memory"));
        const QString third = runLongJob(sim);
        sim.control(u"interrupt"_s, {{u"id"_s, third}});
        QTRY_VERIFY(client.get(u"/history/"_s + third).body.contains("execution_interrupted"));
        QVERIFY(sim.control(u"finish"_s, {{u"id"_s, u"never-was"_s}}).contains("error"_L1));
        sim.control(u"evict"_s, {{u"keep"_s, 1}});
        QCOMPARE(client.get(u"/history"_s).object().keys(), QStringList{third});
    }

    void historyIsBounded()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"set"_s, {{u"history_limit"_s, 5}});
        sim.control(u"load"_s, {{u"count"_s, 8}, {u"state"_s, u"success"_s}, {u"prefix"_s, u"j"_s}});
        QCOMPARE(client.get(u"/history"_s).object().keys(),
            (QStringList{u"j2"_s, u"j3"_s, u"j4"_s, u"j5"_s, u"j6"_s, u"j7"_s})); // one more at the edge
    }

    void loadedJobsAreLikeSubmittedOnes()
    {
        ComfySimProcess sim({u"new"_s, 1, 3});
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        const auto job = [](const QString &id, const QString &state) {
            return QJsonObject{{u"id"_s, id}, {u"state"_s, state}};
        };
        sim.control(u"load"_s,
            {{u"client_id"_s, me}, {u"duration_ms"_s, 60'000}, {u"steps"_s, 1200}, {u"progress"_s, 0.5},
                {u"jobs"_s,
                    QJsonArray{job(u"r1"_s, u"running"_s), job(u"r2"_s, u"running"_s),
                        job(u"s"_s, u"success"_s), job(u"e"_s, u"error"_s), job(u"i"_s, u"interrupted"_s)}}});
        QCOMPARE(client.queued(u"queue_running"_s), (QStringList{u"r1"_s, u"r2"_s}));
        QTRY_VERIFY(socket.has(u"progress"_s));
        QVERIFY(client.get(u"/history/s"_s).body.contains("execution_success"));
        QVERIFY(client.get(u"/history/e"_s).body.contains("execution_error"));
        QVERIFY(client.get(u"/history/i"_s).body.contains("execution_interrupted"));
        sim.control(u"finish"_s, {{u"count"_s, 1}});
        QTRY_COMPARE(client.queued(u"queue_running"_s), (QStringList{u"r2"_s}));
    }

    void requestsAreCounted()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        client.get(u"/history/a"_s);
        client.get(u"/api/history/b"_s);
        client.get(u"/queue"_s);
        const QJsonObject counts = sim.control(u"requests"_s, {{u"reset"_s, true}});
        QCOMPARE(counts, (QJsonObject{{u"GET /history/{}"_s, 2}, {u"GET /queue"_s, 1}}));
        QVERIFY(sim.control(u"requests"_s).isEmpty());
    }

    void proxiesWantTheirHeaderEverywhere()
    {
        ComfySimProcess sim({u"new"_s, 1, 1, {u"--prefix"_s, u"/gpu-1"_s}});
        ComfyClient client(sim.url());
        QCOMPARE(client.get(u"/queue"_s).status, 200);
        QCOMPARE(ComfyClient(QUrl(u"http://127.0.0.1:%1"_s.arg(sim.port()))).get(u"/queue"_s).status, 404);
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.has(u"status"_s));
        sim.control(u"require-header"_s, {{u"header"_s, u"Authorization"_s}, {u"value"_s, u"Bearer t"_s}});
        QCOMPARE(client.get(u"/queue"_s).status, 401);
        QCOMPARE(client.get(u"/queue"_s, {{"Authorization", "Bearer t"}}).status, 200);
        QCOMPARE(handshakeStatus(sim), 401);
    }
};

QTEST_GUILESS_MAIN(ComfySimFaultsTest)
#include "tst_comfysimfaults.moc"
