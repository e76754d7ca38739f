// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/jobstream.h"

#include <QCryptographicHash>
#include <QNetworkRequest>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The socket side of a server: notes who came and went, and greets as ComfyUI does.
class SocketFake : public QObject
{
public:
    explicit SocketFake(quint16 port = 0)
        : m_server(u"fake"_s, QWebSocketServer::NonSecureMode)
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, &SocketFake::onConnection);
        m_server.listen(QHostAddress::LocalHost, port);
    }

    ~SocketFake() override
    {
        for (QWebSocket *socket : std::as_const(m_sockets))
            socket->disconnect(this);
    }

    [[nodiscard]] ServerAddress address() const
    {
        const QString port = QString::number(m_server.serverPort());
        return *ServerAddress::fromText(QString(u"http://127.0.0.1:"_s + port));
    }

    [[nodiscard]] int opened() const { return m_opened; }
    [[nodiscard]] int mostOpen() const { return m_mostOpen; }
    [[nodiscard]] int openNow() const { return static_cast<int>(m_sockets.size()); }
    [[nodiscard]] const QStringList &texts() const { return m_texts; }
    [[nodiscard]] const QUrl &lastUrl() const { return m_lastUrl; }
    [[nodiscard]] const QNetworkRequest &lastRequest() const { return m_lastRequest; }

    void say(const QByteArray &json)
    {
        for (QWebSocket *socket : std::as_const(m_sockets))
            socket->sendTextMessage(QString::fromUtf8(json));
    }

    void abortAll()
    {
        for (QWebSocket *socket : QList<QWebSocket *>(m_sockets))
            socket->abort();
    }

    void stop()
    {
        m_server.close();
        abortAll();
    }

private:
    void onConnection()
    {
        QWebSocket *socket = m_server.nextPendingConnection();
        socket->setParent(this);
        m_sockets.append(socket);
        ++m_opened;
        m_mostOpen = std::max(m_mostOpen, openNow());
        m_lastUrl = socket->requestUrl();
        m_lastRequest = socket->request();
        connect(socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { m_texts.append(text); });
        connect(socket, &QWebSocket::disconnected, this, [this, socket] {
            m_sockets.removeOne(socket);
            socket->deleteLater();
        });
        socket->sendTextMessage(
            u"{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":1}},\"sid\":\"cA\"}}"_s);
    }

    QWebSocketServer m_server;
    QList<QWebSocket *> m_sockets;
    QStringList m_texts;
    QUrl m_lastUrl;
    QNetworkRequest m_lastRequest;
    int m_opened = 0;
    int m_mostOpen = 0;
};

StreamOptions quick()
{
    StreamOptions options;
    options.deafAfter = 100ms;
    options.settle = 20ms;
    options.firstRetry = 20ms;
    options.lastRetry = 50ms;
    options.closeTimeout = 500ms;
    return options;
}

bool anyAddress(const QHostAddress & /*address*/)
{
    return true;
}

/// What a stream tells.
class Listener : public QObject
{
public:
    explicit Listener(JobStream *stream)
    {
        connect(stream, &JobStream::messageReceived, this,
            [this](const StreamMessage &message) { messages.append(message); });
        connect(stream, &JobStream::stateChanged, this, [this](StreamState state, const QString &why) {
            states.append(state);
            reasons.append(why);
        });
        connect(stream, &JobStream::queueCountChanged, this, [this](int count) { counts.append(count); });
    }
    QList<StreamMessage> messages;
    QList<StreamState> states;
    QStringList reasons;
    QList<int> counts;
};

const PromptId mine("p");
const QByteArray started = R"({"type":"execution_start","data":{"prompt_id":"p","timestamp":5}})";
const QByteArray startedOther = R"({"type":"execution_start","data":{"prompt_id":"q","timestamp":5}})";

} // namespace

class TestJobStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsWithTheClientIdAndSpeaksFirst();
    void onlyWatchedPromptsComeThrough();
    void messagesMayOvertakeTheAnswer();
    void heldMessagesGrowOld();
    void attachesWhatHasNoPromptId();
    void comesBackAfterTheServerDropsIt();
    void waitsForAServerThatIsNotThere();
    void aDeafSocketIsReplacedOneAfterTheOther();
    void aSocketThatSpeaksIsNotReplaced();
    void closesAndOpensWithoutOverlap();
    void refreshesAfterAFault();
    void tooManyMessagesPauseIt();
    void aHugeMessageEndsTheConnection();
    void unreadableMessagesDoNoHarm();
    void lostPongsEndTheConnection();
    void anUnlistedAddressIsNotContacted();
    void aRefusedHandshakeIsTriedAgain();
    void sendsTheSameHeaders();
};

void TestJobStream::connectsWithTheClientIdAndSpeaksFirst()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c 1"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.lastUrl().path(), u"/ws"_s);
    QCOMPARE(QUrlQuery(server.lastUrl()).queryItemValue(u"clientId"_s, QUrl::FullyDecoded), u"c 1"_s);
    QTRY_COMPARE(server.texts().size(), 1);
    QVERIFY(server.texts()[0].contains(u"feature_flags"_s));
    QTRY_COMPARE(listener.counts, QList<int>{1});
    QCOMPARE(listener.states, (QList{StreamState::Connecting, StreamState::Live}));
    stream.close();
    QTRY_COMPARE(stream.state(), StreamState::Closed);
    QTRY_COMPARE(server.openNow(), 0);
}

void TestJobStream::onlyWatchedPromptsComeThrough()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    server.say(startedOther);
    server.say(started);
    QTRY_COMPARE(listener.messages.size(), 1);
    QCOMPARE(promptIdOf(listener.messages[0]), mine);
    stream.unwatch(mine);
    server.say(started);
    server.say(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":7}}}})");
    QTRY_COMPARE(listener.counts.constLast(), 7);
    QCOMPARE(listener.messages.size(), 1);
}

void TestJobStream::messagesMayOvertakeTheAnswer()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    server.say(started);
    server.say(startedOther);
    server.say(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":7}}}})");
    QTRY_COMPARE(listener.counts.constLast(), 7);
    QVERIFY(listener.messages.isEmpty());
    stream.watch(mine);
    QCOMPARE(listener.messages.size(), 1);
    QCOMPARE(promptIdOf(listener.messages[0]), mine);
}

void TestJobStream::heldMessagesGrowOld()
{
    SocketFake server;
    StreamOptions options = quick();
    options.holdUnknown = 0ms;
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    Listener listener(&stream);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    server.say(started);
    server.say(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":7}}}})");
    QTRY_COMPARE(listener.counts.constLast(), 7);
    QTest::qWait(5); // what was said before is older than the wish
    stream.watch(mine);
    QVERIFY(listener.messages.isEmpty());
}

void TestJobStream::attachesWhatHasNoPromptId()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    server.say(R"({"type":"executing","data":{"node":"3"}})");
    server.say(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":7}}}})");
    QTRY_COMPARE(listener.counts.constLast(), 7);
    QVERIFY(listener.messages.isEmpty()); // nobody has said yet which prompt runs
    stream.setRunning(mine);
    QCOMPARE(listener.messages, QList<StreamMessage>{StreamMessage(ExecutingMessage{mine, "3", "3"})});
    server.say(R"({"type":"executing","data":{"node":"4"}})");
    QTRY_COMPARE(listener.messages.size(), 2);
}

void TestJobStream::comesBackAfterTheServerDropsIt()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(server.texts().size(), 1);
    server.abortAll();
    QTRY_VERIFY(listener.states.contains(StreamState::Waiting));
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.opened(), 2);
    QCOMPARE(server.mostOpen(), 1);
    QTRY_COMPARE(server.texts().size(), 2); // features first, each time
    server.say(started);
    QTRY_COMPARE(listener.messages.size(), 1);
}

void TestJobStream::waitsForAServerThatIsNotThere()
{
    auto server = std::make_unique<SocketFake>();
    const ServerAddress address = server->address();
    server.reset();
    JobStream stream(address, anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_VERIFY(listener.states.count(StreamState::Waiting) >= 2);
    QVERIFY(!listener.reasons.constLast().isEmpty() || !listener.reasons.at(1).isEmpty());
    SocketFake back(address.port());
    QTRY_COMPARE(stream.state(), StreamState::Live);
}

void TestJobStream::aDeafSocketIsReplacedOneAfterTheOther()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_COMPARE(listener.counts.size(), 1); // the greeting
    QTest::qWait(5); // the greeting is older than the movement, as below
    stream.serverMoved(std::chrono::steady_clock::now());
    QTRY_VERIFY(listener.states.contains(StreamState::Deaf));
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.opened(), 2);
    QCOMPARE(server.mostOpen(), 1);
}

void TestJobStream::aSocketThatSpeaksIsNotReplaced()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_COMPARE(listener.counts.size(), 1);
    QTest::qWait(5);
    const auto look = std::chrono::steady_clock::now();
    stream.serverMoved(look);
    server.say(startedOther); // even of a foreign prompt
    QTest::qWait(300); // three times the patience
    QCOMPARE(stream.state(), StreamState::Live);
    stream.serverMoved(look); // announced before we asked
    QTest::qWait(300);
    QCOMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.opened(), 1);
}

void TestJobStream::closesAndOpensWithoutOverlap()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    for (int round = 1; round <= 10; ++round) {
        stream.open();
        QTRY_COMPARE(stream.state(), StreamState::Live);
        stream.close();
        stream.open(); // at once, while the old one still closes
        QTRY_COMPARE(server.opened(), 2 * round);
        QTRY_COMPARE(stream.state(), StreamState::Live);
        stream.close();
        QTRY_COMPARE(stream.state(), StreamState::Closed);
        QTRY_COMPARE(server.openNow(), 0);
    }
    QCOMPARE(server.mostOpen(), 1);
}

void TestJobStream::refreshesAfterAFault()
{
    SocketFake server;
    StreamOptions options = quick();
    options.refreshAfterFault = 100ms;
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QTest::qWait(200); // twice the time, as below
    QCOMPARE(server.opened(), 1); // nothing went wrong yet
    server.abortAll();
    QTRY_COMPARE(server.opened(), 3);
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QTest::qWait(200);
    QCOMPARE(server.opened(), 3);
    QCOMPARE(server.mostOpen(), 1);
}

void TestJobStream::tooManyMessagesPauseIt()
{
    SocketFake server;
    StreamOptions options = quick();
    options.mostMessagesPerSecond = 100;
    options.overloadPause = 100ms;
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    for (int i = 0; i < 500; ++i)
        server.say(started);
    QTRY_VERIFY(listener.states.contains(StreamState::Overloaded));
    QVERIFY(listener.messages.size() <= 100);
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.opened(), 2);
    QCOMPARE(server.mostOpen(), 1);
}

void TestJobStream::aHugeMessageEndsTheConnection()
{
    SocketFake server;
    StreamOptions options = quick();
    options.mostMessageBytes = 10'000;
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    server.say(R"({"type":"execution_cached","data":{"prompt_id":"p","nodes":[")" + QByteArray(20'000, 'x')
        + "\"]}}");
    QTRY_VERIFY(listener.states.contains(StreamState::Waiting));
    QVERIFY(listener.messages.isEmpty());
    QTRY_COMPARE(stream.state(), StreamState::Live);
}

void TestJobStream::unreadableMessagesDoNoHarm()
{
    SocketFake server;
    JobStream stream(server.address(), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.watch(mine);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    for (const QByteArray &odd :
        {"{"_ba, "[]"_ba, "null"_ba, ""_ba, R"({"type":"x.y","data":{"prompt_id":"p"}})"_ba})
        server.say(odd);
    server.say(started);
    QTRY_COMPARE(listener.messages.size(), 1);
    QCOMPARE(server.opened(), 1);
}

void TestJobStream::lostPongsEndTheConnection()
{
    SocketFake server;
    StreamOptions options = quick();
    options.pingEvery = 50ms;
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QTest::qWait(300); // six pings
    QCOMPARE(server.opened(), 1); // answered pings keep it

    QTcpServer silent; // upgrades, and then answers nothing
    silent.listen(QHostAddress::LocalHost);
    int accepted = 0;
    connect(&silent, &QTcpServer::newConnection, this, [&silent, &accepted] {
        QTcpSocket *socket = silent.nextPendingConnection();
        ++accepted;
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            const QByteArray request = socket->readAll();
            const qsizetype at = request.indexOf("Sec-WebSocket-Key: ") + 19;
            if (!request.startsWith("GET"))
                return;
            const QByteArray key = request.mid(at, request.indexOf('\r', at) - at);
            const QByteArray seed = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            const QByteArray accept = QCryptographicHash::hash(seed, QCryptographicHash::Sha1).toBase64();
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: "
                + accept + "\r\n\r\n");
        });
    });
    const QString url = QString(u"http://127.0.0.1:"_s + QString::number(silent.serverPort()));
    JobStream dead(*ServerAddress::fromText(url), anyAddress, u"c"_s, options);
    Listener listener(&dead);
    dead.open();
    QTRY_VERIFY(listener.states.contains(StreamState::Live));
    QTRY_VERIFY(listener.states.contains(StreamState::Waiting));
    QTRY_VERIFY(accepted >= 2);
}

void TestJobStream::anUnlistedAddressIsNotContacted()
{
    SocketFake canary;
    JobStream stream(
        canary.address(), [](const QHostAddress &address) { return !address.isLoopback(); }, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_VERIFY(listener.states.contains(StreamState::Waiting));
    QVERIFY(listener.reasons.join(u' ').contains(u"allowed servers"_s));
    QTest::qWait(100); // a connection would have come by now
    QCOMPARE(canary.opened(), 0);
}

void TestJobStream::aRefusedHandshakeIsTriedAgain()
{
    QTcpServer proxy;
    proxy.listen(QHostAddress::LocalHost);
    int refused = 0;
    connect(&proxy, &QTcpServer::newConnection, this, [&proxy, &refused] {
        QTcpSocket *socket = proxy.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &refused] {
            ++refused;
            socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    const QString url = QString(u"http://127.0.0.1:"_s + QString::number(proxy.serverPort()));
    JobStream stream(*ServerAddress::fromText(url), anyAddress, u"c"_s, quick());
    Listener listener(&stream);
    stream.open();
    QTRY_VERIFY(refused >= 3);
    QVERIFY(!listener.states.contains(StreamState::Live));
}

void TestJobStream::sendsTheSameHeaders()
{
    SocketFake server;
    StreamOptions options = quick();
    options.headers = {{"Authorization", Secret("Bearer abc")}};
    JobStream stream(server.address(), anyAddress, u"c"_s, options);
    stream.open();
    QTRY_COMPARE(stream.state(), StreamState::Live);
    QCOMPARE(server.lastRequest().rawHeader("Authorization"), "Bearer abc");
    QVERIFY(
        !server.lastRequest().hasRawHeader("Origin") || server.lastRequest().rawHeader("Origin").isEmpty());
}

QTEST_GUILESS_MAIN(TestJobStream)
#include "tst_jobstream.moc"
