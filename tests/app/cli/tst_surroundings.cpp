// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/surroundings.h"

#include "app/cli/saidsettings.h"
#include "core/config/environmentsfile.h"

#include <QTemporaryFile>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

namespace {

QStringList textsOf(const comfyui::ServerAllowList &list)
{
    QStringList texts;
    for (const comfyui::ServerAddress &server : list.servers())
        texts.append(server.text());
    return texts;
}

CommandLine with(const QString &option, const QString &value)
{
    CommandLine line;
    line.options.insert(option, value);
    line.repeated.insert(option, {value});
    return line;
}

} // namespace

class TestSurroundings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void allowsWhatOptionsAndEnvironmentList();
    void allowsNobodyByItself();
    void refusesServers_data();
    void refusesServers();
    void recordsAreUnknownUnlessSaid();
    void recordsFrom_data();
    void recordsFrom();
    void refusesRecords_data();
    void refusesRecords();
    void policy();
    void webhook();
    void theEnvironmentsFileIsBeaten();
    void analytics();
};

void TestSurroundings::cleanup()
{
    for (const char *name :
        {"COMFYUI_SERVERS", "DATABASE_URL", "EMBERWATCH_WEBHOOK", "POSTHOG_HOST", "POSTHOG_API_KEY"})
        qunsetenv(name);
}

void TestSurroundings::allowsWhatOptionsAndEnvironmentList()
{
    CommandLine line;
    line.repeated.insert(u"allow-server"_s, {u"http://gpu-1:8188"_s, u"HTTP://GPU-2:80/"_s});
    qputenv("COMFYUI_SERVERS", " https://gpu-3/x, http://gpu-1:8188\n10.4.0.0/16 ");
    const Result<comfyui::ServerAllowList> list = readAllowList(line);
    QVERIFY2(list, list ? "" : qPrintable(list.error().message));
    QCOMPARE(textsOf(*list), QStringList({u"http://gpu-1:8188"_s, u"http://gpu-2"_s, u"https://gpu-3/x"_s}));
    QVERIFY(list->permits(QHostAddress(u"10.4.3.2"_s)));
    QVERIFY(!list->permits(QHostAddress(u"10.5.3.2"_s)));
}

void TestSurroundings::allowsNobodyByItself()
{
    const Result<comfyui::ServerAllowList> list = readAllowList({});
    QVERIFY(list);
    QVERIFY(list->servers().isEmpty());
}

void TestSurroundings::refusesServers_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("another scheme") << u"ftp://gpu"_s;
    QTest::newRow("no scheme") << u"gpu-1:8188"_s;
    QTest::newRow("a query") << u"http://gpu/?a=b"_s;
    QTest::newRow("a password") << u"http://u:canary-77@gpu"_s;
    QTest::newRow("no network") << u"10.0.0.0/99"_s;
}

void TestSurroundings::refusesServers()
{
    QFETCH(QString, text);
    const Result<comfyui::ServerAllowList> fromOption = readAllowList(with(u"allow-server"_s, text));
    QVERIFY(!fromOption);
    QCOMPARE(fromOption.error().kind, Error::Kind::Invalid);
    QVERIFY2(
        fromOption.error().message.startsWith(u"--allow-server: "_s), qPrintable(fromOption.error().message));
    QVERIFY(!fromOption.error().message.contains(u"canary"_s));
    qputenv("COMFYUI_SERVERS", text.toUtf8());
    const Result<comfyui::ServerAllowList> fromEnvironment = readAllowList({});
    QVERIFY(!fromEnvironment);
    QVERIFY(fromEnvironment.error().message.startsWith(u"COMFYUI_SERVERS: "_s));
}

void TestSurroundings::recordsAreUnknownUnlessSaid()
{
    const Result<std::optional<RecordsAddress>> nothing = readRecordsAddress({});
    QVERIFY(nothing);
    QVERIFY(!nothing->has_value());
    const Result<std::optional<RecordsAddress>> none = readRecordsAddress(with(u"records"_s, u"none"_s));
    QVERIFY(none && none->has_value());
    QCOMPARE((*none)->kind, RecordsAddress::Kind::None);
}

void TestSurroundings::recordsFrom_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QString>("shown");
    QTest::newRow("option") << u"sqlite:///a.db"_s << QByteArray() << u"sqlite:///a.db"_s;
    QTest::newRow("environment") << QString() << QByteArray("postgresql://u:p@h/d?sslmode=require")
                                 << u"postgresql://h:5432/d"_s;
    QTest::newRow("option first") << u"none"_s << QByteArray("postgresql://h/d") << u"none"_s;
}

void TestSurroundings::recordsFrom()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, variable);
    QFETCH(QString, shown);
    qputenv("DATABASE_URL", variable);
    const auto address = readRecordsAddress(option.isEmpty() ? CommandLine() : with(u"records"_s, option));
    QVERIFY(address && address->has_value());
    QCOMPARE(displayText(**address), shown);
}

void TestSurroundings::refusesRecords_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("another database") << u"mysql://u:canary-77@h/d"_s;
    QTest::newRow("a path") << u"/var/lib/a.db"_s;
    QTest::newRow("no database") << u"postgresql://u:canary-77@h"_s;
}

void TestSurroundings::refusesRecords()
{
    QFETCH(QString, text);
    const auto address = readRecordsAddress(with(u"records"_s, text));
    QVERIFY(!address);
    QVERIFY2(address.error().message.startsWith(u"--records: "_s), qPrintable(address.error().message));
    QVERIFY(!address.error().message.contains(u"canary"_s));
}

void TestSurroundings::policy()
{
    QCOMPARE(readPolicy({}).value(), defaultPolicy());
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("[default]\nage-limit = 20m\n");
    file.close();
    const Result<Policy> read = readPolicy(with(u"policy"_s, file.fileName()));
    QVERIFY(read);
    QCOMPARE(read->standard.ageLimit.value, std::chrono::milliseconds(std::chrono::minutes(20)));
    const Result<Policy> missing = readPolicy(with(u"policy"_s, u"/nonexistent"_s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, Error::Kind::Invalid);
    QVERIFY2(missing.error().message.startsWith(u"--policy: "_s), qPrintable(missing.error().message));
}

void TestSurroundings::webhook()
{
    QVERIFY(!readWebhook({}).value().has_value());
    QCOMPARE(readWebhook(with(u"webhook"_s, u"https://h/x"_s)).value(), QUrl(u"https://h/x"_s));
    qputenv("EMBERWATCH_WEBHOOK", "https://e/y");
    QCOMPARE(readWebhook({}).value(), QUrl(u"https://e/y"_s));
    qputenv("EMBERWATCH_WEBHOOK", "https://u:canary-77@e/y");
    const auto refused = readWebhook({});
    QVERIFY(!refused);
    QVERIFY2(
        refused.error().message.startsWith(u"EMBERWATCH_WEBHOOK: "_s), qPrintable(refused.error().message));
    QVERIFY(!refused.error().message.contains(u"canary"_s));
    QVERIFY(!readWebhook(with(u"webhook"_s, QString())));
}

void TestSurroundings::analytics()
{
    QVERIFY(readAnalytics({}).value().apiKey.isEmpty());
    qputenv("POSTHOG_API_KEY", "phc_1");
    QVERIFY(!readAnalytics({}));
    qputenv("POSTHOG_HOST", "https://eu.posthog.example");
    const Result<AnalyticsOptions> options = readAnalytics({});
    QVERIFY(options);
    QCOMPARE(options->host, QUrl(u"https://eu.posthog.example"_s));
    QVERIFY(options->queueFolder.endsWith(u"/emberwatch/events"_s));
    QCOMPARE(readAnalytics(with(u"events-file"_s, u"/tmp/e"_s)).value().file, u"/tmp/e"_s);
    QVERIFY(!readAnalytics(with(u"events-file"_s, QString())));
}

/// An option beats a variable, that beats the file, that beats the default.
void TestSurroundings::theEnvironmentsFileIsBeaten()
{
    const QByteArray file
        = "[environment a]\nclass = staging\nrecords = sqlite:///file\nservers = http://gpu-f\n"
          "records.insert = never\nrecords.completion = report\n"
          "[environment a default]\nage-limit = 15m\n";
    CommandLine line;
    line.environment = parseEnvironments(file, u"e"_s).value().first();
    QCOMPARE(displayText(**readRecordsAddress(line)), u"sqlite:///file"_s);
    QCOMPARE(textsOf(*readAllowList(line)), QStringList{u"http://gpu-f"_s});
    QCOMPARE(readPolicy(line)->standard.ageLimit.where, u"e, line 8"_s);
    QCOMPARE(readPolicy(line)->completion, CompletionPolicy::Report);
    const RecordsPolicy records = readRecordsOptions(line, *readPolicy(line)).policy;
    QCOMPARE(records.completion, RecordsPolicy::Completion::Report);
    QCOMPARE(records.insert, RecordsPolicy::Insert::Never);
    QCOMPARE(*readClass(line), EnvironmentClass::Staging);
    qputenv("DATABASE_URL", "sqlite:///variable");
    qputenv("COMFYUI_SERVERS", "http://gpu-v");
    QCOMPARE(displayText(**readRecordsAddress(line)), u"sqlite:///variable"_s);
    QCOMPARE(textsOf(*readAllowList(line)), QStringList{u"http://gpu-v"_s});
    QCOMPARE(overridingVariables(line).size(), 2);
    line.options.insert(u"records"_s, u"sqlite:///option"_s);
    QCOMPARE(displayText(**readRecordsAddress(line)), u"sqlite:///option"_s);
    QCOMPARE(overridingVariables(line).size(), 1);
    // A policy file that is named takes the place of the sections, and says completion itself only if it
    // does.
    QTemporaryFile policy;
    QVERIFY(policy.open());
    line.options.insert(u"policy"_s, policy.fileName());
    QCOMPARE(readPolicy(line)->standard.ageLimit, TypePolicy().ageLimit);
    QCOMPARE(readPolicy(line)->completion, CompletionPolicy::Report);
    policy.write("[policy]\ncompletion = write\n");
    policy.flush();
    QCOMPARE(readPolicy(line)->completion, CompletionPolicy::Write);
}

QTEST_APPLESS_MAIN(TestSurroundings)
#include "tst_surroundings.moc"
