// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/environmentsfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray whole = R"(# our farm
[environment prod]
class = production
redis = rediss://ops_operator:@cache.studio.example:6380/2
cacert = ca.pem
prefix = studio:job:
servers = http://gpu-1:8188, http://gpu-2:8188 10.4.0.0/16
records = postgresql://ops@db.studio.example/studio
records-cacert = ~/ca.pem
records.completion = report
records.insert = never
webhook-file = /etc/emberwatch/hook
agent.write = yes
agent.write-reason = OPS-1234,   agreed with the studio

[environment prod records]
schema = app
table = jobs
audit-table = ops_audit
provider = comfy
time-zone = Europe/Berlin
column.promptId = external_id
column.characterId =
status.completed = done, finished
status.cancelled =
type.image_generation = image

[environment prod policy]
retention = 90s
clean = report

[environment prod default]
age-limit = 15m

[environment prod type lora_training]
stall-limit = 1h

[environment dev]
class = development
policy = limits.conf
)";

QByteArray minimal(const QByteArray &settings, const QByteArray &sections = {})
{
    return "[environment a]\nclass = staging\n" + settings + '\n' + sections;
}

} // namespace

class TestEnvironmentFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverySetting();
    void readsTheMapping();
    void readsTheLimits();
    void anEnvironmentMayBeNearlyEmpty();
    void pathsBeginAtTheFile();
    void completionIsOneSetting();
    void theAgentNeedsBoth_data();
    void theAgentNeedsBoth();
    void namesLineAndReason_data();
    void namesLineAndReason();
    void noSecretIsTakenOrQuoted_data();
    void noSecretIsTakenOrQuoted();
    void namesThatChangePlacesAreFine();
    void findsByName();
    void damagedFilesAreNamedAndLeftAlone();
    void thePathFollowsTheEnvironment();
};

void TestEnvironmentFile::readsEverySetting()
{
    const QList<EnvironmentConfig> environments = parseEnvironments(whole, u"e"_s).value();
    QCOMPARE(environments.size(), 2);
    const EnvironmentConfig &prod = environments.first();
    QCOMPARE(prod.name, u"prod"_s);
    QCOMPARE(prod.environmentClass, EnvironmentClass::Production);
    QCOMPARE(*prod.setting(u"redis"_s),
        (PlacedText{u"rediss://ops_operator:@cache.studio.example:6380/2"_s, u"e, line 4"_s}));
    QCOMPARE(prod.setting(u"prefix"_s)->text, u"studio:job:"_s);
    QCOMPARE(prod.setting(u"servers"_s)->place, u"e, line 7"_s);
    QCOMPARE(prod.recordsInsert(), RecordsPolicy::Insert::Never);
    QCOMPARE(prod.agentWriteReason(), std::optional(u"OPS-1234, agreed with the studio"_s));
    QVERIFY(!prod.setting(u"policy"_s));
    const EnvironmentConfig &dev = environments.last();
    QCOMPARE(dev.environmentClass, EnvironmentClass::Development);
    QVERIFY(!dev.policy);
    QCOMPARE(dev.recordsInsert(), RecordsPolicy::Insert::Own);
    QCOMPARE(dev.mapping.table().text(), u"generation_jobs"_s);
}

void TestEnvironmentFile::readsTheMapping()
{
    const EnvironmentConfig prod = parseEnvironments(whole, u"e"_s).value().first();
    const SchemaMapping &mapping = prod.mapping;
    QCOMPARE(mapping.schema().text(), u"app"_s);
    QCOMPARE(mapping.table().text(), u"jobs"_s);
    QCOMPARE(mapping.auditTable().text(), u"ops_audit"_s);
    QCOMPARE(mapping.provider(), u"comfy"_s);
    QCOMPARE(mapping.timeZone(), u"Europe/Berlin"_s);
    QCOMPARE(mapping.column(RecordColumn::PromptId).text(), u"external_id"_s);
    QVERIFY(!mapping.has(RecordColumn::CharacterId));
    QCOMPARE(mapping.wordsOf(RecordStatus::Completed), (QStringList{u"done"_s, u"finished"_s}));
    QVERIFY(mapping.wordsOf(RecordStatus::Cancelled).isEmpty());
    QCOMPARE(mapping.wordsOf(RecordStatus::Failed), QStringList{u"failed"_s});
    QCOMPARE(mapping.typeForDatabase(u"image_generation"_s), u"image"_s);
    QCOMPARE(prod.mappingSettings.value(u"column.promptId"_s).place, u"e, line 22"_s);
}

void TestEnvironmentFile::readsTheLimits()
{
    const EnvironmentConfig prod = parseEnvironments(whole, u"e"_s).value().first();
    QVERIFY(prod.policy);
    QCOMPARE(prod.policy->retention, (Limit{90s, LimitOrigin::File, u"e, line 29"_s}));
    QCOMPARE(prod.policy->cleaning.mode, CleaningMode::Report);
    QCOMPARE(prod.policy->standard.ageLimit, (Limit{15min, LimitOrigin::File, u"e, line 33"_s}));
    const TypePolicy &training = prod.policy->of(u"lora_training"_s);
    QVERIFY(training.isLong);
    QCOMPARE(training.ageLimit.value, 15min);
    QCOMPARE(training.stallLimit, (Limit{1h, LimitOrigin::File, u"e, line 36"_s}));
    QCOMPARE(prod.policySettings.value(u"type lora_training.stall-limit"_s).place, u"e, line 36"_s);
}

void TestEnvironmentFile::anEnvironmentMayBeNearlyEmpty()
{
    QVERIFY(parseEnvironments({}, u"e"_s).value().isEmpty());
    const QList<EnvironmentConfig> one
        = parseEnvironments("[environment a.b-c_1]\nclass=staging", u"e"_s).value();
    QCOMPARE(one.first().name, u"a.b-c_1"_s);
    QCOMPARE(one.first().environmentClass, EnvironmentClass::Staging);
    // Words that mean something behind a name are names, too.
    QCOMPARE(
        parseEnvironments("[environment records]\nclass=staging", u"e"_s).value().first().name, u"records"_s);
}

void TestEnvironmentFile::pathsBeginAtTheFile()
{
    EnvironmentConfig prod = parseEnvironments(whole, u"e"_s).value().first();
    prod.folder = u"/etc/emberwatch"_s;
    QCOMPARE(prod.fileSetting(u"cacert"_s)->text, u"/etc/emberwatch/ca.pem"_s);
    QCOMPARE(prod.fileSetting(u"records-cacert"_s)->text, QDir::homePath() + u"/ca.pem"_s);
    QCOMPARE(prod.fileSetting(u"webhook-file"_s)->text, u"/etc/emberwatch/hook"_s);
    QVERIFY(!prod.fileSetting(u"redis-file"_s));
}

void TestEnvironmentFile::completionIsOneSetting()
{
    const EnvironmentConfig prod = parseEnvironments(whole, u"e"_s).value().first();
    const Policy policy = withCompletionOf(*prod.policy, prod);
    QCOMPARE(policy.completion, CompletionPolicy::Report);
    QCOMPARE(policy.completionFrom, u"e, line 10"_s);
    QCOMPARE(recordsPolicyOf(policy, prod.recordsInsert()).completion, RecordsPolicy::Completion::Report);
    // A policy file that was named says it itself.
    Policy given;
    given.completionFrom = u"policy.conf, line 2"_s;
    QCOMPARE(withCompletionOf(given, prod).completion, CompletionPolicy::Write);
    const QByteArray inPolicy = minimal({}, "[environment a policy]\ncompletion = report");
    const EnvironmentConfig other = parseEnvironments(inPolicy, u"e"_s).value().first();
    QCOMPARE(withCompletionOf(*other.policy, other).completion, CompletionPolicy::Report);
}

void TestEnvironmentFile::theAgentNeedsBoth_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<bool>("mayWrite");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("a reason alone") << QByteArray("agent.write-reason = OPS-1") << false;
    QTest::newRow("no, with a reason") << QByteArray("agent.write = no\nagent.write-reason = OPS-1") << false;
    QTest::newRow("yes, with a reason")
        << QByteArray("agent.write = yes\nagent.write-reason = OPS-1") << true;
}

void TestEnvironmentFile::theAgentNeedsBoth()
{
    QFETCH(const QByteArray, settings);
    QFETCH(const bool, mayWrite);
    QCOMPARE(parseEnvironments(minimal(settings), u"e"_s).value().first().agentWriteReason().has_value(),
        mayWrite);
}

void TestEnvironmentFile::namesLineAndReason_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &text, const QString &message) {
        QTest::newRow(name) << text << message;
    };
    row("no class", "[environment a]\nredis = redis://r", u"e, line 1: a does not say its class"_s);
    row("an empty section", "\n[environment a]\n", u"e, line 2: a does not say its class"_s);
    row("another class", "[environment a]\nclass = prod",
        u"e, line 2: class is development, staging or production"_s);
    row("an unknown setting", minimal("colour = red"), u"e, line 3: unknown setting \"colour\""_s);
    row("an unknown section", "[environments a]", u"e, line 1: unknown section \"environments a\""_s);
    row("an unknown part", "[environment a rows]", u"e, line 1: unknown section"_s);
    row("a name with a blank", "[environment my prod]\nclass = staging", u"e, line 1: unknown section"_s);
    row("a name with a way out", "[environment ../etc]\nclass = staging", u"e, line 1: unknown section"_s);
    row("a name with a dash first", "[environment -x]\nclass = staging", u"e, line 1: unknown section"_s);
    row("a long name", "[environment " + QByteArray(65, 'x') + "]", u"e, line 1: unknown section"_s);
    row("a part without its environment", "[environment a records]\ntable = t",
        u"e, line 1: there is no section [environment a]"_s);
    row("names that differ in case", "[environment a]\nclass=staging\n[environment A]\nclass=staging",
        u"e, line 3: A and a of line 1 differ in capital letters alone"_s);
    row("a setting outside", "class = staging", u"e, line 1: a setting outside of a section"_s);
    row("the same section again", "[environment a]\nclass=staging\n[environment  a]",
        u"e, line 3: the section \"environment a\" comes twice"_s);
    row("the same setting again", minimal("class = production"), u"e, line 3: \"class\" is set twice"_s);
    row("no address", minimal("redis = cache:6379"), u"e, line 3: "_s);
    row("an empty value", minimal("prefix ="), u"e, line 3: a value is missing"_s);
    row("no records address", minimal("records = mysql://db/x"), u"e, line 3: records address"_s);
    row("no server", minimal("servers = http://a, ftp://b"), u"e, line 3: "_s);
    row("two addresses", minimal("redis = redis://a\nredis-file = f"),
        u"e, line 4: either redis or redis-file"_s);
    row("two databases", minimal("records-file = f\nrecords = none"),
        u"e, line 3: either records or records-file"_s);
    row("completion twice",
        minimal("records.completion = report", "[environment a policy]\ncompletion = write"),
        u"e, line 5: completion is set already, by records.completion in line 3"_s);
    row("two policies", minimal("policy = p.conf", "[environment a default]\ngrace = 1s"),
        u"e, line 3: either a policy file or sections of limits (line 5)"_s);
    row("write without a reason", minimal("agent.write = yes"), u"e, line 3: agent.write needs a reason"_s);
    row("no yes or no", minimal("agent.write = maybe"), u"e, line 3: agent.write is yes or no"_s);
    row("no word for inserting", minimal("records.insert = all"),
        u"e, line 3: records.insert is own or never"_s);
    row("a limit", minimal({}, "[environment a default]\ngrace = soon"), u"e, line 5: grace is a duration"_s);
    row("a limit of a type", minimal({}, "[environment a type x]\nspeed = 1"),
        u"e, line 5: unknown setting \"speed\""_s);
    row("an unknown part of a mapping", minimal({}, "[environment a records]\ncolumns = x"),
        u"e, line 5: unknown setting \"columns\""_s);
    row("an unknown column", minimal({}, "[environment a records]\ntable = t\ncolumn.colour = x"),
        u"e, line 6: records mapping: \"colour\" is none of the columns"_s);
    row("a hostile table", minimal({}, "[environment a records]\ntable = jobs; DROP TABLE x"),
        u"e, line 5: records mapping: table"_s);
    row("a hostile column", minimal({}, "[environment a records]\ntable = t\ncolumn.error = \"e\\\"\""),
        u"e, line 6: records mapping: column for error"_s);
    row("a hostile zone", minimal({}, "[environment a records]\ntime-zone = UTC'; --"),
        u"e, line 5: records mapping: the time zone"_s);
    row("a word for two statuses",
        minimal({}, "[environment a records]\nstatus.failed = bad\nstatus.cancelled = bad\ntable = t"),
        u"e, line 6: records mapping: the status word \"bad\""_s);
    row("a required column left out", minimal({}, "[environment a records]\ncolumn.status ="),
        u"e, line 5: records mapping: there has to be a column for status"_s);
    row("control characters", minimal("prefix = a\x1b[31m"), u"e, line 3: control characters"_s);
    row("bytes that are no text", minimal("prefix = \xff\xfe"), u"e, line 3: not UTF-8"_s);
    row("half a line", minimal("redi"), u"e, line 3: a setting is written key = value"_s);
}

void TestEnvironmentFile::namesLineAndReason()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, message);
    const auto environments = parseEnvironments(text, u"e"_s);
    QVERIFY(!environments);
    QCOMPARE(environments.error().kind, Error::Kind::Parse);
    QVERIFY2(environments.error().message.startsWith(message), qPrintable(environments.error().message));
}

void TestEnvironmentFile::noSecretIsTakenOrQuoted_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("Redis") << QByteArray("redis = redis://ops:hunter2@cache");
    QTest::newRow("Redis, a lone user part") << QByteArray("redis = redis://hunter2@cache");
    QTest::newRow("Redis, and a port that is none") << QByteArray("redis = redis://ops:hunter2@cache:x");
    QTest::newRow("records") << QByteArray("records = postgresql://ops:hunter2@db/studio");
    QTest::newRow("records, broken") << QByteArray("records = postgresql://ops:hunter2@db");
    QTest::newRow("records, as an option") << QByteArray("records = postgresql://db/s?password=hunter2");
    QTest::newRow("servers") << QByteArray("servers = http://ops:hunter2@gpu-1:8188");
    QTest::newRow("a setting for it") << QByteArray("password = hunter2");
    QTest::newRow("a webhook") << QByteArray("webhook = https://hooks.example/services/hunter2");
    QTest::newRow("no setting at all") << QByteArray("redis://ops:hunter2@cache");
    QTest::newRow("the address in place of a setting") << QByteArray("redis://ops:hunter2@cache/0?a = b");
    QTest::newRow("the address as a section") << QByteArray("[redis://ops:hunter2@cache]");
}

void TestEnvironmentFile::noSecretIsTakenOrQuoted()
{
    QFETCH(const QByteArray, line);
    const auto environments = parseEnvironments(minimal(line), u"e"_s);
    QVERIFY(!environments);
    const QString message = environments.error().message;
    QVERIFY2(message.startsWith(u"e, line 3: "_s), qPrintable(message));
    QVERIFY2(!message.contains(u"hunter2"_s), qPrintable(message));
}

void TestEnvironmentFile::namesThatChangePlacesAreFine()
{
    const QByteArray swapped = minimal({},
        "[environment a records]\ncolumn.startedAt = completed_at\ncolumn.completedAt = started_at\n"
        "status.failed = cancelled\nstatus.cancelled = failed");
    const SchemaMapping mapping = parseEnvironments(swapped, u"e"_s).value().first().mapping;
    QCOMPARE(mapping.column(RecordColumn::StartedAt).text(), u"completed_at"_s);
    QCOMPARE(mapping.statusOf(u"failed"_s), std::optional(RecordStatus::Cancelled));
}

void TestEnvironmentFile::findsByName()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"environments.conf"_s);
    QCOMPARE(readEnvironment(path, u"prod"_s).error().kind, Error::Kind::NotFound);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(whole);
    file.close();
    const auto dev = readEnvironment(path, u"dev"_s);
    QVERIFY(dev);
    QCOMPARE(dev->folder, QFileInfo(folder.path()).absoluteFilePath());
    QCOMPARE(dev->fileSetting(u"policy"_s)->text, folder.filePath(u"limits.conf"_s));
    const auto other = readEnvironment(path, u"Prod\x1b"_s);
    QCOMPARE(other.error().kind, Error::Kind::NotFound);
    QVERIFY2(other.error().message.endsWith(u"it has prod, dev"_s), qPrintable(other.error().message));
    QVERIFY(!other.error().message.contains(QChar(0x1b)));
}

void TestEnvironmentFile::damagedFilesAreNamedAndLeftAlone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"environments.conf"_s);
    const QByteArray damaged
        = QByteArray("[environment prod]\nclass = pro") + '\0' + "duction\n" + QByteArray(2000, '\xff');
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(damaged);
    file.close();
    const auto environments = readEnvironments(path);
    QCOMPARE(environments.error().kind, Error::Kind::Parse);
    QVERIFY2(environments.error().message.startsWith(path + u", line "_s),
        qPrintable(environments.error().message));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.readAll(), damaged);
    file.resize((1 << 20) + 1);
    file.close();
    QCOMPARE(readEnvironments(path).error().kind, Error::Kind::Invalid);
    QCOMPARE(readEnvironments(folder.path()).error().kind, Error::Kind::Invalid);
    const QString pipe = folder.filePath(u"pipe"_s);
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QCOMPARE(readEnvironments(pipe).error().kind, Error::Kind::Invalid);
}

void TestEnvironmentFile::thePathFollowsTheEnvironment()
{
    const QByteArray before = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", "/etc");
    QCOMPARE(defaultEnvironmentsPath(), u"/etc/emberwatch/environments.conf"_s);
    qputenv("XDG_CONFIG_HOME", before);
}

QTEST_GUILESS_MAIN(TestEnvironmentFile)
#include "tst_environmentfile.moc"
