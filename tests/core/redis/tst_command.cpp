// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/command.h"

#include <QTest>

#include <vector>

using namespace emberwatch::redis;

class TestCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesOneCommand();
    void encodesAnyBytes();
    void aBatchIsItsCommandsInARow();
    void beginsEmpty();
};

void TestCommand::encodesOneCommand()
{
    const Commands commands{"GET", "key"};
    QCOMPARE(commands.encoded(), "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
    QCOMPARE(commands.count(), 1);
}

void TestCommand::encodesAnyBytes()
{
    const QByteArray odd("a\r\n\0 \xff", 6);
    Commands commands;
    commands.add({"SET", odd, ""});
    QCOMPARE(commands.encoded(), "*3\r\n$3\r\nSET\r\n$6\r\n" + odd + "\r\n$0\r\n\r\n");
}

void TestCommand::aBatchIsItsCommandsInARow()
{
    Commands commands;
    commands.add({"PING"});
    const std::vector<QByteArrayView> words{"MGET", "a", "b"};
    commands.add(words);
    QCOMPARE(commands.count(), 2);
    QCOMPARE(commands.encoded(), "*1\r\n$4\r\nPING\r\n*3\r\n$4\r\nMGET\r\n$1\r\na\r\n$1\r\nb\r\n");
}

void TestCommand::beginsEmpty()
{
    const Commands commands;
    QVERIFY(commands.isEmpty());
    QVERIFY(commands.encoded().isEmpty());
}

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"
