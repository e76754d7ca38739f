// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/comfysimprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonArray>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray documentOn(const QByteArray &id, const QString &server, const QByteArray &status = "processing")
{
    return jobDocument(id, status).replace("http://gpu-2:8188", server.toUtf8());
}

} // namespace

class TestCliServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsTheAllowed();
    void showsTheNamed();
    void asksOnlyTheAllowed();
    void oneThatDoesNotAnswerDelaysNobody();
    void withoutRedisTheAllowedAreShown();
    void nothingToShow();
    void table();

private:
    [[nodiscard]] CliOutcome servers(const QStringList &words, const QString &allowed) const;
    [[nodiscard]] QString url(const ComfySimProcess &sim) const
    {
        return sim.url().toString(QUrl::StripTrailingSlash);
    }

    RedisServer m_redis{opsUsers()};
    RedisClient m_client{m_redis.port()};
    ComfySimProcess m_new;
    ComfySimProcess m_old{{u"old"_s}};
};

void TestCliServers::initTestCase()
{
    QVERIFY2(m_redis.isRunning(), qPrintable(m_redis.log()));
    QVERIFY2(m_new.isRunning() && m_old.isRunning(), qPrintable(m_new.log() + m_old.log()));
    m_new.control(u"hold"_s);
    m_new.control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"r-1"_s}, {u"state"_s, u"running"_s}, {u"paused"_s, true}},
                QJsonObject{{u"id"_s, u"p-1"_s}}, QJsonObject{{u"id"_s, u"p-2"_s}}}}});
}

void TestCliServers::init()
{
    m_client.run({"FLUSHALL"});
    m_new.control(u"heal"_s);
}

CliOutcome TestCliServers::servers(const QStringList &words, const QString &allowed) const
{
    return runCli(QStringList{u"servers"_s} + words,
        {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_redis.port())}, {u"COMFYUI_SERVERS"_s, allowed}});
}

void TestCliServers::showsTheAllowed()
{
    const CliOutcome outcome = servers({u"--json"_s, u"--allow-server"_s, url(m_old)}, url(m_new));
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().size(), 2);
    const QJsonObject row = outcome.objectWith(u"server"_s, url(m_new));
    QCOMPARE(row.value("allowed"_L1), QJsonValue(true));
    QCOMPARE(row.value("reachable"_L1), QJsonValue(true));
    QCOMPARE(row.value("version"_L1).toString(), u"0.33.0"_s);
    QCOMPARE(row.value("running"_L1).toInt(), 1);
    QCOMPARE(row.value("pending"_L1).toInt(), 2);
    QCOMPARE(row.value("runningIds"_L1).toArray(), QJsonArray{u"r-1"_s});
    QVERIFY(row.value("latencyMs"_L1).toInt(-1) >= 0);
    QVERIFY(row.value("error"_L1).isNull());
    const QJsonObject old = outcome.objectWith(u"server"_s, url(m_old));
    QCOMPARE(old.value("version"_L1).toString(), u"0.3.28"_s);
    QCOMPARE(old.value("running"_L1).toInt(-1), 0);
}

void TestCliServers::showsTheNamed()
{
    setJob(m_client, "a", documentOn("a", url(m_new) + u'/'));
    setJob(m_client, "b", documentOn("b", url(m_new), "completed"));
    setJob(m_client, "c", documentOn("c", u"http://gpu-9:8188"_s, "queued"));
    setJob(m_client, "d", documentOn("d", u"not an address"_s));
    setJob(m_client, "e", "{");
    const CliOutcome outcome = servers({u"--json"_s}, url(m_new));
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.objects().size(), 3);
    const QJsonObject known = outcome.objectWith(u"server"_s, url(m_new));
    QCOMPARE(known.value("jobs"_L1).toInt(), 2);
    QCOMPARE(known.value("openJobs"_L1).toInt(), 1);
    const QJsonObject named = outcome.objectWith(u"server"_s, u"http://gpu-9:8188"_s);
    QCOMPARE(named.value("allowed"_L1), QJsonValue(false));
    QVERIFY(named.value("reachable"_L1).isNull());
    QCOMPARE(named.value("jobs"_L1).toInt(), 1);
    QVERIFY(named.value("error"_L1).toString().contains(u"not on the list"_s));
    QCOMPARE(outcome.objectWith(u"server"_s, u"not an address"_s).value("allowed"_L1), QJsonValue(false));
}

void TestCliServers::asksOnlyTheAllowed()
{
    m_old.control(u"requests"_s, {{u"reset"_s, true}});
    setJob(m_client, "a", documentOn("a", url(m_old)));
    const CliOutcome outcome = servers({u"--json"_s}, url(m_new));
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.objects().size(), 2);
    const QJsonObject asked = m_old.control(u"requests"_s);
    QVERIFY2(asked.isEmpty(), qPrintable(asked.keys().join(u' ')));
    QVERIFY(!m_new.control(u"requests"_s).isEmpty());
}

void TestCliServers::oneThatDoesNotAnswerDelaysNobody()
{
    m_new.control(u"html"_s, {{u"status"_s, 502}});
    const QString dead = u"http://127.0.0.1:%1"_s.arg(freePort());
    const CliOutcome outcome = servers({u"--json"_s}, url(m_new) + u',' + dead + u',' + url(m_old));
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.objectWith(u"server"_s, url(m_old)).value("reachable"_L1), QJsonValue(true));
    for (const QString &silent : {url(m_new), dead}) {
        const QJsonObject row = outcome.objectWith(u"server"_s, silent);
        QCOMPARE(row.value("reachable"_L1), QJsonValue(false));
        QVERIFY(!row.value("error"_L1).toString().isEmpty());
        QVERIFY(row.value("version"_L1).isNull() && row.value("pending"_L1).isNull());
    }
}

void TestCliServers::withoutRedisTheAllowedAreShown()
{
    const CliOutcome outcome = runCli({u"servers"_s, u"--json"_s},
        {{u"REDIS_URL"_s, u"redis://127.0.0.1:%1"_s.arg(freePort())}, {u"COMFYUI_SERVERS"_s, url(m_new)}});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("refused"), outcome.err.constData());
    QCOMPARE(outcome.objectWith(u"server"_s, url(m_new)).value("reachable"_L1), QJsonValue(true));
}

void TestCliServers::nothingToShow()
{
    const CliOutcome outcome = servers({u"--json"_s}, {});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("COMFYUI_SERVERS"), outcome.err.constData());
}

void TestCliServers::table()
{
    setJob(m_client, "c", documentOn("c", u"http://gpu-\\u001b[2J:8188"_s));
    const CliOutcome outcome = servers({}, url(m_new));
    const QByteArrayList lines = outcome.outLines();
    QVERIFY2(lines.value(0).startsWith("SERVER\tSTATE\tVERSION\t"), outcome.out.constData());
    QVERIFY2(outcome.out.contains(QByteArray(url(m_new).toUtf8() + "\treachable\t0.33.0\t")),
        outcome.out.constData());
    QVERIFY2(outcome.out.contains("\t1\t2\t0\t0\tr-1\n"), outcome.out.constData());
    QVERIFY2(outcome.out.contains("\tnot allowed\t"), outcome.out.constData());
    QVERIFY(!outcome.out.contains('\x1b'));
}

QTEST_GUILESS_MAIN(TestCliServers)
#include "tst_cli_servers.moc"
