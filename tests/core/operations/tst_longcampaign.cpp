// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/campaign.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// tst_campaign with five million operations. EMBERWATCH_OPERATIONS says another number.
class TestLongCampaign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLost();
};

void TestLongCampaign::nothingIsLost()
{
    bool isSet = false;
    const int wanted = qEnvironmentVariableIntValue("EMBERWATCH_OPERATIONS", &isSet);
    Campaign campaign(Campaign::Executors::Ours);
    QVERIFY(campaign.run(isSet ? wanted : 5'000'000, 50min));
    const EffectOracle oracle = campaign.judge();
    qInfo("%s", qPrintable(campaign.sum(oracle)));
    QVERIFY2(oracle.violations().isEmpty(), qPrintable(oracle.report()));
    QVERIFY(campaign.isStateAsReplayed(oracle));
    QCOMPARE(campaign.forbiddenCommands(), QStringList());
    QCOMPARE(campaign.unauditedRows(), QStringList());
    QVERIFY(oracle.claims() > 1'000 && oracle.deletes() > 1'000);
}

QTEST_GUILESS_MAIN(TestLongCampaign)
#include "tst_longcampaign.moc"
