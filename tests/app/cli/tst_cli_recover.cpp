// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"
#include "tests/core/records/recordsworld.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

QStringList recover(const QStringList &more)
{
    return QStringList{u"recover"_s, u"--grace"_s, u"200ms"_s} + more;
}

QJsonObject jobIn(const QJsonObject &report, const QString &id)
{
    const QJsonArray jobs = report.value("jobs"_L1).toArray();
    for (const auto &job : jobs) {
        if (job.toObject().value("promptId"_L1) == id)
            return job.toObject();
    }
    return {};
}

QString outcomeIn(const QJsonObject &report, const QString &id)
{
    return jobIn(report, id).value("outcome"_L1).toString();
}

int sumOf(const QJsonObject &report)
{
    int sum = 0;
    for (const QString &name : {u"resumed"_s, u"settledCompleted"_s, u"settledFailed"_s, u"leftAlone"_s,
             u"skipped"_s, u"unverifiable"_s, u"failed"_s})
        sum += report.value(name).toInt(-1000);
    return sum;
}

} // namespace

class TestCliRecover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void accountsForEveryJob();
    void aSecondRunChangesNothing();
    void withoutAgreementNothingIsChanged_data();
    void withoutAgreementNothingIsChanged();
    void asksOnATerminal_data();
    void asksOnATerminal();
    void unknownRecordsSettleNothing();
    void filters_data();
    void filters();
    void olderOnesByRequest();
    void writesReports_data();
    void writesReports();
    void theLastReportIsKept();
    void undoTakesItBack();
    void bringsTheRecordsUpToDate_data();
    void bringsTheRecordsUpToDate();
    void followsWhatItResumed();
    void interruptLetsGo();
    void redisAway();
    void usage_data();
    void usage();

private:
    void addAll();
    Incident m_incident;
    PostgresServer m_postgres;
};

void TestCliRecover::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
}

void TestCliRecover::init()
{
    m_incident.clear();
    QVERIFY(m_incident.isRunning());
}

void TestCliRecover::addAll()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    m_incident.add("done");
    m_incident.know(u"done"_s, u"success"_s);
    m_incident.add("bad");
    m_incident.know(u"bad"_s, u"error"_s);
    m_incident.add("gone");
    m_incident.add("young", "image_generation", 30'000, 5'000);
    m_incident.add("old", "image_generation", 3'600'000);
    m_incident.add("else", "image_generation", 300'000, 200'000, u"http://gpu-9:8188"_s);
}

void TestCliRecover::accountsForEveryJob()
{
    addAll();
    const CliOutcome outcome
        = runCli(recover({u"--yes"_s, u"--no-track"_s, u"--json"_s}), m_incident.environment());
    QCOMPARE(outcome.objects().size(), 1);
    const QJsonObject report = outcome.objects().first();
    QCOMPARE(report.value("found"_L1).toInt(), 7);
    QCOMPARE(sumOf(report), 7);
    QCOMPARE(outcomeIn(report, u"live"_s), u"resumed"_s);
    QCOMPARE(outcomeIn(report, u"done"_s), u"settledCompleted"_s);
    QCOMPARE(outcomeIn(report, u"bad"_s), u"settledFailed"_s);
    QCOMPARE(outcomeIn(report, u"gone"_s), u"settledFailed"_s);
    QCOMPARE(outcomeIn(report, u"young"_s), u"leftAlone"_s);
    QCOMPARE(outcomeIn(report, u"old"_s), u"skipped"_s);
    QCOMPARE(outcomeIn(report, u"else"_s), u"unverifiable"_s);
    for (const auto &job : report.value("jobs"_L1).toArray())
        QVERIFY(!job.toObject().value("reason"_L1).toString().isEmpty());
    QCOMPARE(outcome.exitCode, 1); // there is something left to look at
    QVERIFY(m_incident.says("done", "completed"));
    QVERIFY(m_incident.says("bad", "failed"));
    QVERIFY(m_incident.says("gone", "failed"));
    for (const char *id : {"live", "young", "old", "else"})
        QVERIFY2(m_incident.says(id, "processing"), id);
    QVERIFY(m_incident.value("gone").endsWith(",\"extra\":18446744073709551615}"));
}

void TestCliRecover::aSecondRunChangesNothing()
{
    addAll();
    const QStringList words = recover({u"--yes"_s, u"--no-track"_s, u"--json"_s});
    [[maybe_unused]] const CliOutcome first = runCli(words, m_incident.environment());
    QHash<QByteArray, QByteArray> values;
    for (const char *id : {"done", "bad", "gone", "young", "old", "else"})
        values.insert(id, m_incident.value(id));
    const CliOutcome second = runCli(words, m_incident.environment());
    const QJsonObject report = second.objects().value(0);
    QCOMPARE(report.value("found"_L1).toInt(), 4);
    QCOMPARE(report.value("settledFailed"_L1).toInt(), 0);
    QCOMPARE(report.value("settledCompleted"_L1).toInt(), 0);
    for (auto value = values.begin(); value != values.end(); ++value)
        QCOMPARE(m_incident.value(value.key()), *value);
}

void TestCliRecover::withoutAgreementNothingIsChanged_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no terminal") << QStringList{u"--json"_s} << 1;
    QTest::newRow("dry run") << QStringList{u"--json"_s, u"--dry-run"_s} << 0;
    QTest::newRow("dry run, agreed to") << QStringList{u"--json"_s, u"--dry-run"_s, u"--yes"_s} << 0;
}

void TestCliRecover::withoutAgreementNothingIsChanged()
{
    QFETCH(QStringList, words);
    QFETCH(int, exitCode);
    addAll();
    QHash<QByteArray, QByteArray> values;
    for (const char *id : {"live", "done", "bad", "gone"})
        values.insert(id, m_incident.value(id));
    const CliOutcome outcome = runCli(recover(words), m_incident.environment());
    QVERIFY2(outcome.exitCode == exitCode, outcome.err.constData());
    const QJsonObject report = outcome.objects().value(0);
    QCOMPARE(report.value("found"_L1).toInt(), 7);
    QCOMPARE(sumOf(report), 7);
    QCOMPARE(outcomeIn(report, u"gone"_s), u"settledFailed"_s);
    for (auto value = values.begin(); value != values.end(); ++value)
        QCOMPARE(m_incident.value(value.key()), *value);
    const CliOutcome text = runCli(recover({u"--dry-run"_s}), m_incident.environment());
    QVERIFY2(text.out.startsWith("Plan, nothing has been changed:\n") && text.out.contains("7 found"),
        text.out.constData());
}

void TestCliRecover::asksOnATerminal_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("yes") << QByteArray("y\n") << 0 << QByteArray("failed");
    QTest::newRow("no") << QByteArray("n\n") << 1 << QByteArray("processing");
    QTest::newRow("nothing") << QByteArray("\n") << 1 << QByteArray("processing");
}

void TestCliRecover::asksOnATerminal()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, status);
    m_incident.add("gone");
    // script(1) gives the program a terminal of its own.
    QProcess terminal;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    const CliEnvironment environment = m_incident.environment();
    for (auto variable = environment.begin(); variable != environment.end(); ++variable)
        variables.insert(variable.key(), *variable);
    terminal.setProcessEnvironment(variables);
    terminal.start(u"script"_s,
        {u"-qfec"_s, QStringLiteral(EMBERWATCH_CLI) + u" recover --grace 200ms"_s, u"/dev/null"_s});
    QByteArray seen;
    QTRY_VERIFY_WITH_TIMEOUT(
        (seen += terminal.readAllStandardOutput()).contains("Carry out 1 changes? [y/N] "), 60'000);
    QVERIFY2(seen.contains("1 found"), seen.constData());
    terminal.write(answer);
    QTRY_COMPARE_WITH_TIMEOUT(terminal.state(), QProcess::NotRunning, 60'000);
    QCOMPARE(terminal.exitCode(), exitCode);
    QVERIFY(m_incident.says("gone", status));
}

void TestCliRecover::unknownRecordsSettleNothing()
{
    addAll();
    CliEnvironment environment = m_incident.environment();
    environment.remove(u"DATABASE_URL"_s);
    const CliOutcome outcome = runCli(recover({u"--yes"_s, u"--no-track"_s, u"--json"_s}), environment);
    const QJsonObject report = outcome.objects().value(0);
    QCOMPARE(report.value("settledFailed"_L1).toInt(-1), 0);
    QCOMPARE(report.value("settledCompleted"_L1).toInt(-1), 0);
    for (const char *id : {"done", "bad", "gone"})
        QVERIFY2(m_incident.says(id, "processing"), id);
}

void TestCliRecover::filters_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("found");
    QTest::newRow("a type") << QStringList{u"--type"_s, u"face_swap"_s} << 1;
    QTest::newRow("two types") << QStringList{u"--type"_s, u"face_swap"_s, u"--type=image_generation"_s} << 3;
    QTest::newRow("no such type") << QStringList{u"--type"_s, u"x"_s} << 0;
    QTest::newRow("another server") << QStringList{u"--server"_s, u"http://gpu-9:8188"_s} << 1;
}

void TestCliRecover::filters()
{
    QFETCH(QStringList, words);
    QFETCH(int, found);
    m_incident.add("a");
    m_incident.add("b", "face_swap");
    m_incident.add("c", "image_generation", 300'000, 200'000, u"http://gpu-9:8188"_s);
    const CliOutcome outcome
        = runCli(recover(QStringList{u"--dry-run"_s, u"--json"_s} + words), m_incident.environment());
    QCOMPARE(outcome.objects().value(0).value("found"_L1).toInt(-1), found);
}

void TestCliRecover::olderOnesByRequest()
{
    m_incident.add("old", "image_generation", 3'600'000);
    const QStringList words{u"--dry-run"_s, u"--json"_s};
    const QJsonObject skipped = runCli(recover(words), m_incident.environment()).objects().value(0);
    QCOMPARE(outcomeIn(skipped, u"old"_s), u"skipped"_s);
    const QJsonObject taken
        = runCli(recover(words + QStringList{u"--max-age"_s, u"2h"_s}), m_incident.environment())
              .objects()
              .value(0);
    QCOMPARE(outcomeIn(taken, u"old"_s), u"settledFailed"_s);
}

void TestCliRecover::writesReports_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("Markdown") << u"r.md"_s << QByteArray("#");
    QTest::newRow("JSON") << u"r.json"_s << QByteArray("{\"found\":1,");
    QTest::newRow("text") << u"r.txt"_s << QByteArray("1 found");
}

void TestCliRecover::writesReports()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    m_incident.add("gone");
    const QString path = m_incident.statePath(name);
    const CliOutcome outcome = runCli(recover({u"--yes"_s, u"--report"_s, path}), m_incident.environment());
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.startsWith(begin) && text.contains("gone"), text.constData());
}

void TestCliRecover::theLastReportIsKept()
{
    m_incident.add("gone");
    const CliOutcome done = runCli(recover({u"--yes"_s, u"--json"_s}), m_incident.environment());
    const CliOutcome again = runCli({u"recover"_s, u"--last"_s, u"--json"_s}, m_incident.environment());
    QVERIFY2(again.exitCode == 0, again.err.constData());
    QCOMPARE(again.out, done.out);
    CliEnvironment elsewhere = m_incident.environment();
    elsewhere.insert(u"REDIS_URL"_s, u"redis://127.0.0.1:1"_s);
    QCOMPARE(runCli({u"recover"_s, u"--last"_s}, elsewhere).exitCode, 1);
}

void TestCliRecover::undoTakesItBack()
{
    m_incident.add("gone");
    const QByteArray before = m_incident.value("gone");
    [[maybe_unused]] const CliOutcome done = runCli(recover({u"--yes"_s}), m_incident.environment());
    QVERIFY(m_incident.says("gone", "failed"));
    const QJsonObject entry
        = runCli({u"journal"_s, u"--json"_s, u"gone"_s}, m_incident.environment()).objects().value(0);
    QCOMPARE(entry.value("action"_L1).toString(), u"settle-failed"_s);
    const QString number = QString::number(entry.value("entry"_L1).toInt());
    const CliOutcome undone = runCli({u"undo"_s, number, u"--json"_s}, m_incident.environment());
    QVERIFY2(undone.exitCode == 0, (undone.out.toStdString() + undone.err.toStdString()).c_str());
    QCOMPARE(undone.objects().value(0).value("outcome"_L1).toString(), u"done"_s);
    QCOMPARE(m_incident.value("gone"), before);
    const CliOutcome again = runCli({u"undo"_s, number}, m_incident.environment());
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.out.contains("taken back before"), again.out.constData());
    const CliOutcome unknown = runCli({u"undo"_s, number, u"999999"_s}, m_incident.environment());
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.err.contains("no entry 999999"), unknown.err.constData());
}

void TestCliRecover::bringsTheRecordsUpToDate_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

void TestCliRecover::bringsTheRecordsUpToDate()
{
    QFETCH(const bool, isPostgres);
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
    RecordsWorld records(isPostgres ? &m_postgres : nullptr);
    addAll();
    const QStringList ids{u"live"_s, u"done"_s, u"bad"_s, u"gone"_s, u"young"_s, u"old"_s, u"else"_s};
    for (const QString &id : ids)
        records.add({id});
    CliEnvironment environment = m_incident.environment();
    QStringList words = recover({u"--yes"_s, u"--no-track"_s, u"--json"_s});
    if (isPostgres)
        environment.insert(u"DATABASE_URL"_s, m_postgres.url(records.address().database));
    else
        words += {u"--records"_s, u"sqlite://"_s + records.address().path};
    const CliOutcome outcome = runCli(words, environment);
    const QJsonObject report = outcome.objects().value(0);
    QVERIFY2(sumOf(report) == 7, outcome.err.constData());
    const auto valueOf = [&](const QString &column, const QString &id) {
        return records.value(
            u"SELECT %1 FROM generation_jobs WHERE external_job_id = '%2'"_s.arg(column, id));
    };
    QCOMPARE(valueOf(u"status"_s, u"done"_s), u"completed"_s);
    QVERIFY(valueOf(u"output"_s, u"done"_s).contains(u"png"_s));
    QCOMPARE(valueOf(u"status"_s, u"bad"_s), u"failed"_s);
    QVERIFY(valueOf(u"error"_s, u"bad"_s).contains(u"out of memory"_s));
    QCOMPARE(valueOf(u"status"_s, u"gone"_s), u"failed"_s);
    for (const QString &id : {u"live"_s, u"young"_s, u"old"_s, u"else"_s})
        QCOMPARE(valueOf(u"status"_s, id), u"processing"_s);
    QCOMPARE(records.auditCount(), 3);

    [[maybe_unused]] const CliOutcome again = runCli(words, environment);
    QCOMPARE(records.auditCount(), 3);
    const QJsonObject entry
        = runCli({u"journal"_s, u"--json"_s, u"gone"_s}, m_incident.environment()).objects().value(0);
    QStringList undo{u"undo"_s, QString::number(entry.value("entry"_L1).toInt())};
    if (!isPostgres)
        undo += words.last(2);
    const CliOutcome undone = runCli(undo, environment);
    QVERIFY2(undone.exitCode == 0, (undone.out.toStdString() + undone.err.toStdString()).c_str());
    QVERIFY(m_incident.says("gone", "processing"));
    QCOMPARE(valueOf(u"status"_s, u"gone"_s), u"processing"_s);
}

void TestCliRecover::followsWhatItResumed()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    CliProcess process(recover({u"--yes"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(process.err().contains("following 1 jobs"), 60'000);
    QVERIFY(process.isRunning());
    m_incident.sim().control(u"finish"_s, {{u"id"_s, u"live"_s}});
    const CliOutcome outcome = process.outcome();
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QVERIFY2(outcome.out.contains("live completed"), outcome.out.constData());
    QVERIFY(m_incident.says("live", "completed"));
}

void TestCliRecover::interruptLetsGo()
{
    m_incident.add("live");
    m_incident.know(u"live"_s, u"running"_s);
    CliProcess process(recover({u"--yes"_s}), m_incident.environment());
    QTRY_VERIFY_WITH_TIMEOUT(process.err().contains("following 1 jobs"), 60'000);
    process.sendSignal(SIGINT);
    QCOMPARE(process.outcome().exitCode, 130);
    QVERIFY(m_incident.says("live", "processing"));
    QCOMPARE(m_incident.client().text({"EXISTS", "comfyui:ops:lease:job:live"}), QByteArray("0"));
}

void TestCliRecover::redisAway()
{
    CliEnvironment environment = m_incident.environment();
    environment.insert(u"REDIS_URL"_s, u"redis://127.0.0.1:%1"_s.arg(freePort()));
    const CliOutcome outcome = runCli(recover({u"--yes"_s}), environment);
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("could not be completed"), outcome.err.constData());
}

void TestCliRecover::usage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("grace") << QStringList{u"--grace"_s, u"soon"_s} << QByteArray("--grace");
    QTest::newRow("no grace") << QStringList{u"--grace"_s, u"0s"_s} << QByteArray("--grace");
    QTest::newRow("age") << QStringList{u"--max-age"_s, u"5"_s} << QByteArray("--max-age");
    QTest::newRow("report") << QStringList{u"--report"_s, u"a.doc"_s} << QByteArray(".md, .json or .txt");
    QTest::newRow("report of a dry run")
        << QStringList{u"--report"_s, u"a.md"_s, u"--dry-run"_s} << QByteArray("--report");
    QTest::newRow("policy") << QStringList{u"--policy"_s, u"/nonexistent"_s} << QByteArray("--policy");
    QTest::newRow("argument") << QStringList{u"all"_s} << QByteArray("takes no argument");
}

void TestCliRecover::usage()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, part);
    const CliOutcome outcome = runCli(QStringList{u"recover"_s} + words, m_incident.environment());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliRecover)
#include "tst_cli_recover.moc"
