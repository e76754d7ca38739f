// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobstate.h"

#include "core/jobs/feedbatch.h"

#include <QTest>

using namespace emberwatch;

class JobStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusWordsAreThoseOfRedis();
    void otherWordsAreNoStatus();
    void feedWordsAreThoseOfTheJsonInterface();
};

void JobStateTest::statusWordsAreThoseOfRedis()
{
    const QList<QByteArray> words{"queued", "processing", "completed", "failed"};
    for (const QByteArray &word : words) {
        const std::optional<JobStatus> status = jobStatusFromWord(word);
        QVERIFY(status.has_value());
        QCOMPARE(wordOf(*status).toByteArray(), word);
    }
    QCOMPARE(wordOf(JobStatus::Failed).toByteArray(), "failed");
    QVERIFY(isOpen(JobStatus::Queued) && isOpen(JobStatus::Processing));
    QVERIFY(!isOpen(JobStatus::Completed) && !isOpen(JobStatus::Failed));
}

void JobStateTest::otherWordsAreNoStatus()
{
    for (const char *word : {"", "Queued", "queue", "queued ", "cancelled"})
        QVERIFY2(!jobStatusFromWord(word), word);
}

void JobStateTest::feedWordsAreThoseOfTheJsonInterface()
{
    QCOMPARE(wordOf(FeedRung::Notifications).toByteArray(), "notifications");
    QCOMPARE(wordOf(FeedRung::Tracking).toByteArray(), "tracking");
    QCOMPARE(wordOf(FeedRung::Polling).toByteArray(), "polling");
    QCOMPARE(wordOf(FeedState::Connecting).toByteArray(), "connecting");
    QCOMPARE(wordOf(FeedState::Live).toByteArray(), "live");
    QCOMPARE(wordOf(FeedState::Stale).toByteArray(), "stale");
    QCOMPARE(wordOf(RemovalCause::Deleted).toByteArray(), "deleted");
    QCOMPARE(wordOf(RemovalCause::Expired).toByteArray(), "expired");
    QCOMPARE(wordOf(RemovalCause::Evicted).toByteArray(), "evicted");
    QCOMPARE(wordOf(RemovalCause::Flushed).toByteArray(), "flushed");
}

QTEST_GUILESS_MAIN(JobStateTest)
#include "tst_jobstate.moc"
