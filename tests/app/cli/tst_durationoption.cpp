// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/durationoption.h"

#include <QTest>

using namespace emberwatch::cli;
using namespace Qt::StringLiterals;
using namespace std::chrono;

class TestDurationOption : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestDurationOption::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("milliseconds") << u"500ms"_s << qint64(500);
    QTest::newRow("seconds") << u"90s"_s << qint64(90'000);
    QTest::newRow("minutes") << u"5m"_s << qint64(300'000);
    QTest::newRow("days") << u"2d"_s << qint64(172'800'000);
    QTest::newRow("parts add up") << u"1h30m5s"_s << qint64(5'405'000);
    QTest::newRow("zero") << u"0s"_s << qint64(0);
}

void TestDurationOption::reads()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    QCOMPARE(parseDuration(text), std::optional(milliseconds(ms)));
}

void TestDurationOption::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("no unit") << u"90"_s;
    QTest::newRow("no number") << u"s"_s;
    QTest::newRow("unknown unit") << u"3y"_s;
    QTest::newRow("upper case") << u"3S"_s;
    QTest::newRow("negative") << u"-3s"_s;
    QTest::newRow("space") << u"3 s"_s;
    QTest::newRow("fraction") << u"1.5h"_s;
    QTest::newRow("longer than a year") << u"366d"_s;
    QTest::newRow("more than a number holds") << u"99999999999999999999d"_s;
    QTest::newRow("product overflows") << u"9223372036854775807d"_s;
}

void TestDurationOption::refuses()
{
    QFETCH(QString, text);
    QCOMPARE(parseDuration(text), std::optional<milliseconds>());
}

QTEST_APPLESS_MAIN(TestDurationOption)
#include "tst_durationoption.moc"
