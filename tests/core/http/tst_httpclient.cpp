// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/client.h"

#include "core/http/addressclass.h"
#include "tests/support/httpfake.h"

#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using http::Client;
using http::ClientOptions;
using http::Outcome;
using http::Request;
using test::FakeRequest;
using test::HttpFake;

namespace {

bool anyAddress(const QHostAddress & /*address*/)
{
    return true;
}

Request get(const QByteArray &target)
{
    Request request;
    request.target = target;
    return request;
}

Request post(const QByteArray &target, const QByteArray &body)
{
    Request request = get(target);
    request.method = "POST";
    request.body = body;
    return request;
}

/// The outcomes of requests, as they come.
class Outcomes : public QObject
{
public:
    QList<Outcome> list;
    Client::Handler handler()
    {
        return [this](Outcome outcome) { list.append(std::move(outcome)); };
    }
    [[nodiscard]] Error::Kind errorOf(qsizetype i) const { return list.at(i).reply.error().kind; }
};

void answerWithTarget(QTcpSocket *socket, const FakeRequest &request)
{
    socket->write(HttpFake::response(request.target));
}

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersEachRequestWithItsOwnAnswer();
    void keepsFewConnectionsAlive();
    void sendsHeadersAndHost();
    void neverSendsAPostTwice();
    void aPostGoesAheadOnAFreshConnection();
    void repeatsAGetThatMetAClosedConnection();
    void aRepeatedGetFailsTheSecondTime();
    void limitsTheTime();
    void aLateAnswerDelaysNoOther();
    void aRefusedConnectionFailsAllThatWait();
    void connectingIsLimitedInTime();
    void anUnlistedAddressIsNeverContacted();
    void aNameIsResolvedAndChecked();
    void endsEverythingWithItself();
    void callsNobodyWhoIsGone();
    void classifiesAddresses_data();
    void classifiesAddresses();
};

void TestHttpClient::answersEachRequestWithItsOwnAnswer()
{
    HttpFake server(answerWithTarget);
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    QHash<QByteArray, QByteArray> answers;
    for (int i = 0; i < 100; ++i) {
        const QByteArray target = "/" + QByteArray::number(i);
        client.send(get(target), this, [&answers, target](const Outcome &outcome) {
            QVERIFY(outcome.reply);
            answers.insert(target, outcome.reply->body);
        });
    }
    QVERIFY(answers.isEmpty());
    QTRY_COMPARE(answers.size(), 100);
    for (auto it = answers.cbegin(); it != answers.cend(); ++it)
        QCOMPARE(it.value(), it.key());
}

void TestHttpClient::keepsFewConnectionsAlive()
{
    HttpFake server(answerWithTarget);
    ClientOptions options;
    options.mostConnections = 3;
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress, options);
    Outcomes outcomes;
    for (int i = 0; i < 60; ++i)
        client.send(get("/x"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 60);
    QCOMPARE(server.connections(), 3);
}

void TestHttpClient::sendsHeadersAndHost()
{
    HttpFake server(answerWithTarget);
    ClientOptions options;
    options.headers = {{"Authorization", Secret("Bearer abc")}};
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress, options);
    Outcomes outcomes;
    client.send(get("/a%20b"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    const FakeRequest &request = server.requests().constFirst();
    QCOMPARE(request.target, "/a%20b");
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(server.port()) + "\r\n";
    QVERIFY(request.head.contains(host));
    QVERIFY(request.head.contains("Authorization: Bearer abc\r\n"));
    QVERIFY(!request.head.contains("Cookie"));
}

void TestHttpClient::neverSendsAPostTwice()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest & /*request*/) { socket->abort(); });
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    Outcomes outcomes;
    client.send(post("/prompt", "{}"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QVERIFY(!outcomes.list[0].reply);
    QVERIFY(outcomes.list[0].wasSent);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Network);
    QTest::qWait(50); // anything sent again would have come by now
    QCOMPARE(server.count("POST", "/prompt"), 1);
}

void TestHttpClient::aPostGoesAheadOnAFreshConnection()
{
    QList<QTcpSocket *> held;
    HttpFake server([&held](QTcpSocket *socket, const FakeRequest &request) {
        if (request.method == "POST")
            answerWithTarget(socket, request);
        else
            held.append(socket);
    });
    ClientOptions options;
    options.mostConnections = 2;
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress, options);
    Outcomes gets;
    Outcomes posts;
    for (int i = 0; i < 10; ++i)
        client.send(get("/history"), &gets, gets.handler());
    QTRY_COMPARE(held.size(), 2);
    client.send(post("/prompt", "{}"), &posts, posts.handler());
    QTRY_COMPARE(posts.list.size(), 1);
    QVERIFY(posts.list[0].reply);
    QCOMPARE(server.connections(), 3);
    QCOMPARE(server.requests().constLast().body, "{}");
}

void TestHttpClient::repeatsAGetThatMetAClosedConnection()
{
    int answered = 0;
    HttpFake server([&answered](QTcpSocket *socket, const FakeRequest &request) {
        if (++answered == 2) // the second request meets a server that just closes
            socket->abort();
        else
            answerWithTarget(socket, request);
    });
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    Outcomes outcomes;
    client.send(get("/1"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    client.send(get("/2"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 2);
    QVERIFY(outcomes.list[1].reply);
    QCOMPARE(outcomes.list[1].reply->body, "/2");
    QCOMPARE(server.count("GET", "/2"), 2);
}

void TestHttpClient::aRepeatedGetFailsTheSecondTime()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest &request) {
        if (request.target == "/1")
            answerWithTarget(socket, request);
        else
            socket->abort();
    });
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    Outcomes outcomes;
    client.send(get("/1"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    client.send(get("/2"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 2);
    QVERIFY(!outcomes.list[1].reply);
    QCOMPARE(server.count("GET", "/2"), 2);
}

void TestHttpClient::limitsTheTime()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest & /*request*/) {
        // It dribbles: no silence, and no end.
        auto *timer = new QTimer(socket);
        QObject::connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        timer->start(10ms);
    });
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    Outcomes outcomes;
    Request request = get("/slow");
    request.timeout = 200ms;
    client.send(request, &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Timeout);
}

void TestHttpClient::aLateAnswerDelaysNoOther()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest &request) {
        if (request.target != "/slow")
            answerWithTarget(socket, request);
    });
    ClientOptions options;
    options.mostConnections = 2;
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress, options);
    Outcomes slow;
    Outcomes others;
    client.send(get("/slow"), &slow, slow.handler());
    for (int i = 0; i < 20; ++i)
        client.send(get("/x"), &others, others.handler());
    QTRY_COMPARE(others.list.size(), 20);
    QVERIFY(slow.list.isEmpty());
}

void TestHttpClient::aRefusedConnectionFailsAllThatWait()
{
    quint16 port = 0;
    {
        const HttpFake gone(answerWithTarget);
        port = gone.port();
    }
    Client client({false, u"127.0.0.1"_s, port, {}}, anyAddress);
    Outcomes outcomes;
    for (int i = 0; i < 1000; ++i)
        client.send(get("/x"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1000);
    for (const Outcome &outcome : std::as_const(outcomes.list)) {
        QCOMPARE(outcome.reply.error().kind, Error::Kind::Network);
        QVERIFY(!outcome.wasSent);
    }
    QCOMPARE(client.openConnections(), 0);
}

void TestHttpClient::connectingIsLimitedInTime()
{
    QTcpServer full; // a backlog that nobody empties: the handshake of one more is never answered
    full.setListenBacklogSize(0);
    QVERIFY(full.listen(QHostAddress::LocalHost));
    full.pauseAccepting();
    QList<QTcpSocket *> fillers;
    for (int i = 0; i < 4; ++i) {
        fillers.append(new QTcpSocket(&full));
        fillers.constLast()->connectToHost(QHostAddress::LocalHost, full.serverPort());
    }
    QTest::qWait(50); // their handshakes fill it
    ClientOptions options;
    options.limits.connect = 200ms;
    Client client({false, u"127.0.0.1"_s, full.serverPort(), {}}, anyAddress, options);
    Outcomes outcomes;
    client.send(get("/x"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Timeout);
    QVERIFY(!outcomes.list[0].wasSent);
}

void TestHttpClient::anUnlistedAddressIsNeverContacted()
{
    HttpFake canary(answerWithTarget);
    Client client({false, u"127.0.0.1"_s, canary.port(), {}},
        [](const QHostAddress &address) { return !address.isLoopback(); });
    Outcomes outcomes;
    client.send(get("/x"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Permission);
    QTest::qWait(50); // a connection would have come by now
    QCOMPARE(canary.connections(), 0);
}

void TestHttpClient::aNameIsResolvedAndChecked()
{
    HttpFake server(answerWithTarget);
    Outcomes outcomes;
    Client refused({false, u"localhost"_s, server.port(), {}},
        [](const QHostAddress &address) { return !address.isLoopback(); });
    refused.send(get("/x"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Permission);
    QVERIFY(outcomes.list[0].reply.error().message.contains(u"an address of this machine"_s));
    QCOMPARE(server.connections(), 0);
    Client permitted({false, u"localhost"_s, server.port(), {}}, anyAddress);
    permitted.send(get("/y"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 2);
    QVERIFY(outcomes.list[1].reply);
    QVERIFY(server.requests().constLast().head.contains("Host: localhost:"));
}

void TestHttpClient::endsEverythingWithItself()
{
    HttpFake server([](QTcpSocket *, const FakeRequest &) {});
    ClientOptions options;
    options.mostConnections = 1;
    auto client = std::make_unique<Client>(
        http::Endpoint{false, u"127.0.0.1"_s, server.port(), {}}, anyAddress, options);
    Outcomes outcomes;
    client->send(get("/1"), &outcomes, outcomes.handler());
    client->send(get("/2"), &outcomes, outcomes.handler());
    QTRY_COMPARE(server.requests().size(), 1);
    client.reset();
    QCOMPARE(outcomes.list.size(), 2);
    QCOMPARE(outcomes.errorOf(0), Error::Kind::Cancelled);
    QCOMPARE(outcomes.errorOf(1), Error::Kind::Cancelled);
}

void TestHttpClient::callsNobodyWhoIsGone()
{
    HttpFake server(answerWithTarget);
    Client client({false, u"127.0.0.1"_s, server.port(), {}}, anyAddress);
    bool wasCalled = false;
    {
        QObject context;
        client.send(get("/1"), &context, [&wasCalled](const Outcome &) { wasCalled = true; });
    }
    Outcomes outcomes;
    client.send(get("/2"), &outcomes, outcomes.handler());
    QTRY_COMPARE(outcomes.list.size(), 1);
    QVERIFY(!wasCalled);
}

void TestHttpClient::classifiesAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("expected");
    const auto row = [](const QString &address, http::AddressClass expected) {
        QTest::addRow("%s", qPrintable(address)) << address << static_cast<int>(expected);
    };
    row(u"127.0.0.1"_s, http::AddressClass::Loopback);
    row(u"127.9.9.9"_s, http::AddressClass::Loopback);
    row(u"::1"_s, http::AddressClass::Loopback);
    row(u"::ffff:127.0.0.1"_s, http::AddressClass::Loopback);
    row(u"10.1.2.3"_s, http::AddressClass::Private);
    row(u"172.16.0.1"_s, http::AddressClass::Private);
    row(u"172.32.0.1"_s, http::AddressClass::Public);
    row(u"192.168.1.1"_s, http::AddressClass::Private);
    row(u"::ffff:192.168.1.1"_s, http::AddressClass::Private);
    row(u"100.64.0.1"_s, http::AddressClass::Private);
    row(u"fd00::1"_s, http::AddressClass::Private);
    row(u"169.254.169.254"_s, http::AddressClass::LinkLocal);
    row(u"fe80::1"_s, http::AddressClass::LinkLocal);
    row(u"0.0.0.0"_s, http::AddressClass::Unusable);
    row(u"::"_s, http::AddressClass::Unusable);
    row(u"224.0.0.1"_s, http::AddressClass::Unusable);
    row(u"255.255.255.255"_s, http::AddressClass::Unusable);
    row(u"ff02::1"_s, http::AddressClass::Unusable);
    row(u"93.184.216.34"_s, http::AddressClass::Public);
    row(u"2606:2800:220:1::1"_s, http::AddressClass::Public);
}

void TestHttpClient::classifiesAddresses()
{
    QFETCH(QString, address);
    QTEST(static_cast<int>(http::classOf(QHostAddress(address))), "expected");
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
