// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cliprocess.h"
#include "tests/support/opsusers.h"
#include "tests/support/producerjobs.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray everyByte()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i)
        bytes.append(char(i));
    return bytes + '\n';
}

} // namespace

class TestCliGet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void bytesAreExact_data();
    void bytesAreExact();
    void saysTimesBeside();
    void json();
    void jsonOfBytes();
    void absent();
    void wrongRedisType();
    void strangeIds_data();
    void strangeIds();
    void operatorReadsToo();

private:
    [[nodiscard]] CliOutcome get(const QStringList &words, const QString &user = u"ops_viewer"_s) const;

    RedisServer m_server{opsUsers()};
    RedisClient m_client{m_server.port()};
};

void TestCliGet::initTestCase()
{
    QVERIFY2(m_server.isRunning(), qPrintable(m_server.log()));
}

void TestCliGet::init()
{
    m_client.run({"FLUSHALL"});
}

CliOutcome TestCliGet::get(const QStringList &words, const QString &user) const
{
    return runCli(QStringList{u"get"_s} + words, {{u"REDIS_URL"_s, urlAs(user, m_server.port())}});
}

void TestCliGet::bytesAreExact_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a job") << jobDocument("a");
    QTest::newRow("a job with line feeds") << "\n" + jobDocument("a") + "\n\n";
    QTest::newRow("every byte") << everyByte();
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("not JSON") << QByteArray("{nope");
    QTest::newRow("two megabytes") << QByteArray(2 << 20, 'x') + "end";
}

void TestCliGet::bytesAreExact()
{
    QFETCH(QByteArray, value);
    setJob(m_client, "a", value);
    const CliOutcome outcome = get({u"a"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.out.size(), value.size());
    QVERIFY(outcome.out == value);
}

void TestCliGet::saysTimesBeside()
{
    setJob(m_client, "a", jobDocument("a", "queued", "0", msAgo(605'000)), 7'000s);
    const QByteArray err = get({u"a"_s}).err;
    QVERIFY2(err.startsWith("emberwatch: TTL 1 h 56 m, age 10 m ") && err.contains("silence 3 m "),
        err.constData());
    setJob(m_client, "a", jobDocument("b"), 0ms);
    const QByteArray doubtful = get({u"a"_s}).err;
    QVERIFY2(doubtful.contains("TTL none") && doubtful.contains("doubtful: "), doubtful.constData());
    setJob(m_client, "a", "{");
    QVERIFY2(get({u"a"_s}).err.contains("not readable: not JSON"), err.constData());
}

void TestCliGet::json()
{
    const QByteArray value = jobDocument("a");
    setJob(m_client, "a", value);
    const CliOutcome outcome = get({u"--json"_s, u"a"_s});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.err, QByteArray());
    const QJsonObject job = outcome.objects().value(0);
    QCOMPARE(job.value("promptId"_L1).toString(), u"a"_s);
    QCOMPARE(job.value("status"_L1).toString(), u"processing"_s);
    QCOMPARE(job.value("size"_L1).toInt(), int(value.size()));
    QCOMPARE(job.value("value"_L1).toString().toUtf8(), value);
    QCOMPARE(job.value("redisType"_L1).toString(), u"string"_s);
    QVERIFY(job.value("ttlMs"_L1).toDouble() > 7'000'000);
    QVERIFY(!job.contains("valueBase64"_L1));
}

void TestCliGet::jsonOfBytes()
{
    setJob(m_client, "a", everyByte());
    const QJsonObject job = get({u"--json"_s, u"a"_s}).objects().value(0);
    QVERIFY(job.value("value"_L1).isNull());
    QCOMPARE(QByteArray::fromBase64(job.value("valueBase64"_L1).toString().toLatin1()), everyByte());
    QCOMPARE(job.value("readable"_L1), QJsonValue(false));
}

void TestCliGet::absent()
{
    for (const QStringList &words : {QStringList{u"no\nbody"_s}, QStringList{u"--json"_s, u"no\nbody"_s}}) {
        const CliOutcome outcome = get(words);
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.out, QByteArray());
        QCOMPARE(outcome.err, QByteArray("emberwatch: there is no job no\\x0Abody\n"));
    }
}

void TestCliGet::wrongRedisType()
{
    m_client.run({"HSET", "comfyui:job:h", "f", "v"});
    const CliOutcome outcome = get({u"h"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("hash"), outcome.err.constData());
    const QJsonObject job = get({u"--json"_s, u"h"_s}).objects().value(0);
    QCOMPARE(job.value("redisType"_L1).toString(), u"hash"_s);
    QVERIFY(job.value("value"_L1).isNull());
    QVERIFY(job.value("size"_L1).isNull());
}

void TestCliGet::strangeIds_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("space, quote, line feed") << QByteArray(" a\"\n'b ") << QStringList{u" a\"\n'b "_s};
    QTest::newRow("glob characters") << QByteArray("*[a]?") << QStringList{u"*[a]?"_s};
    QTest::newRow("an option") << QByteArray("--json") << QStringList{u"--"_s, u"--json"_s};
    QTest::newRow("hex of bytes") << QByteArray("\xff\x00z", 3) << QStringList{u"--hex"_s, u"FF007a"_s};
    QTest::newRow("ten kilobytes") << QByteArray(10'000, 'x') << QStringList{QString(10'000, u'x')};
}

void TestCliGet::strangeIds()
{
    QFETCH(QByteArray, id);
    QFETCH(QStringList, words);
    setJob(m_client, id, "mine");
    setJob(m_client, "a", "another");
    const CliOutcome outcome = get(words);
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.out, QByteArray("mine"));
}

void TestCliGet::operatorReadsToo()
{
    setJob(m_client, "a", jobDocument("a"));
    const CliOutcome outcome = get({u"a"_s}, u"ops_operator"_s);
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QCOMPARE(outcome.out, m_client.text({"GET", "comfyui:job:a"}));
}

QTEST_GUILESS_MAIN(TestCliGet)
#include "tst_cli_get.moc"
