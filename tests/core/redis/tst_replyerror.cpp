// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/replyerror.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

class TestReplyError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachErrorHasItsMeaning_data();
    void eachErrorHasItsMeaning();
    void onlyErrorsAreErrors();
};

void TestReplyError::eachErrorHasItsMeaning_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const char *text, Kind kind) { QTest::newRow(text) << QByteArray(text) << kind; };
    row("LOADING Redis is loading the dataset in memory", Kind::Busy);
    row("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", Kind::Busy);
    row("TRYAGAIN Multiple keys request during rehashing of slot", Kind::Busy);
    row("CLUSTERDOWN The cluster is down", Kind::Busy);
    row("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", Kind::Busy);
    row("ERR max number of clients reached", Kind::Busy);
    row("ERR max number of clients + cluster connections reached", Kind::Busy);
    row("READONLY You can't write against a read only replica.", Kind::ReadOnly);
    row("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
        Kind::ReadOnly);
    row("NOREPLICAS Not enough good replicas to write.", Kind::ReadOnly);
    row("OOM command not allowed when used memory > 'maxmemory'.", Kind::OutOfMemory);
    row("NOAUTH Authentication required.", Kind::Auth);
    row("WRONGPASS invalid username-password pair or user is disabled.", Kind::Auth);
    row("ERR invalid password", Kind::Auth);
    row("NOPERM User bob has no permissions to run the 'get' command", Kind::Permission);
    row("NOPERM this user has no permissions to access one of the keys used as arguments", Kind::Permission);
    row("ERR The user executing the script can't run this command or subcommand", Kind::Permission);
    row("ERR The user executing the script can't access at least one of the keys mentioned in the command "
        "arguments",
        Kind::Permission);
    row("ERR ACL failure in script: User bob has no permissions to run the 'set' command", Kind::Permission);
    row("ERR unknown command 'CONFIG', with args beginning with: 'GET' ", Kind::Permission);
    row("ERR unknown subcommand 'TRACKING'. Try CLIENT HELP.", Kind::Permission);
    row("DENIED Redis is running in protected mode because protected mode is enabled", Kind::Permission);
    row("WRONGTYPE Operation against a key holding the wrong kind of value", Kind::Conflict);
    row("ERR Error running script (call to f_6b): @user_script:3: @user_script: 3: -OOM command not allowed "
        "when "
        "used memory > 'maxmemory'.",
        Kind::OutOfMemory);
    row("ERR Error running script (call to f_6b): @user_script:3: @user_script: 3: -READONLY You can't write "
        "against a read only replica.",
        Kind::ReadOnly);
    row("ERR Error running script (call to f_6b): @user_script:3: attempt to index a nil value",
        Kind::Invalid);
    row("NOSCRIPT No matching script. Please use EVAL.", Kind::Invalid);
    row("MOVED 1234 10.0.0.1:6379", Kind::Invalid);
    row("CROSSSLOT Keys in request don't hash to the same slot", Kind::Invalid);
    row("BUSYKEY Target key name already exists.", Kind::Invalid);
    row("LOADINGS", Kind::Invalid);
    row("ERR syntax error", Kind::Invalid);
    row("ERR", Kind::Invalid);
    QTest::newRow("nothing") << QByteArray() << Kind::Invalid;
}

void TestReplyError::eachErrorHasItsMeaning()
{
    QFETCH(QByteArray, text);
    QFETCH(Kind, kind);
    const Error error = errorFromReply(text);
    QCOMPARE(error.kind, kind);
    QCOMPARE(error.message, QString::fromUtf8(text));
}

void TestReplyError::onlyErrorsAreErrors()
{
    Reply reply;
    const quint32 array = reply.beginArray(2);
    reply.addText(Reply::Type::Status, "OK", 2);
    reply.addText(Reply::Type::Error, "OOM no", 6);
    reply.endArray(array);
    QVERIFY(checked(reply.root()));
    QVERIFY(checked(reply.root().at(0)));
    const Result<Reply::View> error = checked(reply.root().at(1));
    QVERIFY(!error);
    QCOMPARE(error.error().kind, Kind::OutOfMemory);
}

QTEST_GUILESS_MAIN(TestReplyError)
#include "tst_replyerror.moc"
