// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/redis/connectioncalls.h"
#include "tests/support/faultproxy.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What closes a connection, what becomes of the commands under way, and coming back.
class TestConnectionLoss : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void noAnswerInTimeCloses();
    void aSlowReplyIsNoTimeout();
    void aReplyThatNobodyAskedForCloses();
    void aReplyBeyondALimitCloses();
    void aReplyCutInItsMiddleIsAnError();
    void nothingIsSentTwice();
    void comesBackByItself();
    void staysAwayUnlessTold();
    void openCutsTheWaitShort();
    void waitReadyTellsWhyNot();
    void aReplicaIsLeftForTheMaster();

private:
    std::unique_ptr<RedisServer> m_server;
};

void TestConnectionLoss::init()
{
    if (!m_server || !m_server->isRunning())
        m_server = std::make_unique<RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
    RedisClient(m_server->port()).run({"FLUSHALL"});
}

void TestConnectionLoss::noAnswerInTimeCloses()
{
    ConnectionOptions options = patient(m_server->options());
    options.commandTimeout = 300ms;
    Connection connection(options);
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    m_server->freeze();
    QElapsedTimer clock;
    clock.start();
    const Result<Reply> reply = called(connection, Commands{"PING"});
    QCOMPARE(kindOf(reply), Error::Kind::Timeout);
    QVERIFY(clock.elapsed() >= 300);
    QCOMPARE(closed.count(), 1);
    m_server->resume();
}

void TestConnectionLoss::aSlowReplyIsNoTimeout()
{
    FaultProxy proxy(m_server->port());
    ConnectionOptions options = patient(m_server->options());
    options.port = proxy.port();
    options.commandTimeout = 500ms;
    Connection connection(options);
    QVERIFY(opened(connection));
    RedisClient(m_server->port()).run({"SET", "k", QByteArray(300'000, 'x')});
    proxy.trickle(10'000); // 30 times 50 ms
    QElapsedTimer clock;
    clock.start();
    const Result<Reply> reply = called(connection, {"GET", "k"});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(clock.elapsed() > 1000);
}

void TestConnectionLoss::aReplyThatNobodyAskedForCloses()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QVERIFY(called(connection, Commands{"MONITOR"})); // from here on the server talks unasked
    RedisClient(m_server->port()).run({"GET", "k"});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Protocol);
}

void TestConnectionLoss::aReplyBeyondALimitCloses()
{
    ConnectionOptions options = patient(m_server->options());
    options.limits.bulkBytes = 100'000;
    Connection connection(options);
    QVERIFY(opened(connection));
    RedisClient client(m_server->port());
    client.run({"SET", "fits", QByteArray(100'000, 'x')});
    client.run({"SET", "big", QByteArray(10'000'000, 'x')});
    QVERIFY(called(connection, {"GET", "fits"}));
    const qint64 before = connection.traffic().bytesIn;
    QCOMPARE(kindOf(called(connection, {"GET", "big"})), Error::Kind::Protocol);
    QVERIFY(connection.traffic().bytesIn - before < 1'000'000); // not after it was read to its end
    QCOMPARE(connection.state(), Connection::State::Closed);
}

void TestConnectionLoss::aReplyCutInItsMiddleIsAnError()
{
    FaultProxy proxy(m_server->port());
    ConnectionOptions options = patient(m_server->options());
    options.port = proxy.port();
    Connection connection(options);
    connection.setReconnect(true);
    RedisClient(m_server->port()).run({"SET", "k", QByteArray(300'000, 'x')});
    for (const qint64 bytes : {0, 1, 4, 9, 10, 70'000, 300'009}) {
        QVERIFY(opened(connection));
        proxy.cutAfter(bytes);
        Commands commands;
        commands.add({"GET", "k"});
        commands.add({"GET", "k"});
        const Result<Reply> reply = QCoro::waitFor(connection.callAll(commands));
        QCOMPARE(kindOf(reply), Error::Kind::Network);
    }
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 60'000);
    QCOMPARE(called(connection, {"GET", "k"})->root().bytes().size(), 300'000);
}

void TestConnectionLoss::nothingIsSentTwice()
{
    FaultProxy proxy(m_server->port());
    ConnectionOptions options = patient(m_server->options());
    options.port = proxy.port();
    Connection connection(options);
    connection.setReconnect(true);
    constexpr int rounds = 20;
    for (int i = 0; i < rounds; ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReady() || opened(connection), 60'000);
        proxy.cutAfter(0); // it arrives, its answer does not
        QCOMPARE(kindOf(called(connection, {"INCR", "count"})), Error::Kind::Network);
    }
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 60'000);
    QCOMPARE(RedisClient(m_server->port()).text({"GET", "count"}), QByteArray::number(rounds));
}

void TestConnectionLoss::comesBackByItself()
{
    Connection connection(patient(m_server->options()));
    connection.setReconnect(true);
    QVERIFY(opened(connection));
    const QByteArray runId = connection.facts().runId;

    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    m_server->kill();
    QTRY_VERIFY(retries.count() >= 3);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Network);
    for (int i = 0; i < retries.count(); ++i) {
        QCOMPARE(retries[i][0].toInt(), i + 1);
        QVERIFY(retries[i][1].value<std::chrono::milliseconds>() <= 100ms * (1 << i));
    }
    QVERIFY(m_server->start());
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 60'000);
    QVERIFY(connection.facts().runId != runId);
    QVERIFY(called(connection, Commands{"PING"}));

    connection.close();
    const qsizetype count = retries.count();
    QCoreApplication::processEvents();
    QCOMPARE(retries.count(), count);
    QCOMPARE(connection.state(), Connection::State::Closed);
}

void TestConnectionLoss::staysAwayUnlessTold()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    RedisClient(m_server->port()).run({"CLIENT", "KILL", "TYPE", "normal"});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(retries.count(), 0);
    QCOMPARE(connection.state(), Connection::State::Closed);
}

void TestConnectionLoss::openCutsTheWaitShort()
{
    m_server->kill();
    Connection connection(patient(m_server->options()));
    connection.setReconnect(true);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    connection.open();
    QTRY_VERIFY_WITH_TIMEOUT(retries.count() >= 4, 60'000);
    QVERIFY(m_server->start());
    const Result<void> result = opened(connection, 3s);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
}

void TestConnectionLoss::waitReadyTellsWhyNot()
{
    Connection idle(m_server->options());
    const Result<void> closed = QCoro::waitFor(idle.waitReady(5s));
    QVERIFY(!closed);
    QCOMPARE(closed.error().kind, Error::Kind::Network);

    ConnectionOptions nowhere = m_server->options();
    nowhere.port = freePort();
    Connection refused(nowhere);
    refused.setReconnect(true);
    const Result<void> last = opened(refused, 500ms);
    QVERIFY(!last);
    QVERIFY2(last.error().message.contains(u"Connection refused"_s), qPrintable(last.error().message));

    FaultProxy proxy(m_server->port());
    proxy.hold();
    ConnectionOptions slow = m_server->options();
    slow.port = proxy.port();
    Connection held(slow);
    const Result<void> timeout = opened(held, 200ms);
    QVERIFY(!timeout);
    QCOMPARE(timeout.error().kind, Error::Kind::Timeout);

    proxy.pass();
    QVERIFY(QCoro::waitFor(held.waitReady(5s)));
    QVERIFY(QCoro::waitFor(held.waitReady(0s)));
}

/// Where the address leads after a failover is found out by connecting again; a replica that stays is not
/// left at each refusal.
void TestConnectionLoss::aReplicaIsLeftForTheMaster()
{
    Connection connection(patient(m_server->options()));
    connection.setReconnect(true);
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy ready(&connection, &Connection::ready);
    RedisClient person(m_server->port());
    person.run({"REPLICAOF", "127.0.0.1", QByteArray::number(freePort())});
    QCOMPARE(kindOf(called(connection, Commands{"GET", "k"})), Error::Kind::NotFound);
    QCOMPARE(closed.count(), 0);
    QCOMPARE(kindOf(called(connection, Commands{"SET", "k", "1"})), Error::Kind::ReadOnly);
    QTRY_COMPARE(ready.count(), 1);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!connection.facts().isPrimary());
    QCOMPARE(kindOf(called(connection, Commands{"SET", "k", "1"})), Error::Kind::ReadOnly);
    QCOMPARE(kindOf(called(connection, Commands{"PING"})), Error::Kind::NotFound);
    QCOMPARE(closed.count(), 1);
    person.run({"REPLICAOF", "NO", "ONE"});
    QCOMPARE(kindOf(called(connection, Commands{"SET", "k", "1"})), Error::Kind::NotFound);
}

QTEST_GUILESS_MAIN(TestConnectionLoss)
#include "tst_connectionloss.moc"
