// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/momentoption.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

class TestMomentOption : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestMomentOption::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("back from now") << u"1h30m"_s << qint64(10'000'000 - 5'400'000);
    QTest::newRow("a day") << u"2025-11-24"_s << qint64(1'763'942'400'000);
    QTest::newRow("a time is UTC") << u"2025-11-24T02:51"_s << qint64(1'763'952'660'000);
    QTest::newRow("with seconds") << u"2025-11-24T02:51:07"_s << qint64(1'763'952'667'000);
    QTest::newRow("with milliseconds") << u"2025-11-24T02:51:07.123Z"_s << qint64(1'763'952'667'123);
    QTest::newRow("with a zone") << u"2025-11-24T03:51:07+01:00"_s << qint64(1'763'952'667'000);
}

void TestMomentOption::reads()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    const std::optional<Timestamp> moment
        = parseMoment(text, Timestamp(std::chrono::milliseconds(10'000'000)));
    QVERIFY(moment);
    QCOMPARE(qint64(moment->time_since_epoch().count()), ms);
}

void TestMomentOption::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a word") << u"yesterday"_s;
    QTest::newRow("no such day") << u"2025-02-30"_s;
    QTest::newRow("a number") << u"1763952667123"_s;
}

void TestMomentOption::refuses()
{
    QFETCH(QString, text);
    QVERIFY(!parseMoment(text, {}));
}

QTEST_APPLESS_MAIN(TestMomentOption)
#include "tst_momentoption.moc"
