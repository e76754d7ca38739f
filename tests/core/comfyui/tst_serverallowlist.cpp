// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverallowlist.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using comfyui::ServerAddress;
using comfyui::ServerAllowList;

class TestServerAllowList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellingsOfOneAddressAreEqual_data();
    void spellingsOfOneAddressAreEqual();
    void refusesAddresses_data();
    void refusesAddresses();
    void buildsTargetsAndStreamUrls();
    void aRecordSelectsAnEntryAndAddsNone();
    void anEmptyListAllowsNobody();
    void namesTheWrongEntry();
    void permitsAddresses_data();
    void permitsAddresses();
};

void TestServerAllowList::spellingsOfOneAddressAreEqual_data()
{
    QTest::addColumn<QString>("spelling");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const QString &spelling, const QString &canonical) {
        QTest::addRow("%s", qPrintable(spelling)) << spelling << canonical;
    };
    row(u"http://gpu-2:8188"_s, u"http://gpu-2:8188"_s);
    row(u"http://gpu-2:8188/"_s, u"http://gpu-2:8188"_s);
    row(u"  HTTP://GPU-2:8188// "_s, u"http://gpu-2:8188"_s);
    row(u"http://gpu-2:80/"_s, u"http://gpu-2"_s);
    row(u"https://gpu.example:443/comfy/"_s, u"https://gpu.example/comfy"_s);
    row(u"https://gpu.example//a//b"_s, u"https://gpu.example/a/b"_s);
    row(u"http://[::1]:8188"_s, u"http://[::1]:8188"_s);
    row(u"http://bücher.example"_s, u"http://xn--bcher-kva.example"_s);
    row(u"http://gpu-2/a%20b"_s, u"http://gpu-2/a%20b"_s);
}

void TestServerAllowList::spellingsOfOneAddressAreEqual()
{
    QFETCH(QString, spelling);
    QFETCH(QString, canonical);
    const Result<ServerAddress> address = ServerAddress::fromText(spelling);
    QVERIFY(address);
    QCOMPARE(address->text(), canonical);
    const Result<ServerAddress> again = ServerAddress::fromText(address->text());
    QVERIFY(again);
    QCOMPARE(*again, *address);
    QCOMPARE(qHash(*again), qHash(*address));
}

void TestServerAllowList::refusesAddresses_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
        {u""_s, u"gpu-2:8188"_s, u"ftp://gpu-2"_s, u"file:///etc/passwd"_s, u"ws://gpu-2"_s, u"http://"_s,
            u"http:///path"_s, u"http://user:pw@gpu-2"_s, u"http://user@gpu-2"_s, u"http://@gpu-2"_s,
            u"http://gpu-2/?token=x"_s, u"http://gpu-2/#x"_s, u"http://gpu-2/a/../b"_s,
            u"http://gpu-2/%2e%2E/b"_s, u"http://gpu-2:0"_s, u"http://gpu-2:99999"_s, u"http://a b"_s})
        QTest::addRow("\"%s\"", qPrintable(text)) << text;
}

void TestServerAllowList::refusesAddresses()
{
    QFETCH(QString, text);
    const Result<ServerAddress> address = ServerAddress::fromText(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Invalid);
}

void TestServerAllowList::buildsTargetsAndStreamUrls()
{
    const ServerAddress plain = *ServerAddress::fromText(u"http://gpu-2:8188"_s);
    QCOMPARE(plain.target("/queue"), "/queue");
    QCOMPARE(
        plain.streamUrl(u"a b&c"_s).toString(QUrl::FullyEncoded), u"ws://gpu-2:8188/ws?clientId=a%20b%26c"_s);
    const ServerAddress proxied = *ServerAddress::fromText(u"https://[fd00::1]/comfy/1"_s);
    QCOMPARE(proxied.target("/history/x"), "/comfy/1/history/x");
    QCOMPARE(proxied.urlText("/queue"), u"https://[fd00::1]/comfy/1/queue"_s);
    QCOMPARE(
        proxied.streamUrl(u"id"_s).toString(QUrl::FullyEncoded), u"wss://[fd00::1]/comfy/1/ws?clientId=id"_s);
    QCOMPARE(proxied.endpoint().host, u"fd00::1"_s);
    QCOMPARE(proxied.endpoint().port, 443);
}

void TestServerAllowList::aRecordSelectsAnEntryAndAddsNone()
{
    const Result<ServerAllowList> list
        = ServerAllowList::fromTexts({u"http://gpu-2:8188"_s, u"https://gw.example/pod-1"_s});
    QVERIFY(list);
    QVERIFY(list->select(u"http://GPU-2:8188/"_s));
    QVERIFY(list->select(u"https://gw.example/pod-1/"_s));
    // Another scheme, port or prefix is another server.
    for (const QString &other : {u"https://gpu-2:8188"_s, u"http://gpu-2"_s, u"http://gpu-2:8188/x"_s,
             u"https://gw.example"_s, u"https://gw.example/pod-2"_s, u"https://gw.example/pod-1/x"_s}) {
        const Result<ServerAddress> selected = list->select(other);
        QVERIFY2(!selected, qPrintable(other));
        QCOMPARE(selected.error().kind, Error::Kind::Permission);
    }
    const Result<ServerAddress> nonsense = list->select(u"nonsense"_s);
    QVERIFY(!nonsense);
    QCOMPARE(nonsense.error().kind, Error::Kind::Invalid);
    QCOMPARE(list->servers().size(), 2);
}

void TestServerAllowList::anEmptyListAllowsNobody()
{
    const ServerAllowList list;
    QVERIFY(!list.select(u"http://gpu-2:8188"_s));
    QVERIFY(!list.permits(QHostAddress(u"127.0.0.1"_s)));
}

void TestServerAllowList::namesTheWrongEntry()
{
    for (const QString &wrong : {u"http://user:pw@gpu-2"_s, u"10.0.0.0/99"_s, u"word"_s}) {
        const Result<ServerAllowList> list = ServerAllowList::fromTexts({u"http://gpu-1"_s, wrong});
        QVERIFY(!list);
        QCOMPARE(list.error().kind, Error::Kind::Invalid);
        QVERIFY(list.error().message.contains(wrong));
    }
}

void TestServerAllowList::permitsAddresses_data()
{
    QTest::addColumn<QStringList>("entries");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isPermitted");
    const QStringList name{u"http://gpu-1.example"_s};
    QTest::newRow("a public one") << name << u"93.184.216.34"_s << true;
    QTest::newRow("a private one of a listed name") << name << u"10.4.0.12"_s << false;
    QTest::newRow("the metadata service") << name << u"169.254.169.254"_s << false;
    QTest::newRow("this machine") << name << u"127.0.0.1"_s << false;
    QTest::newRow("this machine, mapped") << name << u"::ffff:127.0.0.1"_s << false;
    QTest::newRow("a listed private one")
        << QStringList{u"http://10.4.0.12:8188"_s} << u"10.4.0.12"_s << true;
    QTest::newRow("its neighbour") << QStringList{u"http://10.4.0.12:8188"_s} << u"10.4.0.13"_s << false;
    QTest::newRow("one in a listed network")
        << QStringList{u"http://gpu-1"_s, u"10.4.0.0/16"_s} << u"10.4.200.13"_s << true;
    QTest::newRow("one beside a listed network")
        << QStringList{u"http://gpu-1"_s, u"10.4.0.0/16"_s} << u"10.5.0.1"_s << false;
    QTest::newRow("a mapped one in a listed network")
        << QStringList{u"10.4.0.0/16"_s} << u"::ffff:10.4.0.1"_s << true;
    QTest::newRow("localhost by IPv4") << QStringList{u"http://localhost:8188"_s} << u"127.0.0.1"_s << true;
    QTest::newRow("localhost by IPv6") << QStringList{u"http://localhost:8188"_s} << u"::1"_s << true;
    QTest::newRow("nothing to connect to, though listed")
        << QStringList{u"http://0.0.0.0"_s, u"0.0.0.0/0"_s} << u"0.0.0.0"_s << false;
}

void TestServerAllowList::permitsAddresses()
{
    QFETCH(QStringList, entries);
    QFETCH(QString, address);
    const Result<ServerAllowList> list = ServerAllowList::fromTexts(entries);
    QVERIFY(list);
    QTEST(list->permits(QHostAddress(address)), "isPermitted");
    QTEST(list->addressCheck()(QHostAddress(address)), "isPermitted");
}

QTEST_GUILESS_MAIN(TestServerAllowList)
#include "tst_serverallowlist.moc"
