// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demooptions.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::demo;
using namespace Qt::StringLiterals;

class TestDemoOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaults();
    void everythingSet();
    void anIncidentStandsAlone();
    void wrongArgumentIsNamed_data();
    void wrongArgumentIsNamed();
};

void TestDemoOptions::defaults()
{
    const auto options = parseDemoArguments({u"emberwatch-demo"_s});
    QVERIFY(options);
    QCOMPARE(options->jobs, 400);
    QVERIFY(options->notifications);
    QVERIFY(options->folder.isEmpty());
    QVERIFY(!options->endsWithParent);
    QVERIFY(parseDemoArguments({u"emberwatch-demo"_s})->seed != options->seed);
}

void TestDemoOptions::everythingSet()
{
    const auto options = parseDemoArguments(
        {u"emberwatch-demo"_s, u"--jobs"_s, u"7"_s, u"--rate=2.5"_s, u"--seed"_s, u"42"_s, u"--dir"_s, u"d"_s,
            u"--url-file"_s, u"f"_s, u"--no-notifications"_s, u"--with-parent"_s});
    QVERIFY(options);
    const DemoOptions expected{7, 2.5, 42, u"d"_s, u"f"_s, false, true, false, {}};
    QCOMPARE(*options, expected);
}

void TestDemoOptions::anIncidentStandsAlone()
{
    const auto alone = parseDemoArguments({u"emberwatch-demo"_s, u"--incident"_s});
    QVERIFY(alone && alone->isIncident);
    QCOMPARE(alone->jobs, 0);
    const auto accompanied = parseDemoArguments({u"emberwatch-demo"_s, u"--incident"_s, u"--jobs=30"_s,
        u"--records=postgresql://me@127.0.0.1/empty"_s});
    QVERIFY(accompanied);
    QCOMPARE(accompanied->jobs, 30);
    QVERIFY(accompanied->records.endsWith(u"empty"_s));
}

void TestDemoOptions::wrongArgumentIsNamed_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("mentioned");
    QTest::newRow("no jobs") << u"--jobs=0"_s << u"--jobs"_s;
    QTest::newRow("records of no incident") << u"--records=none"_s << u"--incident"_s;
    QTest::newRow("jobs in words") << u"--jobs=many"_s << u"--jobs"_s;
    QTest::newRow("no rate") << u"--rate=0"_s << u"--rate"_s;
    QTest::newRow("a rate that is no number") << u"--rate=nan"_s << u"--rate"_s;
    QTest::newRow("a seed that is no number") << u"--seed=x"_s << u"--seed"_s;
    QTest::newRow("an option that is not there") << u"--frobnicate"_s << u"frobnicate"_s;
    QTest::newRow("an argument too much") << u"please"_s << u"please"_s;
}

void TestDemoOptions::wrongArgumentIsNamed()
{
    QFETCH(QString, argument);
    QFETCH(QString, mentioned);
    const auto options = parseDemoArguments({u"emberwatch-demo"_s, argument});
    QVERIFY(!options);
    QCOMPARE(options.error().kind, Error::Kind::Invalid);
    QVERIFY2(options.error().message.contains(mentioned), qPrintable(options.error().message));
}

QTEST_GUILESS_MAIN(TestDemoOptions)
#include "tst_demooptions.moc"
