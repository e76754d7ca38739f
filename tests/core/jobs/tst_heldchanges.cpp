// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/heldchanges.h"
#include "tests/support/feedsimulator.h"

#include <QtTest>

#include <map>
#include <set>

using namespace emberwatch;

namespace {

/// All a table says of its jobs, texts resolved.
std::map<JobSlot, QByteArrayList> contentOf(const JobTable &table)
{
    std::map<JobSlot, QByteArrayList> content;
    for (JobSlot slot = 0; slot < table.slotEnd(); ++slot) {
        if (!table.contains(slot))
            continue;
        const JobRow &row = table.row(slot);
        const StringTable &texts = table.strings();
        content[slot] = {table.idOf(row), texts.text(row.user), texts.text(row.type), texts.text(row.server),
            QByteArray::number(row.progress), QByteArray::number(row.expiresAt),
            wordOf(row.status).toByteArray()};
    }
    return content;
}

JobRow rowIn(JobSlot slot, quint64 id)
{
    JobRow row;
    row.slot = slot;
    row.id = {0, id};
    return row;
}

FeedBatch upsert(JobSlot slot, quint64 id)
{
    FeedBatch batch;
    batch.upserts = {rowIn(slot, id)};
    return batch;
}

FeedBatch removal(JobSlot slot)
{
    FeedBatch batch;
    batch.removals = {{slot, RemovalCause::Expired}};
    return batch;
}

} // namespace

class TestHeldChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsUpToWhatTheBatchesDo();
    void forgetsWhatCameAndWent();
    void tellsWhatVanishedOnce();
    void keepsTwoJobsOfOneSlotApart();
};

void TestHeldChanges::addsUpToWhatTheBatchesDo()
{
    FeedSimulator feed(11);
    JobTable picture;
    for (int i = 0; i < 20; ++i)
        picture.apply(*feed.next(100, 50, 20));

    const auto before = contentOf(picture);
    HeldChanges held(picture);
    std::set<JobSlot> vanished;
    std::set<JobSlot> removed;
    for (int i = 0; i < 50; ++i) {
        const FeedBatchPtr batch = feed.next(40, 50, 45);
        held.add(*batch);
        for (const JobSlot slot : held.takeVanished())
            QVERIFY(vanished.insert(slot).second);
        for (const Removal &removal : batch->removals)
            removed.insert(removal.slot);
        QCOMPARE(held.counts(), feed.table().counts());
    }
    QCOMPARE(contentOf(picture), before);
    std::erase_if(removed, [&](JobSlot slot) { return before.count(slot) == 0; });
    QCOMPARE(vanished, removed);

    // A slot changes its job only by a removal in an earlier batch.
    for (const FeedBatchPtr &batch : held.release()) {
        for (const JobRow &row : batch->upserts) {
            if (picture.contains(row.slot))
                QCOMPARE(row.id, picture.row(row.slot).id);
        }
        picture.apply(*batch);
    }
    QCOMPARE(contentOf(picture), contentOf(feed.table()));
    QCOMPARE(picture.counts(), feed.table().counts());
    QCOMPARE(held.changedJobs(), 0);
}

void TestHeldChanges::forgetsWhatCameAndWent()
{
    const JobTable picture;
    HeldChanges held(picture);
    held.add(upsert(0, 1));
    QCOMPARE(held.changedJobs(), 1);
    held.add(removal(0));
    QCOMPARE(held.changedJobs(), 0);
    QCOMPARE(held.counts().total, 0);
    QVERIFY(held.takeVanished().empty());
    QVERIFY(held.release().empty());
}

void TestHeldChanges::tellsWhatVanishedOnce()
{
    JobTable picture;
    picture.apply(upsert(0, 1));
    HeldChanges held(picture);
    held.add(removal(0));
    QCOMPARE(held.takeVanished(), (std::vector<JobSlot>{0}));
    QVERIFY(held.takeVanished().empty());
    held.add(upsert(0, 2));
    held.add(removal(0));
    QVERIFY(held.takeVanished().empty());
    QCOMPARE(held.changedJobs(), 1);
}

void TestHeldChanges::keepsTwoJobsOfOneSlotApart()
{
    JobTable picture;
    picture.apply(upsert(0, 1));
    HeldChanges held(picture);
    held.add(removal(0));
    held.add(upsert(0, 2));
    QCOMPARE(held.takeVanished(), (std::vector<JobSlot>{0}));
    const auto chain = held.release();
    QCOMPARE(chain.size(), 2U);
    QCOMPARE(chain[0]->removals.size(), 1U);
    QCOMPARE(chain[0]->removals[0].cause, RemovalCause::Expired);
    QCOMPARE(chain[1]->upserts, (std::vector<JobRow>{rowIn(0, 2)}));
}

QTEST_APPLESS_MAIN(TestHeldChanges)
#include "tst_heldchanges.moc"
