// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watchedjobs.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::cli;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Timestamp start{std::chrono::milliseconds(1'800'000'000'000)};

/// Writes down what it is told: "+a" new, "~a" again, "-a deleted".
class RecordingPrinter : public WatchPrinter
{
public:
    void printUpsert(const JobLook &look, bool isNew, Timestamp) override
    {
        record((isNew ? "+" : "~") + look.id.toByteArray());
    }
    void printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp) override
    {
        record("-" + id.toByteArray() + ' ' + cause.toByteArray());
    }
    void printSnapshot(qint64) override { }
    void printFeed(const FeedHealth &) override { }
    QByteArray take() { return std::exchange(m_said, {}).join(','); }

private:
    void record(const QByteArray &what) { m_said.append(what); }
    QByteArrayList m_said;
};

filter::Expression filtering(const QString &text)
{
    return filter::parse(text).expression;
}

/// A job with id "a", "b", ...: text number 1, 2, ... of the table.
void addJob(FeedBatch &batch, JobSlot slot, JobStatus status, Timestamp startedAt)
{
    const QByteArray id(1, char('a' + slot));
    const StringId text = slot + 1;
    batch.strings.push_back({text, id});
    JobRow row;
    row.slot = slot;
    row.id.low = text;
    row.flags = JobRow::IdIsPooled | JobRow::HasStartedAt;
    row.startedAt = startedAt.time_since_epoch().count();
    row.status = status;
    batch.upserts.push_back(row);
    batch.documents.push_back("{\"promptId\":\"" + id + "\",\"type\":\"t\",\"status\":\""
        + wordOf(status).toByteArray()
        + "\",\"progress\":1,\"startedAt\":" + QByteArray::number(row.startedAt) + "}");
}

FeedBatch batchWith(JobSlot slot, JobStatus status, Timestamp startedAt = start)
{
    FeedBatch batch;
    addJob(batch, slot, status, startedAt);
    return batch;
}

FeedBatch batchWithout(JobSlot slot, RemovalCause cause)
{
    FeedBatch batch;
    batch.removals.push_back({slot, cause});
    return batch;
}

} // namespace

class TestWatchedJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsNewFromChanged();
    void tellsWhyAJobWent_data();
    void tellsWhyAJobWent();
    void changeCanLeaveTheFilter();
    void whatNeverMatchedGoesUnseen();
    void timeAddsAndRemoves();
    void slotIsUsedAgain();
};

void TestWatchedJobs::tellsNewFromChanged()
{
    RecordingPrinter printer;
    WatchedJobs jobs({}, {});
    jobs.apply(batchWith(0, JobStatus::Queued), start, printer);
    jobs.apply(batchWith(1, JobStatus::Queued), start, printer);
    jobs.apply(batchWith(0, JobStatus::Failed), start, printer);
    QCOMPARE(printer.take(), QByteArray("+a,+b,~a"));
    QCOMPARE(jobs.shownCount(), 2);
}

void TestWatchedJobs::tellsWhyAJobWent_data()
{
    QTest::addColumn<RemovalCause>("cause");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("deleted") << RemovalCause::Deleted << QByteArray("-a deleted");
    QTest::newRow("expired") << RemovalCause::Expired << QByteArray("-a expired");
    QTest::newRow("evicted") << RemovalCause::Evicted << QByteArray("-a evicted");
    QTest::newRow("flushed") << RemovalCause::Flushed << QByteArray("-a flushed");
}

void TestWatchedJobs::tellsWhyAJobWent()
{
    QFETCH(RemovalCause, cause);
    QFETCH(QByteArray, said);
    RecordingPrinter printer;
    WatchedJobs jobs({}, {});
    jobs.apply(batchWith(0, JobStatus::Queued), start, printer);
    printer.take();
    jobs.apply(batchWithout(0, cause), start, printer);
    QCOMPARE(printer.take(), said);
    QCOMPARE(jobs.shownCount(), 0);
}

void TestWatchedJobs::changeCanLeaveTheFilter()
{
    RecordingPrinter printer;
    WatchedJobs jobs(filtering(u"status:queued"_s), {});
    jobs.apply(batchWith(0, JobStatus::Queued), start, printer);
    jobs.apply(batchWith(0, JobStatus::Failed), start, printer);
    jobs.apply(batchWith(0, JobStatus::Completed), start, printer);
    jobs.apply(batchWith(0, JobStatus::Queued), start, printer);
    QCOMPARE(printer.take(), QByteArray("+a,-a filtered,+a"));
}

void TestWatchedJobs::whatNeverMatchedGoesUnseen()
{
    RecordingPrinter printer;
    WatchedJobs jobs(filtering(u"status:queued"_s), {});
    jobs.apply(batchWith(0, JobStatus::Failed), start, printer);
    jobs.apply(batchWithout(0, RemovalCause::Deleted), start, printer);
    QCOMPARE(printer.take(), QByteArray());
}

void TestWatchedJobs::timeAddsAndRemoves()
{
    RecordingPrinter printer;
    WatchedJobs jobs(filtering(u"age>10m age<11m"_s), {});
    QVERIFY(jobs.dependsOnTime());
    jobs.apply(batchWith(0, JobStatus::Queued, start), start + 9min, printer);
    jobs.passTime(start + 10min, printer);
    QCOMPARE(printer.take(), QByteArray());
    jobs.passTime(start + 10min + 500ms, printer);
    QCOMPARE(printer.take(), QByteArray("+a"));
    jobs.passTime(start + 10min + 900ms, printer);
    QCOMPARE(printer.take(), QByteArray());
    jobs.passTime(start + 11min, printer);
    QCOMPARE(printer.take(), QByteArray("-a filtered"));
}

void TestWatchedJobs::slotIsUsedAgain()
{
    RecordingPrinter printer;
    WatchedJobs jobs(filtering(u"age>10m"_s), {});
    jobs.apply(batchWith(0, JobStatus::Queued, start), start + 11min, printer);
    jobs.apply(batchWithout(0, RemovalCause::Deleted), start + 11min, printer);
    jobs.passTime(start + 20min, printer);
    FeedBatch again = batchWith(0, JobStatus::Failed, start + 15min);
    again.strings.front().text = "z";
    jobs.apply(again, start + 20min, printer);
    jobs.passTime(start + 26min, printer);
    QCOMPARE(printer.take(), QByteArray("+a,-a deleted,+z"));
}

QTEST_APPLESS_MAIN(TestWatchedJobs)
#include "tst_watchedjobs.moc"
