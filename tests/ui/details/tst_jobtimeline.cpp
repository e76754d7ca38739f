// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobtimeline.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

const Timestamp start(1763899200000ms);

JobDetails at(double progress)
{
    JobDetails job;
    job.status = JobStatus::Processing;
    job.progress = progress;
    return job;
}

} // namespace

class TestJobTimeline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyChangesAreEntries()
    {
        JobTimeline timeline;
        QVERIFY(timeline.add(at(1), start));
        QVERIFY(!timeline.hasChanges());
        QVERIFY(!timeline.add(at(1), start + 1s));
        QVERIFY(timeline.add(at(2), start + 2s));
        QVERIFY(timeline.hasChanges());
        QCOMPARE(timeline.entries().size(), 2);
        QCOMPARE(timeline.entries().last().seenAt, start + 2s);
    }

    void removalAndReturnAreEntries()
    {
        JobTimeline timeline;
        (void)timeline.add(at(1), start);
        timeline.addRemoval(RemovalCause::Expired, start + 1s);
        QCOMPARE(timeline.entries().last().removal, RemovalCause::Expired);
        QVERIFY(timeline.add(at(1), start + 2s));
        QCOMPARE(timeline.entries().size(), 3);
    }

    void entriesAreBoundedAndTheFirstStays()
    {
        JobTimeline timeline;
        for (int i = 0; i < 2000; ++i)
            (void)timeline.add(at(i % 100 + 0.5), start + i * 1s);
        QCOMPARE(timeline.entries().size(), JobTimeline::mostEntries);
        QCOMPARE(timeline.entries().first().seenAt, start);
        QCOMPARE(timeline.entries().last().seenAt, start + 1999s);
    }
};

QTEST_APPLESS_MAIN(TestJobTimeline)
#include "tst_jobtimeline.moc"
