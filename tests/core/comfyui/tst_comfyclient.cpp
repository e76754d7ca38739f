// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/comfyclient.h"

#include "core/comfyui/cancelprocedure.h"
#include "core/comfyui/serverpool.h"
#include "core/comfyui/submitprocedure.h"
#include "tests/support/httpfake.h"

#include <QBuffer>
#include <QTcpSocket>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::FakeRequest;
using test::HttpFake;

namespace {

const QByteArray emptyQueue = R"({"queue_running":[],"queue_pending":[]})";
const PromptId id("0e0a3b52-7f0e-4a2b-9c52-7a7a4f0e1d11");

bool anyAddress(const QHostAddress & /*address*/)
{
    return true;
}

ComfyOptions quick()
{
    ComfyOptions options;
    options.timeout = 300ms;
    return options;
}

ComfyClient clientOf(const HttpFake &server, const ComfyOptions &options = quick())
{
    return ComfyClient(*ServerAddress::fromText(server.url()), anyAddress, options);
}

HttpFake::Responder answering(const QByteArray &bytes)
{
    return [bytes](QTcpSocket *socket, const FakeRequest &) { socket->write(bytes); };
}

/// Waits for a task as an event loop would: a broken one fails the test and does not hang it.
template <typename T> std::optional<T> outcomeOf(QCoro::Task<T> task, std::chrono::milliseconds limit = 10s)
{
    QObject context;
    std::optional<T> outcome;
    QCoro::connect(std::move(task), &context, [&outcome](const T &value) { outcome = value; });
    const bool came
        = QTest::qWaitFor([&outcome] { return outcome.has_value(); }, static_cast<int>(limit.count()));
    return came ? outcome : std::nullopt;
}

/// A server's queue and history, small enough for a test of one procedure.
class TinyComfy
{
public:
    QByteArray version = "0.33.0";
    QByteArrayList pending;
    QByteArrayList running;
    QHash<QByteArray, QByteArray> history; ///< id to the last message
    bool losesAnswerToPrompt = false;
    bool runsWhenDeleted = false; ///< the job begins between our look and the deletion
    HttpFake server{[this](QTcpSocket *socket, const FakeRequest &request) { answer(socket, request); }};

private:
    static QByteArray items(const QByteArrayList &ids)
    {
        QByteArrayList list;
        for (const QByteArray &name : ids)
            list.append("[1,\"" + name + "\",{},{\"emberwatch_job\":\"m-1\"},[]]");
        return list.join(',');
    }

    void answer(QTcpSocket *socket, const FakeRequest &request)
    {
        const QByteArray key = request.method + ' ' + request.target;
        if (key == "GET /system_stats")
            return reply(socket, R"({"system":{"comfyui_version":")" + version + "\"},\"devices\":[]}");
        if (key == "GET /queue")
            return reply(socket,
                "{\"queue_running\":[" + items(running) + "],\"queue_pending\":[" + items(pending) + "]}");
        if (key.startsWith("GET /history/"))
            return reply(socket, entry(request.target.mid(9)));
        if (key == "POST /prompt")
            return takePrompt(socket);
        if (key == "POST /queue")
            return deletePending(socket);
        if (key == "POST /interrupt" || key.endsWith("/cancel"))
            return cancel(socket, key);
        socket->write(HttpFake::response("404: Not Found", 404, "text/plain"));
    }

    static void reply(QTcpSocket *socket, const QByteArray &body) { socket->write(HttpFake::response(body)); }

    [[nodiscard]] QByteArray entry(const QByteArray &name) const
    {
        if (!history.contains(name))
            return "{}";
        return "{\"" + name + R"(":{"outputs":{},"status":{"messages":[[")" + history[name] + "\",{}]]}}}";
    }

    void takePrompt(QTcpSocket *socket)
    {
        pending.append(id.value());
        if (losesAnswerToPrompt)
            socket->abort();
        else
            reply(socket, "{\"prompt_id\":\"" + id.value() + "\",\"number\":1,\"node_errors\":{}}");
    }

    void deletePending(QTcpSocket *socket)
    {
        if (std::exchange(runsWhenDeleted, false))
            running = std::exchange(pending, {});
        pending.clear();
        socket->write(HttpFake::response({}, 200, "text/plain"));
    }

    void cancel(QTcpSocket *socket, const QByteArray &key)
    {
        for (const QByteArray &name : std::exchange(running, {}))
            history.insert(name, "execution_interrupted");
        if (key.endsWith("/cancel"))
            pending.clear();
        reply(socket, R"({"cancelled":true})");
    }
};

} // namespace

class TestComfyClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFaultIsUnknown_data();
    void everyFaultIsUnknown();
    void aRedirectIsNotFollowed();
    void namesTheRequestThatWasMade();
    void aBodyOverTheLimitIsRefused();
    void aQueueOverThatLimitIsRead();
    void readsNotANumberAndGreatIntegers();
    void anEmptyHistoryIsAnAnswer();
    void prefersTheJobsListWhereItWorks();
    void aJobIsAbsentOnlyByTheServersOwnWord();
    void findsTheStoredWorkflow();
    void submits();
    void saysWhatTheServerHasAgainstIt();
    void aLostAnswerIsFoundByTheMarker();
    void aLostPromptMayBeSentAgain();
    void aLostAnswerStaysInDoubtWhileNobodyAnswers();
    void anUnsentPromptIsAnError();
    void cancelsAWaitingJob_data();
    void cancelsAWaitingJob();
    void cancelsARunningJob_data();
    void cancelsARunningJob();
    void neverInterruptsBlindly();
    void aJobThatBeginsMeanwhileIsInterrupted();
    void aHungJobIsReportedAsStillThere();
    void cancelsNothingThatHasEnded();
    void downloadsIntoADevice();
    void seesAQueueExtension_data();
    void seesAQueueExtension();
    void closingEndsWhatIsUnderWay();
    void thePoolContactsListedServersOnly();
};

void TestComfyClient::everyFaultIsUnknown_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &bytes, Error::Kind kind) {
        QTest::newRow(name) << bytes << static_cast<int>(kind);
    };
    const QByteArray page = "<!DOCTYPE html><html><body>Bad gateway</body></html>";
    row("a page with 200", HttpFake::response(page, 200, "text/html"), Error::Kind::Protocol);
    row("a page that calls itself JSON", HttpFake::response(page), Error::Kind::Protocol);
    row("a page with 404", HttpFake::response(page, 404, "text/html"), Error::Kind::NotFound);
    row("a page with 502", HttpFake::response(page, 502, "text/html"), Error::Kind::Busy);
    row("524", HttpFake::response(page, 524, "text/html"), Error::Kind::Busy);
    row("500 in plain text", HttpFake::response("500 Internal Server Error", 500, "text/plain"),
        Error::Kind::Protocol);
    row("401", HttpFake::response("{}", 401), Error::Kind::Auth);
    row("403", HttpFake::response("{}", 403), Error::Kind::Auth);
    row("a redirect", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        Error::Kind::Protocol);
    row("a cut answer", HttpFake::response(R"({"prompt":)"), Error::Kind::Parse);
    row("JSON of another shape", HttpFake::response("[]"), Error::Kind::Protocol);
    row("an empty body", HttpFake::response({}), Error::Kind::Protocol);
    row("a text", HttpFake::response("OK"), Error::Kind::Protocol);
    row("no HTTP", "hello\r\n", Error::Kind::Protocol);
    row("no answer in time", {}, Error::Kind::Timeout);
    row("half an answer in time", HttpFake::response("{\"a\":1}").chopped(3), Error::Kind::Timeout);
}

void TestComfyClient::everyFaultIsUnknown()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    HttpFake server(answering(bytes));
    const ComfyClient client = clientOf(server);
    const auto history = outcomeOf(client.history(id));
    QVERIFY(history);
    QVERIFY(!*history);
    QCOMPARE(static_cast<int>(history->error().kind), kind);
    const auto queue = outcomeOf(client.queue());
    QVERIFY(queue);
    QVERIFY(!*queue);
    QVERIFY(!queue->error().message.isEmpty());
}

void TestComfyClient::aRedirectIsNotFollowed()
{
    HttpFake canary(answering(HttpFake::response("{}")));
    HttpFake server(answering("HTTP/1.1 302 Found\r\nLocation: " + canary.url().toLatin1()
        + "/history/x\r\nContent-Length: 0\r\n\r\n"));
    const auto history = outcomeOf(clientOf(server).history(id));
    QVERIFY(history);
    QVERIFY(!*history);
    QVERIFY(history->error().message.contains(canary.url()));
    QCOMPARE(canary.connections(), 0);
}

void TestComfyClient::namesTheRequestThatWasMade()
{
    HttpFake server(answering(HttpFake::response("no", 500, "text/plain")));
    const auto history = outcomeOf(clientOf(server).history(PromptId("a/b c")));
    QVERIFY(history);
    QVERIFY(history->error().message.startsWith(
        QString(u"GET "_s + server.url() + u"/history/a%2Fb%20c: status 500: no"_s)));
    QCOMPARE(server.requests().constFirst().target, "/history/a%2Fb%20c");
}

void TestComfyClient::aBodyOverTheLimitIsRefused()
{
    HttpFake server(answering(HttpFake::response("{\"a\":\"" + QByteArray(2000, 'x') + "\"}")));
    ComfyOptions options = quick();
    options.bodyLimit = 1000;
    const auto history = outcomeOf(clientOf(server, options).history(id));
    QVERIFY(history);
    QVERIFY(!*history);
    QCOMPARE(history->error().kind, Error::Kind::Protocol);
}

void TestComfyClient::aQueueOverThatLimitIsRead()
{
    const QByteArray body
        = R"({"queue_running":[],"queue_pending":[[1,"a",{"x":")" + QByteArray(2000, 'x') + R"("},{},[]]]})";
    HttpFake server(answering(HttpFake::response(body)));
    ComfyOptions options = quick();
    options.bodyLimit = 1000;
    const auto queue = outcomeOf(clientOf(server, options).queue());
    QVERIFY(queue);
    QVERIFY(*queue);
    QCOMPARE((*queue)->count(), 1);
    options.queueLimit = 1000;
    const auto limited = outcomeOf(clientOf(server, options).queue());
    QVERIFY(limited);
    QVERIFY(!*limited);
}

void TestComfyClient::readsNotANumberAndGreatIntegers()
{
    const QByteArray body
        = "{\"" + id.value() + R"(":{"outputs":{"1":{"v":[NaN,-Infinity],"seed":18446744073709551615}},
        "status":{"messages":[["execution_success",{}]]}}})";
    HttpFake server(answering(HttpFake::response(body)));
    const auto history = outcomeOf(clientOf(server).history(id));
    QVERIFY(history);
    QVERIFY(*history);
    QCOMPARE((**history)->outputsJson, R"({"1":{"v":[null,null],"seed":18446744073709551615}})");
}

void TestComfyClient::anEmptyHistoryIsAnAnswer()
{
    HttpFake server(answering(HttpFake::response("{}")));
    const auto history = outcomeOf(clientOf(server).history(id));
    QVERIFY(history);
    QVERIFY(*history);
    QVERIFY(!**history);
}

void TestComfyClient::prefersTheJobsListWhereItWorks()
{
    QByteArray jobs = HttpFake::response(R"({"jobs":[{"id":"a","status":"pending"}]})");
    HttpFake server([&jobs](QTcpSocket *socket, const FakeRequest &request) {
        socket->write(request.target.startsWith("/api/jobs") ? jobs : HttpFake::response(emptyQueue));
    });
    const ComfyClient client = clientOf(server);
    const auto byList = outcomeOf(client.openJobs());
    QVERIFY(byList);
    QCOMPARE((*byList)->count(), 1);
    QCOMPARE(server.count("GET", "/queue"), 0);
    jobs = HttpFake::response("poisoned", 500, "text/plain"); // one bad job breaks the list for everybody
    const auto byQueue = outcomeOf(client.openJobs());
    QVERIFY(byQueue);
    QCOMPARE((*byQueue)->count(), 0);
    jobs = HttpFake::response("404: Not Found", 404, "text/plain"); // an old server has none: asked once
    QVERIFY(outcomeOf(client.openJobs()));
    const qsizetype asked = server.count("GET", "/api/jobs");
    QVERIFY(outcomeOf(client.openJobs()));
    QCOMPARE(server.count("GET", "/api/jobs"), asked);
}

void TestComfyClient::aJobIsAbsentOnlyByTheServersOwnWord()
{
    QByteArray answer = HttpFake::response(R"({"error":"Job not found"})", 404);
    HttpFake server([&answer](QTcpSocket *socket, const FakeRequest &) { socket->write(answer); });
    const ComfyClient client = clientOf(server);
    const auto absent = outcomeOf(client.job(id));
    QVERIFY(absent);
    QVERIFY(*absent);
    QVERIFY(!**absent);
    for (const QByteArray &other : {HttpFake::response("404: Not Found", 404, "text/plain"),
             HttpFake::response(R"({"error":"no such pod"})", 404),
             HttpFake::response("<html>", 404, "text/html")}) {
        answer = other;
        const auto unknown = outcomeOf(client.job(id));
        QVERIFY(unknown);
        QVERIFY(!*unknown);
    }
    answer = HttpFake::response(R"({"id":"x","status":"in_progress","priority":3})");
    const auto there = outcomeOf(client.job(id));
    QVERIFY(there);
    QCOMPARE((**there)->status, JobSummary::Status::InProgress);
}

void TestComfyClient::findsTheStoredWorkflow()
{
    const QByteArray workflow = R"({"1": {"inputs":{"seed":18446744073709551615}}})";
    const QByteArray tuple = "[1,\"" + id.value() + "\"," + workflow + ",{},[\"1\"]]";
    QByteArray queue = "{\"queue_running\":[" + tuple + "],\"queue_pending\":[]}";
    HttpFake server([&](QTcpSocket *socket, const FakeRequest &request) {
        const bool isQueue = request.target == "/queue";
        socket->write(
            HttpFake::response(isQueue ? queue : "{\"" + id.value() + "\":{\"prompt\":" + tuple + "}}"));
    });
    const ComfyClient client = clientOf(server);
    for (const QByteArray &next : {emptyQueue, QByteArray()}) {
        const auto stored = outcomeOf(client.workflow(id));
        QVERIFY(stored);
        QVERIFY(*stored);
        QVERIFY(**stored);
        QCOMPARE((**stored)->text, workflow);
        QCOMPARE((**stored)->outputsToExecute, (QByteArrayList{"1"}));
        queue = next;
    }
}

void TestComfyClient::submits()
{
    TinyComfy comfy;
    SubmitOptions options;
    options.promptId = id;
    options.marker = "m-1";
    const auto submission = outcomeOf(submitPrompt(clientOf(comfy.server), "{\"1\":{}}", options));
    QVERIFY(submission);
    QVERIFY(*submission);
    QCOMPARE((*submission)->outcome, Submission::Outcome::Accepted);
    QCOMPARE((*submission)->promptId, id);
    QVERIFY(!(*submission)->wasFoundAgain);
    QVERIFY(comfy.server.requests().constFirst().body.startsWith("{\"prompt\":{\"1\":{}},"));
}

void TestComfyClient::saysWhatTheServerHasAgainstIt()
{
    HttpFake server(answering(HttpFake::response(
        R"({"error":{"type":"no_prompt","message":"No prompt provided"},"node_errors":{}})", 400)));
    const auto submission = outcomeOf(submitPrompt(clientOf(server), "{}", {}));
    QVERIFY(submission);
    QVERIFY(*submission);
    QCOMPARE((*submission)->outcome, Submission::Outcome::Refused);
    QCOMPARE((*submission)->message, u"No prompt provided"_s);
    QCOMPARE(server.requests().size(), 1);
}

void TestComfyClient::aLostAnswerIsFoundByTheMarker()
{
    TinyComfy comfy;
    comfy.losesAnswerToPrompt = true;
    SubmitOptions options;
    options.marker = "m-1";
    options.doubtGrace = 100ms;
    const auto submission = outcomeOf(submitPrompt(clientOf(comfy.server), "{}", options));
    QVERIFY(submission);
    QVERIFY(*submission);
    QCOMPARE((*submission)->outcome, Submission::Outcome::Accepted);
    QCOMPARE((*submission)->promptId, id);
    QVERIFY((*submission)->wasFoundAgain);
    QCOMPARE(comfy.server.count("POST", "/prompt"), 1);
}

void TestComfyClient::aLostPromptMayBeSentAgain()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest &request) {
        if (request.method == "POST")
            socket->abort();
        else
            socket->write(HttpFake::response(request.target == "/queue" ? emptyQueue : "{}"_ba));
    });
    SubmitOptions options;
    options.marker = "m-1";
    options.doubtGrace = 100ms;
    const auto submission = outcomeOf(submitPrompt(clientOf(server), "{}", options));
    QVERIFY(submission);
    QVERIFY(*submission);
    QCOMPARE((*submission)->outcome, Submission::Outcome::NotQueued);
    QCOMPARE(server.count("GET", "/queue"), 2);
    QCOMPARE(server.count("POST", "/prompt"), 1);
}

void TestComfyClient::aLostAnswerStaysInDoubtWhileNobodyAnswers()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest &) {
        socket->write(HttpFake::response("<html>502</html>", 502, "text/html"));
    });
    SubmitOptions options;
    options.marker = "m-1";
    options.doubtGrace = 100ms;
    const auto submission = outcomeOf(submitPrompt(clientOf(server), "{}", options));
    QVERIFY(submission);
    QVERIFY(*submission);
    QCOMPARE((*submission)->outcome, Submission::Outcome::InDoubt);
    QVERIFY((*submission)->message.contains(u"502"_s));
    QCOMPARE(server.count("POST", "/prompt"), 1);
}

void TestComfyClient::anUnsentPromptIsAnError()
{
    ComfyClient client;
    {
        const HttpFake gone(answering({}));
        client = clientOf(gone);
    }
    const auto submission = outcomeOf(submitPrompt(client, "{}", {}));
    QVERIFY(submission);
    QVERIFY(!*submission);
    QCOMPARE(submission->error().kind, Error::Kind::Network);
}

void TestComfyClient::cancelsAWaitingJob_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("new") << "0.33.0"_ba
                         << "/api/jobs/"_ba;
    QTest::newRow("middle") << "0.3.64"_ba
                            << "/queue"_ba;
    QTest::newRow("old") << "0.3.28"_ba
                         << "/queue"_ba;
    QTest::newRow("of unknown age") << "unknown"_ba
                                    << "/queue"_ba;
}

void TestComfyClient::cancelsAWaitingJob()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, expected);
    TinyComfy comfy;
    comfy.version = version;
    comfy.pending = {id.value()};
    comfy.running = version == "0.33.0" ? QByteArrayList() : QByteArrayList{"other"};
    const auto report = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(report);
    QVERIFY(*report);
    QCOMPARE((*report)->outcome, CancelReport::Outcome::RemovedFromQueue);
    QCOMPARE(comfy.server.count("POST", expected), 1);
    QCOMPARE(comfy.server.count("POST", "/interrupt"), 0);
    QVERIFY(comfy.history.isEmpty());
}

void TestComfyClient::cancelsARunningJob_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("new") << "0.33.0"_ba;
    QTest::newRow("middle") << "0.3.64"_ba;
}

void TestComfyClient::cancelsARunningJob()
{
    QFETCH(QByteArray, version);
    TinyComfy comfy;
    comfy.version = version;
    comfy.running = {id.value()};
    const auto report = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(report);
    QVERIFY(*report);
    QCOMPARE((*report)->outcome, CancelReport::Outcome::Interrupted);
    QCOMPARE((*report)->entry->outcome, JobOutcome::Interrupted);
    for (const FakeRequest &request : comfy.server.requests()) {
        if (request.target == "/interrupt")
            QCOMPARE(request.body, "{\"prompt_id\":\"" + id.value() + "\"}");
    }
}

void TestComfyClient::neverInterruptsBlindly()
{
    TinyComfy comfy;
    comfy.version = "0.3.28";
    comfy.running = {id.value()};
    const auto refused = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(refused);
    QCOMPARE((*refused)->outcome, CancelReport::Outcome::RefusedAsUnsafe);
    QCOMPARE(comfy.server.count("POST", "/interrupt"), 0);
    CancelOptions options;
    options.mayHitNextJob = true;
    const auto report = outcomeOf(cancelPrompt(clientOf(comfy.server), id, options));
    QVERIFY(report);
    QCOMPARE((*report)->outcome, CancelReport::Outcome::Interrupted);
}

void TestComfyClient::aJobThatBeginsMeanwhileIsInterrupted()
{
    TinyComfy comfy;
    comfy.version = "0.3.64";
    comfy.pending = {id.value()};
    comfy.runsWhenDeleted = true;
    const auto report = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(report);
    QCOMPARE((*report)->outcome, CancelReport::Outcome::Interrupted);
}

void TestComfyClient::aHungJobIsReportedAsStillThere()
{
    const QByteArray queue = "{\"queue_running\":[[1,\"" + id.value() + "\",{},{},[]]],\"queue_pending\":[]}";
    HttpFake server([queue](QTcpSocket *socket, const FakeRequest &request) {
        const bool isQueue = request.target == "/queue" && request.method == "GET";
        const bool isStats = request.target == "/system_stats";
        const QByteArray body = isQueue ? queue
            : isStats                   ? R"({"system":{"comfyui_version":"0.3.64"}})"_ba
                                        : "{}"_ba;
        socket->write(
            request.target.startsWith("/api") ? HttpFake::response({}, 404) : HttpFake::response(body));
    });
    CancelOptions options;
    options.wait = 200ms;
    options.lookEvery = 20ms;
    const auto report = outcomeOf(cancelPrompt(clientOf(server), id, options));
    QVERIFY(report);
    QVERIFY(*report);
    QCOMPARE((*report)->outcome, CancelReport::Outcome::StillThere);
}

void TestComfyClient::cancelsNothingThatHasEnded()
{
    TinyComfy comfy;
    comfy.running = {"other"};
    const auto unknown = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(unknown);
    QCOMPARE((*unknown)->outcome, CancelReport::Outcome::NotFound);
    comfy.history.insert(id.value(), "execution_success");
    const auto ended = outcomeOf(cancelPrompt(clientOf(comfy.server), id));
    QVERIFY(ended);
    QCOMPARE((*ended)->outcome, CancelReport::Outcome::AlreadyEnded);
    QCOMPARE(comfy.server.count("POST", "/"), 0);
}

void TestComfyClient::downloadsIntoADevice()
{
    const QByteArray image = QByteArray(300'000, '\x7f');
    HttpFake server([image](QTcpSocket *socket, const FakeRequest &request) {
        const bool isThere = request.target == "/view?filename=a.png&subfolder=&type=output";
        socket->write(isThere ? HttpFake::response(image, 200, "image/png") : HttpFake::response("no", 404));
    });
    const ComfyClient client = clientOf(server);
    const auto file = std::make_shared<QBuffer>();
    file->open(QIODevice::WriteOnly);
    const OutputFile there{u"2"_s, u"images"_s, u"a.png"_s, {}, u"output"_s};
    const auto size = outcomeOf(client.download(there, file));
    QVERIFY(size);
    QVERIFY(*size);
    QCOMPARE(**size, image.size());
    QCOMPARE(file->data(), image);
    OutputFile missing = there;
    missing.filename = u"b.png"_s;
    const auto none = outcomeOf(client.download(missing, file));
    QVERIFY(none);
    QVERIFY(!*none);
    QCOMPARE(none->error().kind, Error::Kind::NotFound);
    QCOMPARE(file->data().size(), image.size());
    const auto tooLarge = outcomeOf(client.download(there, file, 1000));
    QVERIFY(tooLarge);
    QVERIFY(!*tooLarge);
}

void TestComfyClient::seesAQueueExtension_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("answer"); ///< 1 yes, 0 no, -1 unknown
    QTest::newRow("the route answers") << 200 << 1;
    QTest::newRow("the route wants another method") << 405 << 1;
    QTest::newRow("no such route") << 404 << 0;
    QTest::newRow("nobody there") << 502 << -1;
}

void TestComfyClient::seesAQueueExtension()
{
    QFETCH(int, status);
    HttpFake server(answering(HttpFake::response("x", status, "text/plain")));
    const auto has = outcomeOf(clientOf(server).hasQueueExtension());
    QVERIFY(has);
    QTEST(*has ? static_cast<int>(**has) : -1, "answer");
}

void TestComfyClient::closingEndsWhatIsUnderWay()
{
    HttpFake server([](QTcpSocket *, const FakeRequest &) {});
    ComfyOptions options;
    ComfyClient client = clientOf(server, options);
    std::optional<Error::Kind> ended;
    QCoro::connect(
        client.queue(), this, [&ended](const Result<QueueSnapshot> &queue) { ended = queue.error().kind; });
    QTRY_COMPARE(server.requests().size(), 1);
    client.close();
    QTRY_COMPARE(ended, Error::Kind::Cancelled);
    const auto later = outcomeOf(client.queue());
    QVERIFY(later);
    QCOMPARE(later->error().kind, Error::Kind::Cancelled);
}

void TestComfyClient::thePoolContactsListedServersOnly()
{
    HttpFake listed(answering(HttpFake::response("{}")));
    HttpFake canary(answering(HttpFake::response("{}")));
    ServerPool pool(ServerAllowList::fromTexts({listed.url()}).value());
    QVERIFY(!pool.client(canary.url()));
    QVERIFY(!pool.client(u"http://user:pw@127.0.0.1"_s));
    const Result<ComfyClient> client = pool.client(listed.url() + u'/');
    QVERIFY(client);
    QVERIFY(outcomeOf(client->history(id)));
    QCOMPARE(listed.connections(), 1);
    QCOMPARE(canary.connections(), 0);
}

QTEST_GUILESS_MAIN(TestComfyClient)
#include "tst_comfyclient.moc"
