// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/scenario.h"

#include <QSet>
#include <QTest>

#include <map>

using namespace emberwatch;
using namespace emberwatch::demo;
using namespace std::chrono_literals;

class TestScenario : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameSeedSameJobs();
    void whoLooksMeetsEveryStatus();
    void openJobsAreNotFinished();
};

namespace {

const Timestamp now{1'700'000'000'000ms};

} // namespace

void TestScenario::sameSeedSameJobs()
{
    Scenario first(7);
    Scenario second(7);
    Scenario other(8);
    const JobPlan plan = first.metAt(now);
    QCOMPARE(second.metAt(now), plan);
    QVERIFY(other.metAt(now) != plan);
}

void TestScenario::whoLooksMeetsEveryStatus()
{
    Scenario scenario(1);
    std::map<JobStatus, int> count;
    QSet<QString> types;
    QSet<QByteArray> ids;
    for (int i = 0; i < 1000; ++i) {
        const JobPlan plan = scenario.metAt(now);
        QVERIFY(plan.submitted.startedAt <= now);
        QVERIFY(lifeEnds(plan) > now);
        ++count[stageAt(plan, now).status];
        types.insert(plan.submitted.type);
        ids.insert(plan.submitted.promptId.value());
    }
    QCOMPARE(ids.size(), 1000);
    QCOMPARE(types.size(), 4);
    QVERIFY2(
        count[JobStatus::Processing] > 500 && count[JobStatus::Processing] < 750, "most are being worked on");
    QVERIFY(count[JobStatus::Queued] > 80);
    QVERIFY(count[JobStatus::Completed] > 80);
    QVERIFY(count[JobStatus::Failed] > 8);
}

void TestScenario::openJobsAreNotFinished()
{
    Scenario scenario(2);
    for (int i = 0; i < 200; ++i)
        QVERIFY(isOpen(stageAt(scenario.openAt(now), now).status));
}

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
