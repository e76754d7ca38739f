// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/livejobs.h"

#include "tests/support/feedsimulator.h"
#include "ui/jobs/jobtablemodel.h"

#include <QSignalSpy>
#include <QtTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestLiveJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsBatchesToTheModel();
    void answersFilterAndSorting();
    void pausesAndResumes();
    void tellsWhatTheFeedSays();
    void maySinkToAfterItsEnd();
};

void TestLiveJobs::bringsBatchesToTheModel()
{
    std::atomic<int> taken = 0;
    JobTableModel model({}, systemNow);
    LiveJobs jobs({}, systemNow, &model, [&taken] { ++taken; });
    FeedSimulator feed(1);
    std::thread sender([&, sink = jobs.sink()] {
        for (int i = 0; i < 100; ++i) {
            sink(feed.next(20, 20, 10));
            while (taken <= i)
                std::this_thread::yield();
        }
    });
    QTRY_COMPARE_WITH_TIMEOUT(taken, 100, 30'000);
    sender.join();
    QTRY_COMPARE(model.table().counts(), feed.table().counts());
    QCOMPARE(model.rowCount(), static_cast<int>(feed.live().size()));
}

void TestLiveJobs::answersFilterAndSorting()
{
    JobTableModel model({}, systemNow);
    LiveJobs jobs({}, systemNow, &model, [] {});
    FeedSimulator feed(2);
    jobs.sink()(feed.next(500, 0, 0));
    QTRY_COMPARE(model.rowCount(), 500);

    QSignalSpy answered(&jobs, &LiveJobs::answered);
    jobs.setFilter(filter::parse(u"status:failed"_s).expression);
    model.sort(static_cast<int>(JobColumn::User), Qt::AscendingOrder);
    QTRY_VERIFY(!answered.isEmpty());
    QTRY_COMPARE(model.sorting(), (JobSorting{JobColumn::User, false}));
    QVERIFY(model.isFiltered());
    QCOMPARE(model.rowCount(), int(feed.table().counts().byStatus[int(JobStatus::Failed)]));
    jobs.setFilter({});
    QTRY_COMPARE(model.rowCount(), 500);
    QVERIFY(!model.isFiltered());
}

void TestLiveJobs::pausesAndResumes()
{
    JobTableModel model({}, systemNow);
    LiveJobs jobs({}, systemNow, &model, [] {});
    FeedSimulator feed(3);
    jobs.sink()(feed.next(200, 0, 0));
    QTRY_COMPARE(model.rowCount(), 200);
    jobs.setPaused(true);
    QTRY_VERIFY(model.isPaused());
    QSignalSpy counts(&jobs, &LiveJobs::countsChanged);
    jobs.sink()(feed.next(50, 30, 20));
    QTRY_VERIFY(model.heldChanges() > 50);
    QCOMPARE(model.rowCount(), 200);
    QTRY_VERIFY(!counts.isEmpty()); // what exists is known all the same
    QCOMPARE(counts.last()[0].value<JobTable::Counts>(), feed.table().counts());
    jobs.setPaused(false);
    QTRY_COMPARE(model.rowCount(), 230);
    QVERIFY(!model.isPaused());
}

void TestLiveJobs::tellsWhatTheFeedSays()
{
    JobTableModel model({}, systemNow);
    LiveJobs jobs({}, systemNow, &model, [] {});
    QSignalSpy health(&jobs, &LiveJobs::healthChanged);
    QSignalSpy complete(&jobs, &LiveJobs::snapshotCompleted);
    QSignalSpy clock(&jobs, &LiveJobs::serverClockChanged);
    auto batch = std::make_shared<FeedBatch>();
    batch->health = FeedHealth();
    batch->health->state = FeedState::Live;
    batch->snapshotComplete = true;
    batch->serverMinusOurClock = -250;
    jobs.sink()(batch);
    QTRY_COMPARE(complete.count(), 1);
    QCOMPARE(health.count(), 1);
    QCOMPARE(clock.count(), 1);
    QCOMPARE(clock[0][0].value<std::chrono::milliseconds>(), std::chrono::milliseconds(-250));
}

void TestLiveJobs::maySinkToAfterItsEnd()
{
    JobTableModel model({}, systemNow);
    FeedSimulator feed(4);
    std::function<void(FeedBatchPtr)> sink;
    {
        LiveJobs jobs({}, systemNow, &model, [] {});
        sink = jobs.sink();
        sink(feed.next(10, 0, 0));
    }
    sink(feed.next(10, 0, 0));
    QVERIFY(model.rowCount() <= 10);
}

QTEST_MAIN(TestLiveJobs)
#include "tst_livejobs.moc"
