// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobsample.h"
#include "core/jobs/nodejobs.h"

#include <QSet>
#include <QTest>

using namespace emberwatch;
using Hint = EventStream::Hint;

namespace {

/// ms. Longer than an event may be late: that nothing happens in this time is what is tested.
constexpr int pastAnyPatience = 1'500;

const QByteArray prefix = "comfyui:job:";

/// A value and the padding that the parser may read behind it.
const QByteArray padded = QByteArray("{\"status\":\"queued\"}") + QByteArray(64, '\0');
const QByteArray changed = QByteArray("{\"status\":\"failed\"}") + QByteArray(64, '\0');

ListedJob listed(const QByteArray &key, const QByteArray &value = padded, qint64 pttl = 7'000'000)
{
    ListedJob job;
    job.key = key;
    job.size = value.size() - 64;
    job.value = QByteArrayView(value).first(job.size);
    job.hasValue = true;
    job.pttl = pttl;
    return job;
}

} // namespace

/// With the sample, which looks at what these jobs are known to be.
class TestNodeJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangeWithoutAnEventIsUnannounced();
    void anEventAnnouncesBeforeAndAfter();
    void theCauseOfAnAbsenceIsWhatIsKnown();
    void anEmptyDatabaseIsAFlush();
    void theSampleGoesRound();
    void theSampleLeavesOutWhatIsReadAnyway();
    void manyMissingAreASuddenDrop();
    void aSilentAbsenceIsUnannounced();

private:
    struct World
    {
        LiveSet set{JobSchema(), DocumentLimits(), false};
        NodeJobs jobs{prefix, &set, 0};
        JobSample sample{&jobs};

        void fill(int count)
        {
            for (int i = 0; i < count; ++i)
                jobs.observe(listed(key(i)));
            (void)set.takePending();
        }
        static QByteArray key(int i) { return prefix + QByteArray::number(i); }
        bool waitForOverdue()
        {
            return QTest::qWaitFor([this] { return jobs.takeOverdue(); });
        }
        /// Why the job went, by the pending batch; nullopt: it is still there.
        std::optional<RemovalCause> causeOfTheRemoval()
        {
            const FeedBatch batch = set.takePending();
            return batch.removals.empty() ? std::nullopt : std::optional(batch.removals.front().cause);
        }
    };
};

void TestNodeJobs::aChangeWithoutAnEventIsUnannounced()
{
    World world;
    world.fill(1);
    QVERIFY(!world.jobs.observeByLooking(listed(World::key(0))));
    QVERIFY(world.jobs.observeByLooking(listed(World::key(0), changed)));
    QVERIFY(!world.jobs.takeOverdue()); // its event may be on its way
    QVERIFY(world.waitForOverdue());
    QVERIFY(!world.jobs.takeOverdue());
}

void TestNodeJobs::anEventAnnouncesBeforeAndAfter()
{
    World world;
    world.fill(2);
    world.jobs.heard("0", Hint::Changed);
    QVERIFY(!world.jobs.observeByLooking(listed(World::key(0), changed)));
    QVERIFY(world.jobs.observeByLooking(listed(World::key(1), changed)));
    world.jobs.heard("1", Hint::Changed); // late
    QVERIFY(!QTest::qWaitFor([&] { return world.jobs.takeOverdue(); }, pastAnyPatience));
}

void TestNodeJobs::theCauseOfAnAbsenceIsWhatIsKnown()
{
    World world;
    const auto causeAfter = [&](auto &&happening, qint64 pttl = 7'000'000) {
        world.jobs.observe(listed(World::key(0), padded, pttl));
        (void)world.set.takePending();
        happening();
        world.jobs.confirmAbsent(World::key(0));
        return world.causeOfTheRemoval();
    };
    QCOMPARE(causeAfter([] {}), std::optional(RemovalCause::Deleted));
    QCOMPARE(causeAfter([&] { world.jobs.heard("0", Hint::Expired); }), std::optional(RemovalCause::Expired));
    QCOMPARE(causeAfter([&] { world.jobs.heard("0", Hint::Evicted); }), std::optional(RemovalCause::Evicted));
    QCOMPARE(world.jobs.takeEvictions(), 1);
    QCOMPARE(causeAfter([] {}), std::optional(RemovalCause::Deleted)); // the hint is used up
    QCOMPARE(causeAfter([&] { world.jobs.setServerMinusOurClock(60'000); }, 30'000),
        std::optional(RemovalCause::Expired)); // its deadline has passed
    QCOMPARE(causeAfter([&] { world.jobs.setFlushSuspected(true); }), std::optional(RemovalCause::Flushed));
}

void TestNodeJobs::anEmptyDatabaseIsAFlush()
{
    World world;
    world.fill(3);
    const QByteArray foreign = prefix + "of another node";
    NodeJobs other(prefix, &world.set, 1);
    other.observe(listed(foreign));
    (void)world.set.takePending();
    world.jobs.confirmAllAbsent();
    QCOMPARE(world.set.size(), 1);
    QCOMPARE(world.causeOfTheRemoval(), std::optional(RemovalCause::Flushed));
}

void TestNodeJobs::theSampleGoesRound()
{
    World world;
    world.fill(250);
    QSet<QByteArray> seen;
    for (int look = 0; look < 3; ++look) {
        const std::vector<QByteArray> keys = world.sample.next();
        QCOMPARE(keys.size(), 100U);
        seen += QSet<QByteArray>(keys.begin(), keys.end());
    }
    QCOMPARE(seen.size(), 250);
}

void TestNodeJobs::theSampleLeavesOutWhatIsReadAnyway()
{
    World world;
    world.fill(3);
    world.jobs.heard("1", Hint::Changed);
    const std::vector<QByteArray> keys = world.sample.next();
    QCOMPARE(keys.size(), 2U);
    QVERIFY(std::find(keys.begin(), keys.end(), World::key(1)) == keys.end());
}

void TestNodeJobs::manyMissingAreASuddenDrop()
{
    World world;
    world.fill(100);
    QList<QByteArray> keys;
    JobPageReader::Page page;
    for (int i = 0; i < 100; ++i)
        keys.append(World::key(i));
    for (int i = 20; i < 100; ++i)
        page.present.push_back(listed(keys[i]));
    page.absent.assign(keys.begin(), keys.begin() + 20);
    QVERIFY(!world.sample.isSuddenDrop(page)); // a fifth is not more than a fifth
    page.present.erase(page.present.begin());
    page.absent.push_back(keys[20]);
    QVERIFY(world.sample.isSuddenDrop(page));
    world.jobs.heard("20", Hint::Changed);
    QVERIFY(!world.sample.isSuddenDrop(page)); // one was announced
}

void TestNodeJobs::aSilentAbsenceIsUnannounced()
{
    World world;
    world.fill(2);
    const QByteArray gone = World::key(0);
    const QByteArray there = World::key(1);
    JobPageReader::Page page;
    page.present.push_back(listed(there));
    page.absent.push_back(gone);
    world.sample.take(page);
    QCOMPARE(world.set.size(), 1);
    QCOMPARE(world.causeOfTheRemoval(), std::optional(RemovalCause::Deleted));
    QVERIFY(world.waitForOverdue());
}

QTEST_GUILESS_MAIN(TestNodeJobs)
#include "tst_nodejobs.moc"
