// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/topology.h"

#include <QTest>

using namespace emberwatch::redis;
using namespace Qt::StringLiterals;

class TestTopology : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneServerHasEveryKey_data();
    void oneServerHasEveryKey();
};

void TestTopology::oneServerHasEveryKey_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("address");
    QTest::newRow("name") << u"redis://cache.example:7000/3"_s << u"cache.example:7000"_s;
    QTest::newRow("IPv6") << u"redis://[::1]"_s << u"[::1]:6379"_s;
    QTest::newRow("socket") << u"unix:///run/redis.sock"_s << u"/run/redis.sock"_s;
}

void TestTopology::oneServerHasEveryKey()
{
    QFETCH(QString, url);
    QFETCH(QString, address);
    const StandaloneTopology topology(*parseRedisUrl(url));
    QCOMPARE(topology.primaries(), QList{NodeId{address}});
    QCOMPARE(topology.nodeFor("any key"), NodeId{address});
    QCOMPARE(displayUrl(topology.optionsOf(NodeId{address})), displayUrl(*parseRedisUrl(url)));
}

QTEST_GUILESS_MAIN(TestTopology)
#include "tst_topology.moc"
