// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/joborder.h"
#include "tests/support/feedsimulator.h"

#include <QtTest>

#include <algorithm>

using namespace emberwatch;

namespace {

constexpr auto uuid1 = "00000000-0000-4000-8000-000000000001";
constexpr auto uuid2 = "00000000-0000-4000-8000-000000000002";

/// A few jobs that differ in what a test says.
class Jobs
{
public:
    JobRow &add(const QByteArray &id)
    {
        JobRow row;
        row.slot = static_cast<JobSlot>(m_batch.upserts.size());
        if (const auto packed = PackedId::fromUuid(id)) {
            row.id = *packed;
        } else {
            row.id.low = text(id);
            row.flags = JobRow::IdIsPooled;
        }
        m_batch.upserts.push_back(row);
        return m_batch.upserts.back();
    }
    StringId text(const QByteArray &text)
    {
        const auto id = static_cast<StringId>(m_batch.strings.size() + 1);
        m_batch.strings.push_back({id, text});
        return id;
    }
    /// Slots in order, told by both ways of sorting.
    std::vector<JobSlot> sorted(JobColumn column, bool isDescending)
    {
        JobTable table;
        table.apply(m_batch);
        const JobOrder order(table, {column, isDescending});
        std::vector<JobSlot> byKeys;
        for (JobSlot slot = 0; slot < table.slotEnd(); ++slot)
            byKeys.push_back(slot);
        std::vector<JobSlot> byComparing = byKeys;
        order.sort(byKeys);
        std::sort(byComparing.begin(), byComparing.end(),
            [&order](JobSlot a, JobSlot b) { return order.isLess(a, b); });
        return byKeys == byComparing ? byKeys : std::vector<JobSlot>();
    }

private:
    FeedBatch m_batch;
};

using Slots = std::vector<JobSlot>;

} // namespace

class TestJobOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsByStatusWithUnreadableLast();
    void sortsByProgressWithUnknownLast();
    void sortsTextsWithoutRegardToCase();
    void sortsByAgeSilenceAndTtl();
    void sortsIdsByTheirText();
    void fallsBackToTheId();
    void bothWaysOfSortingAgree_data();
    void bothWaysOfSortingAgree();
    void findsWhereAJobStands();
};

void TestJobOrder::sortsByStatusWithUnreadableLast()
{
    Jobs jobs;
    jobs.add("00000000-0000-4000-8000-000000000001").unreadable = Unreadable::NotJson;
    jobs.add("00000000-0000-4000-8000-000000000002").status = JobStatus::Failed;
    jobs.add("00000000-0000-4000-8000-000000000003").status = JobStatus::Queued;
    QCOMPARE(jobs.sorted(JobColumn::Status, false), (Slots{2, 1, 0}));
    QCOMPARE(jobs.sorted(JobColumn::Status, true), (Slots{1, 2, 0}));
}

void TestJobOrder::sortsByProgressWithUnknownLast()
{
    Jobs jobs;
    const auto add = [&jobs](const char *id, JobStatus status, float progress) {
        JobRow &row = jobs.add(id);
        row.status = status;
        row.progress = progress;
    };
    add("00000000-0000-4000-8000-000000000001", JobStatus::Queued, 50);
    add("00000000-0000-4000-8000-000000000002", JobStatus::Processing, 50);
    add("00000000-0000-4000-8000-000000000003", JobStatus::Processing, 0);
    add("00000000-0000-4000-8000-000000000004", JobStatus::Failed, 50.5F);
    QCOMPARE(jobs.sorted(JobColumn::Progress, false), (Slots{2, 1, 3, 0}));
    QCOMPARE(jobs.sorted(JobColumn::Progress, true), (Slots{3, 1, 2, 0}));
}

void TestJobOrder::sortsTextsWithoutRegardToCase()
{
    Jobs jobs;
    jobs.add("00000000-0000-4000-8000-000000000001").user = jobs.text("beta");
    jobs.add("00000000-0000-4000-8000-000000000002").user = jobs.text("Alpha");
    jobs.add("00000000-0000-4000-8000-000000000003").user = 0;
    jobs.add("00000000-0000-4000-8000-000000000004").user = jobs.text("Gamma");
    QCOMPARE(jobs.sorted(JobColumn::User, false), (Slots{1, 0, 3, 2}));
    QCOMPARE(jobs.sorted(JobColumn::User, true), (Slots{3, 0, 1, 2}));
}

void TestJobOrder::sortsByAgeSilenceAndTtl()
{
    Jobs jobs;
    const auto add = [&jobs](const char *id, qint64 startedAt, qint64 expiresAt) {
        JobRow &row = jobs.add(id);
        row.startedAt = startedAt;
        row.expiresAt = expiresAt;
        row.flags = JobRow::HasStartedAt | JobRow::HasTtl;
    };
    add("00000000-0000-4000-8000-000000000001", 1000, 9000);
    add("00000000-0000-4000-8000-000000000002", 3000, 8000);
    add("00000000-0000-4000-8000-000000000003", 2000, 7000);
    jobs.add("00000000-0000-4000-8000-000000000004"); // knows neither
    QCOMPARE(jobs.sorted(JobColumn::Age, false), (Slots{1, 2, 0, 3}));
    QCOMPARE(jobs.sorted(JobColumn::Age, true), (Slots{0, 2, 1, 3}));
    QCOMPARE(jobs.sorted(JobColumn::Silence, false), (Slots{0, 1, 2, 3}));
    QCOMPARE(jobs.sorted(JobColumn::Silence, true), (Slots{2, 1, 0, 3}));
    QCOMPARE(jobs.sorted(JobColumn::Ttl, false), (Slots{2, 1, 0, 3}));
    QCOMPARE(jobs.sorted(JobColumn::Ttl, true), (Slots{0, 1, 2, 3}));
}

void TestJobOrder::sortsIdsByTheirText()
{
    Jobs jobs;
    jobs.add("00000000-0000-4000-8000-000000000002");
    jobs.add("zebra");
    jobs.add("00000000-0000-4000-8000-000000000001");
    jobs.add("00000000-0000-4000-8000-00000000000"); // shorter: no UUID, and before both
    jobs.add("!");
    QCOMPARE(jobs.sorted(JobColumn::PromptId, false), (Slots{4, 3, 2, 0, 1}));
    QCOMPARE(jobs.sorted(JobColumn::PromptId, true), (Slots{1, 0, 2, 3, 4}));
}

void TestJobOrder::fallsBackToTheId()
{
    Jobs jobs;
    jobs.add(uuid2);
    jobs.add(uuid1);
    for (const bool isDescending : {false, true})
        QCOMPARE(jobs.sorted(JobColumn::Status, isDescending), (Slots{1, 0}));
}

void TestJobOrder::bothWaysOfSortingAgree_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("isDescending");
    for (int column = 0; column < jobColumnCount; ++column) {
        QTest::addRow("column %d ascending", column) << column << false;
        QTest::addRow("column %d descending", column) << column << true;
    }
}

void TestJobOrder::bothWaysOfSortingAgree()
{
    QFETCH(const int, column);
    QFETCH(const bool, isDescending);
    FeedSimulator feed(3);
    (void)feed.next(3000, 0, 0);
    (void)feed.next(0, 1000, 1000);
    const JobOrder order(feed.table(), {static_cast<JobColumn>(column), isDescending});
    Slots byKeys = feed.live();
    Slots byComparing = feed.live();
    order.sort(byKeys);
    std::sort(byComparing.begin(), byComparing.end(),
        [&order](JobSlot a, JobSlot b) { return order.isLess(a, b); });
    QCOMPARE(byKeys, byComparing);
}

void TestJobOrder::findsWhereAJobStands()
{
    FeedSimulator feed(4);
    (void)feed.next(1000, 0, 0);
    const JobOrder order(feed.table(), {JobColumn::User, true});
    Slots sorted = feed.live();
    order.sort(sorted);
    for (size_t i = 0; i < sorted.size(); ++i)
        QCOMPARE(order.find(sorted, sorted[i]), i);
    const JobSlot missing = sorted[500];
    sorted.erase(sorted.begin() + 500);
    QVERIFY(!order.find(sorted, missing));
}

QTEST_APPLESS_MAIN(TestJobOrder)
#include "tst_joborder.moc"
