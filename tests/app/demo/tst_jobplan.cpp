// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/jobplan.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::demo;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(emberwatch::demo::Stage)

class TestJobPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stageFollowsTheClock_data();
    void stageFollowsTheClock();
    void failedJobEndsEarlier();
};

namespace {

const Timestamp submitted{1'700'000'000'000ms};

JobPlan tenStepsAfterTenSeconds()
{
    JobPlan plan;
    plan.submitted.startedAt = submitted;
    plan.waiting = 10s;
    plan.work = 100s;
    plan.steps = 10;
    return plan;
}

} // namespace

void TestJobPlan::stageFollowsTheClock_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<Stage>("stage");
    QTest::newRow("submitted: queued") << qint64(0) << Stage{JobStatus::Queued, 0};
    QTest::newRow("just before its turn: queued") << qint64(9'999) << Stage{JobStatus::Queued, 0};
    QTest::newRow("its turn: processing, no step done") << qint64(10'000) << Stage{JobStatus::Processing, 0};
    QTest::newRow("within the fourth step: three are done")
        << qint64(47'000) << Stage{JobStatus::Processing, 30};
    QTest::newRow("just before the end: nine steps") << qint64(109'999) << Stage{JobStatus::Processing, 90};
    QTest::newRow("end of work: completed") << qint64(110'000) << Stage{JobStatus::Completed, 100};
    QTest::newRow("long after: completed") << qint64(999'000) << Stage{JobStatus::Completed, 100};
}

void TestJobPlan::stageFollowsTheClock()
{
    QFETCH(qint64, milliseconds);
    QFETCH(Stage, stage);
    QCOMPARE(stageAt(tenStepsAfterTenSeconds(), submitted + std::chrono::milliseconds(milliseconds)), stage);
}

void TestJobPlan::failedJobEndsEarlier()
{
    JobPlan plan = tenStepsAfterTenSeconds();
    plan.failsAt = 45;
    QCOMPARE(workEnds(plan), submitted + 55s);
    QCOMPARE(stageAt(plan, submitted + 54s).status, JobStatus::Processing);
    const Stage failed{JobStatus::Failed, 40};
    QCOMPARE(stageAt(plan, submitted + 55s), failed);
    QCOMPARE(lifeEnds(plan), submitted + 55s + lingering);
}

QTEST_GUILESS_MAIN(TestJobPlan)
#include "tst_jobplan.moc"
