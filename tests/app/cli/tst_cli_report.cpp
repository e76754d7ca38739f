// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"

#include <QFile>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

/// report: an incident told in every format.
class TestCliReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void asJson();
    void asText();
    void toAFile_data();
    void toAFile();
    void ofAnotherSpan();
    void thereIsNothingYet();

private:
    [[nodiscard]] CliOutcome run(const QStringList &words) const
    {
        return runCli(words, m_incident.environment());
    }

    Incident m_incident;
};

void TestCliReport::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
    m_incident.add("gone");
    m_incident.add("bad");
    m_incident.know(u"bad"_s, u"error"_s);
    m_incident.add("else", "image_generation", 300'000, 200'000, u"http://gpu-9:8188"_s);
    const CliOutcome recovered = run({u"recover"_s, u"--yes"_s, u"--no-track"_s, u"--grace"_s, u"100ms"_s});
    QVERIFY2(recovered.exitCode == 1, recovered.err.constData()); // one is unverifiable
    const QJsonObject entry = run({u"journal"_s, u"bad"_s, u"--json"_s}).objects().value(0);
    QCOMPARE(run({u"undo"_s, QString::number(entry.value("entry"_L1).toInt())}).exitCode, 0);
}

void TestCliReport::asJson()
{
    const CliOutcome outcome = run({u"report"_s, u"--since"_s, u"1h"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    const QJsonObject report = outcome.objects().value(0);
    QCOMPARE(report.value("looks"_L1).toArray().size(), 1);
    QCOMPARE(report.value("looks"_L1).toArray().at(0).toObject().value("found"_L1).toInt(), 3);
    const QJsonObject left = report.value("left"_L1).toArray().at(0).toObject();
    QCOMPARE(left.value("promptId"_L1).toString(), u"else"_s);
    QCOMPARE(left.value("outcome"_L1).toString(), u"unverifiable"_s);
    int settled = 0;
    int takenBack = 0;
    for (const auto &value : report.value("counts"_L1).toArray()) {
        settled += value.toObject().value("done"_L1).toInt();
        takenBack += value.toObject().value("takenBack"_L1).toInt();
    }
    QCOMPARE(takenBack, 1);
    QVERIFY(settled >= 2); // one settlement, one undo
    QCOMPARE(report.value("users"_L1).toArray().at(0).toObject().value("userId"_L1).toString(), u"usr_7"_s);
    QCOMPARE(report.value("records"_L1).toString(), u"not-asked"_s);
}

void TestCliReport::asText()
{
    const CliOutcome outcome = run({u"report"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    for (const char *part :
        {"Incident report", "What was found", "settle-failed", "unverifiable", "gone", "usr_7"})
        QVERIFY2(outcome.out.contains(part), outcome.out.constData());
}

void TestCliReport::toAFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("by its extension, HTML")
        << u"incident.html"_s << QStringList{} << QByteArray("<!DOCTYPE html>");
    QTest::newRow("by its extension, Markdown")
        << u"incident.md"_s << QStringList{} << QByteArray("# Incident report");
    QTest::newRow("by its extension, JSON")
        << u"incident.json"_s << QStringList{} << QByteArray("{\"actions\"");
    QTest::newRow("by a word") << u"incident.dat"_s << QStringList{u"--format"_s, u"html"_s}
                               << QByteArray("<!DOCTYPE html>");
    QTest::newRow("text otherwise") << u"incident"_s << QStringList{} << QByteArray("Incident report\n====");
}

void TestCliReport::toAFile()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, begin);
    const QString path = m_incident.statePath(name);
    const CliOutcome outcome = run(QStringList{u"report"_s, u"--output"_s, path} + words);
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.out, QByteArray());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.startsWith(begin), text.left(200).constData());
    const CliOutcome nowhere = run(QStringList{u"report"_s, u"--output"_s, u"/nonexistent/x.html"_s} + words);
    QCOMPARE(nowhere.exitCode, 1);
}

void TestCliReport::ofAnotherSpan()
{
    const CliOutcome outcome = run({u"report"_s, u"--from"_s, u"2d"_s, u"--to"_s, u"1d"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().value(0).value("actions"_L1).toArray().size(), 0);
}

void TestCliReport::thereIsNothingYet()
{
    const QTemporaryDir elsewhere;
    const CliOutcome outcome = runCli({u"report"_s}, {{u"XDG_STATE_HOME"_s, elsewhere.path()}});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.err.contains("nothing was done yet"), outcome.err.constData());
    QVERIFY(!QFile::exists(elsewhere.filePath(u"emberwatch"_s)));
}

QTEST_GUILESS_MAIN(TestCliReport)
#include "tst_cli_report.moc"
