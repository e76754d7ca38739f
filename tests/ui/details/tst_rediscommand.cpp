// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/rediscommand.h"

#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestRedisCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plainKeysAreReadable()
    {
        QCOMPARE(redisGetCommand("comfyui:job:a", {}), u"redis-cli GET 'comfyui:job:a'"_s);
        QCOMPARE(redisGetCommand("comfyui:job:a", u"rediss://h:6380/2"_s),
            u"redis-cli -u 'rediss://h:6380/2' GET 'comfyui:job:a'"_s);
        QCOMPARE(redisGetCommand("a", u"unix:///run/r.sock?db=3"_s),
            u"redis-cli -s '/run/r.sock' -n '3' GET 'a'"_s);
    }

    void noByteOfAKeyIsSeenByTheShell_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("spaces") << QByteArray("job: a  b ");
        QTest::newRow("quotes") << QByteArray("job:'\"`");
        QTest::newRow("substitution") << QByteArray("job:$(touch /tmp/x)${HOME}`id`");
        QTest::newRow("glob and history") << QByteArray("job:*?[a]!!~#;&|<>\\");
        QTest::newRow("line breaks") << QByteArray("job:a\r\nFLUSHALL\n");
        QTest::newRow("zero byte") << QByteArray("job:a\0b", 7);
        QTest::newRow("no UTF-8") << QByteArray("job:\xFF\xFE");
        QTest::newRow("letters, quotes and percent") << QByteArray("job:\xC3\xA9'%s\\n\"");
    }

    void noByteOfAKeyIsSeenByTheShell()
    {
        if (QStandardPaths::findExecutable(u"redis-cli"_s).isEmpty())
            QSKIP("redis-cli is not installed");
        QFETCH(QByteArray, key);
        test::RedisServer server;
        QVERIFY2(server.isRunning(), qPrintable(server.log()));
        test::RedisClient client(server.port());
        client.run({"SET", key, "it is here"});

        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, redisGetCommand(key, u"redis://127.0.0.1:%1/0"_s.arg(server.port()))});
        QVERIFY(shell.waitForFinished(10'000));
        QCOMPARE(shell.readAllStandardOutput().trimmed(), QByteArray("it is here"));
    }
};

QTEST_GUILESS_MAIN(TestRedisCommand)
#include "tst_rediscommand.moc"
