// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scripts.h"
#include "tests/core/redis/connectioncalls.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <array>
#include <atomic>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Commands and their answers, and what their handlers may do.
class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void repliesComeInOrder();
    void bigValuesArriveWhole();
    void errorRepliesAreErrorsOfACall();
    void scriptsRun();
    void sendNeverAnswersFromInside();
    void aDeadContextIsNotAnswered();
    void aHandlerMayDeleteTheConnection();
    void aHandlerMayCloseAndOpen();
    void aHandlerMayRunAnEventLoop();
    void closingCancels();
    void aDeletedConnectionEndsItsCoroutines();
    void tooMuchWaitingIsBusy();
    void worksInTheThreadItIsMovedTo();

private:
    std::unique_ptr<RedisServer> m_server;
};

void TestConnection::init()
{
    if (!m_server || !m_server->isRunning())
        m_server = std::make_unique<RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
    RedisClient(m_server->port()).run({"FLUSHALL"});
}

void TestConnection::repliesComeInOrder()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));

    constexpr int batches = 1000;
    int answered = 0;
    for (int i = 0; i < batches; ++i) {
        const QByteArray number = QByteArray::number(i);
        Commands commands;
        commands.add({"SET", "key", number});
        commands.add({"GET", "key"});
        commands.add({"LPUSH", "key", "x"});
        connection.send(commands, this, [&, i, number](Result<Reply> reply) {
            QVERIFY(reply);
            QCOMPARE(answered, i);
            QCOMPARE(reply->root().size(), 3);
            QCOMPARE(reply->root().at(0).bytes(), "OK");
            QCOMPARE(reply->root().at(1).bytes(), number);
            QVERIFY(reply->root().at(2).isError());
            ++answered;
        });
    }
    QTRY_COMPARE(answered, batches);
    QVERIFY(connection.traffic().commands >= 3 * batches);
    QVERIFY(connection.traffic().bytesIn > 0);
    QVERIFY(connection.traffic().bytesOut > connection.traffic().bytesIn);
    QVERIFY(connection.traffic().lastRoundTrip > 0us);
}

void TestConnection::bigValuesArriveWhole()
{
    QByteArray value(8 << 20, 'x');
    for (qsizetype i = 0; i < value.size(); i += 997)
        value[i] = static_cast<char>(i);
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QVERIFY(called(connection, {"SET", "big", value}));
    const Result<Reply> get = called(connection, {"GET", "big"});
    QVERIFY(get);
    QVERIFY(get->root().bytes() == value);
}

void TestConnection::errorRepliesAreErrorsOfACall()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QVERIFY(called(connection, {"LPUSH", "list", "x"}));
    QCOMPARE(kindOf(called(connection, {"GET", "list"})), Error::Kind::Conflict);
    QCOMPARE(kindOf(called(connection, Commands{"NOSUCH"})), Error::Kind::Permission);
    const Result<Reply> nil = called(connection, {"GET", "none"});
    QVERIFY(nil);
    QVERIFY(nil->root().isNil());
    const Result<Reply> array = called(connection, {"LRANGE", "list", "0", "-1"});
    QVERIFY(array);
    QCOMPARE(array->root().size(), 1);
    QCOMPARE(array->root().at(0).bytes(), "x");
}

void TestConnection::scriptsRun()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    RedisClient(m_server->port()).run({"SET", "job", "{}", "EX", "7200"});

    const std::array<QByteArrayView, 1> limit{"1000"};
    Commands commands;
    addScript(commands, scripts::peek(), "job", limit);
    addScript(commands, scripts::peek(), "job", limit, true);
    addScript(commands, scripts::peek(), "job", limit);
    const Result<Reply> reply = QCoro::waitFor(connection.callAll(commands));
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

void TestConnection::sendNeverAnswersFromInside()
{
    Connection connection(patient(m_server->options()));
    int answers = 0;
    const auto count = [&](Result<Reply> reply) {
        ++answers;
        QCOMPARE(kindOf(reply), Error::Kind::Network);
    };
    connection.send({"PING"}, this, count);
    connection.open();
    connection.send({"PING"}, this, count);
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 2);
}

void TestConnection::aDeadContextIsNotAnswered()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    bool isAnswered = false;
    auto context = std::make_unique<QObject>();
    connection.send({"PING"}, context.get(), [&](const Result<Reply> &) { isAnswered = true; });
    context.reset();
    QVERIFY(called(connection, Commands{"PING"})); // later than the other
    QVERIFY(!isAnswered);

    context = std::make_unique<QObject>();
    connection.send({"PING"}, context.get(), [&](const Result<Reply> &) { isAnswered = true; });
    context.reset();
    connection.close();
    connection.send({"PING"}, nullptr, {});
    QCoreApplication::processEvents();
    QVERIFY(!isAnswered);
}

void TestConnection::aHandlerMayDeleteTheConnection()
{
    auto connection = std::make_unique<Connection>(patient(m_server->options()));
    QVERIFY(opened(*connection));
    QList<Error::Kind> rest;
    bool isAnswered = false;
    connection->send({"PING"}, this, [&](const Result<Reply> &reply) {
        QVERIFY(reply);
        connection.reset();
        isAnswered = true;
    });
    for (int i = 0; i < 3; ++i)
        connection->send({"PING"}, this, [&](const Result<Reply> &reply) { rest.append(kindOf(reply)); });
    QTRY_VERIFY(isAnswered);
    QTRY_COMPARE(rest, QList<Error::Kind>(3, Error::Kind::Cancelled));

    // The same while all of them end with an error.
    connection = std::make_unique<Connection>(patient(m_server->options()));
    QVERIFY(opened(*connection));
    rest.clear();
    for (int i = 0; i < 3; ++i) {
        connection->send({"PING"}, this, [&](const Result<Reply> &reply) {
            rest.append(kindOf(reply));
            connection.reset();
        });
    }
    connection->close();
    QCOMPARE(rest, QList<Error::Kind>(3, Error::Kind::Cancelled));
    QVERIFY(!connection);
}

void TestConnection::aHandlerMayCloseAndOpen()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy ready(&connection, &Connection::ready);
    QList<bool> answers;
    Commands many;
    for (int i = 0; i < 1000; ++i)
        many.add({"ECHO", QByteArray(100, 'x')});
    connection.send(many, this, [&](const Result<Reply> &reply) {
        answers.append(reply.has_value());
        connection.close();
        connection.open();
    });
    connection.send(many, this, [&](const Result<Reply> &reply) { answers.append(reply.has_value()); });
    QTRY_COMPARE(answers, (QList{true, false}));
    QTRY_COMPARE(ready.count(), 1);
    QVERIFY(called(connection, Commands{"PING"}));
}

void TestConnection::aHandlerMayRunAnEventLoop()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QByteArrayList order;
    connection.send({"ECHO", "outer"}, this, [&](const Result<Reply> &) {
        const Result<Reply> inner = called(connection, {"ECHO", "inner"});
        order.append(inner ? inner->root().bytes().toByteArray() : inner.error().message.toUtf8());
        order.append("outer");
    });
    QTRY_COMPARE(order, (QByteArrayList{"inner", "outer"}));
}

void TestConnection::closingCancels()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QList<Error::Kind> kinds;
    connection.send({"PING"}, this, [&](const Result<Reply> &reply) { kinds.append(kindOf(reply)); });
    connection.close();
    QCOMPARE(kinds, QList{Error::Kind::Cancelled});
    QCOMPARE(closed.count(), 1);
    QCOMPARE(connection.state(), Connection::State::Closed);
    connection.close();
    QCOMPARE(closed.count(), 1);
}

void TestConnection::aDeletedConnectionEndsItsCoroutines()
{
    auto connection = std::make_unique<Connection>(patient(m_server->options()));
    QVERIFY(opened(*connection));
    QList<Error::Kind> kinds;
    const auto note
        = [&](const auto &result) { kinds.append(result ? Error::Kind::NotFound : result.error().kind); };
    Commands ping{"PING"};
    connection->call(ping).then(note);
    connection->callAll(ping).then(note);
    connection.reset();
    QVERIFY(kinds.isEmpty()); // not from inside a destructor: whoever owns it may be half gone himself
    QTRY_COMPARE(kinds, QList<Error::Kind>(2, Error::Kind::Cancelled));

    connection = std::make_unique<Connection>(patient(m_server->options()));
    connection->open();
    connection->waitReady(5s).then(note);
    connection.reset();
    QTRY_COMPARE(kinds, QList<Error::Kind>(3, Error::Kind::Cancelled));
}

void TestConnection::tooMuchWaitingIsBusy()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    m_server->freeze();
    const QByteArray value(30 << 20, 'x');
    QList<Error::Kind> kinds;
    for (int i = 0; i < 3; ++i)
        connection.send(
            {"SET", "k", value}, this, 20s, [&](const Result<Reply> &reply) { kinds.append(kindOf(reply)); });
    QTRY_COMPARE(kinds, QList{Error::Kind::Busy});
    QVERIFY(connection.isReady());
    connection.close();
    m_server->resume();
    QCOMPARE(kinds.size(), 3);
}

void TestConnection::worksInTheThreadItIsMovedTo()
{
    QThread thread;
    auto *connection = new Connection(patient(m_server->options()));
    connection->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, connection, &QObject::deleteLater);
    QSignalSpy closed(connection, &Connection::closed);
    thread.start();
    std::atomic<bool> isAnswered = false;
    QObject::connect(connection, &Connection::ready, connection, [&] {
        connection->send(
            {"PING"}, connection, [&](const Result<Reply> &reply) { isAnswered = reply.has_value(); });
    });
    QMetaObject::invokeMethod(connection, &Connection::open);
    QTRY_VERIFY(isAnswered);
    thread.quit();
    QVERIFY(thread.wait(5000));
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
