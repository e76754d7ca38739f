// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject node(const QString &prefix)
{
    return {{u"class_type"_s, u"SimJob"_s}, {u"inputs"_s, QJsonObject{{u"filename_prefix"_s, prefix}}}};
}

QStringList entries(const QTemporaryDir &folder)
{
    return QDir(folder.path())
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

class TestCliOutputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void lists();
    void theServerOfTheStateIsAsked();
    void aServerThatIsNotAllowedIsNotAsked();
    void everyAllowedServerIsAskedWithoutState();
    void saves();
    void nothingIsReplaced();
    void whatCannotBeFetchedIsSaid();
    void aJobThatFailed();
    void unknownJob();
    void noAnswer();

private:
    [[nodiscard]] CliOutcome outputs(const QStringList &words) const;
    [[nodiscard]] QString url(const ComfySimProcess &sim) const
    {
        return sim.url().toString(QUrl::StripTrailingSlash);
    }

    RedisServer m_redis{opsUsers()};
    RedisClient m_client{m_redis.port()};
    ComfySimProcess m_sim;
    ComfySimProcess m_other;
};

void TestCliOutputs::initTestCase()
{
    QVERIFY2(m_redis.isRunning(), qPrintable(m_redis.log()));
    QVERIFY2(m_sim.isRunning() && m_other.isRunning(), qPrintable(m_sim.log() + m_other.log()));
    m_sim.control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"two"_s}, {u"state"_s, u"success"_s},
                           {u"prompt"_s, QJsonObject{{u"1"_s, node(u"a"_s)}, {u"2"_s, node(u"deep/b"_s)}}}},
                QJsonObject{
                    {u"id"_s, u"bad"_s}, {u"state"_s, u"error"_s}, {u"error"_s, u"out of memory"_s}}}}});
}

void TestCliOutputs::init()
{
    m_client.run({"FLUSHALL"});
    m_sim.control(u"heal"_s);
    m_sim.control(u"reachable"_s);
}

CliOutcome TestCliOutputs::outputs(const QStringList &words) const
{
    return runCli(QStringList{u"outputs"_s} + words,
        {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_redis.port())},
            {u"COMFYUI_SERVERS"_s, url(m_other) + u' ' + url(m_sim)}});
}

void TestCliOutputs::lists()
{
    const CliOutcome outcome = outputs({u"two"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().size(), 2);
    const QJsonObject deep = outcome.objectWith(u"subfolder"_s, u"deep"_s);
    QCOMPARE(deep.value("promptId"_L1).toString(), u"two"_s);
    QCOMPARE(deep.value("server"_L1).toString(), url(m_sim));
    QCOMPARE(deep.value("filename"_L1).toString(), u"b_00001_.png"_s);
    QCOMPARE(deep.value("kind"_L1).toString(), u"images"_s);
    QVERIFY(deep.value("savedAs"_L1).isNull() && deep.value("error"_L1).isNull());
    const CliOutcome table = outputs({u"two"_s});
    QVERIFY2(table.out.contains("\tdeep/b_00001_.png\t-\n"), table.out.constData());
}

void TestCliOutputs::theServerOfTheStateIsAsked()
{
    m_other.control(u"requests"_s, {{u"reset"_s, true}});
    setJob(m_client, "two", jobDocument("two").replace("http://gpu-2:8188", url(m_sim).toUtf8()));
    QCOMPARE(outputs({u"two"_s}).exitCode, 0);
    QVERIFY(m_other.control(u"requests"_s).isEmpty());
    QVERIFY(!m_sim.control(u"requests"_s).isEmpty());
}

void TestCliOutputs::aServerThatIsNotAllowedIsNotAsked()
{
    setJob(m_client, "two", jobDocument("two"));
    const CliOutcome outcome = outputs({u"two"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("http://gpu-2:8188 is not on the list"), outcome.err.constData());
}

void TestCliOutputs::everyAllowedServerIsAskedWithoutState()
{
    m_other.control(u"html"_s, {{u"status"_s, 502}});
    const CliOutcome outcome = outputs({u"two"_s});
    m_other.control(u"heal"_s);
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.outLines().size(), 3);
}

void TestCliOutputs::saves()
{
    const QTemporaryDir folder;
    const CliOutcome outcome = outputs({u"two"_s, u"--json"_s, u"--save"_s, folder.path()});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(entries(folder), QStringList({u"two-1.png"_s, u"two-2.png"_s}));
    for (const QJsonObject &row : outcome.objects()) {
        QFile file(row.value("savedAs"_L1).toString());
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(int(file.size()), row.value("size"_L1).toInt());
        QVERIFY(file.readAll().startsWith("\x89PNG"));
    }
}

void TestCliOutputs::nothingIsReplaced()
{
    const QTemporaryDir folder;
    const QString victim = folder.filePath(u"victim"_s);
    QVERIFY(QFile::link(victim, folder.filePath(u"two-1.png"_s)));
    const CliOutcome outcome = outputs({u"two"_s, u"--json"_s, u"--save"_s, folder.path()});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(!QFileInfo::exists(victim));
    QCOMPARE(entries(folder), QStringList({u"two-1.png"_s, u"two-2.png"_s}));
    QVERIFY(outcome.objects().value(0).value("error"_L1).toString().contains(u"is there already"_s));
    QVERIFY(!outcome.objects().value(1).value("savedAs"_L1).isNull());
}

void TestCliOutputs::whatCannotBeFetchedIsSaid()
{
    const QTemporaryDir folder;
    m_sim.control(u"cut"_s, {{u"path"_s, u"/view"_s}, {u"when"_s, u"body"_s}});
    const CliOutcome outcome = outputs({u"two"_s, u"--json"_s, u"--save"_s, folder.path()});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(entries(folder), QStringList());
    for (const QJsonObject &row : outcome.objects())
        QVERIFY(row.value("savedAs"_L1).isNull() && !row.value("error"_L1).toString().isEmpty());
}

void TestCliOutputs::aJobThatFailed()
{
    const CliOutcome outcome = outputs({u"bad"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(
        outcome.err.contains("out of memory") && outcome.err.contains("no files"), outcome.err.constData());
}

void TestCliOutputs::unknownJob()
{
    const CliOutcome outcome = outputs({u"nobody"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("not in the history of http://"), outcome.err.constData());
    QVERIFY2(outcome.err.contains(url(m_sim).toUtf8()), outcome.err.constData());
    QVERIFY2(outcome.err.contains(url(m_other).toUtf8()), outcome.err.constData());
}

void TestCliOutputs::noAnswer()
{
    const CliOutcome outcome = runCli({u"outputs"_s, u"two"_s},
        {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_redis.port())},
            {u"COMFYUI_SERVERS"_s, u"http://127.0.0.1:%1"_s.arg(freePort())}});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("/history/two"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliOutputs)
#include "tst_cli_outputs.moc"
