// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QJsonDocument>
#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList otherUsers{
    u"user lister on >SECRET-lister ~* -@all +auth +ping +info +role +time +scan +pttl +type +strlen"_s};

/// Each with its value, TTL, and a part of the reason.
struct StrangeValue
{
    const char *name;
    QByteArray value;
    const char *reason;
};

QList<StrangeValue> unreadableValues()
{
    return {
        {"not JSON", "{nope", "not JSON"},
        {"empty", "", "empty"},
        {"two megabytes", jobDocument("two megabytes") + QByteArray(2 << 20, ' '), "2"},
        {"a thousand levels deep",
            "{\"promptId\":\"x\",\"deep\":" + QByteArray(1000, '[') + QByteArray(1000, ']') + "}", "deep"},
        {"not UTF-8", jobDocument("\xff\xfe"), "UTF-8"},
        {"an array", "[1,2]", "object"},
        {"status missing", "{\"promptId\":\"x\",\"type\":\"t\",\"progress\":1,\"startedAt\":1}", "status"},
        {"unknown status", jobDocument("x", "paused"), "paused"},
        {"progress beyond 100", jobDocument("x", "queued", "101"), "progress"},
        {"startedAt is a string", jobDocument("x", "queued", "1", "\"2026-01-01\""), "startedAt"},
    };
}

} // namespace

class TestCliList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void jsonIsExact();
    void timesGoByTheServersClock();
    void unreadableValues_data();
    void unreadableValues();
    void wrongRedisType();
    void strangeValuesNeverStopTheRest();
    void doubtfulJobs_data();
    void doubtfulJobs();
    void lastOfDuplicateMembersCounts();
    void strangeIds_data();
    void strangeIds();
    void strangeIdsForPeople();
    void prefixIsNoPattern();
    void filters_data();
    void filters();
    void columnsForPrograms();
    void colours_data();
    void colours();
    void manyJobs();
    void readerThatHasSeenEnough();
    void fullDisk();
    void missingRight();

private:
    [[nodiscard]] CliOutcome list(const QStringList &more = {}) const;
    [[nodiscard]] CliOutcome listJson(const QStringList &more = {}) const;
    [[nodiscard]] CliOutcome inShell(const QString &script) const;

    RedisServer m_server{opsUsers() + otherUsers};
    RedisClient m_client{m_server.port()};
};

void TestCliList::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestCliList::init()
{
    m_client.run({"FLUSHALL"});
}

CliOutcome TestCliList::list(const QStringList &more) const
{
    return runCli(QStringList{u"list"_s} + more, {{u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port())}});
}

CliOutcome TestCliList::listJson(const QStringList &more) const
{
    return list(QStringList{u"--json"_s} + more);
}

CliOutcome TestCliList::inShell(const QString &script) const
{
    QProcess shell;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"REDIS_URL"_s, urlAs(u"ops_viewer"_s, m_server.port()));
    variables.insert(u"EMBERWATCH"_s, QStringLiteral(EMBERWATCH_CLI));
    shell.setProcessEnvironment(variables);
    shell.start(u"sh"_s, {u"-c"_s, script});
    shell.waitForFinished(60'000);
    return {shell.exitCode(), shell.readAllStandardOutput(), shell.readAllStandardError()};
}

void TestCliList::jsonIsExact()
{
    const QByteArray startedAt = msAgo(60'000);
    setJob(m_client, "a-1", jobDocument("a-1", "processing", "42.50", startedAt));
    const CliOutcome outcome = listJson();
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, QByteArray());
    const QByteArray expected
        = R"({"promptId":"a-1","type":"image_generation","userId":"usr_7","characterId":null,"status":"processing",)"
          R"("progress":42.50,"startedAt":)"
        + startedAt + R"(,"clientId":"c-1","serverUrl":"http://gpu-2:8188","ageMs":)";
    QVERIFY2(outcome.out.startsWith(expected), outcome.out.constData());
    QVERIFY2(outcome.out.endsWith(",\"readable\":true,\"reason\":null}\n"), outcome.out.constData());
    QCOMPARE(outcome.out.count('\n'), 1);
}

void TestCliList::timesGoByTheServersClock()
{
    setJob(m_client, "a", jobDocument("a", "queued", "0", msAgo(600'000)), 7'000s);
    const QJsonObject job = listJson().objectWith(u"promptId"_s, u"a"_s);
    const auto isAbout = [&](QLatin1StringView member, double ms) {
        const double value = job.value(member).toDouble(-1);
        return value >= ms - 5'000 && value <= ms + 20'000;
    };
    QVERIFY(isAbout("ageMs"_L1, 600'000));
    QVERIFY(isAbout("silenceMs"_L1, 200'000));
    QCOMPARE(job.value("ttlMs"_L1).toDouble() + job.value("silenceMs"_L1).toDouble(), 7'200'000.0);
}

void TestCliList::unreadableValues_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("reason");
    for (const StrangeValue &strange : ::unreadableValues())
        QTest::newRow(strange.name) << strange.value << QString::fromLatin1(strange.reason);
}

void TestCliList::unreadableValues()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, reason);
    setJob(m_client, "odd", value);
    const CliOutcome outcome = listJson();
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    const QJsonObject job = outcome.objectWith(u"promptId"_s, u"odd"_s);
    QCOMPARE(job.value("readable"_L1), QJsonValue(false));
    QVERIFY2(job.value("reason"_L1).toString().contains(reason), outcome.out.constData());
    for (const char *member : {"type", "userId", "characterId", "status", "progress", "startedAt", "clientId",
             "serverUrl", "ageMs"}) {
        QVERIFY2(job.contains(QLatin1StringView(member)), member);
        QVERIFY2(job.value(QLatin1StringView(member)).isNull(), member);
    }
    QVERIFY(job.value("ttlMs"_L1).toDouble() > 7'000'000);
    const CliOutcome plain = list({u"--no-header"_s});
    QVERIFY2(plain.out.startsWith("unreadable\t-\todd\t"), plain.out.constData());
    QVERIFY2(plain.out.contains(reason.toUtf8()), plain.out.constData());
}

void TestCliList::wrongRedisType()
{
    m_client.run({"LPUSH", "comfyui:job:queue", "x"});
    const QJsonObject job = listJson().objectWith(u"promptId"_s, u"queue"_s);
    QCOMPARE(job.value("readable"_L1), QJsonValue(false));
    QVERIFY(job.value("reason"_L1).toString().contains("list"_L1));
    QVERIFY(job.value("ttlMs"_L1).isNull());
}

void TestCliList::strangeValuesNeverStopTheRest()
{
    for (const StrangeValue &strange : ::unreadableValues())
        setJob(m_client, strange.name, strange.value);
    m_client.run({"SADD", "comfyui:job:set", "x"});
    setJob(m_client, "good", jobDocument("good"));
    const CliOutcome outcome = listJson();
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.objects().size(), ::unreadableValues().size() + 2);
    QCOMPARE(outcome.objectWith(u"promptId"_s, u"good"_s).value("readable"_L1), QJsonValue(true));
}

void TestCliList::doubtfulJobs_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<std::chrono::milliseconds>("ttl");
    QTest::addColumn<QByteArray>("startedAt"); ///< as it must be printed
    QTest::addColumn<bool>("hasAge");
    QTest::addColumn<QString>("reason");
    const std::chrono::milliseconds ttl = 2h;
    const QByteArray future = msAgo(-3'600'000);
    const QByteArray past = msAgo(1'000);
    QTest::newRow("startedAt in seconds") << jobDocument("a", "queued", "1", "1767225600") << ttl
                                          << QByteArray("1767225600") << false << u"startedAt"_s;
    QTest::newRow("startedAt with a fraction") << jobDocument("a", "queued", "1", "1767225600000.5") << ttl
                                               << QByteArray("1767225600000.5") << false << u"startedAt"_s;
    QTest::newRow("startedAt in the future")
        << jobDocument("a", "queued", "1", future) << ttl << future << false << u"future"_s;
    QTest::newRow("another promptId inside")
        << jobDocument("b", "queued", "1", past) << ttl << past << true << u"promptId"_s;
    QTest::newRow("no TTL") << jobDocument("a", "queued", "1", past) << std::chrono::milliseconds(0) << past
                            << true << u"TTL"_s;
}

void TestCliList::doubtfulJobs()
{
    QFETCH(QByteArray, value);
    QFETCH(std::chrono::milliseconds, ttl);
    QFETCH(QByteArray, startedAt);
    QFETCH(bool, hasAge);
    QFETCH(QString, reason);
    setJob(m_client, "a", value, ttl);
    const CliOutcome outcome = listJson();
    const QJsonObject job = outcome.objectWith(u"promptId"_s, u"a"_s);
    QCOMPARE(job.value("readable"_L1), QJsonValue(true));
    QCOMPARE(job.value("ageMs"_L1).isDouble(), hasAge);
    QVERIFY2(job.value("reason"_L1).toString().contains(reason), outcome.out.constData());
    QVERIFY2(outcome.out.contains(QByteArray("\"startedAt\":" + startedAt + ',')), outcome.out.constData());
    QCOMPARE(job.value("silenceMs"_L1).isNull(), ttl == 0ms);
}

void TestCliList::lastOfDuplicateMembersCounts()
{
    QByteArray value = jobDocument("a", "queued", "1");
    value.chop(1);
    setJob(m_client, "a", value + ",\"status\":\"failed\",\"progress\":77}");
    const QJsonObject job = listJson().objectWith(u"promptId"_s, u"a"_s);
    QCOMPARE(job.value("status"_L1).toString(), u"failed"_s);
    QCOMPARE(job.value("progress"_L1).toInt(), 77);
}

void TestCliList::strangeIds_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("spaces") << QByteArray(" a  b ");
    QTest::newRow("quotes and backslashes") << QByteArray("a\"b'c\\d");
    QTest::newRow("line breaks") << QByteArray("a\r\nb\nc");
    QTest::newRow("glob characters") << QByteArray("*?[a-z]^\\");
    QTest::newRow("right-to-left mark") << QByteArray("a\u202Eb\u200F");
    QTest::newRow("nul") << QByteArray("a\0b", 3);
    QTest::newRow("ten kilobytes") << QByteArray(10'000, 'x');
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("not UTF-8") << QByteArray("a\xff\xc3");
    QTest::newRow("an option") << QByteArray("--help");
}

void TestCliList::strangeIds()
{
    QFETCH(QByteArray, id);
    QByteArray inside
        = QJsonDocument(QJsonObject{{u"x"_s, QString::fromUtf8(id)}}).toJson(QJsonDocument::Compact);
    inside = inside.sliced(6, inside.size() - 8);
    setJob(m_client, id, jobDocument(inside));
    const CliOutcome outcome = listJson();
    QCOMPARE(outcome.objects().size(), 1);
    const QJsonObject job = outcome.objects().first();
    QCOMPARE(job.value("promptId"_L1).toString(), QString::fromUtf8(id));
    QCOMPARE(job.value("readable"_L1), QJsonValue(true));
    const bool isText = QString::fromUtf8(id).toUtf8() == id;
    QCOMPARE(job.value("keyHex"_L1).toString().toLatin1(), isText ? QByteArray() : id.toHex());
}

void TestCliList::strangeIdsForPeople()
{
    const QByteArray id = "a\x1b[31m\r\nb\u202E\tc\xff";
    setJob(m_client, id, jobDocument("a"));
    const CliOutcome outcome = list({u"--no-header"_s});
    QCOMPARE(outcome.out.count('\n'), 1);
    QVERIFY(!outcome.out.contains('\x1b') && !outcome.out.contains('\r') && !outcome.out.contains("\u202E"));
    QVERIFY2(outcome.out.contains("\ta\\x1B[31m\\x0D\\x0Ab\\u{202E}\\x09c\uFFFD\t"), outcome.out.constData());
}

void TestCliList::prefixIsNoPattern()
{
    for (const char *key : {"j[ob]*:a", "job:b", "jobs:c", "j[ob]:d"})
        m_client.run({"SET", key, jobDocument("a"), "EX", "7200"});
    m_client.run({"ACL", "SETUSER", "ops_viewer", "~*"});
    const CliOutcome outcome = listJson({u"--prefix"_s, u"j[ob]*:"_s});
    m_client.run({"ACL", "SETUSER", "ops_viewer", "resetkeys", "%R~comfyui:job:*"});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.objects().size(), 1);
    QCOMPARE(outcome.objects().first().value("promptId"_L1).toString(), u"a"_s);
}

void TestCliList::filters_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("status") << QStringList{u"status:failed"_s} << QStringList{u"f"_s};
    QTest::newRow("words are one filter")
        << QStringList{u"status:queued"_s, u"OR"_s, u"status:failed"_s} << QStringList{u"f"_s, u"q"_s};
    QTest::newRow("age") << QStringList{u"age>10m"_s} << QStringList{u"f"_s};
    QTest::newRow("progress") << QStringList{u"progress<50"_s} << QStringList{u"p"_s, u"q"_s};
    QTest::newRow("silence") << QStringList{u"silence>1h"_s} << QStringList{u"q"_s};
    QTest::newRow("server") << QStringList{u"server:gpu-2"_s} << QStringList{u"f"_s, u"p"_s, u"q"_s};
    QTest::newRow("without") << QStringList{u"--"_s, u"-status:failed"_s, u"user:usr*"_s}
                             << QStringList{u"p"_s, u"q"_s};
    QTest::newRow("nothing") << QStringList{u"user:nobody"_s} << QStringList{};
}

void TestCliList::filters()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, ids);
    setJob(m_client, "f", jobDocument("f", "failed", "80", msAgo(900'000)));
    setJob(m_client, "p", jobDocument("p", "processing", "20"));
    setJob(m_client, "q", jobDocument("q", "queued", "0"), 1'000s);
    setJob(m_client, "bad", "{");
    const CliOutcome outcome = listJson(words);
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QStringList found;
    for (const QJsonObject &job : outcome.objects())
        found.append(job.value("promptId"_L1).toString());
    found.sort();
    QCOMPARE(found, ids);
}

void TestCliList::columnsForPrograms()
{
    setJob(m_client, "a", jobDocument("a", "processing", "42.50", msAgo(60'000)));
    const CliOutcome outcome = list();
    QCOMPARE(outcome.outLines().size(), 2);
    QCOMPARE(outcome.outLines().first(),
        QByteArray("STATUS\tPROG\tPROMPT ID\tTYPE\tUSER\tSERVER\tAGE\tSILENCE\tTTL"));
    const QByteArrayList cells = outcome.outLines().last().split('\t');
    QCOMPARE(cells.first(6),
        QByteArrayList({"processing", "42%", "a", "image_generation", "usr_7", "http://gpu-2:8188"}));
    QVERIFY2(cells[6].startsWith("1 m "), outcome.out.constData());
    m_client.run({"FLUSHALL"});
    QCOMPARE(list().outLines().size(), 1);
    QCOMPARE(list({u"--no-header"_s}).out, QByteArray());
    QCOMPARE(listJson().out, QByteArray());
}

void TestCliList::colours_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("hasColour");
    QTest::newRow("auto, no terminal") << QStringList{} << false;
    QTest::newRow("always") << QStringList{u"--color=always"_s} << true;
    QTest::newRow("never") << QStringList{u"--color=never"_s} << false;
}

void TestCliList::colours()
{
    QFETCH(QStringList, options);
    QFETCH(bool, hasColour);
    setJob(m_client, "a", jobDocument("a", "failed"));
    QCOMPARE(list(options).out.contains("\x1b[31mfailed\x1b[0m"), hasColour);
}

void TestCliList::manyJobs()
{
    constexpr int jobs = 20'000;
    for (int i = 0; i < jobs; ++i) {
        const QByteArray id = "job-" + QByteArray::number(i);
        const QByteArray key = "comfyui:job:" + id;
        const QByteArray value = jobDocument(id);
        m_client.append({"SET", key, value, "EX", "7200"});
    }
    QCOMPARE(m_client.collect(), 0);
    const CliOutcome outcome = listJson();
    QCOMPARE(outcome.exitCode, 0);
    QSet<QString> ids;
    for (const QJsonObject &job : outcome.objects())
        ids.insert(job.value("promptId"_L1).toString());
    QCOMPARE(ids.size(), jobs);
    QCOMPARE(outcome.outLines().size(), jobs);
    const QByteArray statistics = m_client.text({"INFO", "commandstats"});
    QVERIFY(!statistics.contains("cmdstat_keys:"));
}

void TestCliList::readerThatHasSeenEnough()
{
    for (int i = 0; i < 3'000; ++i)
        setJob(m_client, QByteArray::number(i), jobDocument(QByteArray::number(i)));
    const CliOutcome outcome = inShell(u"{ \"$EMBERWATCH\" list --json; echo ended $? >&2; } | head -n 1"_s);
    QCOMPARE(outcome.outLines().size(), 1);
    QCOMPARE(outcome.err, QByteArray("ended 0\n"));
}

void TestCliList::fullDisk()
{
    setJob(m_client, "a", jobDocument("a"));
    const CliOutcome outcome = inShell(u"exec \"$EMBERWATCH\" list > /dev/full"_s);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("cannot write: No space left"), outcome.err.constData());
}

void TestCliList::missingRight()
{
    setJob(m_client, "a", jobDocument("a"));
    const CliOutcome outcome = runCli({u"list"_s}, {{u"REDIS_URL"_s, urlAs(u"lister"_s, m_server.port())}});
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.err.contains("NOPERM") && outcome.err.contains("mget"), outcome.err.constData());
    QVERIFY2(outcome.err.contains("emberwatch doctor"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliList)
#include "tst_cli_list.moc"
