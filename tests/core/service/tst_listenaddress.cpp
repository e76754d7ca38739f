// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/listenaddress.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestListenAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestListenAddress::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::newRow("IPv4") << u"127.0.0.1:9464"_s << u"127.0.0.1"_s << 9464;
    QTest::newRow("another of this machine") << u"127.0.0.7:80"_s << u"127.0.0.7"_s << 80;
    QTest::newRow("IPv6") << u"[::1]:9464"_s << u"::1"_s << 9464;
    QTest::newRow("name") << u"localhost:1"_s << u"127.0.0.1"_s << 1;
    QTest::newRow("no host") << u":65535"_s << u"127.0.0.1"_s << 65535;
    QTest::newRow("any port") << u"127.0.0.1:0"_s << u"127.0.0.1"_s << 0;
}

void TestListenAddress::reads()
{
    QFETCH(QString, text);
    QFETCH(QString, host);
    QFETCH(int, port);
    const Result<ListenAddress> address = parseListenAddress(text);
    QVERIFY2(address, address ? "" : qPrintable(address.error().message));
    QCOMPARE(address->host.toString(), host);
    QCOMPARE(int(address->port), port);
}

void TestListenAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("no port") << u"127.0.0.1"_s;
    QTest::newRow("port too great") << u"127.0.0.1:65536"_s;
    QTest::newRow("port is a word") << u"127.0.0.1:http"_s;
    QTest::newRow("every interface") << u"0.0.0.0:9464"_s;
    QTest::newRow("every interface, IPv6") << u"[::]:9464"_s;
    QTest::newRow("an address of the network") << u"10.0.0.7:9464"_s;
    QTest::newRow("a name") << u"example.org:9464"_s;
}

void TestListenAddress::refuses()
{
    QFETCH(QString, text);
    const Result<ListenAddress> address = parseListenAddress(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Invalid);
}

QTEST_APPLESS_MAIN(TestListenAddress)
#include "tst_listenaddress.moc"
