// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/redis/connectioncalls.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

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

/// From open() to ready, or to an error that says why not.
class TestConnectionSignIn : public QObject
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

private:
    std::unique_ptr<RedisServer> m_server;
};

void TestConnectionSignIn::init()
{
    if (!m_server || !m_server->isRunning())
        m_server = std::make_unique<RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
    RedisClient(m_server->port()).run({"FLUSHALL"});
}

void TestConnectionSignIn::signsInAndLearnsTheFacts()
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
    QVERIFY(RedisClient(m_server->port()).text({"CLIENT", "LIST"}).contains("name=emberwatch"));
}

void TestConnectionSignIn::signsInOverALocalSocket()
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

void TestConnectionSignIn::signsInAsAnAclUser()
{
    const RedisServer server(
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

void TestConnectionSignIn::selectsTheDatabase()
{
    RedisClient client(m_server->port());
    client.run({"SELECT", "5"});
    client.run({"SET", "k", "five"});
    ConnectionOptions options = patient(m_server->options());
    options.database = 5;
    Connection connection(options);
    QVERIFY(opened(connection));
    QCOMPARE(called(connection, {"GET", "k"})->root().bytes(), "five");
}

void TestConnectionSignIn::refusalsAtSignInHaveTheirKind_data()
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

void TestConnectionSignIn::refusalsAtSignInHaveTheirKind()
{
    QFETCH(QStringList, config);
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, password);
    QFETCH(int, database);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, text);
    const RedisServer server(config);
    QVERIFY2(server.isRunning(), qPrintable(server.log()));
    const RedisClient other(server.port()); // is one client already
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

void TestConnectionSignIn::aMissingPasswordIsAskedFor()
{
    ConnectionOptions options = *parseRedisUrl(u"redis://bob:@127.0.0.1:%1"_s.arg(m_server->port()));
    Connection connection(options);
    QSignalSpy closed(&connection, &Connection::closed);
    connection.open();
    QCOMPARE(closed.count(), 0); // the caller hears of it from the event loop, as of every other error
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().first().value<Error>().kind, Error::Kind::Auth);
}

void TestConnectionSignIn::noPasswordIsEverLogged()
{
    const RedisServer server(QStringList{u"requirepass hunter2"_s});
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

void TestConnectionSignIn::authErrorsAreNotRetried()
{
    const RedisServer server(QStringList{u"requirepass right"_s});
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

void TestConnectionSignIn::anUnreachableServerIsNamed_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    const QString refused = u"redis://user:hunter2@127.0.0.1:%1"_s.arg(freePort());
    QTest::newRow("nobody listens") << refused << u"Connection refused"_s;
    QTest::newRow("no such host") << u"redis://user:hunter2@no-such-host.invalid"_s
                                  << u"no-such-host.invalid"_s;
    QTest::newRow("no such socket") << u"unix:///nowhere/redis.sock"_s << u"there is no such socket"_s;
    QTest::newRow("not a socket") << u"unix:///etc/passwd"_s << u"/etc/passwd"_s;
}

void TestConnectionSignIn::anUnreachableServerIsNamed()
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

QTEST_GUILESS_MAIN(TestConnectionSignIn)
#include "tst_connectionsignin.moc"
