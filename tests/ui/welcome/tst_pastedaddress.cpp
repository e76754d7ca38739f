// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/pastedaddress.h"

#include "core/redis/connectionoptions.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestPastedAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void urls_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *name, const QString &pasted, const QString &url) {
            QTest::newRow(name) << pasted << url;
        };
        row("a URL", u"redis://u:p@h:6379/0"_s, u"redis://u:p@h:6379/0"_s);
        row("white space around", u"  \n redis://h\n"_s, u"redis://h"_s);
        row("quotes", u"\"redis://h\""_s, u"redis://h"_s);
        row("a .env line", u"REDIS_URL=redis://h:1/2"_s, u"redis://h:1/2"_s);
        row("an exported one", u"export REDIS_URL='rediss://u:p@h'"_s, u"rediss://u:p@h"_s);
        row("a YAML line", u"redis_url: redis://h"_s, u"redis://h"_s);
        row("a JSON line", u"\"redisUrl\": \"redis://h\","_s, u"redis://h"_s);
        row("host and port", u"cache.internal:6380"_s, u"redis://cache.internal:6380"_s);
        row("a host", u"localhost"_s, u"redis://localhost"_s);
        row("host, port, database", u"10.0.4.12:6379/0"_s, u"redis://10.0.4.12:6379/0"_s);
        row("IPv6", u"[::1]:6379"_s, u"redis://[::1]:6379"_s);
        row("a socket", u"/run/redis/redis.sock"_s, u"unix:///run/redis/redis.sock"_s);
        row("Valkey", u"valkeys://h"_s, u"rediss://h"_s);
        row("another client's TLS", u"redis+ssl://u:p@h:1"_s, u"rediss://u:p@h:1"_s);
        row("redis-cli", u"redis-cli"_s, u"redis://127.0.0.1:6379"_s);
        row("redis-cli with options", u"redis-cli -h h -p 6380 -n 2"_s, u"redis://h:6380/2"_s);
        row("redis-cli with TLS",
            u"redis-cli --tls -h h --cacert /a/ca.pem --sni n --user u --pass 'p w' PING"_s,
            u"rediss://u:p%20w@h:6379?cacert=%2Fa%2Fca.pem&sni=n"_s);
        row("redis-cli with -a", u"/usr/bin/redis-cli -a x/y"_s, u"redis://:x%2Fy@127.0.0.1:6379"_s);
        row("redis-cli with -u", u"redis-cli -u redis://u:p@h:1/3 --scan"_s, u"redis://u:p@h:1/3"_s);
        row("redis-cli with a socket", u"redis-cli -s /run/r.sock -n 4"_s, u"unix:///run/r.sock?db=4"_s);
        row("a slash in the password", u"redis://:a/b?c#d@h:1/2"_s, u"redis://:a%2Fb%3Fc%23d@h:1/2"_s);
        row("a port in the URL is no assignment", u"h:6379"_s, u"redis://h:6379"_s);
        row("something else", u"what is this"_s, u"what is this"_s);
        row("nothing", u""_s, u""_s);
    }

    void urls()
    {
        QFETCH(QString, pasted);
        QFETCH(QString, url);
        QCOMPARE(redisUrlIn(pasted), url);
        QCOMPARE(redisUrlIn(url), url);
    }

    void passwordsArriveAsTheyWere()
    {
        const auto options = redis::parseRedisUrl(redisUrlIn(u"redis-cli -h h --user u -a \"p/w:@%\""_s));
        QVERIFY(options);
        QCOMPARE(options->user, QByteArray("u"));
        QCOMPARE(options->password->reveal(), QByteArray("p/w:@%"));
    }
};

QTEST_APPLESS_MAIN(TestPastedAddress)
#include "tst_pastedaddress.moc"
