// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timetext.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestTimeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64(0) << u"0 s"_s;
        QTest::newRow("rounds down") << qint64(1999) << u"1 s"_s;
        QTest::newRow("negative is nothing") << qint64(-5000) << u"0 s"_s;
        QTest::newRow("last second") << qint64(59'999) << u"59 s"_s;
        QTest::newRow("a minute") << qint64(60'000) << u"1 m 00 s"_s;
        QTest::newRow("minutes") << qint64(851'000) << u"14 m 11 s"_s;
        QTest::newRow("last minute") << qint64(3'599'000) << u"59 m 59 s"_s;
        QTest::newRow("hours") << qint64(3'900'000) << u"1 h 05 m"_s;
        QTest::newRow("days") << qint64(183'600'000) << u"2 d 03 h"_s;
        QTest::newRow("years") << qint64(86'400'000) * 4000 << u"4000 d 00 h"_s;
    }

    void durations()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);
        QCOMPARE(durationText(std::chrono::milliseconds(ms)), text);
    }

    void momentsNameTheDayWhereItIsAnother()
    {
        const Timestamp moment(1763905287412ms);
        QCOMPARE(momentText(moment, moment + 1h), u"13:41:27 UTC"_s);
        QCOMPARE(momentText(moment, moment + 24h), u"2025-11-23 13:41:27 UTC"_s);
        QCOMPARE(exactMomentText(moment), u"2025-11-23 13:41:27.412 UTC"_s);
    }
};

QTEST_APPLESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
