// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobmeasures.h"

#include <QtTest>

using namespace emberwatch;
using namespace std::chrono_literals;

namespace {

constexpr qint64 now = 1'763'905'000'000;
constexpr auto fullTtl = std::chrono::milliseconds(2h);

} // namespace

class TestJobMeasures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void age();
    void ttl();
    void silence_data();
    void silence();
    void progress();
};

void TestJobMeasures::age()
{
    JobRow row;
    QVERIFY(!ageOf(row, now));
    row.flags = JobRow::HasStartedAt;
    row.startedAt = now - 5000;
    QCOMPARE(ageOf(row, now).value(), 5000ms);
    row.startedAt = now + 20'000; // as far as clocks may differ
    QCOMPARE(ageOf(row, now).value(), 0ms);
    row.startedAt = now + 100'000;
    row.doubts = static_cast<quint8>(JobDoubt::StartedInFuture);
    QVERIFY(!ageOf(row, now));
}

void TestJobMeasures::ttl()
{
    JobRow row;
    QVERIFY(!ttlOf(row, now));
    row.flags = JobRow::HasTtl;
    row.expiresAt = now + 5000;
    QCOMPARE(ttlOf(row, now).value(), 5000ms);
    QCOMPARE(ttlOf(row, now + 6000).value(), 0ms);
}

void TestJobMeasures::silence_data()
{
    QTest::addColumn<qint64>("remaining");
    QTest::addColumn<qint64>("silence"); // -1: unknown

    QTest::newRow("just written") << qint64(7'200'000) << qint64(0);
    QTest::newRow("ten minutes ago") << qint64(6'600'000) << qint64(600'000);
    QTest::newRow("expired") << qint64(-1000) << qint64(7'201'000);
    QTest::newRow("a little longer than full, by our clock") << qint64(7'201'500) << qint64(0);
    QTest::newRow("extended by somebody") << qint64(7'300'000) << qint64(-1);
}

void TestJobMeasures::silence()
{
    QFETCH(const qint64, remaining);
    QFETCH(const qint64, silence);
    JobRow row;
    QVERIFY(!silenceOf(row, fullTtl, now));
    row.flags = JobRow::HasTtl;
    row.expiresAt = now + remaining;
    const auto known = silenceOf(row, fullTtl, now);
    QCOMPARE(known ? qint64(known->count()) : -1, silence);
}

void TestJobMeasures::progress()
{
    JobRow row;
    row.progress = 40;
    QVERIFY(!progressOf(row)); // queued
    row.status = JobStatus::Processing;
    QCOMPARE(progressOf(row).value(), 40.0F);
    row.unreadable = Unreadable::NotJson;
    QVERIFY(!progressOf(row));
}

QTEST_APPLESS_MAIN(TestJobMeasures)
#include "tst_jobmeasures.moc"
