// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"
#include "core/redis/scripts.h"
#include "tests/support/faultproxy.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <array>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// With so much time that a busy machine makes no difference; a test of a time-out sets its own.
ConnectionOptions patient(ConnectionOptions options)
{
    options.connectTimeout = 30s;
    options.commandTimeout = 30s;
    return options;
}

/// Opens it and says how that went.
Result<void> opened(Connection &connection, std::chrono::milliseconds limit = 30s)
{
    connection.open();
    return QCoro::waitFor(connection.waitReady(limit));
}

Result<Reply> called(Connection &connection, Commands command)
{
    return QCoro::waitFor(connection.call(std::move(command)));
}

Error::Kind kindOf(const Result<Reply> &result)
{
    return result ? Error::Kind::NotFound : result.error().kind;
}

/// All that is logged while it lives.
class LogWatch
{
public:
    LogWatch()
    {
        text().clear();
        m_previous = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext &, const QString &message) { text() += message + u'\n'; });
    }
    ~LogWatch() { qInstallMessageHandler(m_previous); }
    static QString &text()
    {
        static QString all;
        return all;
    }

private:
    QtMessageHandler m_previous;
};

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void signsInAndLearnsTheFacts();
    void signsInOverALocalSocket();
    void signsInAsAnAclUser();
    void selectsTheDatabase();
    void refusalsAtSignInHaveTheirKind_data();
    void refusalsAtSignInHaveTheirKind();
    void aMissingPasswordIsAskedFor();
    void noPasswordIsEverLogged();
    void authErrorsAreNotRetried();
    void anUnreachableServerIsNamed_data();
    void anUnreachableServerIsNamed();

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
    Connection connection(patient(m_server->options()));
    QSignalSpy connected(&connection, &Connection::connected);
    QSignalSpy ready(&connection, &Connection::ready);
    QCOMPARE(connection.state(), Connection::State::Closed);
    QVERIFY(connection.peer().isEmpty());
    const Result<void> result = opened(connection);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QTRY_COMPARE(ready.count(), 1);
    QCOMPARE(connected.count(), 1);
    QVERIFY(!connection.facts().version.isEmpty());
    QCOMPARE(connection.facts().role, "master");
    QCOMPARE(connection.facts().mode, u"standalone"_s);
    QCOMPARE(connection.facts().runId.size(), 40);
    QCOMPARE(connection.facts().replicationId.size(), 40);
    QVERIFY(connection.facts().clientId > 0);
    QVERIFY(connection.facts().refused.isEmpty());
    QCOMPARE(connection.peer(), u"127.0.0.1:%1"_s.arg(m_server->port()));
    QVERIFY(!connection.certificateDaysLeft());
    QVERIFY(test::RedisClient(m_server->port()).text({"CLIENT", "LIST"}).contains("name=emberwatch"));
}

void TestConnection::signsInOverALocalSocket()
{
    Connection connection(patient(m_server->localOptions()));
    const Result<void> result = opened(connection);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(connection.peer(), m_server->socketPath());
    const QByteArray value(1 << 20, 'x');
    QVERIFY(called(connection, {"SET", "k", value}));
    const Result<Reply> reply = called(connection, {"GET", "k"});
    QVERIFY(reply);
    QVERIFY(reply->root().bytes() == value);

    QSignalSpy closed(&connection, &Connection::closed);
    m_server->kill();
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Network);
}

void TestConnection::signsInAsAnAclUser()
{
    const test::RedisServer server(
        QStringList{u"user bob on >pw ~job:* resetchannels -@all +get +ping +auth"_s, u"user default off"_s});
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    ConnectionOptions options = patient(server.options());
    options.user = "bob";
    options.password = Secret("pw");
    Connection connection(options);
    const Result<void> result = opened(connection);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(connection.facts().refused.size(), 5);
    QVERIFY(connection.facts().refused.value("ROLE").startsWith(u"NOPERM"_s));
    QVERIFY(connection.facts().isPrimary()); // not known to be anything else
    QVERIFY(called(connection, {"GET", "job:1"}));
    QCOMPARE(kindOf(called(connection, {"SET", "job:1", "x"})), Error::Kind::Permission);
    QCOMPARE(kindOf(called(connection, {"GET", "other"})), Error::Kind::Permission);
}

void TestConnection::selectsTheDatabase()
{
    test::RedisClient client(m_server->port());
    client.run({"SELECT", "5"});
    client.run({"SET", "k", "five"});
    ConnectionOptions options = patient(m_server->options());
    options.database = 5;
    Connection connection(options);
    QVERIFY(opened(connection));
    QCOMPARE(called(connection, {"GET", "k"})->root().bytes(), "five");
}

void TestConnection::refusalsAtSignInHaveTheirKind_data()
{
    QTest::addColumn<QStringList>("config");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<int>("database");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("text");
    const QByteArray none;
    const QStringList secured{u"requirepass right"_s};
    QTest::newRow("no password") << secured << none << none << 0 << Error::Kind::Auth << u"NOAUTH"_s;
    QTest::newRow("wrong password") << secured << none << QByteArray("hunter2") << 0 << Error::Kind::Auth
                                    << u"WRONGPASS"_s;
    QTest::newRow("unknown user") << secured << QByteArray("bob") << QByteArray("hunter2") << 0
                                  << Error::Kind::Auth << u"WRONGPASS"_s;
    QTest::newRow("password where there is none")
        << QStringList() << none << QByteArray("hunter2") << 0 << Error::Kind::Auth << u"AUTH"_s;
    QTest::newRow("no such database")
        << QStringList() << none << none << 99 << Error::Kind::Invalid << u"out of range"_s;
    QTest::newRow("too many clients") << QStringList{u"maxclients 1"_s} << none << none << 0
                                      << Error::Kind::Busy << u"max number of clients"_s;
}

void TestConnection::refusalsAtSignInHaveTheirKind()
{
    QFETCH(QStringList, config);
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, password);
    QFETCH(int, database);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, text);
    const test::RedisServer server(config);
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    const test::RedisClient other(server.port()); // is one client already
    ConnectionOptions options = patient(server.options());
    options.user = user;
    options.database = database;
    if (!password.isEmpty())
        options.password = Secret(password);
    Connection connection(options);
    QSignalSpy ready(&connection, &Connection::ready);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, kind);
    QVERIFY2(result.error().message.contains(text), qPrintable(result.error().message));
    QVERIFY(!result.error().message.contains(u"hunter2"_s));
    QCOMPARE(ready.count(), 0);
}

void TestConnection::aMissingPasswordIsAskedFor()
{
    ConnectionOptions options = *parseRedisUrl(u"redis://bob:@127.0.0.1:%1"_s.arg(m_server->port()));
    Connection connection(options);
    QSignalSpy closed(&connection, &Connection::closed);
    connection.open();
    QCOMPARE(closed.count(), 0); // the caller hears of it from the event loop, as of every other error
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Auth);
}

void TestConnection::noPasswordIsEverLogged()
{
    const test::RedisServer server(QStringList{u"requirepass hunter2"_s});
    const LogWatch log;
    QLoggingCategory::setFilterRules(u"*.debug=true"_s);
    for (const char *password : {"hunter2", "hunter2wrong"}) {
        ConnectionOptions options = patient(server.options());
        options.password = Secret(password);
        Connection connection(options);
        const Result<void> result = opened(connection);
        QCOMPARE(result.has_value(), QByteArrayView(password) == "hunter2");
    }
    QLoggingCategory::setFilterRules({});
    QVERIFY2(LogWatch::text().contains(u"WRONGPASS"_s), qPrintable(LogWatch::text()));
    QVERIFY2(!LogWatch::text().contains(u"hunter2"_s), qPrintable(LogWatch::text()));
}

void TestConnection::authErrorsAreNotRetried()
{
    const test::RedisServer server(QStringList{u"requirepass right"_s});
    Connection connection(patient(server.options()));
    connection.setReconnect(true);
    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    QVERIFY(!opened(connection));
    QCOMPARE(retries.count(), 0);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!opened(connection)); // by hand, always
    QCOMPARE(closed.count(), 2);
}

void TestConnection::anUnreachableServerIsNamed_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    const QString refused = u"redis://user:hunter2@127.0.0.1:%1"_s.arg(test::freePort());
    QTest::newRow("nobody listens") << refused << u"Connection refused"_s;
    QTest::newRow("no such host") << u"redis://user:hunter2@no-such-host.invalid"_s
                                  << u"no-such-host.invalid"_s;
    QTest::newRow("no such socket") << u"unix:///nowhere/redis.sock"_s << u"there is no such socket"_s;
    QTest::newRow("not a socket") << u"unix:///etc/passwd"_s << u"/etc/passwd"_s;
}

void TestConnection::anUnreachableServerIsNamed()
{
    QFETCH(QString, url);
    QFETCH(QString, text);
    Connection connection(*parseRedisUrl(url));
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QVERIFY(result.error().kind == Error::Kind::Network || result.error().kind == Error::Kind::Timeout);
    QVERIFY2(result.error().message.contains(text), qPrintable(result.error().message));
    QVERIFY(!result.error().message.contains(u"hunter2"_s));
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
    test::RedisClient(m_server->port()).run({"SET", "job", "{}", "EX", "7200"});

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

void TestConnection::noAnswerInTimeCloses()
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

void TestConnection::aSlowReplyIsNoTimeout()
{
    test::FaultProxy proxy(m_server->port());
    ConnectionOptions options = patient(m_server->options());
    options.port = proxy.port();
    options.commandTimeout = 500ms;
    Connection connection(options);
    QVERIFY(opened(connection));
    test::RedisClient(m_server->port()).run({"SET", "k", QByteArray(300'000, 'x')});
    proxy.trickle(10'000); // 30 times 50 ms
    QElapsedTimer clock;
    clock.start();
    const Result<Reply> reply = called(connection, {"GET", "k"});
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));
    QVERIFY(clock.elapsed() > 1000);
}

void TestConnection::aReplyThatNobodyAskedForCloses()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QVERIFY(called(connection, Commands{"MONITOR"})); // from here on the server talks unasked
    test::RedisClient(m_server->port()).run({"GET", "k"});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Protocol);
}

void TestConnection::aReplyBeyondALimitCloses()
{
    ConnectionOptions options = patient(m_server->options());
    options.limits.bulkBytes = 100'000;
    Connection connection(options);
    QVERIFY(opened(connection));
    test::RedisClient client(m_server->port());
    client.run({"SET", "fits", QByteArray(100'000, 'x')});
    client.run({"SET", "big", QByteArray(10'000'000, 'x')});
    QVERIFY(called(connection, {"GET", "fits"}));
    const qint64 before = connection.traffic().bytesIn;
    QCOMPARE(kindOf(called(connection, {"GET", "big"})), Error::Kind::Protocol);
    QVERIFY(connection.traffic().bytesIn - before < 1'000'000); // not after it was read to its end
    QCOMPARE(connection.state(), Connection::State::Closed);
}

void TestConnection::aReplyCutInItsMiddleIsAnError()
{
    test::FaultProxy proxy(m_server->port());
    ConnectionOptions options = patient(m_server->options());
    options.port = proxy.port();
    Connection connection(options);
    connection.setReconnect(true);
    test::RedisClient(m_server->port()).run({"SET", "k", QByteArray(300'000, 'x')});
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

void TestConnection::nothingIsSentTwice()
{
    test::FaultProxy proxy(m_server->port());
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
    QCOMPARE(test::RedisClient(m_server->port()).text({"GET", "count"}), QByteArray::number(rounds));
}

void TestConnection::comesBackByItself()
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

void TestConnection::staysAwayUnlessTold()
{
    Connection connection(patient(m_server->options()));
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    test::RedisClient(m_server->port()).run({"CLIENT", "KILL", "TYPE", "normal"});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(retries.count(), 0);
    QCOMPARE(connection.state(), Connection::State::Closed);
}

void TestConnection::openCutsTheWaitShort()
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

void TestConnection::waitReadyTellsWhyNot()
{
    Connection idle(m_server->options());
    const Result<void> closed = QCoro::waitFor(idle.waitReady(5s));
    QVERIFY(!closed);
    QCOMPARE(closed.error().kind, Error::Kind::Network);

    ConnectionOptions nowhere = m_server->options();
    nowhere.port = test::freePort();
    Connection refused(nowhere);
    refused.setReconnect(true);
    const Result<void> last = opened(refused, 500ms);
    QVERIFY(!last);
    QVERIFY2(last.error().message.contains(u"Connection refused"_s), qPrintable(last.error().message));

    test::FaultProxy proxy(m_server->port());
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

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
