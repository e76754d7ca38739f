// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/campaign.h"
#include "tests/core/operations/hotdocument.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Many writers on the same keys, and nothing of anybody's is lost by us (correctness.md 11).
class TestCampaign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsMembers_data();
    void findsMembers();
    void nothingIsLost();
    void theNaiveWayIsCaught();
};

void TestCampaign::findsMembers_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << QByteArray(R"({"a":1,"status":"queued","b":2})") << QByteArray(R"("queued")");
    QTest::newRow("spaced") << QByteArray("{ \"status\" :\t\"x\" , \"b\":2}") << QByteArray(R"("x")");
    QTest::newRow("the last one") << QByteArray(R"({"status":1,"status":2})") << QByteArray("2");
    QTest::newRow("not inside") << QByteArray(R"({"w":{"status":1},"status":[2,{"status":3}]})")
                                << QByteArray(R"([2,{"status":3}])");
    QTest::newRow("not in a text") << QByteArray(R"({"a":"\"status\":1,","status":2})") << QByteArray("2");
    QTest::newRow("none") << QByteArray(R"({"a":"status"})") << QByteArray();
}

void TestCampaign::findsMembers()
{
    QFETCH(const QByteArray, document);
    QFETCH(const QByteArray, value);
    QCOMPARE(memberOf(document, "status").toByteArray(), value);
}

void TestCampaign::nothingIsLost()
{
    Campaign campaign(Campaign::Executors::Ours);
    QVERIFY(campaign.run(150'000, 200s));
    const EffectOracle oracle = campaign.judge();
    qInfo("%s", qPrintable(campaign.sum(oracle)));
    QVERIFY2(oracle.violations().isEmpty(), qPrintable(oracle.report()));
    QVERIFY(campaign.isStateAsReplayed(oracle));
    QCOMPARE(campaign.forbiddenCommands(), QStringList());
    QCOMPARE(campaign.unauditedRows(), QStringList());
    // Else nothing was shown.
    QVERIFY(oracle.claims() > 50 && oracle.deletes() > 50);
    QVERIFY(campaign.kills() > 0 && campaign.endings() > 10);
}

void TestCampaign::theNaiveWayIsCaught()
{
    Campaign campaign(Campaign::Executors::Naive);
    QVERIFY(campaign.run(20'000, 60s));
    const EffectOracle oracle = campaign.judge();
    for (const QString what : {harm::rolledBack, harm::wrongDelete})
        QVERIFY2(oracle.violations().value(what) > 0, qPrintable(what));
    QVERIFY(campaign.isStateAsReplayed(oracle)); // the oracle itself is right
}

QTEST_GUILESS_MAIN(TestCampaign)
#include "tst_campaign.moc"
