// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/timetext.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestSqlTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void writes();
};

void TestSqlTime::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds"); // -1: no time
    constexpr qint64 moment = 1'763'952'667'000; // 2025-11-24 02:51:07 UTC
    QTest::newRow("without a zone is UTC") << u"2025-11-24 02:51:07"_s << moment;
    QTest::newRow("microseconds are cut") << u"2025-11-24 02:51:07.123456"_s << moment + 123;
    QTest::newRow("one digit is tenths") << u"2025-11-24 02:51:07.4"_s << moment + 400;
    QTest::newRow("two digits are hundredths") << u"2025-11-24 02:51:07.45"_s << moment + 450;
    QTest::newRow("three digits") << u"2025-11-24 02:51:07.456"_s << moment + 456;
    QTest::newRow("four digits") << u"2025-11-24 02:51:07.4567"_s << moment + 456;
    QTest::newRow("seven digits") << u"2025-11-24 02:51:07.4567891"_s << moment + 456;
    QTest::newRow("nine digits") << u"2025-11-24 02:51:07.456789123"_s << moment + 456;
    QTest::newRow("no digit behind the point") << u"2025-11-24 02:51:07."_s << moment;
    QTest::newRow("letters for digits") << u"2025-11-24 02:51:0x"_s << qint64(-1);
    QTest::newRow("letters in the fraction") << u"2025-11-24 02:51:07.4a"_s << qint64(-1);
    QTest::newRow("other digits") << u"2025-11-24 02:51:\u0660\u0667"_s << qint64(-1);
    QTest::newRow("PostgreSQL with zone") << u"2025-11-24 02:51:07.123+00"_s << moment + 123;
    QTest::newRow("an hour east") << u"2025-11-24 03:51:07+01"_s << moment;
    QTest::newRow("hours and minutes west") << u"2025-11-23 23:21:07-03:30"_s << moment;
    QTest::newRow("ISO") << u"2025-11-24T02:51:07Z"_s << moment;
    QTest::newRow("infinity") << u"infinity"_s << qint64(-1);
    QTest::newRow("a date alone") << u"2025-11-24"_s << qint64(-1);
    QTest::newRow("no such day") << u"2025-02-30 00:00:00"_s << qint64(-1);
    QTest::newRow("before Christ") << u"0044-03-15 12:00:00 BC"_s << qint64(-1);
    QTest::newRow("empty") << QString() << qint64(-1);
}

void TestSqlTime::reads()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, milliseconds);
    const std::optional<Timestamp> time = sql::readTime(text);
    QCOMPARE(time ? qint64(time->time_since_epoch().count()) : -1, milliseconds);
}

void TestSqlTime::writes()
{
    const Timestamp moment{std::chrono::milliseconds(1'763'952'667'123)};
    QCOMPARE(sql::writeTime(moment), u"2025-11-24 02:51:07.123"_s);
    QCOMPARE(sql::readTime(sql::writeTime(moment)), moment);
}

QTEST_GUILESS_MAIN(TestSqlTime)
#include "tst_sqltime.moc"
