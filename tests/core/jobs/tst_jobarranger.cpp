// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobarranger.h"
#include "tests/support/feedsimulator.h"

#include <QtTest>

#include <algorithm>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds fullTtl(FeedSimulator::fullTtl);

filter::Expression filterOf(const QString &text)
{
    const filter::ParseResult result = filter::parse(text);
    Q_ASSERT(!result.error);
    return result.expression;
}

/// What the arranger should show, told without it: every job judged, all matching ones sorted.
std::vector<JobSlot> expected(const FeedSimulator &feed, const filter::Expression &filter, JobSorting sorting)
{
    JobRowSubject subject(feed.table(), fullTtl);
    subject.setTermCount(filter.termCount());
    subject.setNow(feed.now);
    std::vector<JobSlot> matching;
    for (const JobSlot slot : feed.live()) {
        subject.setRow(feed.table().row(slot));
        if (filter.matches(subject))
            matching.push_back(slot);
    }
    const JobOrder order(feed.table(), sorting);
    std::sort(
        matching.begin(), matching.end(), [&order](JobSlot a, JobSlot b) { return order.isLess(a, b); });
    return matching;
}

} // namespace

class TestJobArranger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void keepsOrderThroughRandomBatches_data();
    void keepsOrderThroughRandomBatches();
    void handsOutTheSameOrderWhereNothingMoved();
    void noticesThatATextHasChanged();
    void takesAFilterBack();
    void letsTimeAloneChangeWhatMatches();
};

void TestJobArranger::isEmptyAtFirst()
{
    const JobArranger arranger(fullTtl);
    QVERIFY(arranger.shown());
    QVERIFY(arranger.shown()->empty());
}

void TestJobArranger::keepsOrderThroughRandomBatches_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("isDescending");
    QTest::addColumn<QString>("filter");
    for (int column = 0; column < jobColumnCount; ++column) {
        for (const char *filter :
            {"", "status:processing", "user:usr_2000* OR odd", "gpu-2 progress<50", "ttl<2h"}) {
            QTest::addRow("column %d, filter '%s'", column, filter)
                << column << (column % 2 == 0) << QString::fromLatin1(filter);
        }
    }
}

void TestJobArranger::keepsOrderThroughRandomBatches()
{
    QFETCH(const int, column);
    QFETCH(const bool, isDescending);
    QFETCH(const QString, filter);
    const JobSorting sorting{static_cast<JobColumn>(column), isDescending};
    const filter::Expression expression = filterOf(filter);
    FeedSimulator feed(static_cast<quint32>(column), 50);
    JobArranger arranger(fullTtl);
    arranger.setSorting(sorting);
    arranger.setFilter(expression, feed.now);
    for (int round = 0; round < 40; ++round) {
        const FeedBatchPtr batch = feed.next(30, 60, round < 10 ? 0 : 25);
        arranger.apply(*batch, feed.now);
        if (expression.dependsOnTime())
            arranger.review(feed.now);
        QCOMPARE(*arranger.shown(), expected(feed, expression, sorting));
    }
    for (int round = 0; round < 10; ++round) {
        for (int batch = 0; batch < 4; ++batch)
            arranger.accept(*feed.next(30, 60, 40), feed.now); // comes in one, is gone in the next
        arranger.arrange();
        if (expression.dependsOnTime())
            arranger.review(feed.now);
        QCOMPARE(*arranger.shown(), expected(feed, expression, sorting));
    }
    arranger.apply(*feed.next(6000, 0, 0), feed.now); // so many are sorted another way
    if (expression.dependsOnTime())
        arranger.review(feed.now);
    QCOMPARE(*arranger.shown(), expected(feed, expression, sorting));
}

void TestJobArranger::handsOutTheSameOrderWhereNothingMoved()
{
    FeedSimulator feed(7);
    JobArranger arranger(fullTtl);
    arranger.setSorting({JobColumn::User, false});
    arranger.apply(*feed.next(200, 0, 0), feed.now);
    const JobOrderPtr before = arranger.shown();
    arranger.apply(*feed.next(0, 50, 0), feed.now); // no write of a job changes its user
    QCOMPARE(arranger.shown(), before);
    arranger.apply(*feed.next(1, 0, 0), feed.now);
    QVERIFY(arranger.shown() != before);
}

void TestJobArranger::noticesThatATextHasChanged()
{
    JobRow row;
    FeedBatch first;
    first.strings = {{1, "b"}, {2, "c"}};
    for (JobSlot slot = 0; slot < 2; ++slot) {
        row.slot = slot;
        row.id = {0, slot};
        row.user = slot + 1;
        first.upserts.push_back(row);
    }
    JobArranger arranger(fullTtl);
    arranger.setSorting({JobColumn::User, false});
    arranger.setFilter(filterOf(u"user:b OR user:c OR user:d"_s), 0);
    arranger.apply(first, 0);
    QCOMPARE(*arranger.shown(), (std::vector<JobSlot>{0, 1}));

    // The first job's user becomes "d", under the number that was "b"'s.
    FeedBatch second;
    second.strings = {{1, "d"}};
    second.upserts = {first.upserts.front()};
    arranger.apply(second, 0);
    QCOMPARE(*arranger.shown(), (std::vector<JobSlot>{1, 0}));
    FeedBatch third = second;
    third.strings = {{1, "e"}};
    arranger.apply(third, 0);
    QCOMPARE(*arranger.shown(), (std::vector<JobSlot>{1}));
}

void TestJobArranger::takesAFilterBack()
{
    FeedSimulator feed(8);
    JobArranger arranger(fullTtl);
    const JobSorting sorting;
    arranger.apply(*feed.next(500, 0, 0), feed.now);
    const filter::Expression failed = filterOf(u"status:failed"_s);
    arranger.setFilter(failed, feed.now);
    QCOMPARE(*arranger.shown(), expected(feed, failed, sorting));
    arranger.setFilter({}, feed.now);
    QCOMPARE(*arranger.shown(), expected(feed, {}, sorting));
    arranger.apply(*feed.next(50, 200, 50), feed.now);
    arranger.setFilter(failed, feed.now);
    QCOMPARE(*arranger.shown(), expected(feed, failed, sorting));
}

void TestJobArranger::letsTimeAloneChangeWhatMatches()
{
    FeedSimulator feed(9);
    JobArranger arranger(fullTtl);
    arranger.apply(*feed.next(100, 0, 0), feed.now);
    arranger.setFilter(filterOf(u"silence>10m"_s), feed.now);
    QVERIFY(arranger.shown()->empty());
    const JobOrderPtr before = arranger.shown();
    arranger.review(feed.now + 300'000);
    QCOMPARE(arranger.shown(), before);
    arranger.review(feed.now + 700'000);
    QVERIFY(arranger.shown()->size() > 80); // all but those without TTL
}

QTEST_APPLESS_MAIN(TestJobArranger)
#include "tst_jobarranger.moc"
