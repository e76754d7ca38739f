// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobindex.h"
#include "tests/support/feedsimulator.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds fullTtl(FeedSimulator::fullTtl);

/// The UI's end: takes each update and keeps the picture that they add up to.
class Receiver : public QObject
{
public:
    [[nodiscard]] std::function<void()> wake()
    {
        return [this] { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); };
    }
    void attach(JobIndex *index) { m_index = index; }
    void setHeld(bool isHeld)
    {
        m_isHeld = isHeld;
        if (!isHeld && m_isWaiting)
            take();
    }

    JobTable table;
    JobOrderPtr order = std::make_shared<const std::vector<JobSlot>>();
    IndexUpdate last;
    std::vector<JobSlot> vanished;
    FeedStatistics statistics;
    int updates = 0;
    int largestUpdate = 0; ///< batches
    bool snapshotComplete = false;

protected:
    void customEvent(QEvent *) override
    {
        m_isWaiting = true;
        if (!m_isHeld)
            take();
    }

private:
    void take()
    {
        m_isWaiting = false;
        last = m_index->take();
        ++updates;
        largestUpdate = std::max(largestUpdate, static_cast<int>(last.batches.size()));
        for (const FeedBatchPtr &batch : last.batches)
            table.apply(*batch);
        if (last.order)
            order = last.order;
        vanished.insert(vanished.end(), last.vanished.begin(), last.vanished.end());
        statistics.events += last.statistics.events;
        snapshotComplete |= last.snapshotComplete;
    }

    JobIndex *m_index = nullptr;
    bool m_isHeld = false;
    bool m_isWaiting = false;
};

/// An index in a thread of its own between the test's feed and the test's receiver.
class Pipeline
{
public:
    Pipeline()
        : m_index(new JobIndex(
            {}, [this] { return Timestamp(std::chrono::milliseconds(clock.load())); }, receiver.wake(),
            [this] { ++taken; }))
    {
        receiver.attach(m_index);
        sink = m_index->sink();
        m_index->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_index, &QObject::deleteLater);
        m_thread.start();
    }
    ~Pipeline() { stop(); }
    void stop()
    {
        m_thread.quit();
        m_thread.wait();
    }
    /// Until the index has handled all that was sent to it.
    void untilAllIsHandled()
    {
        // Not by a blocking connection: the thread sanitizer does not see what that waits for.
        const auto done = std::make_shared<std::promise<void>>();
        QMetaObject::invokeMethod(
            m_index, [done] { done->set_value(); }, Qt::QueuedConnection);
        done->get_future().wait();
    }
    JobIndex *operator->() { return m_index; }

    std::atomic<qint64> clock = 1'763'905'000'000;
    std::atomic<int> taken = 0;
    Receiver receiver;
    std::function<void(FeedBatchPtr)> sink;

private:
    QThread m_thread;
    JobIndex *m_index;
};

std::vector<JobSlot> sortedSlots(const FeedSimulator &feed, JobSorting sorting)
{
    std::vector<JobSlot> all = feed.live();
    JobOrder(feed.table(), sorting).sort(all);
    return all;
}

filter::Expression filterOf(const QString &text)
{
    return filter::parse(text).expression;
}

} // namespace

class TestJobIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handsOverBatchesWithTheirOrder();
    void answersAQueryWithItsNumber();
    void waitsForASlowReceiver();
    void takesBatchesFromAnotherThread();
    void handsOverWhatTheFeedSaysOfItself();
    void holdsThePictureWhilePaused();
    void sortsAndFiltersThePictureWhilePaused();
    void judgesAgainAsTimePasses();
    void standsStillWhileTheFeedIsStale();
    void mayBePostedToAfterItsEnd();
    void mergesUpdates();
};

void TestJobIndex::handsOverBatchesWithTheirOrder()
{
    FeedSimulator feed(21);
    Pipeline pipeline;
    for (int i = 0; i < 20; ++i) {
        pipeline->post(feed.next(50, 20, 10));
        QTRY_COMPARE(pipeline.taken, i + 1);
        QTRY_COMPARE(*pipeline.receiver.order, sortedSlots(feed, {}));
        QCOMPARE(pipeline.receiver.table.counts(), feed.table().counts());
        QCOMPARE(pipeline.receiver.last.counts, feed.table().counts());
    }
}

void TestJobIndex::answersAQueryWithItsNumber()
{
    FeedSimulator feed(22);
    Pipeline pipeline;
    pipeline->post(feed.next(500, 0, 0));
    JobQuery query;
    query.filter = filterOf(u"status:failed"_s);
    query.sorting = {JobColumn::User, false};
    query.generation = 7;
    pipeline->setQuery(query);
    QTRY_COMPARE(pipeline.receiver.last.generation, 7U);
    QVERIFY(pipeline.receiver.last.isFiltered);
    QCOMPARE(pipeline.receiver.last.sorting, query.sorting);
    std::vector<JobSlot> failed = sortedSlots(feed, query.sorting);
    std::erase_if(failed, [&](JobSlot slot) {
        const JobRow &row = feed.table().row(slot);
        return !row.isReadable() || row.status != JobStatus::Failed;
    });
    QCOMPARE(*pipeline.receiver.order, failed);

    // The same question again has an answer again, though nothing moves.
    query.generation = 8;
    pipeline->setQuery(query);
    QTRY_COMPARE(pipeline.receiver.last.generation, 8U);
}

void TestJobIndex::waitsForASlowReceiver()
{
    FeedSimulator feed(23);
    Pipeline pipeline;
    pipeline.receiver.setHeld(true);
    pipeline->post(feed.next(100, 0, 0));
    QTRY_COMPARE(pipeline.taken, 1);
    pipeline->post(feed.next(100, 0, 0));
    // A query is answered at once, in the same update: after it the index has seen the second batch and left
    // it.
    pipeline->setQuery({{}, {JobColumn::User, false}, 1});
    pipeline.untilAllIsHandled();
    QCOMPARE(pipeline.taken, 1);

    pipeline.receiver.setHeld(false);
    QTRY_COMPARE(pipeline.taken, 2);
    QTRY_COMPARE(*pipeline.receiver.order, sortedSlots(feed, {JobColumn::User, false}));
}

void TestJobIndex::takesBatchesFromAnotherThread()
{
    Pipeline pipeline;
    FeedSimulator feed(24);
    std::thread sender([&] {
        for (int i = 0; i < 200; ++i) {
            pipeline.sink(feed.next(20, 20, 10));
            while (pipeline.taken <= i)
                std::this_thread::yield();
        }
    });
    QTRY_COMPARE_WITH_TIMEOUT(pipeline.taken, 200, 30'000);
    sender.join();
    QTRY_COMPARE(*pipeline.receiver.order, sortedSlots(feed, {}));
    QCOMPARE(pipeline.receiver.table.counts(), feed.table().counts());
}

void TestJobIndex::handsOverWhatTheFeedSaysOfItself()
{
    Pipeline pipeline;
    auto batch = std::make_shared<FeedBatch>();
    batch->health = FeedHealth();
    batch->health->state = FeedState::Live;
    batch->statistics.events = 5;
    batch->snapshotComplete = true;
    batch->serverMinusOurClock = 1234;
    pipeline->post(batch);
    QTRY_VERIFY(pipeline.receiver.snapshotComplete);
    QCOMPARE(pipeline.receiver.last.health.value().state, FeedState::Live);
    QCOMPARE(pipeline.receiver.last.serverMinusOurClock, 1234);

    auto later = std::make_shared<FeedBatch>();
    later->statistics.events = 2;
    later->serverMinusOurClock = 1235;
    pipeline->post(later);
    QTRY_COMPARE(pipeline.receiver.statistics.events, 7);
    QVERIFY(!pipeline.receiver.last.health);
}

void TestJobIndex::holdsThePictureWhilePaused()
{
    FeedSimulator feed(25);
    Pipeline pipeline;
    pipeline->post(feed.next(300, 0, 0));
    QTRY_COMPARE(pipeline.receiver.table.counts().total, 300);
    const std::vector<JobSlot> picture = *pipeline.receiver.order;

    pipeline->setPaused(true);
    QTRY_VERIFY(pipeline.receiver.last.isPaused);
    QCOMPARE(pipeline.receiver.last.heldChanges, 0);
    std::vector<JobSlot> removed;
    for (int i = 0; i < 30; ++i) {
        const FeedBatchPtr batch = feed.next(5, 20, 5);
        for (const Removal &removal : batch->removals) {
            if (removal.slot < 300)
                removed.push_back(removal.slot);
        }
        const int before = pipeline.taken;
        pipeline->post(batch);
        QTRY_COMPARE(pipeline.taken, before + 1);
    }
    QTRY_COMPARE(pipeline.receiver.last.counts, feed.table().counts());
    QVERIFY(pipeline.receiver.last.heldChanges > 200);
    QCOMPARE(*pipeline.receiver.order, picture);
    QCOMPARE(pipeline.receiver.table.counts().total, 300);
    std::sort(removed.begin(), removed.end());
    removed.erase(std::unique(removed.begin(), removed.end()), removed.end());
    std::vector<JobSlot> vanished = pipeline.receiver.vanished;
    std::sort(vanished.begin(), vanished.end());
    QCOMPARE(vanished, removed);

    pipeline->setPaused(false);
    QTRY_VERIFY(!pipeline.receiver.last.isPaused);
    QCOMPARE(*pipeline.receiver.order, sortedSlots(feed, {}));
    QCOMPARE(pipeline.receiver.table.counts(), feed.table().counts());
    pipeline->post(feed.next(5, 20, 5));
    QTRY_COMPARE(*pipeline.receiver.order, sortedSlots(feed, {}));
}

void TestJobIndex::sortsAndFiltersThePictureWhilePaused()
{
    FeedSimulator feed(26);
    Pipeline pipeline;
    pipeline->post(feed.next(300, 0, 0));
    QTRY_COMPARE(pipeline.receiver.table.counts().total, 300);
    const std::vector<JobSlot> byUser = sortedSlots(feed, {JobColumn::User, false});
    pipeline->setPaused(true);
    pipeline->post(feed.next(100, 100, 100));
    QTRY_VERIFY(pipeline.receiver.last.heldChanges > 0);
    pipeline->setQuery({{}, {JobColumn::User, false}, 3});
    QTRY_COMPARE(pipeline.receiver.last.generation, 3U);
    QCOMPARE(*pipeline.receiver.order, byUser);
}

void TestJobIndex::judgesAgainAsTimePasses()
{
    FeedSimulator feed(27);
    feed.oddOneIn = 0;
    Pipeline pipeline;
    pipeline.clock = feed.now;
    pipeline->setQuery({filterOf(u"silence>10m"_s), {}, 1});
    pipeline->post(feed.next(100, 0, 0));
    QTRY_COMPARE(pipeline.receiver.table.counts().total, 100);
    QVERIFY(pipeline.receiver.order->empty());
    pipeline.clock = feed.now + 700'000;
    QTRY_COMPARE(pipeline.receiver.order->size(), 100U);
}

void TestJobIndex::standsStillWhileTheFeedIsStale()
{
    FeedSimulator feed(28);
    feed.oddOneIn = 0;
    Pipeline pipeline;
    pipeline.clock = feed.now;
    pipeline->setQuery({filterOf(u"silence>10m"_s), {}, 1});
    pipeline->post(feed.next(100, 0, 0));
    auto stale = std::make_shared<FeedBatch>();
    stale->health = FeedHealth();
    stale->health->state = FeedState::Stale;
    stale->health->lastData = Timestamp(std::chrono::milliseconds(feed.now));
    pipeline->post(stale);
    QTRY_COMPARE(pipeline.taken, 2);
    pipeline.clock = feed.now + 700'000;
    // Time itself is tested: this is more than the second in which it is looked at.
    QTest::qWait(1500);
    QVERIFY(pipeline.receiver.order->empty());

    auto live = std::make_shared<FeedBatch>();
    live->health = FeedHealth();
    live->health->state = FeedState::Live;
    pipeline->post(live);
    QTRY_COMPARE(pipeline.receiver.order->size(), 100U);
}

void TestJobIndex::mayBePostedToAfterItsEnd()
{
    FeedSimulator feed(29);
    Pipeline pipeline;
    pipeline.stop();
    pipeline.sink(feed.next(10, 0, 0));
    QCOMPARE(pipeline.taken, 0);
}

void TestJobIndex::mergesUpdates()
{
    IndexUpdate first;
    first.batches = {std::make_shared<FeedBatch>()};
    first.order = std::make_shared<const std::vector<JobSlot>>(3);
    first.generation = 4;
    first.isPaused = true;
    first.vanished = {1};
    first.statistics.events = 2;
    first.statistics.roundTripMs = 0.5;
    first.snapshotComplete = true;
    IndexUpdate second;
    second.batches = {std::make_shared<FeedBatch>()};
    second.isPaused = true;
    second.vanished = {2};
    second.statistics.events = 3;
    const JobOrderPtr order = first.order;
    first.append(std::move(second));
    QCOMPARE(first.batches.size(), 2U);
    QCOMPARE(first.order, order);
    QCOMPARE(first.generation, 4U);
    QCOMPARE(first.vanished, (std::vector<JobSlot>{1, 2}));
    QCOMPARE(first.statistics.events, 5);
    QCOMPARE(first.statistics.roundTripMs, 0.5);
    QVERIFY(first.snapshotComplete);

    IndexUpdate resumed;
    first.append(std::move(resumed));
    QVERIFY(first.vanished.empty());
}

QTEST_GUILESS_MAIN(TestJobIndex)
#include "tst_jobindex.moc"
