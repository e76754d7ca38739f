// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobdetails.h"

#include "core/jobs/jobtable.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

JobRow usualRow()
{
    JobRow row;
    row.slot = 3;
    row.id = *PackedId::fromUuid("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41");
    row.type = 1;
    row.user = 2;
    row.server = 3;
    row.status = JobStatus::Processing;
    row.progress = 40;
    row.startedAt = 1763905287412;
    row.expiresAt = 1763912948000;
    row.flags = JobRow::HasStartedAt | JobRow::HasTtl;
    return row;
}

JobTable tableWith(const JobRow &row)
{
    FeedBatch batch;
    batch.strings = {{1, "image_generation"}, {2, "usr_23817"}, {3, "http://gpu-2:8188"},
        {4, "not JSON (byte 17)"}, {5, "an odd id"}};
    batch.upserts = {row};
    JobTable table;
    table.apply(batch);
    return table;
}

} // namespace

class TestJobDetails : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRowBecomesValues()
    {
        const JobTable table = tableWith(usualRow());
        JobDetails expected;
        expected.id = PromptId("d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41");
        expected.type = "image_generation";
        expected.user = "usr_23817";
        expected.server = "http://gpu-2:8188";
        expected.status = JobStatus::Processing;
        expected.progress = 40;
        expected.startedAt = Timestamp(1763905287412ms);
        expected.expiresAt = Timestamp(1763912948000ms);
        QCOMPARE(jobDetailsOf(table.row(3), table), expected);
    }

    void whatTheRowDoesNotHaveIsNotInvented()
    {
        JobRow row = usualRow();
        row.flags = JobRow::IdIsPooled;
        row.id = {0, 5};
        row.status = JobStatus::Queued;
        const JobTable table = tableWith(row);
        const JobDetails job = jobDetailsOf(table.row(3), table);
        QCOMPARE(job.id, PromptId("an odd id"));
        QVERIFY(!job.startedAt && !job.expiresAt && !job.progress);
    }

    void anUnreadableRowHasOnlyItsReason()
    {
        JobRow row = usualRow();
        row.unreadable = Unreadable::NotJson;
        row.reason = 4;
        const JobTable table = tableWith(row);
        const JobDetails job = jobDetailsOf(table.row(3), table);
        QVERIFY(!job.status && !job.progress && !job.startedAt);
        QCOMPARE(job.type, QByteArray());
        QCOMPARE(job.reason, u"not JSON (byte 17)"_s);
        QVERIFY(job.expiresAt);
    }
};

QTEST_APPLESS_MAIN(TestJobDetails)
#include "tst_jobdetails.moc"
