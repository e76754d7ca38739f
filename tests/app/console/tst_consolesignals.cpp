// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int slow = 30'000; ///< milliseconds; at load, under a sanitizer

} // namespace

/// The end of a desktop session: nobody is there to be asked.
class TestConsoleSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsByItselfAndKeepsItsSettings_data();
    void endsByItselfAndKeepsItsSettings();
};

void TestConsoleSignals::endsByItselfAndKeepsItsSettings_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestConsoleSignals::endsByItselfAndKeepsItsSettings()
{
    QFETCH(const int, signal);
    RedisServer redis;
    RedisClient client(redis.port());
    QTemporaryDir folder;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s})
        variables.insert(name, folder.filePath(name));
    variables.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess console;
    console.setProcessEnvironment(variables);
    console.start(QStringLiteral(EMBERWATCH_CONSOLE_PROGRAM), {u"--redis"_s, redis.url()});
    QVERIFY(console.waitForStarted());
    // Its connections carry its name once the window is there.
    QTRY_VERIFY_WITH_TIMEOUT(client.text({"CLIENT", "LIST"}).contains("name=emberwatch"), slow);
    QVERIFY(kill(static_cast<pid_t>(console.processId()), signal) == 0);
    QVERIFY(console.waitForFinished(slow));
    QCOMPARE(console.exitStatus(), QProcess::NormalExit);
    QCOMPARE(console.exitCode(), 0);
    QDirIterator files(folder.filePath(u"XDG_CONFIG_HOME"_s), QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
}

QTEST_GUILESS_MAIN(TestConsoleSignals)
#include "tst_consolesignals.moc"
