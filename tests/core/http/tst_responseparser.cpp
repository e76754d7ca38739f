// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/responseparser.h"

#include <QTest>

using namespace emberwatch;
using http::Reply;
using http::ResponseParser;

class TestResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWholeResponses_data();
    void readsWholeResponses();
    void readsThemInPiecesOfAnySize_data() { readsWholeResponses_data(); }
    void readsThemInPiecesOfAnySize();
    void refuses_data();
    void refuses();
    void aBodyMayEndWithTheConnection();
    void anEndInTheMiddleIsAnError_data();
    void anEndInTheMiddleIsAnError();
    void surplusBytesEndTheKeepAlive();
    void aSinkGetsTheBodyOfSuccessOnly();
    void aSinkEndsTheExchange();
};

void TestResponseParser::readsWholeResponses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("keepsAlive");
    const auto row = [](const char *name, const char *bytes, int status, const char *body, bool keepsAlive) {
        QTest::newRow(name) << QByteArray(bytes) << status << QByteArray(body) << keepsAlive;
    };
    row("with a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true);
    row("with an empty body", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200, "", true);
    row("without a reason", "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", 200, "x", true);
    row("in chunks",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;ext=1\r\nhell\r\n1\r\no\r\n0\r\nX: y\r\n\r\n",
        200, "hello", true);
    row("that will be closed", "HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 404, "x",
        false);
    row("after an interim one", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 OK\r\nContent-Length: 1\r\n\r\nx",
        201, "x", true);
    row("of HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x", false);
    row("without content", "HTTP/1.1 204 Nothing\r\n\r\n", 204, "", true);
    row("with bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", 200, "x", true);
    row("with two equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 200,
        "x", true);
}

void TestResponseParser::readsWholeResponses()
{
    QFETCH(QByteArray, bytes);
    ResponseParser parser;
    parser.reset({}, {});
    QVERIFY(parser.feed(bytes));
    QVERIFY(parser.isDone());
    QTEST(parser.keepsAlive(), "keepsAlive");
    const Reply reply = parser.take();
    QTEST(reply.head.status, "status");
    QTEST(reply.body, "body");
}

void TestResponseParser::readsThemInPiecesOfAnySize()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype size = 1; size < bytes.size(); ++size) {
        ResponseParser parser;
        parser.reset({}, {});
        for (qsizetype at = 0; at < bytes.size(); at += size) {
            QVERIFY(!parser.isDone());
            QVERIFY(parser.feed(QByteArrayView(bytes).sliced(at, qMin(size, bytes.size() - at))));
        }
        QVERIFY(parser.isDone());
        QTEST(parser.take().body, "body");
    }
}

void TestResponseParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
    row("what is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n");
    row("HTTP/2", "HTTP/2 200 OK\r\n\r\n");
    row("a status that is no number", "HTTP/1.1 2x0 OK\r\n\r\n");
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    row("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
    row("a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n");
    row("a compressed body", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\n");
    row("an unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    row("a chunk of unreadable size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    row("a chunk longer than it said", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n");
    row("another protocol", "HTTP/1.1 101 Switching\r\n\r\n");
    row("a header without colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n");
    row("a body over the limit by its length", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
    row("a body over the limit as it comes", "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(1001, 'x'));
    row("a chunked body over the limit",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + QByteArray(1001, 'x'));
    row("a head over the limit", "HTTP/1.1 200 OK\r\nX: " + QByteArray(600, 'x') + "\r\n\r\n");
    row("a head over the limit in many lines", "HTTP/1.1 200 OK\r\n" + QByteArray("X: y\r\n").repeated(100));
    row("a line without end", QByteArray(600, 'H'));
}

void TestResponseParser::refuses()
{
    QFETCH(QByteArray, bytes);
    ResponseParser parser;
    parser.reset({512, 1000}, {});
    const Result<void> fed = parser.feed(bytes);
    QVERIFY(!fed);
    QCOMPARE(fed.error().kind, Error::Kind::Protocol);
    QVERIFY(!fed.error().message.isEmpty());
}

void TestResponseParser::aBodyMayEndWithTheConnection()
{
    ResponseParser parser;
    parser.reset({}, {});
    QVERIFY(parser.feed("HTTP/1.1 200 OK\r\n\r\nhel"));
    QVERIFY(parser.feed("lo"));
    QVERIFY(!parser.isDone());
    QVERIFY(parser.endOfStream());
    QVERIFY(parser.isDone());
    QVERIFY(!parser.keepsAlive());
    QCOMPARE(parser.take().body, "hello");
}

void TestResponseParser::anEndInTheMiddleIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("before the first byte") << QByteArray();
    QTest::newRow("in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
    QTest::newRow("in a body with a length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    QTest::newRow("between chunks") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
    QTest::newRow("before the trailer's end")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
}

void TestResponseParser::anEndInTheMiddleIsAnError()
{
    QFETCH(QByteArray, bytes);
    ResponseParser parser;
    parser.reset({}, {});
    QVERIFY(parser.feed(bytes));
    const Result<void> end = parser.endOfStream();
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Network);
    QCOMPARE(parser.hasBegun(), !bytes.isEmpty());
}

void TestResponseParser::surplusBytesEndTheKeepAlive()
{
    ResponseParser parser;
    parser.reset({}, {});
    QVERIFY(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n"));
    QVERIFY(parser.isDone());
    QVERIFY(!parser.keepsAlive());
}

void TestResponseParser::aSinkGetsTheBodyOfSuccessOnly()
{
    QByteArray sunk;
    const http::BodySink sink = [&sunk](QByteArrayView piece) -> Result<void> {
        sunk.append(piece);
        return {};
    };
    ResponseParser parser;
    parser.reset({}, sink);
    QVERIFY(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    QCOMPARE(sunk, "hello");
    QCOMPARE(parser.take().body, "");
    parser.reset({}, sink);
    QVERIFY(parser.feed("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"));
    QCOMPARE(sunk, "hello");
    QCOMPARE(parser.take().body, "no");
}

void TestResponseParser::aSinkEndsTheExchange()
{
    ResponseParser parser;
    parser.reset({}, [](QByteArrayView) -> Result<void> { return failure(Error::Kind::Parse, {}); });
    const Result<void> fed = parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    QVERIFY(!fed);
    QCOMPARE(fed.error().kind, Error::Kind::Parse);
}

QTEST_GUILESS_MAIN(TestResponseParser)
#include "tst_responseparser.moc"
