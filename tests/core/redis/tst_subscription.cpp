// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray shown(Reply::View view)
{
    QByteArrayList parts;
    for (const Reply::View part : view)
        parts.append(part.type() == Reply::Type::Integer ? QByteArray::number(part.integer())
                                                         : part.bytes().toByteArray());
    return view.isArray() ? parts.join(' ') : view.bytes().toByteArray();
}

} // namespace

class TestSubscription : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void messagesGoToTheSink();
    void aRefusedSubscriptionGoesToTheSink();
    void pingIsAnsweredAmongMessages();
    void ordinaryCommandsWorkBeforeSubscribing();
    void manyMessagesLoseNone();
    void theSinkMayDeleteTheConnection();
    void theSinkMayBeReplacedInItself();
    void anErrorOfAnEarlierBatchIsNotTheSinks();

private:
    void openSubscriber();
    qint64 publish(QByteArrayView channel, QByteArrayView text)
    {
        return test::RedisClient(m_server->port()).integer({"PUBLISH", channel, text});
    }

    std::unique_ptr<test::RedisServer> m_server;
    std::unique_ptr<Connection> m_connection;
    QByteArrayList m_messages;
};

void TestSubscription::initTestCase()
{
    m_server = std::make_unique<test::RedisServer>(
        QStringList{u"user limited on >pw ~* +@all resetchannels &allowed"_s});
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestSubscription::init()
{
    m_messages.clear();
    m_connection = std::make_unique<Connection>(m_server->options());
    openSubscriber();
}

void TestSubscription::openSubscriber()
{
    m_connection->setPushSink([this](Reply::View message) { m_messages.append(shown(message)); });
    m_connection->open();
    QVERIFY(QCoro::waitFor(m_connection->waitReady(30s)));
}

void TestSubscription::messagesGoToTheSink()
{
    Commands subscribe{"SUBSCRIBE", "a", "b"};
    subscribe.add({"PSUBSCRIBE", "c*"});
    m_connection->sendPush(subscribe);
    QTRY_COMPARE(m_messages.size(), 3);
    QCOMPARE(m_messages, (QByteArrayList{"subscribe a 1", "subscribe b 2", "psubscribe c* 3"}));
    m_messages.clear();
    QCOMPARE(publish("a", "one"), 1);
    QCOMPARE(publish("cd", ""), 1);
    QCOMPARE(publish("nobody", "x"), 0);
    QTRY_COMPARE(m_messages, (QByteArrayList{"message a one", "pmessage c* cd "}));
    m_messages.clear();
    m_connection->sendPush({"UNSUBSCRIBE", "a"});
    QTRY_COMPARE(m_messages, (QByteArrayList{"unsubscribe a 2"}));
}

void TestSubscription::aRefusedSubscriptionGoesToTheSink()
{
    ConnectionOptions options = m_server->options();
    options.user = "limited";
    options.password = Secret("pw");
    m_connection = std::make_unique<Connection>(options);
    openSubscriber();
    m_connection->sendPush({"SUBSCRIBE", "allowed"});
    m_connection->sendPush({"SUBSCRIBE", "forbidden"});
    m_connection->sendPush({"SUBSCRIBE", "allowed"});
    QTRY_COMPARE(m_messages.size(), 3);
    QCOMPARE(m_messages[0], "subscribe allowed 1");
    QVERIFY(m_messages[1].startsWith("NOPERM"));
    QCOMPARE(m_messages[2], "subscribe allowed 1");
    QVERIFY(m_connection->isReady());
}

void TestSubscription::pingIsAnsweredAmongMessages()
{
    int answers = 0;
    const auto ping = [&] {
        m_connection->send({"PING"}, this, [&](Result<Reply> reply) {
            QVERIFY(reply);
            const Reply::View answer = reply->root().at(0);
            QCOMPARE(
                answer.isArray() ? answer.at(0).bytes() : answer.bytes(), answer.isArray() ? "pong" : "PONG");
            ++answers;
        });
    };
    ping();
    m_connection->sendPush({"SUBSCRIBE", "a"});
    ping();
    ping();
    QTRY_COMPARE(answers, 3);
    QCOMPARE(m_messages, QByteArrayList{"subscribe a 1"});
    // One channel more is confirmed than was asked for: the count does not go astray.
    m_connection->sendPush({"SUBSCRIBE", "b"});
    m_connection->sendPush({"UNSUBSCRIBE"});
    ping();
    QTRY_COMPARE(answers, 4);
    QCOMPARE(m_messages.size(), 4);
    QVERIFY(m_connection->isReady());
}

void TestSubscription::ordinaryCommandsWorkBeforeSubscribing()
{
    Commands commands;
    commands.add({"SET", "k", "v"});
    commands.add({"GET", "k"});
    commands.add({"LRANGE", "none", "0", "-1"});
    commands.add({"NOSUCH"});
    const Result<Reply> reply = QCoro::waitFor(m_connection->callAll(commands));
    QVERIFY(reply);
    QCOMPARE(reply->root().size(), 4);
    QCOMPARE(reply->root().at(1).bytes(), "v");
    QCOMPARE(reply->root().at(2).size(), 0);
    QVERIFY(reply->root().at(3).isError());
    QVERIFY(m_messages.isEmpty());
}

void TestSubscription::manyMessagesLoseNone()
{
    constexpr int count = 200'000;
    qint64 sum = 0;
    int seen = 0;
    m_connection->setPushSink([&](Reply::View message) {
        if (message.at(0).bytes() == "message") {
            sum += message.at(2).bytes().toLongLong();
            ++seen;
        }
    });
    m_connection->sendPush({"SUBSCRIBE", "many"});
    test::RedisClient publisher(m_server->port());
    QTRY_COMPARE(publisher.run({"PUBSUB", "CHANNELS"}).root().size(), 1);
    for (int i = 0; i < count; ++i) {
        publisher.append({"PUBLISH", "many", QByteArray::number(i)});
        if (i % 1000 == 0) {
            QCOMPARE(publisher.collect(), 0);
            QCoreApplication::processEvents();
        }
    }
    QCOMPARE(publisher.collect(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(seen, count, 60'000);
    QCOMPARE(sum, qint64(count) * (count - 1) / 2);
    QVERIFY(m_connection->isReady());
}

void TestSubscription::theSinkMayDeleteTheConnection()
{
    bool isCalled = false;
    const auto marker = std::make_shared<int>(42);
    m_connection->setPushSink([this, marker, &isCalled](Reply::View) {
        m_connection.reset();
        isCalled = *marker == 42; // what the sink holds is still there
    });
    m_connection->sendPush({"SUBSCRIBE", "a", "b", "c"});
    QTRY_VERIFY(isCalled);
    QVERIFY(!m_connection);
}

void TestSubscription::theSinkMayBeReplacedInItself()
{
    m_connection->setPushSink([this](Reply::View) {
        m_connection->setPushSink([this](Reply::View message) { m_messages.append(shown(message)); });
    });
    m_connection->sendPush({"SUBSCRIBE", "a", "b"});
    QTRY_COMPARE(m_messages, QByteArrayList{"subscribe b 2"});
}

void TestSubscription::anErrorOfAnEarlierBatchIsNotTheSinks()
{
    bool isAnswered = false;
    m_connection->send({"NOSUCH"}, this, [&](Result<Reply> reply) {
        QVERIFY(reply);
        QVERIFY(reply->root().at(0).isError());
        isAnswered = true;
    });
    m_connection->sendPush({"SUBSCRIBE", "a"});
    QTRY_COMPARE(m_messages, QByteArrayList{"subscribe a 1"});
    QVERIFY(isAnswered);
}

QTEST_GUILESS_MAIN(TestSubscription)
#include "tst_subscription.moc"
