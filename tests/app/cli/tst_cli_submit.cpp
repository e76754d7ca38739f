// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"

#include <QFile>
#include <QTest>

#include <csignal>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

/// submit and track.
class TestCliSubmit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void samplesRun_data();
    void samplesRun();
    void stateIsThereAtOnce();
    void trackFollowsToTheEnd();
    void aJobThatFails();
    void refused();
    void serverAway();
    void trackOfNothing();
    void usage_data();
    void usage();

private:
    [[nodiscard]] QString workflow(const QByteArray &text) const;
    [[nodiscard]] QStringList submit(const QString &file, const QStringList &more = {}) const
    {
        return QStringList{u"submit"_s, file, u"--server"_s, m_incident.url(), u"--user"_s, u"usr_9"_s}
        + more;
    }

    Incident m_incident{{u"new"_s, 20}};
};

void TestCliSubmit::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
}

void TestCliSubmit::init()
{
    m_incident.clear();
}

QString TestCliSubmit::workflow(const QByteArray &text) const
{
    const QString path = m_incident.statePath(u"workflow.json"_s);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
    return path;
}

void TestCliSubmit::samplesRun_data()
{
    QTest::addColumn<QString>("sample");
    QTest::newRow("one colour") << u"one-colour.json"_s;
    QTest::newRow("text to image") << u"text-to-image.json"_s;
    QTest::newRow("simulated") << u"simulated-job.json"_s;
}

void TestCliSubmit::samplesRun()
{
    QFETCH(QString, sample);
    const QString path = QStringLiteral(EMBERWATCH_WORKFLOWS) + u'/' + sample;
    const CliOutcome outcome = runCli(submit(path, {u"--wait"_s, u"--json"_s}), m_incident.environment());
    QVERIFY2(outcome.exitCode == 0, QByteArray(outcome.out + outcome.err).constData());
    const QJsonObject submitted = outcome.objectWith(u"event"_s, u"submitted"_s);
    QCOMPARE(submitted.value("saved"_L1), QJsonValue(true));
    const QJsonObject end = outcome.objectWith(u"event"_s, u"end"_s);
    QCOMPARE(end.value("outcome"_L1).toString(), u"completed"_s);
    QCOMPARE(end.value("promptId"_L1), submitted.value("promptId"_L1));
    const QByteArray id = submitted.value("promptId"_L1).toString().toUtf8();
    QVERIFY2(m_incident.says(id, "completed"), m_incident.value(id).constData());
    QVERIFY(m_incident.value(id).contains("\"userId\":\"usr_9\""));
}

void TestCliSubmit::stateIsThereAtOnce()
{
    const QString path = workflow(R"({"1":{"class_type":"SimJob","inputs":{"duration_ms":6000000}}})");
    const CliOutcome outcome
        = runCli(submit(path, {u"--type"_s, u"lora_training"_s}), m_incident.environment());
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    const QByteArray id = outcome.outLines().value(0);
    QCOMPARE(id.size(), 36);
    QVERIFY(m_incident.value(id).contains("\"type\":\"lora_training\""));
    const QByteArray lease = "comfyui:ops:lease:job:" + id;
    QCOMPARE(m_incident.client().text({"EXISTS", lease}), QByteArray("0"));
}

void TestCliSubmit::trackFollowsToTheEnd()
{
    const QString path = workflow(R"({"1":{"class_type":"SimJob","inputs":{"duration_ms":6000000}}})");
    const QByteArray id = runCli(submit(path), m_incident.environment()).outLines().value(0);
    CliProcess process({u"track"_s, QString::fromLatin1(id), u"--json"_s}, m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(!process.events(u"job"_s).isEmpty(), 60'000);
    m_incident.sim().control(u"finish"_s, {{u"id"_s, QString::fromLatin1(id)}});
    const CliOutcome outcome = process.outcome();
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objectWith(u"event"_s, u"end"_s).value("outcome"_L1).toString(), u"completed"_s);
    QVERIFY(m_incident.says(id, "completed"));
    const CliOutcome again = runCli({u"track"_s, QString::fromLatin1(id)}, m_incident.environment());
    QCOMPARE(again.exitCode, 0);
    QVERIFY2(again.err.contains("has ended: completed"), again.err.constData());
}

void TestCliSubmit::aJobThatFails()
{
    const QString path = workflow(
        R"({"1":{"class_type":"SimJob","inputs":{"duration_ms":2000,"fail_at":0.5,"error":"out of memory"}}})");
    const CliOutcome outcome = runCli(submit(path, {u"--wait"_s}), m_incident.environment());
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(
        outcome.out.contains(" failed: ") && outcome.out.contains("out of memory"), outcome.out.constData());
    QVERIFY(m_incident.says(outcome.outLines().value(0), "failed"));
}

void TestCliSubmit::refused()
{
    const QString path = workflow(R"({"1":{"class_type":"SimMissingNode","inputs":{}}})");
    const CliOutcome outcome = runCli(submit(path, {u"--wait"_s}), m_incident.environment());
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("SimMissingNode"), outcome.err.constData());
}

void TestCliSubmit::serverAway()
{
    const QString path = workflow(R"({"1":{"class_type":"SimJob","inputs":{}}})");
    const CliOutcome outcome
        = runCli({u"submit"_s, path, u"--server"_s, u"http://127.0.0.1:%1"_s.arg(freePort())},
            m_incident.environment());
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("not queued"), outcome.err.constData());
}

void TestCliSubmit::trackOfNothing()
{
    const CliOutcome outcome = runCli({u"track"_s, u"nobody"_s}, m_incident.environment());
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("no job nobody"), outcome.err.constData());
    m_incident.add("else", "image_generation", 300'000, 200'000, u"http://gpu-9:8188"_s);
    const CliOutcome elsewhere = runCli({u"track"_s, u"else"_s}, m_incident.environment());
    QCOMPARE(elsewhere.exitCode, 1);
    QVERIFY2(elsewhere.err.contains("not on the list"), elsewhere.err.constData());
}

void TestCliSubmit::usage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("part");
    const QString file = QStringLiteral(EMBERWATCH_WORKFLOWS) + u"/one-colour.json"_s;
    QTest::newRow("no file") << QStringList{u"--server"_s, u"http://a"_s}
                             << QByteArray("exactly one WORKFLOW");
    QTest::newRow("missing file") << QStringList{u"/nonexistent.json"_s, u"--server"_s, u"http://a"_s}
                                  << QByteArray("/nonexistent.json");
    QTest::newRow("no server") << QStringList{file} << QByteArray("--server");
    QTest::newRow("wrong server") << QStringList{file, u"--server"_s, u"gpu"_s} << QByteArray("--server");
    QTest::newRow("priority") << QStringList{file, u"--server"_s, u"http://a"_s, u"--number"_s, u"x"_s}
                              << QByteArray("--number");
}

void TestCliSubmit::usage()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, part);
    const CliOutcome outcome = runCli(QStringList{u"submit"_s} + words, m_incident.environment());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliSubmit)
#include "tst_cli_submit.moc"
