// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <QTest>

using namespace emberwatch::cli;
using namespace Qt::StringLiterals;
using Kind = CommandLine::Kind;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOptionsOnBothSides();
    void joinsNothing();
    void keepsEveryValue();
    void takesWhatIsBehindTwoDashesAsItIs();
    void everyCommandHasEachOptionOnce();
    void showsHelp_data();
    void showsHelp();
    void refuses_data();
    void refuses();
};

void TestCommandLine::takesOptionsOnBothSides()
{
    const CommandLine line = readCommandLine({u"--redis"_s, u"redis://a"_s, u"watch"_s, u"--json"_s,
        u"--for=5s"_s, u"status:failed"_s, u"age>10m"_s});
    QCOMPARE(line.kind, Kind::Run);
    QCOMPARE(line.command, u"watch"_s);
    QCOMPARE(line.options.value(u"redis"_s), u"redis://a"_s);
    QCOMPARE(line.options.value(u"for"_s), u"5s"_s);
    QVERIFY(line.has(u"json"_s));
    QVERIFY(!line.has(u"wait"_s));
    QCOMPARE(line.arguments, QStringList({u"status:failed"_s, u"age>10m"_s}));
}

void TestCommandLine::joinsNothing()
{
    const CommandLine line = readCommandLine({u"list"_s});
    QCOMPARE(line.kind, Kind::Run);
    QVERIFY(line.arguments.isEmpty());
    QVERIFY(line.options.isEmpty());
}

void TestCommandLine::keepsEveryValue()
{
    const CommandLine line = readCommandLine(
        {u"--allow-server"_s, u"http://a"_s, u"servers"_s, u"--allow-server=http://b"_s, u"--json"_s});
    QCOMPARE(line.kind, Kind::Run);
    QCOMPARE(line.repeated.value(u"allow-server"_s), QStringList({u"http://a"_s, u"http://b"_s}));
    QVERIFY(line.repeated.value(u"json"_s).isEmpty());
    QVERIFY(line.usesRedis);
    QVERIFY(!readCommandLine({u"journal"_s}).usesRedis);
}

void TestCommandLine::everyCommandHasEachOptionOnce()
{
    for (const CommandHelp &command : allCommands()) {
        QStringList names;
        for (const QCommandLineOption &option : optionsOf(command))
            names += option.names();
        QVERIFY2(names.contains(u"env"_s), qPrintable(command.name));
        QVERIFY2(names.removeDuplicates() == 0, qPrintable(command.name));
    }
}

void TestCommandLine::takesWhatIsBehindTwoDashesAsItIs()
{
    const CommandLine line = readCommandLine({u"list"_s, u"--"_s, u"-status:failed"_s});
    QCOMPARE(line.kind, Kind::Run);
    QCOMPARE(line.arguments, QStringList{u"-status:failed"_s});
}

void TestCommandLine::showsHelp_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("begin");
    const QString program = u"Usage: emberwatch [OPTION]... COMMAND"_s;
    QTest::newRow("--help") << QStringList{u"--help"_s} << program;
    QTest::newRow("-h") << QStringList{u"-h"_s} << program;
    QTest::newRow("help") << QStringList{u"help"_s} << program;
    QTest::newRow("help of a command") << QStringList{u"help"_s, u"get"_s} << u"Usage: emberwatch get "_s;
    QTest::newRow("--help behind") << QStringList{u"list"_s, u"--help"_s} << u"Usage: emberwatch list "_s;
    QTest::newRow("--help before") << QStringList{u"--help"_s, u"list"_s} << u"Usage: emberwatch list "_s;
    QTest::newRow("--version") << QStringList{u"--version"_s} << u"emberwatch "_s;
}

void TestCommandLine::showsHelp()
{
    QFETCH(QStringList, words);
    QFETCH(QString, begin);
    const CommandLine line = readCommandLine(words);
    QCOMPARE(line.kind, Kind::Show);
    QVERIFY2(line.text.startsWith(begin), qPrintable(line.text));
    QVERIFY(line.text.endsWith(u'\n'));
}

void TestCommandLine::refuses_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing") << QStringList{} << u"command is missing"_s;
    QTest::newRow("unknown command") << QStringList{u"lst"_s} << u"'lst'"_s;
    QTest::newRow("unknown option") << QStringList{u"--frob"_s, u"list"_s} << u"frob"_s;
    QTest::newRow("option of another command") << QStringList{u"list"_s, u"--for"_s, u"5s"_s} << u"'for'"_s;
    QTest::newRow("option of another command, before")
        << QStringList{u"--records"_s, u"none"_s, u"list"_s} << u"'records'"_s;
    QTest::newRow("Redis for a command without")
        << QStringList{u"journal"_s, u"--redis"_s, u"redis://a"_s} << u"'redis'"_s;
    QTest::newRow("value missing") << QStringList{u"list"_s, u"--redis"_s} << u"--redis"_s;
    QTest::newRow("argument too many") << QStringList{u"doctor"_s, u"me"_s} << u"takes no argument"_s;
    QTest::newRow("help of nothing") << QStringList{u"help"_s, u"lst"_s} << u"'lst'"_s;
}

void TestCommandLine::refuses()
{
    QFETCH(QStringList, words);
    QFETCH(QString, part);
    const CommandLine line = readCommandLine(words);
    QCOMPARE(line.kind, Kind::Wrong);
    QVERIFY2(line.text.contains(part), qPrintable(line.text));
    QVERIFY2(line.text.contains(u"--help"_s), qPrintable(line.text));
    QVERIFY(!line.text.contains(u'\n'));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
