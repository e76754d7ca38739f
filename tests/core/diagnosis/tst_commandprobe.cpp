// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/commandprobe.h"

#include <QSet>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using Answer = CommandRight::Answer;
using redis::Reply;

namespace {

CommandRight rightFor(const QByteArray &error)
{
    Reply reply;
    reply.addText(Reply::Type::Error, error.constData(), error.size());
    return rightOf({"get", "comfyui:job:*", {"GET", "x"}}, reply.root());
}

} // namespace

class TestCommandProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understandsRefusals_data();
    void understandsRefusals();
    void everyAnswerGrants();
    void targetEscapesThePrefix();
    void targetsDiffer();
    void probesCoverTheTwoUsers();
    void writingProbesCannotWrite();
};

void TestCommandProbe::understandsRefusals_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<Answer>("answer");
    QTest::newRow("command, Redis 6.2")
        << QByteArray("NOPERM this user has no permissions to run the 'get' command or its subcommand")
        << Answer::Denied;
    QTest::newRow("command, Redis 7.0")
        << QByteArray("NOPERM this user has no permissions to run the 'get' command") << Answer::Denied;
    QTest::newRow("command, Redis 7.2")
        << QByteArray("NOPERM User ops has no permissions to run the 'client|setname' command")
        << Answer::Denied;
    QTest::newRow("key, Redis 6.2 and 7.0")
        << QByteArray("NOPERM this user has no permissions to access one of the keys used as arguments")
        << Answer::KeyDenied;
    QTest::newRow("key, Redis 7.2") << QByteArray("NOPERM No permissions to access a key")
                                    << Answer::KeyDenied;
    QTest::newRow("channel, Redis 7.0")
        << QByteArray("NOPERM this user has no permissions to access one of the channels used as arguments")
        << Answer::ChannelDenied;
    QTest::newRow("channel, Redis 7.2")
        << QByteArray("NOPERM No permissions to access a channel") << Answer::ChannelDenied;
    QTest::newRow("inside a script") << QByteArray(
        "ERR The user executing the script can't access at least one of the keys mentioned")
                                     << Answer::KeyDenied;
    QTest::newRow("command inside a script")
        << QByteArray("ERR The user executing the script can't run this command or subcommand")
        << Answer::Denied;
    QTest::newRow("renamed away") << QByteArray("ERR unknown command 'GET', with args beginning with: 'x'")
                                  << Answer::Absent;
    QTest::newRow("no such subcommand")
        << QByteArray("ERR unknown subcommand 'SHARDS'. Try CLUSTER HELP.") << Answer::Absent;
    QTest::newRow("loading") << QByteArray("LOADING Redis is loading the dataset in memory")
                             << Answer::Undecided;
    QTest::newRow("a script runs") << QByteArray("BUSY Redis is busy running a script") << Answer::Undecided;
    QTest::newRow("replica") << QByteArray("READONLY You can't write against a read only replica.")
                             << Answer::Granted;
    QTest::newRow("no cluster") << QByteArray("ERR This instance has cluster support disabled")
                                << Answer::Granted;
    QTest::newRow("unknown script") << QByteArray("NOSCRIPT No matching script.") << Answer::Granted;
    QTest::newRow("elsewhere in the cluster") << QByteArray("MOVED 3999 127.0.0.1:6381") << Answer::Granted;
}

void TestCommandProbe::understandsRefusals()
{
    QFETCH(QByteArray, error);
    QFETCH(Answer, answer);
    const CommandRight right = rightFor(error);
    QCOMPARE(right.answer, answer);
    QCOMPARE(right.text.isEmpty(), answer == Answer::Granted);
    QCOMPARE(right.command, QByteArray("get"));
}

void TestCommandProbe::everyAnswerGrants()
{
    Reply reply;
    reply.addNil();
    QCOMPARE(rightOf({"get", {}, {}}, reply.root()).answer, Answer::Granted);
}

void TestCommandProbe::targetEscapesThePrefix()
{
    const ProbeTarget target = ProbeTarget::under("j[o]b*:", 3);
    QCOMPARE(target.keyPattern(), QByteArray("j\\[o\\]b\\*:*"));
    QCOMPARE(target.channelPattern(), QByteArray("__keyspace@3__:j\\[o\\]b\\*:*"));
    QVERIFY(target.absentKey.startsWith("j[o]b*:"));
}

void TestCommandProbe::targetsDiffer()
{
    QVERIFY(ProbeTarget::under("a:", 0).absentKey != ProbeTarget::under("a:", 0).absentKey);
}

void TestCommandProbe::probesCoverTheTwoUsers()
{
    const ProbeTarget target = ProbeTarget::under("comfyui:job:", 0);
    QSet<QByteArray> tried{"auth"}; // by signing in
    for (const QList<CommandProbe> &probes :
        {readingProbes(target), channelProbes(target), changingProbes(target)}) {
        for (const CommandProbe &probe : probes)
            tried.insert(probe.command);
    }
    const QByteArray documented
        = "hello auth ping echo client|setname client|id client|reply select info time dbsize scan type get "
          "mget "
          "strlen getrange pttl exists psubscribe punsubscribe subscribe unsubscribe role readonly asking "
          "cluster|slots cluster|shards cluster|nodes cluster|myid set del pexpireat eval evalsha "
          "script|load "
          "script|exists wait";
    for (const QByteArray &command : documented.split(' '))
        QVERIFY2(tried.contains(command), command.constData());
}

void TestCommandProbe::writingProbesCannotWrite()
{
    const ProbeTarget target = ProbeTarget::under("comfyui:job:", 0);
    for (const CommandProbe &probe : changingProbes(target)) {
        if (probe.command == "set")
            QVERIFY(probe.words.contains("XX"));
        if (probe.object == target.keyPattern())
            QVERIFY(probe.words.contains(target.absentKey));
    }
}

QTEST_APPLESS_MAIN(TestCommandProbe)
#include "tst_commandprobe.moc"
