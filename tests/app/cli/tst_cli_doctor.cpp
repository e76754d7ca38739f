// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonArray>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

class TestCliDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void viewerIsFine();
    void problemIsAnExitCode();
    void unreadableValueIsAnExitCode();
    void reportForPeople();
    void secretsStayOut();

private:
    [[nodiscard]] CliOutcome doctor(const QString &user, const QStringList &more = {u"--json"_s}) const;

    RedisServer m_server{opsUsers()
        + QStringList{u"user poor on >SECRET-poor %R~comfyui:job:* -@all +auth +ping +info +role +scan"_s}};
    RedisClient m_client{m_server.port()};
};

void TestCliDoctor::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestCliDoctor::init()
{
    m_client.run({"FLUSHALL"});
    setJob(m_client, "a", jobDocument("a"));
}

CliOutcome TestCliDoctor::doctor(const QString &user, const QStringList &more) const
{
    return runCli(QStringList{u"doctor"_s} + more, {{u"REDIS_URL"_s, urlAs(user, m_server.port())}});
}

void TestCliDoctor::viewerIsFine()
{
    const CliOutcome outcome = doctor(u"ops_viewer"_s);
    QVERIFY2(outcome.exitCode == 0, outcome.out.constData());
    QStringList steps;
    for (const QJsonObject &finding : outcome.objects())
        steps.append(finding.value("step"_L1).toString());
    QCOMPARE(steps,
        QStringList({u"reach"_s, u"signIn"_s, u"server"_s, u"clock"_s, u"readJobs"_s, u"liveUpdates"_s,
            u"changeJobs"_s, u"values"_s, u"expiry"_s, u"summary"_s}));
    const QJsonObject reading = outcome.objectWith(u"step"_s, u"readJobs"_s);
    QCOMPARE(reading.value("state"_L1).toString(), u"ok"_s);
    QCOMPARE(reading.value("facts"_L1).toObject().value("keys"_L1).toInt(), 1);
    QVERIFY(reading.value("rights"_L1).toArray().size() > 15);
    const QJsonObject summary = outcome.objects().last();
    QCOMPARE(summary.value("problem"_L1).toInt(-1), 0);
}

void TestCliDoctor::problemIsAnExitCode()
{
    const CliOutcome outcome = doctor(u"poor"_s);
    QCOMPARE(outcome.exitCode, 1);
    const QJsonObject reading = outcome.objectWith(u"step"_s, u"readJobs"_s);
    QCOMPARE(reading.value("state"_L1).toString(), u"problem"_s);
    const QString remedy = reading.value("remedy"_L1).toString();
    QVERIFY2(remedy.startsWith(u"ACL SETUSER poor "_s) && remedy.contains(u" +mget"_s), qPrintable(remedy));
}

void TestCliDoctor::unreadableValueIsAnExitCode()
{
    m_client.run({"SET", "comfyui:job:broken", "no JSON", "EX", "7200"});
    const CliOutcome outcome = doctor(u"ops_viewer"_s);
    m_client.run({"DEL", "comfyui:job:broken"});
    QVERIFY2(outcome.exitCode == 1, outcome.out.constData());
    QCOMPARE(outcome.objectWith(u"step"_s, u"values"_s).value("state"_L1).toString(), u"warning"_s);
}

void TestCliDoctor::reportForPeople()
{
    const CliOutcome outcome = doctor(u"ops_viewer"_s, {});
    QVERIFY2(outcome.out.contains("✓ Read jobs       1 key under comfyui:job:\n"), outcome.out.constData());
    QVERIFY2(outcome.out.contains("○ Change jobs     not with this user."), outcome.out.constData());
    QVERIFY2(outcome.out.contains("> ACL SETUSER ops_viewer ~comfyui:job:* "), outcome.out.constData());
    QVERIFY(!outcome.out.contains('\x1b'));
}

void TestCliDoctor::secretsStayOut()
{
    for (const QStringList &options : {QStringList{}, QStringList{u"--json"_s}}) {
        const CliOutcome outcome = doctor(u"ops_operator"_s, options);
        QVERIFY(!outcome.out.contains("SECRET") && !outcome.err.contains("SECRET"));
    }
}

QTEST_GUILESS_MAIN(TestCliDoctor)
#include "tst_cli_doctor.moc"
