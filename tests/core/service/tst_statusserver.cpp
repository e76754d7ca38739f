// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/statusserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

} // namespace

class TestStatusServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answers_data();
    void answers();
    void aRequestInPiecesIsOne();
    void makesThePageAnew();
    void refusesTooMuch();
    void whoSaysNothingIsTurnedAway();
    void tooManyVisitorsAreTurnedAway();
    void aTakenPortIsAnError();

private:
    /// All that comes back until the connection is closed.
    QByteArray ask(const QByteArray &request);
    void serve(StatusServerOptions options = {});

    std::unique_ptr<StatusServer> m_server;
    int m_made = 0;
};

void TestStatusServer::init()
{
    m_made = 0;
    serve();
}

void TestStatusServer::cleanup()
{
    m_server.reset();
}

void TestStatusServer::serve(StatusServerOptions options)
{
    m_server = std::make_unique<StatusServer>(options);
    m_server->addPage("/metrics", [this] {
        return StatusPage{200, "text/x", "made " + QByteArray::number(++m_made) + '\n'};
    });
    m_server->addPage("/ill", [] { return StatusPage{503, "text/plain", "ill\n"}; });
    QVERIFY(m_server->listen({}));
}

QByteArray TestStatusServer::ask(const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_server->port());
    socket.write(request);
    [[maybe_unused]] const bool isClosed
        = QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 20'000);
    return socket.readAll();
}

void TestStatusServer::answers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("a page") << get("/metrics") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/x\r\n")
                            << QByteArray("\r\n\r\nmade 1\n");
    QTest::newRow("with a query") << get("/metrics?x=1") << QByteArray("HTTP/1.1 200 ")
                                  << QByteArray("made 1\n");
    QTest::newRow("not well") << get("/ill") << QByteArray("HTTP/1.1 503 Service Unavailable\r\n")
                              << QByteArray("ill\n");
    QTest::newRow("unknown page") << get("/") << QByteArray("HTTP/1.1 404 ") << QByteArray("Not Found\n");
    QTest::newRow("another method") << QByteArray("POST /metrics HTTP/1.1\r\n\r\n")
                                    << QByteArray("HTTP/1.1 405 ") << QByteArray("Method Not Allowed\n");
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << QByteArray("HTTP/1.1 400 ")
                             << QByteArray("Bad Request\n");
    QTest::newRow("a proxy's request") << QByteArray("GET http://a/metrics HTTP/1.1\r\n\r\n")
                                       << QByteArray("HTTP/1.1 400 ") << QByteArray("Bad Request\n");
}

void TestStatusServer::answers()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, end);
    const QByteArray reply = ask(request);
    QVERIFY2(reply.startsWith(begin) && reply.endsWith(end), reply.constData());
    QVERIFY(reply.contains("\r\nConnection: close\r\n"));
}

void TestStatusServer::aRequestInPiecesIsOne()
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_server->port());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    const QByteArray request = get("/metrics");
    for (const char byte : request) {
        socket.write(&byte, 1);
        socket.flush();
        QTest::qWait(0); // a turn of the event loop, so that it is read byte by byte
    }
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, 20'000);
    QVERIFY(socket.readAll().endsWith("made 1\n"));
}

void TestStatusServer::makesThePageAnew()
{
    QVERIFY(ask(get("/metrics")).endsWith("made 1\n"));
    QVERIFY(ask(get("/metrics")).endsWith("made 2\n"));
}

void TestStatusServer::refusesTooMuch()
{
    const QByteArray reply = ask("GET /metrics HTTP/1.1\r\nX: " + QByteArray(20'000, 'x') + "\r\n\r\n");
    QVERIFY2(reply.isEmpty() || reply.startsWith("HTTP/1.1 431 "), reply.constData());
    QCOMPARE(m_made, 0);
}

void TestStatusServer::whoSaysNothingIsTurnedAway()
{
    serve({50ms, 32});
    QCOMPARE(ask("GET /metrics HTTP/1.1\r\n"), QByteArray());
    QCOMPARE(m_made, 0);
}

void TestStatusServer::tooManyVisitorsAreTurnedAway()
{
    serve({60s, 1});
    QTcpSocket first;
    first.connectToHost(QHostAddress::LocalHost, m_server->port());
    QTRY_COMPARE(first.state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE_WITH_TIMEOUT(ask(get("/metrics")), QByteArray(), 20'000);
    first.write(get("/metrics"));
    QTRY_COMPARE_WITH_TIMEOUT(first.state(), QAbstractSocket::UnconnectedState, 20'000);
    QVERIFY(first.readAll().endsWith("made 1\n"));
    QTRY_VERIFY_WITH_TIMEOUT(ask(get("/metrics")).startsWith("HTTP/1.1 200 "), 20'000);
}

void TestStatusServer::aTakenPortIsAnError()
{
    StatusServer second;
    const Result<void> listening = second.listen({QHostAddress::LocalHost, m_server->port()});
    QVERIFY(!listening);
    QVERIFY2(listening.error().message.contains(QString::number(m_server->port())),
        qPrintable(listening.error().message));
}

QTEST_GUILESS_MAIN(TestStatusServer)
#include "tst_statusserver.moc"
