// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/app/cli/environmentsfolder.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject settingIn(const QJsonObject &shown, const QString &name)
{
    const QJsonArray settings = shown.value("settings"_L1).toArray();
    for (const auto &setting : settings) {
        if (setting.toObject().value("name"_L1) == name)
            return setting.toObject();
    }
    return {};
}

QString valueIn(const QJsonObject &shown, const QString &name)
{
    return settingIn(shown, name).value("value"_L1).toString();
}

/// "file environments.conf, line 4".
QString originIn(const QJsonObject &shown, const QString &name)
{
    const QJsonObject setting = settingIn(shown, name);
    return setting.value("source"_L1).toString() + u' ' + setting.value("where"_L1).toString();
}

} // namespace

class TestCliEnv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void listsTheEnvironments();
    void withoutAFileThereAreNone();
    void showsWhereEachValueComesFrom();
    void showsThePlainCaseToo();
    void variablesAreToldOf();
    void everyCommandTakesIt_data();
    void everyCommandTakesIt();
    void theMappingReachesTheRecords();
    void filesWithAddresses();
    void theJournalIsOfTheEnvironment();
    void raisesAndLowers();
    void raisesWhatTheFileDoesNotName();
    void refusesToRaise_data();
    void refusesToRaise();
    void aClassCannotBeMadeLess_data();
    void aClassCannotBeMadeLess();
    void saysWhoIsActing();
    void wrongNamesAndFiles_data();
    void wrongNamesAndFiles();

private:
    [[nodiscard]] CliEnvironment variables(const CliEnvironment &more = {}) const
    {
        CliEnvironment variables{{u"XDG_CONFIG_HOME"_s, m_config.configHome()},
            {u"XDG_STATE_HOME"_s, m_state->path()}, {u"REDISCLI_AUTH"_s, u"SECRET-ops_operator"_s}};
        variables.insert(more);
        return variables;
    }
    [[nodiscard]] QJsonObject shown(const QStringList &words, const CliEnvironment &more = {}) const
    {
        const CliOutcome outcome
            = runCli(QStringList{u"env"_s, u"show"_s, u"--json"_s} + words, variables(more));
        return outcome.exitCode == 0 ? outcome.objects().value(0)
                                     : QJsonObject{{u"error"_s, QString::fromUtf8(outcome.err)}};
    }
    [[nodiscard]] QString redisLine() const
    {
        return u"redis = redis://ops_operator:@127.0.0.1:%1"_s.arg(m_server.port());
    }

    RedisServer m_server{opsUsers()};
    EnvironmentsFolder m_config;
    std::unique_ptr<QTemporaryDir> m_state;
};

void TestCliEnv::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestCliEnv::init()
{
    m_state = std::make_unique<QTemporaryDir>();
    m_config.write("[environment prod]\nclass = production\n" + redisLine().toUtf8() + R"(
prefix = comfyui:job:eu:
servers = http://127.0.0.1:1, http://127.0.0.1:2
records = none
records.completion = report
agent.write-reason = OPS-7
agent.write = yes

[environment prod default]
age-limit = 15m

[environment prod records]
table = jobs

[environment test]
class = staging
)");
    RedisClient client(m_server.port());
    client.run({"FLUSHALL"});
}

void TestCliEnv::listsTheEnvironments()
{
    const CliOutcome outcome = runCli({u"env"_s, u"list"_s, u"--json"_s}, variables());
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.objects().size(), 2);
    const QJsonObject prod = outcome.objectWith(u"environment"_s, u"prod"_s);
    QCOMPARE(prod.value("class"_L1).toString(), u"production"_s);
    QCOMPARE(prod.value("writable"_L1), QJsonValue(false));
    QCOMPARE(prod.value("redis"_L1).toString(), u"redis://127.0.0.1:%1/0"_s.arg(m_server.port()));
    QCOMPARE(outcome.objectWith(u"environment"_s, u"test"_s).value("writable"_L1), QJsonValue(true));
    const CliOutcome text = runCli({u"env"_s, u"list"_s}, variables());
    QVERIFY2(
        text.out.contains("prod\tproduction\t") && text.out.contains("\tread-only\n"), text.out.constData());
    QVERIFY(!QFile::exists(m_state->filePath(u"emberwatch/journal.sqlite"_s))); // looking makes nothing
}

void TestCliEnv::withoutAFileThereAreNone()
{
    const QTemporaryDir empty;
    const CliOutcome outcome
        = runCli({u"env"_s, u"list"_s}, variables({{u"XDG_CONFIG_HOME"_s, empty.path()}}));
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("environments.conf"), outcome.err.constData());
    const CliOutcome named
        = runCli({u"list"_s, u"--env"_s, u"prod"_s}, variables({{u"XDG_CONFIG_HOME"_s, empty.path()}}));
    QCOMPARE(named.exitCode, 2);
    QVERIFY2(named.err.contains("environments.conf"), named.err.constData());
}

void TestCliEnv::showsWhereEachValueComesFrom()
{
    const QJsonObject prod
        = shown({u"prod"_s, u"--prefix"_s, u"other:"_s, u"--redis"_s, u"redis://u:hunter2@127.0.0.1:1/3"_s},
            {{u"COMFYUI_SERVERS"_s, u"http://gpu-9:8188"_s},
                {u"DATABASE_URL"_s, u"postgresql://u:hunter2@127.0.0.1:1/d"_s},
                {u"EMBERWATCH_WEBHOOK"_s, u"https://hooks.example/services/hunter2"_s}});
    QCOMPARE(prod.value("environment"_L1).toString(), u"prod"_s);
    QCOMPARE(prod.value("class"_L1).toString(), u"production"_s);
    QCOMPARE(prod.value("file"_L1).toString(), m_config.path());
    QCOMPARE(prod.value("writable"_L1), QJsonValue(false));
    QCOMPARE(originIn(prod, u"class"_s), u"file environments.conf, line 2"_s);
    QCOMPARE(originIn(prod, u"redis"_s), u"option --redis"_s);
    QCOMPARE(valueIn(prod, u"redis"_s), u"redis://127.0.0.1:1/3"_s);
    QCOMPARE(originIn(prod, u"prefix"_s), u"option --prefix"_s);
    QCOMPARE(originIn(prod, u"servers"_s), u"variable COMFYUI_SERVERS"_s);
    QCOMPARE(valueIn(prod, u"servers"_s), u"http://gpu-9:8188"_s);
    QCOMPARE(originIn(prod, u"records"_s), u"variable DATABASE_URL"_s);
    QCOMPARE(originIn(prod, u"records.completion"_s), u"file environments.conf, line 7"_s);
    QCOMPARE(valueIn(prod, u"records.completion"_s), u"report"_s);
    QCOMPARE(originIn(prod, u"records.insert"_s), u"default default"_s);
    QCOMPARE(originIn(prod, u"agent.write"_s), u"file environments.conf, line 9"_s);
    QCOMPARE(originIn(prod, u"default.age-limit"_s), u"file environments.conf, line 12"_s);
    QCOMPARE(valueIn(prod, u"default.age-limit"_s), u"15 min"_s);
    QCOMPARE(originIn(prod, u"records.table"_s), u"file environments.conf, line 15"_s);
    QCOMPARE(valueIn(prod, u"records.column.promptId"_s), u"external_job_id"_s);
    QCOMPARE(originIn(prod, u"webhook"_s), u"variable EMBERWATCH_WEBHOOK"_s);
    QVERIFY(!QJsonDocument(prod).toJson().contains("hunter2"));
    QVERIFY(prod.value("acting"_L1).isNull()); // nobody could be asked
    QVERIFY(!prod.value("actingUnknown"_L1).toString().isEmpty());
}

void TestCliEnv::showsThePlainCaseToo()
{
    const QJsonObject plain = shown({}, {{u"REDIS_URL"_s, u"redis://127.0.0.1:%1"_s.arg(m_server.port())}});
    QCOMPARE(plain.value("environment"_L1).toString(), u"redis://127.0.0.1:%1/0"_s.arg(m_server.port()));
    QCOMPARE(plain.value("class"_L1).toString(), u"development"_s);
    QVERIFY(plain.value("file"_L1).isNull());
    QCOMPARE(plain.value("writable"_L1), QJsonValue(true));
    QCOMPARE(originIn(plain, u"redis"_s), u"variable REDIS_URL"_s);
    QVERIFY(settingIn(plain, u"records"_s).value("value"_L1).isNull());
    const QJsonObject byVariable = shown({}, {{u"EMBERWATCH_ENV"_s, u"prod"_s}});
    QCOMPARE(byVariable.value("environment"_L1).toString(), u"prod"_s);
    QCOMPARE(
        shown({u"test"_s}, {{u"EMBERWATCH_ENV"_s, u"prod"_s}}).value("environment"_L1).toString(), u"test"_s);
}

void TestCliEnv::variablesAreToldOf()
{
    const CliEnvironment there{{u"REDIS_URL"_s, urlAs(u"ops_operator"_s, m_server.port())}};
    const CliOutcome outcome = runCli({u"list"_s, u"--env"_s, u"prod"_s}, variables(there));
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.err.split('\n').first(),
        QByteArray("emberwatch: REDIS_URL takes the place of what environments.conf, line 3 says"));
    QVERIFY(runCli({u"list"_s, u"--env"_s, u"test"_s}, variables(there)).err.isEmpty());
    const CliOutcome option
        = runCli({u"list"_s, u"--env"_s, u"prod"_s, u"--redis"_s, there.value(u"REDIS_URL"_s)}, variables());
    QVERIFY(!option.err.contains("takes the place"));
}

void TestCliEnv::everyCommandTakesIt_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("said"); ///< on stdout or stderr
    QTest::newRow("list") << QStringList{u"list"_s} << 0 << QByteArray("studio-job");
    QTest::newRow("before the command") << QStringList{} << 0 << QByteArray("studio-job");
    QTest::newRow("get") << QStringList{u"get"_s, u"studio-job"_s} << 0 << QByteArray("\"promptId\"");
    QTest::newRow("watch") << QStringList{u"watch"_s, u"--for"_s, u"1s"_s} << 0 << QByteArray("studio-job");
    QTest::newRow("doctor") << QStringList{u"doctor"_s} << -2 << QByteArray();
    QTest::newRow("servers") << QStringList{u"servers"_s} << 1 << QByteArray("127.0.0.1:2");
    QTest::newRow("outputs") << QStringList{u"outputs"_s, u"studio-job"_s} << -2 << QByteArray();
    QTest::newRow("recover") << QStringList{u"recover"_s, u"--dry-run"_s, u"--grace"_s, u"100ms"_s} << 0
                             << QByteArray("1 found");
    QTest::newRow("triage") << QStringList{u"triage"_s, u"--grace"_s, u"100ms"_s} << -2
                            << QByteArray("studio-job");
    QTest::newRow("recover --last") << QStringList{u"recover"_s, u"--last"_s} << 1
                                    << QByteArray("there was no recovery of prod yet");
    QTest::newRow("track") << QStringList{u"track"_s, u"studio-job"_s} << 4
                           << QByteArray("prod is production and read-only");
    QTest::newRow("undo") << QStringList{u"undo"_s, u"1"_s} << 1 << QByteArray("the journal has no entry 1");
    QTest::newRow("extend") << QStringList{u"extend"_s, u"studio-job"_s, u"--for"_s, u"3h"_s} << 4
                            << QByteArray("prod is production and read-only");
    QTest::newRow("cancel") << QStringList{u"cancel"_s, u"studio-job"_s} << 1 << QByteArray("studio-job");
    QTest::newRow("resubmit") << QStringList{u"resubmit"_s, u"studio-job"_s, u"--grace"_s, u"100ms"_s} << 1
                              << QByteArray("unverifiable");
    QTest::newRow("report") << QStringList{u"report"_s} << 0 << QByteArray();
    QTest::newRow("journal") << QStringList{u"journal"_s} << 0 << QByteArray();
    QTest::newRow("records") << QStringList{u"records"_s, u"check"_s} << 0 << QByteArray("none: no database");
}

void TestCliEnv::everyCommandTakesIt()
{
    QFETCH(QStringList, words);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, said);
    RedisClient client(m_server.port());
    client.run({"SET", "comfyui:job:eu:studio-job", jobDocument("studio-job"), "EX", "7000"});
    words = words.isEmpty() ? QStringList{u"--env"_s, u"prod"_s, u"list"_s}
                            : words + QStringList{u"--env=prod"_s};
    const CliOutcome outcome = runCli(words, variables());
    const QByteArray all = outcome.out + outcome.err;
    if (exitCode == -2)
        QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 1 || outcome.exitCode == 3, all.constData());
    else
        QVERIFY2(outcome.exitCode == exitCode, all.constData());
    QVERIFY2(all.contains(said), all.constData());
    QVERIFY(!all.contains("SECRET"));
}

void TestCliEnv::theMappingReachesTheRecords()
{
    const QString database = m_state->filePath(u"records.sqlite"_s);
    m_config.write("[environment a]\nclass = staging\nrecords = sqlite://" + database.toUtf8()
        + "\n[environment b]\nclass = staging\nrecords = sqlite://" + database.toUtf8()
        + "\n[environment b records]\ncolumn.outputs =\n");
    const CliOutcome wrong = runCli({u"records"_s, u"init"_s, u"--env"_s, u"a"_s}, variables());
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY2(
        wrong.err.contains("environments.conf, line 8: records mapping: \"outputs\""), wrong.err.constData());
    m_config.write("[environment a]\nclass = staging\nrecords = sqlite://" + database.toUtf8()
        + "\n[environment b]\nclass = staging\nrecords = sqlite://" + database.toUtf8()
        + "\n[environment b records]\ntable = other_jobs\n");
    QCOMPARE(runCli({u"records"_s, u"init"_s, u"--env"_s, u"a"_s}, variables()).exitCode, 0);
    QCOMPARE(runCli({u"records"_s, u"check"_s, u"--env"_s, u"a"_s}, variables()).exitCode, 0);
    const CliOutcome other = runCli({u"records"_s, u"check"_s, u"--env"_s, u"b"_s}, variables());
    const QByteArray all = other.out + other.err;
    QVERIFY2(other.exitCode != 0 && all.contains("other_jobs"), all.constData());
}

void TestCliEnv::filesWithAddresses()
{
    m_config.write(
        "[environment prod]\nclass = production\nredis-file = redis.url\nrecords-file = records.url\n"
        "webhook-file = missing.url\n");
    m_config.write(urlAs(u"ops_operator"_s, m_server.port()).toUtf8() + '\n', u"redis.url"_s);
    m_config.write("postgresql://u:hunter2@127.0.0.1:1/d\n", u"records.url"_s);
    const CliOutcome list
        = runCli({u"list"_s, u"--env"_s, u"prod"_s}, variables({{u"REDISCLI_AUTH"_s, QString()}}));
    QVERIFY2(list.exitCode == 0, list.err.constData());
    const CliOutcome outcome = runCli({u"env"_s, u"show"_s, u"prod"_s}, variables());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains("environments.conf, line 5: ") && outcome.err.contains("missing.url"),
        outcome.err.constData());
    m_config.write("https://hooks.example/hunter2", u"missing.url"_s);
    const QJsonObject prod = shown({u"prod"_s});
    QCOMPARE(valueIn(prod, u"records"_s), u"postgresql://127.0.0.1:1/d"_s);
    QCOMPARE(originIn(prod, u"records"_s), u"file environments.conf, line 4"_s);
    QCOMPARE(valueIn(prod, u"webhook"_s), u"https://hooks.example"_s);
    QVERIFY(!QJsonDocument(prod).toJson().contains("hunter2"));
    QVERIFY(!QJsonDocument(prod).toJson().contains("SECRET"));
    QCOMPARE(prod.value("acting"_L1).toArray().size(), 0);
    QVERIFY(prod.value("acting"_L1).isArray());
}

void TestCliEnv::theJournalIsOfTheEnvironment()
{
    m_config.write("[environment a]\nclass = production\n[environment b]\nclass = production\n");
    for (const QString &name : {u"a"_s, u"b"_s})
        QCOMPARE(
            runCli({u"env"_s, u"raise"_s, name, u"--for"_s, u"1m"_s, u"--reason"_s, u"OPS-1"_s}, variables())
                .exitCode,
            0);
    QCOMPARE(runCli({u"journal"_s, u"--json"_s}, variables()).objects().size(), 2);
    const QList<QJsonObject> ofOne
        = runCli({u"journal"_s, u"--json"_s, u"--env"_s, u"a"_s}, variables()).objects();
    QCOMPARE(ofOne.size(), 1);
    QCOMPARE(ofOne.first().value("environment"_L1).toString(), u"a"_s);
    QCOMPARE(ofOne.first().value("action"_L1).toString(), u"raise"_s);
}

void TestCliEnv::raisesAndLowers()
{
    const CliOutcome raised = runCli({u"env"_s, u"raise"_s, u"prod"_s, u"--for"_s, u"30m"_s, u"--reason"_s,
                                         u"OPS-1234: the \u202e\x1b[31mnight"_s, u"--json"_s},
        variables({{u"USER"_s, u"ada"_s}}));
    QVERIFY2(raised.exitCode == 0, raised.err.constData());
    const QJsonObject permit = raised.objects().value(0);
    QCOMPARE(permit.value("environment"_L1).toString(), u"prod"_s);
    QCOMPARE(permit.value("operator"_L1).toString(), u"ada"_s);
    QCOMPARE(permit.value("until"_L1).toInteger() - permit.value("raisedAt"_L1).toInteger(), 30LL * 60'000);
    const QJsonObject prod = shown({u"prod"_s});
    QCOMPARE(prod.value("writable"_L1), QJsonValue(true));
    QVERIFY(prod.value("until"_L1).toInteger() <= permit.value("until"_L1).toInteger());
    const CliOutcome text = runCli({u"env"_s, u"show"_s, u"prod"_s}, variables());
    QVERIFY2(text.out.contains("prod is production; writable: until "), text.out.constData());
    QVERIFY2(text.out.contains(", ada on "), text.out.constData());
    QVERIFY(!text.out.contains('\x1b'));
    QVERIFY(!text.out.contains("\u202e"));
    QCOMPARE(shown({u"test"_s}).value("until"_L1), QJsonValue()); // another environment

    const CliOutcome lowered = runCli({u"env"_s, u"lower"_s, u"prod"_s}, variables());
    QCOMPARE(lowered.exitCode, 0);
    QCOMPARE(lowered.out, QByteArray("prod: it is read-only again\n"));
    QCOMPARE(runCli({u"env"_s, u"lower"_s, u"prod"_s}, variables()).out,
        QByteArray("prod: it was read-only already\n"));
    QCOMPARE(shown({u"prod"_s}).value("writable"_L1), QJsonValue(false));
    QCOMPARE(runCli({u"journal"_s, u"--json"_s}, variables()).objects().size(), 2);
}

/// A console that was started with --name and --class.
void TestCliEnv::raisesWhatTheFileDoesNotName()
{
    const QStringList words{
        u"env"_s, u"raise"_s, u"studio"_s, u"--for"_s, u"1m"_s, u"--reason"_s, u"OPS-1"_s};
    QCOMPARE(runCli(words, variables()).exitCode, 2);
    QCOMPARE(runCli(words + QStringList{u"--class"_s, u"production"_s}, variables()).exitCode, 0);
    QCOMPARE(runCli(words, variables({{u"EMBERWATCH_CLASS"_s, u"production"_s}})).exitCode, 0);
    QCOMPARE(runCli(words, variables({{u"EMBERWATCH_CLASS"_s, u"staging"_s}})).exitCode, 2);
}

void TestCliEnv::refusesToRaise_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("for how long") << QStringList{u"prod"_s, u"--reason"_s, u"x"_s} << QByteArray("--for");
    QTest::newRow("no duration") << QStringList{u"prod"_s, u"--for"_s, u"soon"_s, u"--reason"_s, u"x"_s}
                                 << QByteArray("--for");
    QTest::newRow("too long") << QStringList{u"prod"_s, u"--for"_s, u"9h"_s, u"--reason"_s, u"x"_s}
                              << QByteArray("1 s to 8 h");
    QTest::newRow("no time") << QStringList{u"prod"_s, u"--for"_s, u"0s"_s, u"--reason"_s, u"x"_s}
                             << QByteArray("1 s to 8 h");
    QTest::newRow("why") << QStringList{u"prod"_s, u"--for"_s, u"1m"_s} << QByteArray("--reason");
    QTest::newRow("a blank reason") << QStringList{u"prod"_s, u"--for"_s, u"1m"_s, u"--reason"_s, u"  "_s}
                                    << QByteArray("--reason");
    QTest::newRow("another class") << QStringList{u"test"_s, u"--for"_s, u"1m"_s, u"--reason"_s, u"x"_s}
                                   << QByteArray("test is staging");
    QTest::newRow("another name") << QStringList{u"Prod"_s, u"--for"_s, u"1m"_s, u"--reason"_s, u"x"_s}
                                  << QByteArray("it has prod, test");
    QTest::newRow("no name") << QStringList{u"--for"_s, u"1m"_s, u"--reason"_s, u"x"_s}
                             << QByteArray("env raise NAME");
}

void TestCliEnv::refusesToRaise()
{
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, part);
    const CliOutcome outcome = runCli(QStringList{u"env"_s, u"raise"_s} + words, variables());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
    QCOMPARE(shown({u"prod"_s}).value("writable"_L1), QJsonValue(false));
}

void TestCliEnv::aClassCannotBeMadeLess_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("development") << u"development"_s << 2;
    QTest::newRow("staging") << u"staging"_s << 2;
    QTest::newRow("production") << u"production"_s << 0;
    QTest::newRow("no class") << u"prod"_s << 2;
}

void TestCliEnv::aClassCannotBeMadeLess()
{
    QFETCH(const QString, word);
    QFETCH(const int, exitCode);
    const CliOutcome outcome
        = runCli({u"list"_s, u"--env"_s, u"prod"_s}, variables({{u"EMBERWATCH_CLASS"_s, word}}));
    QVERIFY2(outcome.exitCode == exitCode, outcome.err.constData());
    // It can be made more.
    QCOMPARE(shown({u"test"_s}, {{u"EMBERWATCH_CLASS"_s, u"production"_s}}).value("writable"_L1),
        QJsonValue(false));
}

void TestCliEnv::saysWhoIsActing()
{
    RedisClient client(m_server.port());
    client.run({"SET", "comfyui:ops:lease:cleaning", "agent@api-2/deploy/7/:00", "PX", "30000"});
    for (const char *key : {"comfyui:ops:lease:job:a", "comfyui:ops:lease:job:b"})
        client.run({"SET", key, "agent@api-2/deploy/7/:01", "PX", "30000"});
    client.run({"SET", "comfyui:ops:lease:odd", "\xff\x1b[31m", "PX", "30000"});
    client.run({"LPUSH", "comfyui:ops:lease:list", "x"});
    const CliOutcome text = runCli({u"env"_s, u"show"_s, u"prod"_s}, variables());
    QVERIFY2(text.out.contains("acting now: the agent on api-2 (run by deploy): cleaning, 2 jobs\n"),
        text.out.constData());
    const QJsonArray acting = shown({u"prod"_s}).value("acting"_L1).toArray();
    QCOMPARE(acting.size(), 3);
    QCOMPARE(acting.at(0).toObject().value("scope"_L1).toString(), u"cleaning"_s);
    QCOMPARE(acting.at(0).toObject().value("operator"_L1).toString(), u"deploy"_s);
    // A viewer may not read leases: everything else is shown all the same.
    const CliOutcome viewer = runCli({u"env"_s, u"show"_s, u"prod"_s},
        variables({{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port())}}));
    QCOMPARE(viewer.exitCode, 0);
    QVERIFY2(viewer.out.contains("acting now: not known: "), viewer.out.constData());
    // Nobody is asked for a password.
    const CliOutcome without
        = runCli({u"env"_s, u"show"_s, u"prod"_s}, variables({{u"REDISCLI_AUTH"_s, QString()}}));
    QCOMPARE(without.exitCode, 0);
    QVERIFY2(without.out.contains("REDISCLI_AUTH"), without.out.constData());
}

void TestCliEnv::wrongNamesAndFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("part");
    const QByteArray good = "[environment prod]\nclass = production\n";
    QTest::newRow("no such name") << good << u"production"_s << QByteArray("it has prod");
    QTest::newRow("no name") << good << QString() << QByteArray("the name of an environment");
    QTest::newRow("a way out") << good << u"../../etc/passwd"_s << QByteArray("has no environment");
    QTest::newRow("control characters") << good << u"\x1b[31mprod"_s << QByteArray("has no environment");
    QTest::newRow("a part of one") << good << u"prod records"_s << QByteArray("has no environment");
    QTest::newRow("a damaged file") << good + "[environment x\n"
                                    << u"prod"_s
                                    << QByteArray("environments.conf, line 3: a section is written [name]");
    QTest::newRow("another environment is wrong")
        << good + "[environment x]\nclass = y\n"
        << u"prod"_s << QByteArray("environments.conf, line 4: class is");
    QTest::newRow("bytes") << QByteArray("\xff\xfe\x00[", 4) << u"prod"_s
                           << QByteArray("environments.conf, line 1: ");
    QTest::newRow("a password")
        << good + "redis = redis://u:hunter2@h\n"
        << u"prod"_s << QByteArray("environments.conf, line 3: a password does not belong into this file");
}

void TestCliEnv::wrongNamesAndFiles()
{
    QFETCH(const QByteArray, file);
    QFETCH(const QString, name);
    QFETCH(const QByteArray, part);
    m_config.write(file);
    const CliOutcome outcome = runCli({u"list"_s, u"--env"_s, name}, variables());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err.constData());
    QVERIFY2(!outcome.err.contains("hunter2"), outcome.err.constData());
    QVERIFY(!outcome.err.contains('\x1b'));
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(m_config.read(), file);
    if (name != u"prod"_s)
        return;
    // env list reads it, too; without a name nobody looks into the file.
    QCOMPARE(runCli({u"env"_s, u"list"_s}, variables()).exitCode, 2);
    QCOMPARE(runCli({u"journal"_s}, variables()).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestCliEnv)
#include "tst_cli_env.moc"
