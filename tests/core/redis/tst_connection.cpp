// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"
#include "core/redis/scripts.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Runs the event loop until the coroutine's value is there.
template <typename T> T waited(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsInAndLearnsTheFacts();
    void repliesComeInOrder();
    void bigValuesArriveWhole();
    void scriptsRun();
    void comesBackByItself();

private:
    std::unique_ptr<test::RedisServer> m_server;
};

void TestConnection::init()
{
    if (!m_server || !m_server->isRunning())
        m_server = std::make_unique<test::RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
    test::RedisClient(m_server->port()).run({"FLUSHALL"});
}

void TestConnection::signsInAndLearnsTheFacts()
{
    Connection connection(m_server->options());
    QSignalSpy ready(&connection, &Connection::ready);
    connection.open();
    const Result<void> result = waited(connection.waitReady(5s));
    QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
    QTRY_COMPARE(ready.count(), 1);
    QVERIFY(!connection.facts().version.isEmpty());
    QCOMPARE(connection.facts().role, "master");
    QCOMPARE(connection.facts().mode, u"standalone"_s);
    QCOMPARE(connection.facts().runId.size(), 40);
    QCOMPARE(connection.facts().replicationId.size(), 40);
    QVERIFY(connection.facts().clientId > 0);
    QVERIFY(connection.facts().refused.isEmpty());
    QCOMPARE(connection.peer(), u"127.0.0.1:%1"_s.arg(m_server->port()));
    QVERIFY(test::RedisClient(m_server->port()).text({"CLIENT", "LIST"}).contains("name=emberwatch"));
}

void TestConnection::repliesComeInOrder()
{
    Connection connection(m_server->options());
    connection.open();
    QVERIFY(waited(connection.waitReady(5s)));

    constexpr int batches = 100;
    int answered = 0;
    for (int i = 0; i < batches; ++i) {
        const QByteArray number = QByteArray::number(i);
        Commands commands;
        commands.add({"SET", "key", number});
        commands.add({"GET", "key"});
        commands.add({"LPUSH", "key", "x"});
        connection.send(commands, this, [&, number](Result<Reply> reply) {
            QVERIFY(reply);
            QCOMPARE(reply->root().size(), 3);
            QCOMPARE(reply->root().at(0).bytes(), "OK");
            QCOMPARE(reply->root().at(1).bytes(), number);
            QVERIFY(reply->root().at(2).isError());
            ++answered;
        });
        QCOMPARE(answered, 0);
    }
    QTRY_COMPARE(answered, batches);
    QVERIFY(connection.traffic().commands >= 3 * batches);
}

void TestConnection::bigValuesArriveWhole()
{
    QByteArray value(8 << 20, 'x');
    for (qsizetype i = 0; i < value.size(); i += 997)
        value[i] = static_cast<char>(i);
    Connection connection(m_server->options());
    connection.open();
    QVERIFY(waited(connection.waitReady(5s)));
    const Result<Reply> set = waited(connection.call({"SET", "big", value}));
    QVERIFY(set);
    const Result<Reply> get = waited(connection.call({"GET", "big"}));
    QVERIFY(get);
    QCOMPARE(get->root().bytes(), QByteArrayView(value));
}

void TestConnection::scriptsRun()
{
    Connection connection(m_server->options());
    connection.open();
    QVERIFY(waited(connection.waitReady(5s)));
    test::RedisClient(m_server->port()).run({"SET", "job", "{}", "EX", "7200"});

    const std::array<QByteArrayView, 1> limit{"1000"};
    Commands commands;
    addEvalSha(commands, scripts::peek(), "job", limit);
    addEval(commands, scripts::peek(), "job", limit);
    addEvalSha(commands, scripts::peek(), "job", limit);
    const Result<Reply> reply = waited(connection.callAll(commands));
    QVERIFY(reply);
    QVERIFY(reply->root().at(0).bytes().startsWith("NOSCRIPT"));
    for (const qsizetype i : {1, 2}) {
        const Reply::View peeked = reply->root().at(i);
        QCOMPARE(peeked.size(), 5);
        QCOMPARE(peeked.at(0).bytes(), "string");
        QCOMPARE(peeked.at(2).bytes(), "{}");
        QVERIFY(peeked.at(3).integer() > 7'100'000);
    }
}

void TestConnection::comesBackByItself()
{
    Connection connection(m_server->options());
    connection.setReconnect(true);
    connection.open();
    QVERIFY(waited(connection.waitReady(5s)));
    const QByteArray runId = connection.facts().runId;

    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    m_server->kill();
    QTRY_VERIFY(retries.count() >= 2);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Network);
    QVERIFY(m_server->start());
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 15'000);
    QVERIFY(connection.facts().runId != runId);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
