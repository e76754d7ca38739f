// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/handshake.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;

namespace {

struct Answer
{
    QByteArray text;
    Reply::Type type = Reply::Type::Status;
};

Reply replies(const QList<Answer> &answers)
{
    Reply reply;
    const quint32 array = reply.beginArray(answers.size());
    for (const Answer &answer : answers)
        reply.addText(answer.type, answer.text.data(), answer.text.size());
    reply.endArray(array);
    return reply;
}

constexpr auto string = Reply::Type::String;
constexpr auto error = Reply::Type::Error;

} // namespace

class TestHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysOnlyWhatIsNeeded();
    void signsInFirst();
    void readsRedis();
    void readsValkey();
    void aRefusalIsAFact();
    void someRefusalsEndIt_data();
    void someRefusalsEndIt();
};

void TestHandshake::saysOnlyWhatIsNeeded()
{
    const Handshake handshake{ConnectionOptions()};
    QVERIFY(!handshake.commands().encoded().contains("AUTH"));
    QVERIFY(!handshake.commands().encoded().contains("SELECT"));
    QVERIFY(!handshake.commands().encoded().contains("HELLO"));
    QVERIFY(handshake.commands().encoded().contains("$10\r\nemberwatch\r\n"));
}

void TestHandshake::signsInFirst()
{
    ConnectionOptions options;
    options.password = Secret("pw");
    options.database = 3;
    QVERIFY(Handshake(options).commands().encoded().startsWith(
        "*2\r\n$4\r\nAUTH\r\n$2\r\npw\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n"));
    options.user = "bob";
    QVERIFY(
        Handshake(options).commands().encoded().startsWith("*3\r\n$4\r\nAUTH\r\n$3\r\nbob\r\n$2\r\npw\r\n"));
}

void TestHandshake::readsRedis()
{
    const Result<ServerFacts> facts
        = Handshake(ConnectionOptions())
              .read(replies(
                  {{"OK"}, {"ERR unknown command 'ROLE'", error},
                      {"# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\nrun_id:abc\r\n", string},
                      {"# Replication\r\nrole:slave\r\nmaster_replid:def\r\nmaster_replid2:000\r\n", string},
                      {"OK"}})
                        .root());
    QVERIFY(facts);
    QCOMPARE(facts->product, u"Redis"_s);
    QCOMPARE(facts->version, u"7.0.15"_s);
    QCOMPARE(facts->mode, u"standalone"_s);
    QCOMPARE(facts->runId, "abc");
    QCOMPARE(facts->replicationId, "def");
    QCOMPARE(facts->role, "slave"); // INFO knows it where ROLE is refused
    QVERIFY(!facts->isPrimary());
}

void TestHandshake::readsValkey()
{
    const Result<ServerFacts> facts
        = Handshake(ConnectionOptions())
              .read(replies(
                  {{"OK"}, {"OK"},
                      {"# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\n"
                       "valkey_release_stage:ga\r\nserver_mode:cluster\r\nrun_id:abc\r\n",
                          string},
                      {"", string}, {"OK"}})
                        .root());
    QVERIFY(facts);
    QCOMPARE(facts->product, u"Valkey"_s);
    QCOMPARE(facts->version, u"8.1.1"_s);
    QCOMPARE(facts->mode, u"cluster"_s);
    QVERIFY(facts->isPrimary());
}

void TestHandshake::aRefusalIsAFact()
{
    const QByteArray no = "NOPERM User bob has no permissions to run the 'x' command";
    const Result<ServerFacts> facts
        = Handshake(ConnectionOptions())
              .read(replies({{no, error}, {no, error}, {no, error}, {no, error}, {no, error}}).root());
    QVERIFY(facts);
    QCOMPARE(facts->refused.size(), 5);
    QCOMPARE(facts->refused.value("CLIENT ID"), QString::fromUtf8(no));
    QVERIFY(facts->refused.contains("CLIENT SETNAME"));
    QVERIFY(facts->refused.contains("ROLE"));
    QCOMPARE(facts->clientId, 0);
    QVERIFY(facts->version.isEmpty());
    QVERIFY(facts->isPrimary());
}

void TestHandshake::someRefusalsEndIt_data()
{
    QTest::addColumn<QList<QByteArray>>("texts");
    QTest::addColumn<Error::Kind>("kind");
    const QByteArray ok = "OK";
    const QByteArray no = "NOAUTH Authentication required.";
    QTest::newRow("wrong password") << QList<QByteArray>{"WRONGPASS no", no} << Error::Kind::Auth;
    QTest::newRow("server without a password")
        << QList<QByteArray>{"ERR Client sent AUTH, but no password is set", ok} << Error::Kind::Auth;
    QTest::newRow("too many clients")
        << QList<QByteArray>{"ERR max number of clients reached", ok} << Error::Kind::Busy;
    QTest::newRow("wrong database") << QList<QByteArray>{ok, "ERR DB index is out of range"}
                                    << Error::Kind::Invalid;
    QTest::newRow("not signed in after all") << QList<QByteArray>{ok, ok, no} << Error::Kind::Auth;
}

void TestHandshake::someRefusalsEndIt()
{
    QFETCH(QList<QByteArray>, texts);
    QFETCH(Error::Kind, kind);
    ConnectionOptions options;
    options.password = Secret("hunter2");
    options.database = 99;
    QList<Answer> answers;
    for (int i = 0; i < 7; ++i) {
        const QByteArray text = texts.value(i, "OK");
        answers.append({text, text == "OK" ? Reply::Type::Status : error});
    }
    const Result<ServerFacts> facts = Handshake(options).read(replies(answers).root());
    QVERIFY(!facts);
    QCOMPARE(facts.error().kind, kind);
    QVERIFY(!facts.error().message.contains(u"hunter2"_s));
}

QTEST_GUILESS_MAIN(TestHandshake)
#include "tst_handshake.moc"
