// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connectionoptions.h"

#include <QRandomGenerator>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::redis;
using namespace Qt::StringLiterals;

namespace {

/// All that an address says, in one line.
QString shown(const ConnectionOptions &options)
{
    QStringList parts{displayUrl(options)};
    if (!options.user.isEmpty())
        parts << u"user="_s + QString::fromUtf8(options.user);
    if (options.password)
        parts << u"password="_s + QString::fromUtf8(options.password->reveal());
    if (options.asksPassword)
        parts << u"asks"_s;
    if (!options.caFile.isEmpty())
        parts << u"ca="_s + options.caFile;
    if (!options.verifyName.isEmpty())
        parts << u"name="_s + options.verifyName;
    return parts.join(u' ');
}

} // namespace

class TestConnectionOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data();
    void readsAddresses();
    void refusesWithThePlace_data();
    void refusesWithThePlace();
    void neverQuotesASecret_data();
    void neverQuotesASecret();
    void takesAnythingWithoutCrashing();
};

void TestConnectionOptions::readsAddresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *url, const char *expected) {
        QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(expected);
    };
    row("redis://", "redis://127.0.0.1:6379/0");
    row("redis://host", "redis://host:6379/0");
    row("redis://host/", "redis://host:6379/0");
    row("REDIS://Host", "redis://Host:6379/0");
    row("  redis://host\n", "redis://host:6379/0");
    row("redis://host:7000", "redis://host:7000/0");
    row("redis://:7000", "redis://127.0.0.1:7000/0");
    row("redis://host:1", "redis://host:1/0");
    row("redis://host:65535/15", "redis://host:65535/15");
    row("redis:///3", "redis://127.0.0.1:6379/3");
    row("redis://host?db=4", "redis://host:6379/4");
    row("redis://10.0.4.12:6379/2", "redis://10.0.4.12:6379/2");
    row("redis://[::1]", "redis://[::1]:6379/0");
    row("redis://[fe80::1]:7000/1", "redis://[fe80::1]:7000/1");
    row("redis://secret@host", "redis://host:6379/0 password=secret");
    row("redis://secret@", "redis://127.0.0.1:6379/0 password=secret");
    row("redis://:secret@host", "redis://host:6379/0 password=secret");
    row("redis://user:secret@host", "redis://host:6379/0 user=user password=secret");
    row("redis://user:@host", "redis://host:6379/0 user=user asks");
    row("redis://:@host", "redis://host:6379/0 asks");
    row("redis://@host", "redis://host:6379/0");
    row("redis://user:a:b@host", "redis://host:6379/0 user=user password=a:b");
    row("redis://user:a@b@host", "redis://host:6379/0 user=user password=a@b");
    row("redis://us%65r:%40%2f%3A%25@host", "redis://host:6379/0 user=user password=@/:%");
    row("redis://user:p+a@host", "redis://host:6379/0 user=user password=p+a");
    row("redis://user:p\u00e4%c3%a4@host", "redis://host:6379/0 user=user password=p\u00e4\u00e4");
    row("redis://user:secret@[::1]:7000/2", "redis://[::1]:7000/2 user=user password=secret");
    row("rediss://host", "rediss://host:6379/0");
    row("rediss://user:secret@host:6380/1", "rediss://host:6380/1 user=user password=secret");
    row("rediss://host?cacert=/etc/ca%20x.pem&sni=redis.example&db=3",
        "rediss://host:6379/3 ca=/etc/ca x.pem name=redis.example");
    row("rediss://host/1?", "rediss://host:6379/1");
    row("unix:///run/redis.sock", "unix:///run/redis.sock");
    row("unix:///run/redis.sock?db=2", "unix:///run/redis.sock?db=2");
    row("unix:///run/a%20b@c.sock", "unix:///run/a b@c.sock");
    row("unix://user:secret@/run/redis.sock", "unix:///run/redis.sock user=user password=secret");
    row("unix://secret@/run/redis.sock?db=1", "unix:///run/redis.sock?db=1 password=secret");
}

void TestConnectionOptions::readsAddresses()
{
    QFETCH(QString, url);
    QFETCH(QString, expected);
    const Result<ConnectionOptions> options = parseRedisUrl(url);
    QVERIFY2(options, options ? "" : qPrintable(options.error().message));
    QCOMPARE(shown(*options), expected);
    // What is shown leads to the same place.
    QCOMPARE(displayUrl(*parseRedisUrl(displayUrl(*options).replace(u' ', u"%20"_s))), displayUrl(*options));
}

void TestConnectionOptions::refusesWithThePlace_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("character");
    const auto row
        = [](const char *url, int character) { QTest::newRow(url) << QString::fromUtf8(url) << character; };
    row("", 1);
    row("host:6379", 1);
    row("http://host", 1);
    row("redis:host", 1);
    row("redis://host:", 14);
    row("redis://host:0", 14);
    row("redis://host:65536", 14);
    row("redis://host:99999999999", 14);
    row("redis://host:-1", 14);
    row("redis://host:+80", 14);
    row("redis://host: 80", 14);
    row("redis://host:port", 14);
    row("redis://a:b:c", 9);
    row("redis://::1", 9);
    row("redis://ho st", 9);
    row("redis://[::1", 13);
    row("redis://[host]", 10);
    row("redis://[::1]x", 14);
    row("redis://[::1]:x", 15);
    row("redis://host/x", 14);
    row("redis://host/-1", 14);
    row("redis://host/1/", 14);
    row("redis://host/99999999999", 14);
    row("redis://host?db=", 17);
    row("redis://host?db", 14);
    row("redis://host?cacert=x", 14);
    row("rediss://host?insecure=1", 15);
    row("redis://host?db=1&protocol=3", 19);
    row("redis://us%6:secret@host", 11);
    row("redis://user:%zz@host", 14);
    row("redis://user:100%@host", 17);
    row("rediss://host?sni=%0a", 19);
    row("unix://", 8);
    row("unix:///", 8);
    row("unix://host/run/redis.sock", 8);
    row("unix:///a%00b", 8);
}

void TestConnectionOptions::refusesWithThePlace()
{
    QFETCH(QString, url);
    QFETCH(int, character);
    const Result<ConnectionOptions> options = parseRedisUrl(url);
    QVERIFY(!options);
    QCOMPARE(options.error().kind, Error::Kind::Invalid);
    const QString expected = u"Redis address, character %1: expected "_s.arg(character);
    QVERIFY2(options.error().message.startsWith(expected), qPrintable(options.error().message));
}

void TestConnectionOptions::neverQuotesASecret_data()
{
    QTest::addColumn<QString>("url");
    const auto row = [](const char *url) { QTest::newRow(url) << QString::fromUtf8(url); };
    row("hunter2secret");
    row("redis://:hunter2secret%zz@host");
    row("redis://user:hunter2secret@host:port");
    row("redis://user:pre/hunter2secret@host"); // an unescaped slash ends the host
    row("redis://user:pre?hunter2secret@host");
    row("redis://:hunter2secret"); // the host was forgotten
    row("unix://hunter2secret/run/redis.sock");
    row("redis://host/hunter2secret");
    row("redis://host?password=hunter2secret");
}

void TestConnectionOptions::neverQuotesASecret()
{
    QFETCH(QString, url);
    const Result<ConnectionOptions> options = parseRedisUrl(url);
    QVERIFY(!options);
    QVERIFY(!options.error().message.contains(u"hunter2secret"_s));
    QVERIFY(!options.error().message.contains(u"user"_s));
}

void TestConnectionOptions::takesAnythingWithoutCrashing()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const QString alphabet = u"redis://unix[]:@/?&=%41azé\n0"_s;
    for (int round = 0; round < 50'000; ++round) {
        QString url = random.bounded(2) == 0 ? u"rediss://"_s : u"unix://"_s;
        for (int i = random.bounded(30); i > 0; --i)
            url += alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        const Result<ConnectionOptions> options = parseRedisUrl(url);
        if (options)
            QVERIFY(options->port > 0 && options->database >= 0);
    }
}

QTEST_GUILESS_MAIN(TestConnectionOptions)
#include "tst_connectionoptions.moc"
