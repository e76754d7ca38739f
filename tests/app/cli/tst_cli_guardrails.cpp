// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/environmentsfolder.h"
#include "tests/app/cli/incident.h"

#include <QTest>

#include <csignal>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

class TestCliGuardRails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void productionIsRefused_data();
    void productionIsRefused();
    void aDryRunLooks();
    void aRaiseLetsItThrough();
    void aRaiseThatHasEndedRefuses();
    void manyNeedTheName();
    void moreThanAgreedToIsRefusedAnywhere();
    void everyPlanIsRefusedTheSameWay_data();
    void everyPlanIsRefusedTheSameWay();
    void undoIsRefusedTheSameWay();
    void trackingIsRefusedTheSameWay();
    void theAgentLooksUnlessItsConfigurationLetsIt();
    void wrongAgreements_data();
    void wrongAgreements();

private:
    [[nodiscard]] CliEnvironment variables(const QString &name = u"prod"_s) const
    {
        CliEnvironment variables = m_incident.environment();
        variables.insert(u"XDG_CONFIG_HOME"_s, m_config.configHome());
        variables.insert(u"XDG_STATE_HOME"_s, m_state->path());
        variables.insert(u"EMBERWATCH_ENV"_s, name);
        return variables;
    }
    [[nodiscard]] CliOutcome recover(const QStringList &more, const QString &name = u"prod"_s) const
    {
        return runCli(QStringList{u"recover"_s, u"--yes"_s, u"--no-track"_s, u"--grace"_s, u"200ms"_s} + more,
            variables(name));
    }
    [[nodiscard]] bool raise(const QString &length = u"30m"_s) const
    {
        const CliOutcome outcome = runCli(
            {u"env"_s, u"raise"_s, u"prod"_s, u"--for"_s, length, u"--reason"_s, u"OPS-1"_s}, variables());
        return outcome.exitCode == 0;
    }
    [[nodiscard]] bool isWritable() const
    {
        return runCli({u"env"_s, u"list"_s, u"--json"_s}, variables())
            .objectWith(u"environment"_s, u"prod"_s)
            .value("writable"_L1)
            .toBool();
    }
    [[nodiscard]] qsizetype entries() const
    {
        return runCli({u"journal"_s, u"--json"_s}, variables()).objects().size();
    }

    Incident m_incident;
    EnvironmentsFolder m_config;
    std::unique_ptr<QTemporaryDir> m_state;
};

void TestCliGuardRails::init()
{
    m_incident.clear();
    QVERIFY(m_incident.isRunning());
    m_state = std::make_unique<QTemporaryDir>();
    m_config.write(
        "[environment prod]\nclass = production\n[environment test]\nclass = staging\n"
        "[environment served]\nclass = production\nagent.write = yes\nagent.write-reason = OPS-7\n");
}

void TestCliGuardRails::productionIsRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("text") << QStringList{};
    QTest::newRow("JSON") << QStringList{u"--json"_s};
    QTest::newRow("with the name") << QStringList{u"--confirm"_s, u"prod"_s};
}

void TestCliGuardRails::productionIsRefused()
{
    QFETCH(const QStringList, words);
    m_incident.add("gone");
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    const QByteArray gone = m_incident.value("gone");
    const QByteArray live = m_incident.value("live");
    const CliOutcome outcome = recover(words);
    QVERIFY2(outcome.exitCode == 4, outcome.err.constData());
    QVERIFY2(outcome.err.contains("prod is production and read-only"), outcome.err.constData());
    QVERIFY2(
        outcome.err.contains("emberwatch env raise prod --for 30m --reason TEXT"), outcome.err.constData());
    QCOMPARE(m_incident.value("gone"), gone);
    QCOMPARE(m_incident.value("live"), live);
    QCOMPARE(m_incident.client().integer({"DBSIZE"}), 2); // no lease was taken either
    QCOMPARE(entries(), 0);
}

void TestCliGuardRails::aDryRunLooks()
{
    m_incident.add("gone");
    const CliOutcome outcome = recover({u"--dry-run"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QVERIFY(outcome.out.contains("1 found"));
    QVERIFY(m_incident.says("gone", "processing"));
}

void TestCliGuardRails::aRaiseLetsItThrough()
{
    m_incident.add("gone");
    QVERIFY(raise());
    const CliOutcome outcome = recover({});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QVERIFY(m_incident.says("gone", "failed"));
    // Journal and report are of the environment.
    const QJsonObject entry = runCli({u"journal"_s, u"--json"_s, u"gone"_s}, variables()).objects().value(0);
    QCOMPARE(entry.value("environment"_L1).toString(), u"prod"_s);
    QCOMPARE(runCli({u"recover"_s, u"--last"_s}, variables()).exitCode, 0);
    QCOMPARE(runCli({u"recover"_s, u"--last"_s}, variables(u"test"_s)).exitCode, 1);
}

void TestCliGuardRails::aRaiseThatHasEndedRefuses()
{
    m_incident.add("gone");
    QVERIFY(raise(u"1s"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!isWritable(), 60'000);
    const CliOutcome outcome = recover({});
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.err.contains("was allowed until"), outcome.err.constData());
    QVERIFY(m_incident.says("gone", "processing"));
    // Lowered is the same.
    QVERIFY(raise());
    QCOMPARE(runCli({u"env"_s, u"lower"_s, u"prod"_s}, variables()).exitCode, 0);
    QCOMPARE(recover({}).exitCode, 4);
    QVERIFY(m_incident.says("gone", "processing"));
}

void TestCliGuardRails::manyNeedTheName()
{
    for (int i = 0; i < 51; ++i)
        m_incident.add("gone" + QByteArray::number(i));
    QVERIFY(raise());
    for (const QStringList &words : {QStringList{}, QStringList{u"--confirm"_s, u"test"_s}}) {
        const CliOutcome outcome = recover(words);
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.err.contains("51 changes at once") && outcome.err.contains("--confirm prod"),
            outcome.err.constData());
        QVERIFY(m_incident.says("gone0", "processing"));
    }
    const CliOutcome outcome = recover({u"--confirm"_s, u"prod"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QVERIFY(m_incident.says("gone0", "failed"));
    QVERIFY(m_incident.says("gone50", "failed"));
}

void TestCliGuardRails::moreThanAgreedToIsRefusedAnywhere()
{
    m_incident.add("a");
    m_incident.add("b");
    const CliOutcome outcome = recover({u"--max-changes"_s, u"1"_s}, u"test"_s);
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(
        outcome.err.contains("There are 2 changes, and at most 1 were agreed to"), outcome.err.constData());
    QVERIFY(m_incident.says("a", "processing"));
    QCOMPARE(recover({u"--max-changes"_s, u"2"_s}, u"test"_s).exitCode, 0);
    QVERIFY(m_incident.says("a", "failed"));
}

void TestCliGuardRails::everyPlanIsRefusedTheSameWay_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("changed"); ///< the job that it would change
    const QString plan = m_incident.statePath(u"plan.json"_s);
    QTest::newRow("clean") << QStringList{u"clean"_s} << QByteArray("residue");
    QTest::newRow("clean one") << QStringList{u"clean"_s, u"id:residue"_s} << QByteArray("residue");
    QTest::newRow("reconcile") << QStringList{u"reconcile"_s, u"--no-track"_s} << QByteArray("gone");
    QTest::newRow("apply") << QStringList{u"apply"_s, plan, u"--no-track"_s} << QByteArray("residue");
}

void TestCliGuardRails::everyPlanIsRefusedTheSameWay()
{
    QFETCH(QStringList, words);
    QFETCH(const QByteArray, changed);
    m_incident.add("gone");
    const QByteArray residue
        = R"({"promptId":"residue","type":"image_generation","userId":"","status":"failed","progress":1,"startedAt":)"
        + msAgo(3'600'000) + '}';
    setJob(m_incident.client(), "residue", residue, std::chrono::milliseconds(3'600'000));
    const QByteArray before = m_incident.value(changed);
    const QString plan = m_incident.statePath(u"plan.json"_s);
    const CliOutcome planned
        = runCli({u"clean"_s, u"--dry-run"_s, u"--plan"_s, plan, u"--grace"_s, u"100ms"_s}, variables());
    QVERIFY2(planned.exitCode == 0, planned.err.constData());
    words += QStringList{u"--yes"_s, u"--grace"_s, u"100ms"_s};
    const CliOutcome refused = runCli(words, variables());
    QVERIFY2(refused.exitCode == 4, refused.err.constData());
    QVERIFY2(refused.err.contains("prod is production and read-only"), refused.err.constData());
    QCOMPARE(m_incident.value(changed), before);
    QVERIFY(raise());
    QCOMPARE(runCli(words + QStringList{u"--max-changes"_s, u"0"_s}, variables()).exitCode, 4);
    QCOMPARE(m_incident.value(changed), before);
    const CliOutcome done = runCli(words, variables());
    QVERIFY2(done.exitCode == 0 || done.exitCode == 1, done.err.constData());
    QVERIFY(m_incident.value(changed) != before);
}

void TestCliGuardRails::undoIsRefusedTheSameWay()
{
    m_incident.add("gone");
    const QByteArray before = m_incident.value("gone");
    QVERIFY(raise());
    QCOMPARE(recover({}).exitCode, 0);
    const QJsonObject entry = runCli({u"journal"_s, u"--json"_s, u"gone"_s}, variables()).objects().value(0);
    const QString number = QString::number(entry.value("entry"_L1).toInt());
    QCOMPARE(runCli({u"env"_s, u"lower"_s, u"prod"_s}, variables()).exitCode, 0);
    const CliOutcome refused = runCli({u"undo"_s, number}, variables());
    QCOMPARE(refused.exitCode, 4);
    QVERIFY2(refused.err.contains("nothing was changed: prod is production and read-only"),
        refused.err.constData());
    QVERIFY(m_incident.says("gone", "failed"));
    QVERIFY(raise());
    QCOMPARE(runCli({u"undo"_s, number, u"--max-changes"_s, u"0"_s}, variables()).exitCode, 4);
    QCOMPARE(runCli({u"undo"_s, number}, variables()).exitCode, 0);
    QCOMPARE(m_incident.value("gone"), before);
}

void TestCliGuardRails::trackingIsRefusedTheSameWay()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    const CliOutcome outcome = runCli({u"track"_s, u"live"_s}, variables());
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.err.contains("prod is production and read-only"), outcome.err.constData());
    QCOMPARE(m_incident.client().integer({"DBSIZE"}), 1);
}

void TestCliGuardRails::theAgentLooksUnlessItsConfigurationLetsIt()
{
    m_incident.add("gone");
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    const QByteArray before = m_incident.value("gone");
    const QStringList words{u"agent"_s, u"--grace"_s, u"200ms"_s, u"--every"_s, u"1s"_s};
    QVERIFY(raise()); // for people
    {
        CliProcess agent(words, variables());
        QTRY_VERIFY_WITH_TIMEOUT(agent.err().contains("2 found"), 60'000);
        const QByteArray said = agent.err();
        QVERIFY2(said.contains("started for prod; it is production, and it only looks"), said.constData());
        QCOMPARE(m_incident.value("gone"), before);
        QCOMPARE(m_incident.client().integer({"DBSIZE"}), 2);
        agent.sendSignal(SIGTERM);
        QCOMPARE(agent.outcome().exitCode, 0);
    }
    CliProcess agent(words, variables(u"served"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_incident.says("gone", "failed"), 60'000);
    const QByteArray journal
        = runCli({u"journal"_s, u"--action"_s, u"agent-write"_s}, variables(u"served"_s)).out;
    QVERIFY2(journal.contains("The agent may write in production: OPS-7"), journal.constData());
    agent.sendSignal(SIGTERM);
    QCOMPARE(agent.outcome().exitCode, 0);
}

void TestCliGuardRails::wrongAgreements_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no number") << QStringList{u"recover"_s, u"--max-changes"_s, u"few"_s};
    QTest::newRow("less than none") << QStringList{u"undo"_s, u"1"_s, u"--max-changes=-1"_s};
}

void TestCliGuardRails::wrongAgreements()
{
    QFETCH(const QStringList, words);
    const CliOutcome outcome = runCli(words, variables());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains("--max-changes: "), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliGuardRails)
#include "tst_cli_guardrails.moc"
