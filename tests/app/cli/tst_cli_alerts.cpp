// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/httpcollector.h"

#include <QJsonDocument>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

/// The program ends while our event loop runs: the collector lives in this thread.
CliOutcome runBeside(const QStringList &arguments, const CliEnvironment &environment = {})
{
    CliProcess process(arguments, environment);
    [[maybe_unused]] const bool hasEnded = QTest::qWaitFor([&] { return !process.isRunning(); }, 60'000);
    return process.outcome();
}

} // namespace

class TestCliAlerts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delivers();
    void saysWhyNot_data();
    void saysWhyNot();
    void nobodyThere();
    void theKeyLeavesTheArguments();
};

void TestCliAlerts::delivers()
{
    HttpCollector collector;
    const CliOutcome outcome = runBeside(
        {u"alerts"_s, u"test"_s, u"--json"_s, u"--webhook"_s, collector.url(u"/hook/key-77"_s).toString()});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().value(0).value("delivered"_L1), QJsonValue(true));
    QCOMPARE(collector.requests().size(), 1);
    QCOMPARE(collector.requests().first().path, QByteArray("/hook/key-77"));
    const QJsonObject alert = QJsonDocument::fromJson(collector.requests().first().body).object();
    QCOMPARE(alert.value("source"_L1).toString(), u"emberwatch"_s);
    QCOMPARE(alert.value("kind"_L1).toString(), u"test"_s);
    QVERIFY(!outcome.err.contains("key-77"));
}

void TestCliAlerts::saysWhyNot_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("refused") << 403 << QByteArray("answered 403");
    QTest::newRow("ill") << 500 << QByteArray("answered 500");
    QTest::newRow("moved") << 302 << QByteArray("answered 302");
    QTest::newRow("cut") << 0 << QByteArray("cannot be reached");
}

void TestCliAlerts::saysWhyNot()
{
    QFETCH(int, status);
    QFETCH(QByteArray, part);
    HttpCollector collector;
    // Qt sends a request whose connection was cut once more by itself.
    collector.setAnswers(QList<int>(10, status));
    const CliOutcome outcome = runBeside(
        {u"alerts"_s, u"test"_s}, {{u"EMBERWATCH_WEBHOOK"_s, collector.url(u"/key-77"_s).toString()}});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains(part) && !outcome.err.contains("key-77"), outcome.err.constData());
}

void TestCliAlerts::nobodyThere()
{
    HttpCollector collector;
    const QString url = collector.url().toString();
    collector.stop();
    const CliOutcome outcome = runBeside({u"alerts"_s, u"test"_s, u"--webhook"_s, url});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("cannot be reached"), outcome.err.constData());
}

void TestCliAlerts::theKeyLeavesTheArguments()
{
    HttpCollector collector;
    collector.setAnswers({-1});
    CliProcess process({u"alerts"_s, u"test"_s, u"--webhook"_s, collector.url(u"/key-77"_s).toString()});
    QTRY_COMPARE_WITH_TIMEOUT(collector.requests().size(), 1, 30'000);
    QFile arguments(u"/proc/%1/cmdline"_s.arg(process.pid()));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    const QByteArray seen = arguments.readAll();
    QVERIFY2(seen.contains("--webhook") && !seen.contains("key-77"), seen.constData());
}

QTEST_GUILESS_MAIN(TestCliAlerts)
#include "tst_cli_alerts.moc"
