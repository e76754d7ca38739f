// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/allowedservers.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestAllowedServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothListsCount();
    void whatIsChosenTwiceIsThereOnce();
    void nonsenseOfASettingsFileIsLeftOut();
    void readsListsOfTheEnvironment_data();
    void readsListsOfTheEnvironment();
};

void TestAllowedServers::bothListsCount()
{
    AllowedServers servers{{u"http://gpu-1:8188"_s}, {}};
    servers.choose(u"http://gpu-2:8188"_s);
    QCOMPARE(servers.list().servers().size(), 2);
    QVERIFY(servers.isGiven(*comfyui::ServerAddress::fromText(u"HTTP://GPU-1:8188/"_s)));
    QVERIFY(!servers.isGiven(*comfyui::ServerAddress::fromText(u"http://gpu-2:8188"_s)));
    servers.dismiss(u"http://gpu-2:8188"_s);
    QCOMPARE(servers.list().servers().size(), 1);
}

void TestAllowedServers::whatIsChosenTwiceIsThereOnce()
{
    AllowedServers servers;
    servers.choose(u"http://gpu-1:8188"_s);
    servers.choose(u"http://gpu-1:8188"_s);
    QCOMPARE(servers.chosen.size(), 1);
}

void TestAllowedServers::nonsenseOfASettingsFileIsLeftOut()
{
    const AllowedServers servers{{}, {u"ftp://gpu-1"_s, u""_s, u"http://gpu-2:8188"_s, u"10.4.0.12/32"_s}};
    QCOMPARE(servers.list().servers().size(), 1);
    QVERIFY(servers.list().permits(QHostAddress(u"10.4.0.12"_s)));
    QVERIFY(!servers.list().permits(QHostAddress(u"10.4.0.13"_s)));
}

void TestAllowedServers::readsListsOfTheEnvironment_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("entries");
    QTest::newRow("nothing") << u""_s << QStringList();
    QTest::newRow("commas") << u"http://a:1,http://b:2"_s << QStringList{u"http://a:1"_s, u"http://b:2"_s};
    QTest::newRow("white space") << u" http://a:1\n http://b:2 ,"_s
                                 << QStringList{u"http://a:1"_s, u"http://b:2"_s};
}

void TestAllowedServers::readsListsOfTheEnvironment()
{
    QFETCH(QString, text);
    QFETCH(QStringList, entries);
    QCOMPARE(serversFromText(text), entries);
}

QTEST_GUILESS_MAIN(TestAllowedServers)
#include "tst_allowedservers.moc"
