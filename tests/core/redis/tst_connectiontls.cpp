// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/redis/connectioncalls.h"
#include "tests/support/faultproxy.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"
#include "tests/support/tlscertificates.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using emberwatch::test::opened;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestConnectionTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aVerifiedServerIsUsed();
    void carriesMuch();
    void anotherNameMayBeExpected();
    void certificatesAreRefusedWithTheCause_data();
    void certificatesAreRefusedWithTheCause();
    void noCredentialGoesToAnUnverifiedServer();
    void aBadCaFileIsNamed();
    void aPlainClientOnATlsPortIsTold();
    void aTlsClientOnAPlainPortIsTold();
    void aServerThatNeverAnswersTheHandshakeIsTold();
    void tlsErrorsAreNotRetried();

private:
    ConnectionOptions options(const test::RedisServer &server)
    {
        ConnectionOptions options = server.tlsOptions();
        options.connectTimeout = 30s; // a busy machine makes no difference
        options.commandTimeout = 30s;
        options.caFile = m_certificates->authority();
        return options;
    }
    std::unique_ptr<test::RedisServer> serverWith(const test::TlsCertificates::Pair &pair)
    {
        const test::RedisSetup::Tls tls{pair.certificate, pair.key, m_certificates->authority()};
        return std::make_unique<test::RedisServer>(test::RedisSetup{{}, tls});
    }

    std::unique_ptr<test::TlsCertificates> m_certificates;
    std::unique_ptr<test::RedisServer> m_server;
};

void TestConnectionTls::initTestCase()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("Qt finds no TLS library here");
    m_certificates = std::make_unique<test::TlsCertificates>();
    QVERIFY2(m_certificates->isComplete(), qPrintable(m_certificates->problems()));
    m_server = serverWith(m_certificates->server());
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestConnectionTls::aVerifiedServerIsUsed()
{
    for (const QString &host : {u"localhost"_s, u"127.0.0.1"_s}) {
        ConnectionOptions to = options(*m_server);
        to.host = host;
        Connection connection(to);
        QSignalSpy connected(&connection, &Connection::connected);
        QSignalSpy encrypted(&connection, &Connection::encrypted);
        const Result<void> result = opened(connection);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        QCOMPARE(connected.count(), 1);
        QCOMPARE(encrypted.count(), 1);
        QVERIFY(connection.certificateDaysLeft() >= 28);
        QVERIFY(connection.certificateDaysLeft() <= 30);
        QVERIFY(QCoro::waitFor(connection.call({"PING"})));
    }
}

void TestConnectionTls::carriesMuch()
{
    Connection connection(options(*m_server));
    QVERIFY(opened(connection));
    QByteArray value(4 << 20, 'x');
    for (qsizetype i = 0; i < value.size(); i += 991)
        value[i] = static_cast<char>(i);
    Commands commands;
    commands.add({"SET", "big", value});
    for (int i = 0; i < 5; ++i)
        commands.add({"GET", "big"});
    const Result<Reply> reply = QCoro::waitFor(connection.callAll(commands));
    QVERIFY(reply);
    for (int i = 1; i <= 5; ++i)
        QVERIFY(reply->root().at(i).bytes() == value);
}

void TestConnectionTls::anotherNameMayBeExpected()
{
    const auto server = serverWith(m_certificates->wrongHost());
    ConnectionOptions to = options(*server);
    to.verifyName = u"redis.example"_s;
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));

    ConnectionOptions strict = options(*m_server);
    strict.verifyName = u"redis.example"_s;
    Connection refused(strict);
    QVERIFY(!opened(refused));
}

void TestConnectionTls::certificatesAreRefusedWithTheCause_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("cause");
    const auto row = [](const char *name, const test::TlsCertificates::Pair &pair, const QString &authority,
                         const QString &cause) {
        QTest::newRow(name) << pair.certificate << pair.key << authority << cause;
    };
    const test::TlsCertificates &made = *m_certificates;
    row("self-signed", made.selfSigned(), made.authority(), u"self-signed"_s);
    row("expired", made.expired(), made.authority(), u"it expired on 2020-02-01"_s);
    row("for another host", made.wrongHost(), made.authority(),
        u"it is for redis.example, not for localhost"_s);
    row("another authority", made.server(), made.strangeAuthority(), u"unknown authority"_s);
    row("the system's authorities", made.server(), {}, u"unknown authority"_s);
}

void TestConnectionTls::certificatesAreRefusedWithTheCause()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, authority);
    QFETCH(QString, cause);
    const auto server = serverWith({certificate, key});
    QVERIFY2(server->isRunning(), qPrintable(server->log()));
    ConnectionOptions to = options(*server);
    to.caFile = authority;
    Connection connection(to);
    QSignalSpy encrypted(&connection, &Connection::encrypted);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QVERIFY2(result.error().message.contains(cause), qPrintable(result.error().message));
    QCOMPARE(encrypted.count(), 0);
}

void TestConnectionTls::noCredentialGoesToAnUnverifiedServer()
{
    const auto server = serverWith(m_certificates->wrongHost());
    test::RedisClient(server->port()).run({"CONFIG", "RESETSTAT"});
    ConnectionOptions to = options(*server);
    to.password = Secret("hunter2");
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QVERIFY(!result.error().message.contains(u"hunter2"_s));
    const QByteArray statistics = test::RedisClient(server->port()).text({"INFO", "commandstats"});
    QVERIFY2(!statistics.contains("cmdstat_auth"), statistics.constData());
}

void TestConnectionTls::aBadCaFileIsNamed()
{
    ConnectionOptions to = options(*m_server);
    to.caFile = u"/nowhere/ca.pem"_s;
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Tls);
    QVERIFY2(result.error().message.contains(u"/nowhere/ca.pem"_s), qPrintable(result.error().message));
}

void TestConnectionTls::aPlainClientOnATlsPortIsTold()
{
    ConnectionOptions to = m_server->options();
    to.port = m_server->tlsPort();
    to.password = Secret("hunter2");
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"rediss://"_s), qPrintable(result.error().message));
    QVERIFY(!result.error().message.contains(u"hunter2"_s));
}

void TestConnectionTls::aTlsClientOnAPlainPortIsTold()
{
    ConnectionOptions to = options(*m_server);
    to.port = m_server->port();
    to.connectTimeout = 500ms; // Redis waits for the end of what it takes for a command
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"does the server speak TLS on this port?"_s),
        qPrintable(result.error().message));
}

void TestConnectionTls::aServerThatNeverAnswersTheHandshakeIsTold()
{
    test::FaultProxy proxy(m_server->tlsPort());
    proxy.hold();
    ConnectionOptions to = options(*m_server);
    to.port = proxy.port();
    to.connectTimeout = 300ms;
    Connection connection(to);
    const Result<void> result = opened(connection);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Timeout);
    QVERIFY2(result.error().message.contains(u"TLS handshake"_s), qPrintable(result.error().message));
}

void TestConnectionTls::tlsErrorsAreNotRetried()
{
    ConnectionOptions to = options(*m_server);
    to.caFile = m_certificates->strangeAuthority();
    Connection connection(to);
    connection.setReconnect(true);
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    QSignalSpy closed(&connection, &Connection::closed);
    QVERIFY(!opened(connection));
    QCOMPARE(closed.count(), 1);
    QCOMPARE(retries.count(), 0);
    QCOMPARE(connection.state(), Connection::State::Closed);
}

QTEST_GUILESS_MAIN(TestConnectionTls)
#include "tst_connectiontls.moc"
