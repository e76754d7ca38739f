// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"

#include <QCoroTask>
#include <QDir>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The demo world as its user meets it: a process that is started, looked at and ended.
class TestDemo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void jobsAreThereAndLive();
    void someAreSilentAndSomeAreOdd();
    void notificationsAreLeftOffOnRequest();
    void usersComeBackAfterFlush();
    void redisComesBackWhenKilled();
    void termLeavesNothing();
    void killLeavesNoServer();
    void endOfItsParentEndsIt();
    void folderInUseIsRefused();

private:
    void startDemo(const QStringList &options);
    void connectToDemo();
    [[nodiscard]] Result<redis::Reply> ask(redis::Commands command);
    [[nodiscard]] qint64 askNumber(const redis::Commands &command);
    [[nodiscard]] QByteArray askText(const redis::Commands &command);
    [[nodiscard]] bool serverAnswers() const;
    [[nodiscard]] QString folder() const { return m_temporary->filePath(u"world"_s); }

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<QProcess> m_demo;
    std::unique_ptr<redis::Connection> m_redis;
    quint16 m_port = 0;
};

void TestDemo::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
    m_demo = std::make_unique<QProcess>();
    m_demo->setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

void TestDemo::cleanup()
{
    m_redis.reset();
    if (m_demo->state() != QProcess::NotRunning) {
        m_demo->terminate();
        if (!m_demo->waitForFinished(10'000))
            m_demo->kill();
        m_demo->waitForFinished();
    }
    m_demo.reset();
    m_temporary.reset();
}

void TestDemo::startDemo(const QStringList &options)
{
    m_demo->start(QStringLiteral(EMBERWATCH_DEMO), QStringList{u"--dir"_s, folder()} + options);
    connectToDemo();
}

void TestDemo::connectToDemo()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->canReadLine() || m_demo->state() == QProcess::NotRunning, 30'000);
    const QString url = QString::fromUtf8(m_demo->readLine()).trimmed();
    auto options = redis::parseRedisUrl(url);
    QVERIFY2(options, qPrintable(u"no URL: "_s + url));
    m_port = options->port;
    m_redis = std::make_unique<redis::Connection>(std::move(*options));
    m_redis->setReconnect(true);
    m_redis->open();
    QTRY_VERIFY(m_redis->isReady());
}

Result<redis::Reply> TestDemo::ask(redis::Commands command)
{
    return QCoro::waitFor(m_redis->call(std::move(command)));
}

qint64 TestDemo::askNumber(const redis::Commands &command)
{
    const auto reply = ask(command);
    return reply ? reply->root().integer() : -1;
}

QByteArray TestDemo::askText(const redis::Commands &command)
{
    const auto reply = ask(command);
    return reply ? reply->root().bytes().toByteArray() : QByteArray();
}

bool TestDemo::serverAnswers() const
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_port);
    return socket.waitForConnected(1000);
}

void TestDemo::jobsAreThereAndLive()
{
    startDemo({u"--jobs"_s, u"100"_s, u"--rate"_s, u"400"_s, u"--seed"_s, u"1"_s});
    QVERIFY(askNumber({"DBSIZE"}) >= 98);
    QVERIFY(ask({"CONFIG", "RESETSTAT"}));
    QTRY_VERIFY_WITH_TIMEOUT(askText({"INFO", "commandstats"}).contains("cmdstat_set:calls="), 5000);
    const auto writes = [this] {
        const QByteArray statistics = askText({"INFO", "commandstats"});
        const qsizetype at = statistics.indexOf("cmdstat_set:calls=");
        return at < 0 ? 0 : statistics.mid(at + 18, 12).split(',').constFirst().toInt();
    };
    QTRY_VERIFY_WITH_TIMEOUT(writes() > 400, 10'000);
    const qint64 alive = askNumber({"DBSIZE"});
    QVERIFY2(alive > 90 && alive <= 110, qPrintable(QString::number(alive)));

    const QByteArray key = askText({"RANDOMKEY"});
    QVERIFY(key.startsWith("comfyui:job:"));
    const auto setting = ask({"CONFIG", "GET", "notify-keyspace-events"});
    QVERIFY(setting);
    const QByteArray events = setting->root().at(1).bytes().toByteArray();
    for (const char needed : {'K', 'g', '$', 'x', 'e'})
        QVERIFY2(events.contains(needed), events.constData());
}

void TestDemo::someAreSilentAndSomeAreOdd()
{
    startDemo({u"--jobs"_s, u"400"_s, u"--seed"_s, u"2"_s});
    const auto keys = ask({"KEYS", "*"});
    QVERIFY(keys);
    int silent = 0;
    int full = 0;
    int odd = 0;
    for (const redis::Reply::View key : keys->root()) {
        const QByteArray name = key.bytes().toByteArray();
        const auto read = ask({"GET", name});
        if (read && read->root().isNil())
            continue; // it has ended meanwhile
        const QByteArray value = read ? read->root().bytes().toByteArray() : QByteArray();
        const qint64 ttl = askNumber({"TTL", name});
        silent += ttl > 0 && ttl < 7200 - 240 ? 1 : 0;
        full += ttl >= 7200 - 5 ? 1 : 0;
        const QByteArray begin = "{\"promptId\":\"" + name.mid(qstrlen("comfyui:job:")) + "\",\"type\":\"";
        odd += value.startsWith(begin) && value.endsWith('}') ? 0 : 1;
    }
    QVERIFY2(silent >= 15 && silent < 60, qPrintable(QString::number(silent)));
    QVERIFY2(full > 100, qPrintable(QString::number(full)));
    QVERIFY2(odd >= 3 && odd <= 8, qPrintable(QString::number(odd)));
}

void TestDemo::notificationsAreLeftOffOnRequest()
{
    startDemo({u"--jobs"_s, u"5"_s, u"--no-notifications"_s});
    const auto setting = ask({"CONFIG", "GET", "notify-keyspace-events"});
    QVERIFY(setting);
    QVERIFY(setting->root().at(1).bytes().isEmpty());
}

void TestDemo::usersComeBackAfterFlush()
{
    startDemo({u"--jobs"_s, u"40"_s});
    QVERIFY(ask({"FLUSHALL"}));
    QVERIFY(askNumber({"DBSIZE"}) < 40);
    QTRY_COMPARE_WITH_TIMEOUT(askNumber({"DBSIZE"}), 40, 15'000);
}

void TestDemo::redisComesBackWhenKilled()
{
    startDemo({u"--jobs"_s, u"20"_s});
    const QByteArray facts = askText({"INFO", "server"});
    const qsizetype at = facts.indexOf("process_id:");
    QVERIFY(at >= 0);
    const int pid = facts.mid(at + 11, 12).split('\r').constFirst().toInt();
    QVERIFY(pid > 1);
    QCOMPARE(::kill(pid, SIGKILL), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_redis->isReady(), 5000);
    QTRY_VERIFY_WITH_TIMEOUT(m_redis->isReady(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(askNumber({"DBSIZE"}), 20, 15'000);
}

void TestDemo::termLeavesNothing()
{
    startDemo({u"--jobs"_s, u"20"_s});
    QVERIFY(QDir(folder()).exists());
    m_demo->terminate();
    QVERIFY(m_demo->waitForFinished(10'000));
    QCOMPARE(m_demo->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_demo->exitCode(), 0);
    QVERIFY(!serverAnswers());
    QVERIFY(!QDir(folder()).exists());
    QVERIFY(QDir(m_temporary->path()).isEmpty());
}

void TestDemo::killLeavesNoServer()
{
    startDemo({u"--jobs"_s, u"20"_s});
    m_demo->kill();
    QVERIFY(m_demo->waitForFinished(10'000));
    QTRY_VERIFY_WITH_TIMEOUT(!serverAnswers(), 5000);
}

void TestDemo::endOfItsParentEndsIt()
{
    m_demo->start(u"/bin/sh"_s,
        {u"-c"_s, u"\"$0\" --with-parent --jobs 5 --dir \"$1\" & wait"_s, QStringLiteral(EMBERWATCH_DEMO),
            folder()});
    connectToDemo();
    m_demo->kill(); // the shell between
    QTRY_VERIFY_WITH_TIMEOUT(!serverAnswers(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(folder()).exists(), 10'000);
}

void TestDemo::folderInUseIsRefused()
{
    QVERIFY(QDir().mkpath(folder()));
    QFile precious(folder() + u"/precious"_s);
    QVERIFY(precious.open(QIODevice::WriteOnly));
    m_demo->start(QStringLiteral(EMBERWATCH_DEMO), {u"--dir"_s, folder()});
    QVERIFY(m_demo->waitForFinished(10'000));
    QCOMPARE(m_demo->exitCode(), 2);
    QVERIFY(precious.exists());
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
