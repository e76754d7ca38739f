// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobtable.h"
#include "tests/support/feedsimulator.h"

#include <QtTest>

using namespace emberwatch;

namespace {

JobRow rowIn(JobSlot slot, JobStatus status = JobStatus::Queued)
{
    JobRow row;
    row.slot = slot;
    row.id = {1, slot};
    row.status = status;
    return row;
}

JobTable::Counts countsOf(const JobTable &table)
{
    JobTable::Counts counts;
    for (JobSlot slot = 0; slot < table.slotEnd(); ++slot) {
        if (table.contains(slot))
            counts.add(table.row(slot), 1);
    }
    return counts;
}

} // namespace

class TestJobTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void keepsWhatBatchesSay();
    void appliesStringsThenRemovalsThenUpserts();
    void ignoresTheRemovalOfWhatIsNotThere();
    void countsByStatus();
    void countsWhatABatchOfManyLeaves();
    void givesTheIdsOwnBytes();
    void findsAJobByItsId();
};

void TestJobTable::isEmptyAtFirst()
{
    const JobTable table;
    QVERIFY(!table.contains(0));
    QVERIFY(!table.contains(4096));
    QCOMPARE(table.slotEnd(), 0U);
    QCOMPARE(table.counts(), JobTable::Counts());
    QCOMPARE(table.strings().text(0), QByteArray());
    QCOMPARE(table.strings().text(77), QByteArray());
}

void TestJobTable::keepsWhatBatchesSay()
{
    JobTable table;
    FeedBatch batch;
    batch.upserts = {rowIn(3), rowIn(10'000)};
    table.apply(batch);
    QVERIFY(table.contains(3));
    QVERIFY(table.contains(10'000));
    QVERIFY(!table.contains(4));
    QVERIFY(!table.contains(9'999));
    QCOMPARE(table.slotEnd(), 10'001U);
    QCOMPARE(table.row(10'000), rowIn(10'000));

    FeedBatch gone;
    gone.removals = {{3, RemovalCause::Expired}};
    table.apply(gone);
    QVERIFY(!table.contains(3));
    QCOMPARE(table.row(3), rowIn(3)); // its last values are still there to be read
}

void TestJobTable::appliesStringsThenRemovalsThenUpserts()
{
    JobTable table;
    FeedBatch first;
    first.strings = {{5, "old"}};
    first.upserts = {rowIn(0)};
    table.apply(first);

    FeedBatch second;
    second.strings = {{5, "new"}};
    second.removals = {{0, RemovalCause::Deleted}};
    second.upserts = {rowIn(1)};
    second.upserts.front().user = 5;
    table.apply(second);
    QVERIFY(!table.contains(0));
    QCOMPARE(table.strings().text(table.row(1).user), QByteArray("new"));
    QCOMPARE(table.counts().total, 1);
}

void TestJobTable::ignoresTheRemovalOfWhatIsNotThere()
{
    JobTable table;
    FeedBatch batch;
    batch.removals = {{7, RemovalCause::Deleted}};
    table.apply(batch);
    QCOMPARE(table.counts(), JobTable::Counts());
}

void TestJobTable::countsByStatus()
{
    JobTable table;
    FeedBatch batch;
    batch.upserts = {rowIn(0, JobStatus::Failed), rowIn(1, JobStatus::Failed), rowIn(2)};
    batch.upserts.back().unreadable = Unreadable::NotJson;
    table.apply(batch);
    QCOMPARE(table.counts().total, 3);
    QCOMPARE(table.counts().unreadable, 1);
    QCOMPARE(table.counts().byStatus[static_cast<size_t>(JobStatus::Failed)], 2);
    QCOMPARE(table.counts().byStatus[static_cast<size_t>(JobStatus::Queued)], 0);

    FeedBatch change;
    change.upserts = {rowIn(1, JobStatus::Completed), rowIn(0, JobStatus::Processing)};
    change.upserts.back().progress = 40.9F;
    table.apply(change);
    QCOMPARE(table.counts().total, 3);
    QCOMPARE(table.counts().byStatus[static_cast<size_t>(JobStatus::Failed)], 0);
    QCOMPARE(table.counts().byStatus[static_cast<size_t>(JobStatus::Completed)], 1);
    QCOMPARE(table.counts().processingByPercent[40], 1);
}

void TestJobTable::countsWhatABatchOfManyLeaves()
{
    FeedSimulator feed(1);
    for (int i = 0; i < 50; ++i) {
        (void)feed.next(300, 100, 50);
        QCOMPARE(feed.table().counts(), countsOf(feed.table()));
    }
}

void TestJobTable::givesTheIdsOwnBytes()
{
    const QByteArray uuid = "d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41";
    JobTable table;
    FeedBatch batch;
    batch.strings = {{9, "two words"}};
    batch.upserts = {rowIn(0), rowIn(1)};
    batch.upserts[0].id = PackedId::fromUuid(uuid).value();
    batch.upserts[1].id = {0, 9};
    batch.upserts[1].flags = JobRow::IdIsPooled;
    table.apply(batch);
    QCOMPARE(table.idOf(table.row(0)), uuid);
    QCOMPARE(table.idOf(table.row(1)), QByteArray("two words"));
}

void TestJobTable::findsAJobByItsId()
{
    FeedSimulator feed(2);
    (void)feed.next(500, 0, 0);
    for (const JobSlot slot : feed.live())
        QCOMPARE(feed.table().find(PromptId(feed.table().idOf(feed.table().row(slot)))), slot);
    QVERIFY(!feed.table().find(PromptId("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41")));
    QVERIFY(!feed.table().find(PromptId("nobody")));
}

QTEST_APPLESS_MAIN(TestJobTable)
#include "tst_jobtable.moc"
