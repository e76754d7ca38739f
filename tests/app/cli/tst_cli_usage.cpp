// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

/// What all commands have in common: usage, where the server comes from, passwords, exit codes.
class TestCliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void usageErrors_data();
    void usageErrors();
    void helpAndVersion_data();
    void helpAndVersion();
    void noServer_data();
    void noServer();
    void silentServer();
    void wrongPassword_data();
    void wrongPassword();
    void serverFrom_data();
    void serverFrom();
    void optionBeatsEnvironment();
    void passwordLeavesTheArguments();
    void passwordElsewhereIsNotWarnedOf();
    void askedPassword();
    void askedPasswordWithoutTerminal();

private:
    RedisServer m_server{opsUsers()};
};

void TestCliUsage::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
    RedisClient client(m_server.port());
    setJob(client, "a", jobDocument("a"));
}

void TestCliUsage::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("no command") << QStringList{} << QByteArray("command is missing");
    QTest::newRow("unknown command") << QStringList{u"lst"_s} << QByteArray("'lst'");
    QTest::newRow("unknown option") << QStringList{u"list"_s, u"--frob"_s} << QByteArray("frob");
    QTest::newRow("wrong filter") << QStringList{u"list"_s, u"status:failed ("_s}
                                  << QByteArray("at character 15");
    QTest::newRow("wrong filter to watch") << QStringList{u"watch"_s, u"age>"_s} << QByteArray("filter");
    QTest::newRow("wrong duration") << QStringList{u"watch"_s, u"--for"_s, u"5"_s} << QByteArray("--for");
    QTest::newRow("no id") << QStringList{u"get"_s} << QByteArray("exactly one");
    QTest::newRow("two ids") << QStringList{u"get"_s, u"a"_s, u"b"_s} << QByteArray("exactly one");
    QTest::newRow("half a byte") << QStringList{u"get"_s, u"--hex"_s, u"abc"_s} << QByteArray("--hex");
    QTest::newRow("no hex") << QStringList{u"get"_s, u"--hex"_s, u"zz"_s} << QByteArray("--hex");
    QTest::newRow("empty prefix") << QStringList{u"list"_s, u"--prefix"_s, QString()}
                                  << QByteArray("--prefix");
    QTest::newRow("colour") << QStringList{u"list"_s, u"--color"_s, u"red"_s} << QByteArray("--color");
    QTest::newRow("scheme") << QStringList{u"list"_s, u"--redis"_s, u"http://x"_s} << QByteArray("redis://");
    QTest::newRow("wrong server") << QStringList{u"servers"_s, u"--allow-server"_s, u"gpu-1"_s}
                                  << QByteArray("--allow-server");
    QTest::newRow("no server allowed") << QStringList{u"outputs"_s, u"a"_s} << QByteArray("COMFYUI_SERVERS");
    QTest::newRow("no id for outputs") << QStringList{u"outputs"_s} << QByteArray("outputs: exactly one");
    QTest::newRow("no folder") << QStringList{u"outputs"_s, u"a"_s, u"--allow-server"_s, u"http://a"_s,
        u"--save"_s, u"/proc/nothing"_s}
                               << QByteArray("--save");
    QTest::newRow("wrong moment") << QStringList{u"journal"_s, u"--since"_s, u"yesterday"_s}
                                  << QByteArray("--since");
    QTest::newRow("wrong limit") << QStringList{u"journal"_s, u"--limit"_s, u"0"_s} << QByteArray("--limit");
    QTest::newRow("undo of nothing") << QStringList{u"undo"_s} << QByteArray("which entries");
    QTest::newRow("undo of a word") << QStringList{u"undo"_s, u"op"_s} << QByteArray("'op'");
    QTest::newRow("undo from elsewhere")
        << QStringList{u"undo"_s, u"1"_s, u"--from"_s, u"memory"_s} << QByteArray("--from");
    QTest::newRow("undo from no records")
        << QStringList{u"undo"_s, u"op"_s, u"--from"_s, u"records"_s} << QByteArray("which database");
    QTest::newRow("journal from elsewhere")
        << QStringList{u"journal"_s, u"--from"_s, u"memory"_s} << QByteArray("--from");
    QTest::newRow("journal from no records")
        << QStringList{u"journal"_s, u"--from"_s, u"records"_s} << QByteArray("which database");
    QTest::newRow("cancel of nothing") << QStringList{u"cancel"_s} << QByteArray("at least one");
    QTest::newRow("cancel nowhere") << QStringList{u"cancel"_s, u"a"_s} << QByteArray("COMFYUI_SERVERS");
    QTest::newRow("resubmit of two") << QStringList{u"resubmit"_s, u"a"_s, u"b"_s}
                                     << QByteArray("exactly one");
    QTest::newRow("resubmit nowhere") << QStringList{u"resubmit"_s, u"a"_s} << QByteArray("COMFYUI_SERVERS");
    QTest::newRow("resubmit on no server")
        << QStringList{u"resubmit"_s, u"a"_s, u"--server"_s, u"gpu"_s} << QByteArray("--server");
    QTest::newRow("extend for how long") << QStringList{u"extend"_s, u"a"_s} << QByteArray("--for");
    QTest::newRow("extend for too long")
        << QStringList{u"extend"_s, u"a"_s, u"--for"_s, u"25h"_s} << QByteArray("24h");
    QTest::newRow("a report of when")
        << QStringList{u"report"_s, u"--since"_s, u"yesterday"_s} << QByteArray("--since");
    QTest::newRow("a report backwards") << QStringList{u"report"_s, u"--from"_s, u"1h"_s, u"--to"_s, u"2h"_s}
                                        << QByteArray("before it begins");
    QTest::newRow("a report in what")
        << QStringList{u"report"_s, u"--format"_s, u"pdf"_s} << QByteArray("--format");
    QTest::newRow("nothing about records")
        << QStringList{u"records"_s, u"check"_s} << QByteArray("DATABASE_URL");
    QTest::newRow("wrong records") << QStringList{u"records"_s, u"check"_s, u"--records"_s, u"mysql://h/d"_s}
                                   << QByteArray("--records: ");
    QTest::newRow("no database to set up") << QStringList{u"records"_s, u"init"_s, u"--records"_s, u"none"_s}
                                           << QByteArray("there is no database");
    QTest::newRow("records of what") << QStringList{u"records"_s, u"--records"_s, u"none"_s}
                                     << QByteArray("records init");
    QTest::newRow("no webhook") << QStringList{u"alerts"_s, u"test"_s} << QByteArray("EMBERWATCH_WEBHOOK");
    QTest::newRow("alerts of what") << QStringList{u"alerts"_s} << QByteArray("alerts test");
    QTest::newRow("missing file") << QStringList{u"list"_s, u"--redis-file"_s, u"/nonexistent"_s}
                                  << QByteArray("/nonexistent");
}

void TestCliUsage::usageErrors()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, part);
    const CliOutcome outcome = runCli(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.startsWith("emberwatch: "), outcome.err.constData());
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
    QCOMPARE(outcome.err.count('\n'), 1);
}

void TestCliUsage::helpAndVersion_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("program") << QStringList{u"--help"_s} << QByteArray("Usage: emberwatch ")
                             << QByteArray("Examples:\n");
    QTest::newRow("version") << QStringList{u"--version"_s} << QByteArray("emberwatch 0.")
                             << QByteArray("GPLv3+");
    for (const char *command :
        {"list", "get", "watch", "doctor", "servers", "outputs", "journal", "records", "alerts", "env",
            "recover", "agent", "submit", "track", "undo", "cancel", "resubmit", "extend", "report"}) {
        QTest::newRow(command) << QStringList{QString::fromLatin1(command), u"--help"_s}
                               << "Usage: emberwatch " + QByteArray(command)
                               << QByteArray("Examples:\n  emberwatch ");
    }
}

void TestCliUsage::helpAndVersion()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, part);
    const CliOutcome outcome = runCli(arguments);
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.out.startsWith(begin) && outcome.out.contains(part), outcome.out.constData());
    QCOMPARE(outcome.err, QByteArray());
}

void TestCliUsage::noServer_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("list") << QStringList{u"list"_s};
    QTest::newRow("get") << QStringList{u"get"_s, u"a"_s};
    QTest::newRow("watch") << QStringList{u"watch"_s};
    QTest::newRow("doctor") << QStringList{u"doctor"_s};
    QTest::newRow("list --json") << QStringList{u"list"_s, u"--json"_s};
}

void TestCliUsage::noServer()
{
    QFETCH(QStringList, command);
    const QString url = u"redis://127.0.0.1:%1"_s.arg(freePort());
    const CliOutcome outcome = runCli(command, {{u"REDIS_URL"_s, url}});
    QCOMPARE(outcome.exitCode, 3);
    const QByteArray words = outcome.out + outcome.err;
    QVERIFY2(words.contains("refused") && words.contains("Is the server running"), words.constData());
}

// Speaks to nobody: accepts, and says nothing.
void TestCliUsage::silentServer()
{
    RedisServer server;
    server.freeze();
    const CliOutcome outcome = runCli({u"list"_s, u"--redis"_s, server.url()});
    server.resume();
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("does not answer"), outcome.err.constData());
}

void TestCliUsage::wrongPassword_data()
{
    noServer_data();
}

void TestCliUsage::wrongPassword()
{
    QFETCH(QStringList, command);
    const QString url = u"redis://ops_viewer:canary-77@127.0.0.1:%1"_s.arg(m_server.port());
    const CliOutcome outcome = runCli(command, {{u"REDIS_URL"_s, url}});
    QCOMPARE(outcome.exitCode, 4);
    const QByteArray words = outcome.out + outcome.err;
    QVERIFY2(words.contains("WRONGPASS"), words.constData());
    QVERIFY2(!words.contains("canary-77"), words.constData());
}

void TestCliUsage::serverFrom_data()
{
    const QString url = urlAs(u"ops_viewer"_s, m_server.port());
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("variable");
    QTest::newRow("environment") << QStringList{u"list"_s, u"--json"_s} << url;
    QTest::newRow("option behind") << QStringList{u"list"_s, u"--json"_s, u"--redis"_s, url} << QString();
    QTest::newRow("option before") << QStringList{u"--redis"_s, url, u"--json"_s, u"list"_s} << QString();
    QTest::newRow("local socket") << QStringList{u"list"_s, u"--json"_s}
                                  << u"unix://ops_viewer:SECRET-ops_viewer@"_s + m_server.socketPath();
}

void TestCliUsage::serverFrom()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, variable);
    const CliOutcome outcome = runCli(arguments, {{u"REDIS_URL"_s, variable}});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().size(), 1);
}

void TestCliUsage::optionBeatsEnvironment()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"url"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(urlAs(u"ops_viewer"_s, m_server.port()).toUtf8() + "\nmore\n");
    file.close();
    const CliEnvironment elsewhere{{u"REDIS_URL"_s, u"redis://127.0.0.1:1"_s}};
    const CliOutcome fromFile
        = runCli({u"list"_s, u"--json"_s, u"--redis-file"_s, file.fileName()}, elsewhere);
    QVERIFY2(fromFile.exitCode == 0, fromFile.err.constData());
    QCOMPARE(fromFile.objects().size(), 1);
    QCOMPARE(fromFile.err, QByteArray());
}

void TestCliUsage::passwordLeavesTheArguments()
{
    const QString url = urlAs(u"ops_viewer"_s, m_server.port());
    CliProcess process({u"watch"_s, u"--json"_s, u"--redis"_s, url});
    QTRY_VERIFY_WITH_TIMEOUT(!process.events(u"snapshot"_s).isEmpty(), 20'000);
    QFile arguments(u"/proc/%1/cmdline"_s.arg(process.pid()));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    const QByteArray seen = arguments.readAll();
    QVERIFY2(seen.contains("redis://ops_viewer:xxx"), seen.constData());
    QVERIFY2(!seen.contains("SECRET"), seen.constData());
    QVERIFY2(process.err().contains("--redis-file"), process.err().constData());
    QVERIFY2(!process.err().contains("SECRET"), process.err().constData());
}

void TestCliUsage::passwordElsewhereIsNotWarnedOf()
{
    const CliOutcome outcome
        = runCli({u"list"_s}, {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port())}});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, QByteArray());
}

void TestCliUsage::askedPassword()
{
    const QString url = u"redis://ops_viewer:@127.0.0.1:%1"_s.arg(m_server.port());
    const CliOutcome outcome
        = runCli({u"list"_s, u"--json"_s, u"--redis"_s, url}, {{u"REDISCLI_AUTH"_s, u"SECRET-ops_viewer"_s}});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().size(), 1);
    QCOMPARE(outcome.err, QByteArray()); // there was no password to warn of
}

void TestCliUsage::askedPasswordWithoutTerminal()
{
    const QString url = u"redis://ops_viewer:@127.0.0.1:%1"_s.arg(m_server.port());
    const CliOutcome outcome = runCli({u"list"_s, u"--redis"_s, url});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains("no terminal"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
