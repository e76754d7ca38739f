// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverpoll.h"

#include "tests/support/httpfake.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::FakeRequest;
using test::HttpFake;

namespace {

class Server
{
public:
    QByteArray running = "r";
    QByteArrayList ended;
    bool isAway = false;
    HttpFake fake{[this](QTcpSocket *socket, const FakeRequest &request) { answer(socket, request); }};

    [[nodiscard]] ComfyClient client() const
    {
        ComfyOptions options;
        options.timeout = 500ms;
        return ComfyClient(
            *ServerAddress::fromText(fake.url()), [](const QHostAddress &) { return true; }, options);
    }

private:
    void answer(QTcpSocket *socket, const FakeRequest &request) const
    {
        const QByteArray name = request.target.mid(9);
        if (isAway)
            socket->write(HttpFake::response("<html>", 502, "text/html"));
        else if (request.target == "/queue")
            socket->write(HttpFake::response("{\"queue_running\":["
                + (running.isEmpty() ? QByteArray() : item()) + "],\"queue_pending\":[]}"));
        else if (request.target.startsWith("/history/") && ended.contains(name))
            socket->write(HttpFake::response(
                "{\"" + name + R"(":{"status":{"messages":[["execution_success",{}]]}}})"));
        else if (request.target.startsWith("/history/"))
            socket->write(HttpFake::response("{}"));
        else
            socket->write(HttpFake::response("no", 404, "text/plain"));
    }

    [[nodiscard]] QByteArray item() const { return "[0,\"" + running + "\",{},{},[]]"; }
};

PollOptions quick()
{
    PollOptions options;
    options.withoutStream = 20ms;
    options.withStream = 10s;
    options.firstRetry = 10ms;
    options.lastRetry = 30ms;
    return options;
}

JobQuestion question(const QByteArray &id)
{
    JobQuestion question;
    question.promptId = PromptId(id);
    return question;
}

class Listener : public QObject
{
public:
    explicit Listener(ServerPoll *poll)
    {
        connect(poll, &ServerPoll::evidenceRead, this, [this](const QList<JobEvidence> &evidence) {
            ++passes;
            for (const JobEvidence &job : evidence)
                last.insert(job.promptId, job.presence);
        });
        connect(poll, &ServerPoll::moved, this, [this] { ++movements; });
        connect(poll, &ServerPoll::reachableChanged, this,
            [this](bool isReachable, const QString &) { reachable.append(isReachable); });
    }
    int passes = 0;
    int movements = 0;
    QHash<PromptId, Presence> last;
    QList<bool> reachable;
};

} // namespace

class TestServerPoll : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onePollServesAllJobs();
    void anEndedJobIsNoLongerAskedFor();
    void aLiveStreamSlowsItDown();
    void looksAtOnceWhenTold();
    void tellsWhenTheServerMoved();
    void unreachableAfterFailuresInARow();
    void restsWithoutJobs();
};

void TestServerPoll::onePollServesAllJobs()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    for (int i = 0; i < 50; ++i)
        poll.watch(question("x" + QByteArray::number(i)));
    poll.watch(question("r"));
    QTRY_VERIFY(listener.passes >= 3);
    QCOMPARE(listener.last.size(), 51);
    QCOMPARE(listener.last.value(PromptId("r")), Presence::Running);
    QCOMPARE(listener.last.value(PromptId("x7")), Presence::Absent);
    QVERIFY(server.fake.count("GET", "/queue") <= 3 * listener.passes + 3);
}

void TestServerPoll::anEndedJobIsNoLongerAskedFor()
{
    Server server;
    server.ended = {"s"};
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    poll.watch(question("s"));
    poll.watch(question("r"));
    QTRY_VERIFY(listener.passes >= 3);
    QCOMPARE(listener.last.value(PromptId("s")), Presence::DoneOk);
    QCOMPARE(server.fake.count("GET", "/history/s"), 1);
    QCOMPARE(poll.watched(), 1);
}

void TestServerPoll::aLiveStreamSlowsItDown()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    poll.watch(question("r"), true);
    QTest::qWait(200); // many times its rhythm without a stream
    QCOMPARE(listener.passes, 0);
    poll.watch(question("r"), false); // the stream is gone
    QTRY_VERIFY(listener.passes >= 2);
}

void TestServerPoll::looksAtOnceWhenTold()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    poll.watch(question("r"), true);
    poll.pollNow();
    QTRY_COMPARE(listener.passes, 1);
    server.running.clear();
    server.ended = {"r"};
    poll.pollNow();
    QTRY_COMPARE(listener.last.value(PromptId("r")), Presence::DoneOk);
}

void TestServerPoll::tellsWhenTheServerMoved()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    poll.watch(question("x"));
    QTRY_VERIFY(listener.passes >= 3);
    QCOMPARE(listener.movements, 0);
    server.running = "another"; // as many as before, and another one
    QTRY_COMPARE(listener.movements, 1);
    server.running.clear();
    QTRY_COMPARE(listener.movements, 2);
}

void TestServerPoll::unreachableAfterFailuresInARow()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    Listener listener(&poll);
    poll.watch(question("r"));
    QTRY_VERIFY(listener.passes >= 1);
    server.isAway = true;
    QTRY_COMPARE(listener.reachable, QList<bool>{false});
    QVERIFY(!poll.isReachable());
    QCOMPARE(listener.last.value(PromptId("r")), Presence::Running); // the last state stays
    server.isAway = false;
    QTRY_COMPARE(listener.reachable, (QList<bool>{false, true}));
}

void TestServerPoll::restsWithoutJobs()
{
    Server server;
    ServerPoll poll(server.client(), quick());
    QTest::qWait(100); // several times its rhythm, as below
    QCOMPARE(server.fake.requests().size(), 0);
    poll.watch(question("r"));
    poll.unwatch(PromptId("r"));
    QTest::qWait(100);
    QCOMPARE(server.fake.requests().size(), 0);
}

QTEST_GUILESS_MAIN(TestServerPoll)
#include "tst_serverpoll.moc"
