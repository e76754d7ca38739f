// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/clocktext.h"
#include "ui/words/durationtext.h"
#include "ui/words/numbertext.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

class TestDurationText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenthsOnlyWhileYoung_data();
    void tenthsOnlyWhileYoung();
    void theWholeInToolTips();
    void numbersAreGrouped();
    void momentsNameTheirZone();
};

void TestDurationText::tenthsOnlyWhileYoung_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("tenths") << qint64(240) << u"0.2 s"_s;
    QTest::newRow("never rounded up to ten") << qint64(9'990) << u"9.9 s"_s;
    QTest::newRow("whole seconds later") << qint64(21'900) << u"21 s"_s;
}

void TestDurationText::tenthsOnlyWhileYoung()
{
    QFETCH(qint64, ms);
    QTEST(fineDurationText(milliseconds(ms)), "text");
}

void TestDurationText::theWholeInToolTips()
{
    QCOMPARE(exactDurationText(milliseconds(6'312'345)), u"1 h 45 m 12.345 s"_s);
    QCOMPARE(exactDurationText(milliseconds(61'000)), u"1 m 1.000 s"_s);
    QCOMPARE(exactDurationText(milliseconds(7)), u"0.007 s"_s);
}

void TestDurationText::numbersAreGrouped()
{
    QCOMPARE(numberText(347), u"347"_s);
    QCOMPARE(numberText(1'061'000), u"1\u202f061\u202f000"_s);
}

void TestDurationText::momentsNameTheirZone()
{
    const Timestamp moment{milliseconds(1'763'993'000'123)};
    QCOMPARE(clockText(moment, ClockZone::Utc), u"14:03:20 UTC"_s);
    QCOMPARE(datedClockText(moment, ClockZone::Utc), u"2025-11-24 14:03:20.123 UTC"_s);
    QVERIFY(clockText(moment, ClockZone::Local).startsWith(u"14:03:20 "_s)); // tests run with TZ=UTC
}

QTEST_APPLESS_MAIN(TestDurationText)
#include "tst_durationtext.moc"
