// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consoleenvironment.h"
#include "app/console/recoverysetup.h"
#include "app/console/redisaddress.h"
#include "tests/app/cli/environmentsfolder.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray file = R"([environment prod]
class = production
redis = redis://ops:@cache.example:6380
cacert = ca.pem
prefix = studio:job:
servers = http://gpu-1:8188, http://gpu-2:8188
records = postgresql://ops@db.example/studio
records-cacert = db.pem
records.completion = report
records.insert = never

[environment prod records]
table = jobs

[environment prod default]
age-limit = 15m

[environment plain]
class = staging
)";

} // namespace

class TestConsoleEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void withoutANameItIsDevelopment();
    void theFileSaysItAll();
    void optionsAndVariablesBeatTheFile();
    void thePageIsNamed();
    void whatIsWrong_data();
    void whatIsWrong();

private:
    static ConsoleOptions chosen(const QStringList &arguments)
    {
        ConsoleOptions options = readConsoleOptions(arguments);
        const Result<void> done = chooseEnvironment(options);
        if (!done)
            options.text = done.error().message;
        return options;
    }
    test::EnvironmentsFolder m_folder;
};

void TestConsoleEnvironment::init()
{
    qputenv("XDG_CONFIG_HOME", m_folder.configHome().toUtf8());
    m_folder.write(file);
}

void TestConsoleEnvironment::cleanup()
{
    for (const char *name : {"REDIS_URL", "REDISCLI_AUTH", "DATABASE_URL", "COMFYUI_SERVERS",
             "EMBERWATCH_ENV", "EMBERWATCH_CLASS"})
        qunsetenv(name);
}

void TestConsoleEnvironment::withoutANameItIsDevelopment()
{
    m_folder.write("[damaged"); // nobody looks into it
    const ConsoleOptions options = chosen({});
    QCOMPARE(options.text, QString());
    QCOMPARE(options.environmentClass, EnvironmentClass::Development);
    QCOMPARE(options.prefix, QByteArray("comfyui:job:"));
    QVERIFY(!redisAddress(options)->has_value());
    QVERIFY(!recoverySetupOf(options)->records);
}

void TestConsoleEnvironment::theFileSaysItAll()
{
    qputenv("EMBERWATCH_ENV", "prod");
    const ConsoleOptions options = chosen({});
    QCOMPARE(options.text, QString());
    QCOMPARE(options.name, u"prod"_s);
    QCOMPARE(options.environmentClass, EnvironmentClass::Production);
    QCOMPARE(options.prefix, QByteArray("studio:job:"));
    QCOMPARE(options.allowedServers, (QStringList{u"http://gpu-1:8188"_s, u"http://gpu-2:8188"_s}));
    const auto address = redisAddress(options);
    QVERIFY(address && *address);
    QCOMPARE(redis::displayUrl(**address), u"redis://cache.example:6380/0"_s);
    QCOMPARE((*address)->caFile, m_folder.path(u"ca.pem"_s));
    QVERIFY((*address)->asksPassword);
    const auto setup = recoverySetupOf(options);
    QVERIFY(setup);
    QCOMPARE(displayText(*setup->records), u"postgresql://db.example:5432/studio"_s);
    QCOMPARE(setup->records->caFile, m_folder.path(u"db.pem"_s));
    QCOMPARE(setup->mapping.table().text(), u"jobs"_s);
    QCOMPARE(setup->policy.completion, CompletionPolicy::Report);
    QCOMPARE(setup->recordsOptions.policy.completion, RecordsPolicy::Completion::Report);
    QCOMPARE(setup->recordsOptions.policy.insert, RecordsPolicy::Insert::Never);
    QCOMPARE(setup->policy.standard.ageLimit.value, 15min);
    QVERIFY(overridingVariables(options).isEmpty());
}

void TestConsoleEnvironment::optionsAndVariablesBeatTheFile()
{
    qputenv("REDIS_URL", "redis://other:1");
    qputenv("DATABASE_URL", "none");
    qputenv("COMFYUI_SERVERS", "http://gpu-9");
    const ConsoleOptions byVariable = chosen({u"--env"_s, u"prod"_s});
    QCOMPARE(redis::displayUrl(**redisAddress(byVariable)), u"redis://other:1/0"_s);
    QCOMPARE(recoverySetupOf(byVariable)->records->kind, RecordsAddress::Kind::None);
    QVERIFY(byVariable.allowedServers.isEmpty()); // the session adds the variable's
    QCOMPARE(overridingVariables(byVariable).size(), 2);
    const ConsoleOptions byOption = chosen({u"--env=prod"_s, u"--redis"_s, u"redis://third:2"_s,
        u"--records"_s, u"sqlite:///a"_s, u"--prefix"_s, u"p:"_s, u"--allow-server"_s, u"http://gpu-3"_s});
    QCOMPARE(redis::displayUrl(**redisAddress(byOption)), u"redis://third:2/0"_s);
    QCOMPARE(recoverySetupOf(byOption)->records->path, u"/a"_s);
    QCOMPARE(byOption.prefix, QByteArray("p:"));
    QCOMPARE(byOption.allowedServers, QStringList{u"http://gpu-3"_s});
    QVERIFY(overridingVariables(byOption).isEmpty());
    qputenv("EMBERWATCH_CLASS", "production"); // more is possible, less is not
    QCOMPARE(chosen({u"--env"_s, u"plain"_s}).environmentClass, EnvironmentClass::Production);
    QCOMPARE(chosen({u"--name"_s, u"x"_s, u"--class"_s, u"staging"_s}).environmentClass,
        EnvironmentClass::Staging);
}

void TestConsoleEnvironment::thePageIsNamed()
{
    QCOMPARE(chosen({}).page, Page::Jobs);
    QCOMPARE(chosen({u"--page"_s, u"triage"_s}).page, Page::Triage);
    QCOMPARE(chosen({u"--page=journal"_s}).page, Page::Journal);
    const ConsoleOptions wrong = readConsoleOptions({u"--page"_s, u"orphans"_s});
    QVERIFY(wrong.text.contains(u"--page: jobs, triage, servers or journal, not 'orphans'"_s));
}

void TestConsoleEnvironment::whatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    QTest::newRow("no such environment") << QStringList{u"--env"_s, u"Prod"_s} << u"--env: "_s;
    QTest::newRow("another name") << QStringList{u"--env"_s, u"prod"_s, u"--name"_s, u"x"_s} << u"--name: "_s;
    QTest::newRow("less serious") << QStringList{u"--env"_s, u"prod"_s, u"--class"_s, u"staging"_s}
                                  << u"--class: prod is production by environments.conf, line 2"_s;
    QTest::newRow("no class") << QStringList{u"--class"_s, u"prod"_s}
                              << u"--class: development, staging or"_s;
}

void TestConsoleEnvironment::whatIsWrong()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    const QString text = chosen(arguments).text;
    QVERIFY2(text.startsWith(part), qPrintable(text));
}

QTEST_GUILESS_MAIN(TestConsoleEnvironment)
#include "tst_consoleenvironment.moc"
