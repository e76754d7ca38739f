// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnosis/serverfindings.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = Finding::State;

namespace {

redis::ConnectionOptions optionsFor(const QString &url)
{
    return *redis::parseRedisUrl(url);
}

redis::ServerFacts redisOf(const QString &product, const QString &version)
{
    redis::ServerFacts facts;
    facts.product = product;
    facts.version = version;
    facts.role = "master";
    facts.mode = u"standalone"_s;
    return facts;
}

} // namespace

class TestServerFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void certificates_data();
    void certificates();
    void plainText();
    void versions_data();
    void versions();
    void eviction();
    void serverThatTellsNothing();
    void clocks_data();
    void clocks();
};

void TestServerFindings::certificates_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<State>("state");
    QTest::newRow("long") << 61 << State::Ok;
    QTest::newRow("two weeks") << 14 << State::Ok;
    QTest::newRow("soon") << 13 << State::Warning;
}

void TestServerFindings::certificates()
{
    QFETCH(int, days);
    const auto finding = tlsFinding(optionsFor(u"rediss://h"_s), days);
    QVERIFY(finding);
    QTEST(finding->state, "state");
    QCOMPARE(finding->sentence, u"certificate verified, valid for %1 days"_s.arg(days));
}

void TestServerFindings::plainText()
{
    QVERIFY(!tlsFinding(optionsFor(u"redis://127.0.0.1"_s), std::nullopt));
    QVERIFY(!tlsFinding(optionsFor(u"redis://localhost"_s), std::nullopt));
    QVERIFY(!tlsFinding(optionsFor(u"redis://[::1]"_s), std::nullopt));
    QVERIFY(!tlsFinding(optionsFor(u"unix:///run/r.sock"_s), std::nullopt));
    QCOMPARE(tlsFinding(optionsFor(u"redis://cache.example.org"_s), std::nullopt)->state, State::Warning);
}

void TestServerFindings::versions_data()
{
    QTest::addColumn<QString>("product");
    QTest::addColumn<QString>("version");
    QTest::addColumn<State>("state");
    QTest::newRow("Redis 7") << u"Redis"_s << u"7.0.15"_s << State::Ok;
    QTest::newRow("Redis 6.2") << u"Redis"_s << u"6.2.0"_s << State::Ok;
    QTest::newRow("Redis 6.0") << u"Redis"_s << u"6.0.16"_s << State::Warning;
    QTest::newRow("Valkey 7.2") << u"Valkey"_s << u"7.2.4"_s << State::Ok;
    QTest::newRow("Redis 10") << u"Redis"_s << u"10.0"_s << State::Ok;
}

void TestServerFindings::versions()
{
    QFETCH(QString, product);
    QFETCH(QString, version);
    const Finding finding = serverFinding(redisOf(product, version), {});
    QTEST(finding.state, "state");
    QCOMPARE(finding.sentence, product + u' ' + version + u", master, standalone"_s);
}

void TestServerFindings::eviction()
{
    const redis::ServerFacts facts = redisOf(u"Redis"_s, u"7.0.15"_s);
    const QByteArray limited
        = "# Memory\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\n# Stats\r\nevicted_keys:7\r\n";
    const Finding finding = serverFinding(facts, limited);
    QCOMPARE(finding.state, State::Warning);
    QVERIFY2(finding.detail.contains(u"allkeys-lru"_s) && finding.detail.contains(u"far: 7 keys"_s),
        qPrintable(finding.detail));
    QCOMPARE(serverFinding(facts, "maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n").state, State::Ok);
    QCOMPARE(serverFinding(facts, "maxmemory:1000\r\nmaxmemory_policy:noeviction\r\n").state, State::Ok);
}

void TestServerFindings::serverThatTellsNothing()
{
    redis::ServerFacts facts;
    facts.refused.insert("info", u"NOPERM info"_s);
    const Finding finding = serverFinding(facts, {});
    QCOMPARE(finding.state, State::Unknown);
    QCOMPARE(finding.detail, u"NOPERM info"_s);
}

void TestServerFindings::clocks_data()
{
    QTest::addColumn<qint64>("differenceMs");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("part");
    QTest::newRow("the same") << qint64(0) << State::Ok << u"agrees"_s;
    QTest::newRow("within what is tolerated") << qint64(-2'000) << State::Ok << u"agrees"_s;
    QTest::newRow("ahead") << qint64(61'500) << State::Warning << u"61.5 s ahead of ours"_s;
    QTest::newRow("behind") << qint64(-3'600'000) << State::Warning << u"3600.0 s behind ours"_s;
}

void TestServerFindings::clocks()
{
    QFETCH(qint64, differenceMs);
    QFETCH(QString, part);
    const Timestamp ours{std::chrono::milliseconds(1'800'000'000'000)};
    const Finding finding = clockFinding(ours + std::chrono::milliseconds(differenceMs), ours, 3ms);
    QTEST(finding.state, "state");
    QVERIFY2(finding.sentence.contains(part), qPrintable(finding.sentence));
    QCOMPARE(std::get<qint64>(finding.facts.first().value), differenceMs);
}

QTEST_APPLESS_MAIN(TestServerFindings)
#include "tst_serverfindings.moc"
