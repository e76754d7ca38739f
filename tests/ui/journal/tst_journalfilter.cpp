// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalfilter.h"

#include "core/operations/entryreason.h"
#include "tests/ui/journal/journalsamples.h"

#include <QTest>

using namespace emberwatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestJournalFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
    void findsTheReason();
    void saysWhatIsExpected_data();
    void saysWhatIsExpected();
    void timesAreLookedUpByTheJournal();
};

void TestJournalFilter::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isMatch");
    QTest::newRow("nothing wanted") << u""_s << true;
    QTest::newRow("its action") << u"action:settle-failed"_s << true;
    QTest::newRow("another action") << u"action:delete"_s << false;
    QTest::newRow("actions by wildcard") << u"action:settle-*"_s << true;
    QTest::newRow("a part is no whole") << u"action:settle"_s << false;
    QTest::newRow("who") << u"by:MARA host:ops-1"_s << true;
    QTest::newRow("somebody else") << u"by:ann"_s << false;
    QTest::newRow("a job's id") << u"id:job-7"_s << true;
    QTest::newRow("a word anywhere") << u"GPU-2"_s << true;
    QTest::newRow("a word nowhere") << u"gpu-3"_s << false;
    QTest::newRow("all must hold") << u"by:mara action:delete"_s << false;
    QTest::newRow("outcome") << u"outcome:done"_s << true;
    QTest::newRow("unfinished") << u"unfinished"_s << false;
    QTest::newRow("lately") << u"since:2h"_s << true;
    QTest::newRow("not lately enough") << u"since:10m"_s << false;
    QTest::newRow("since a moment") << u"since:2025-11-25T10:00 until:2025-11-25T11:30"_s << true;
    QTest::newRow("dots are no wildcards") << u"host:ops.1"_s << false;
}

void TestJournalFilter::matches()
{
    QFETCH(QString, text);
    QFETCH(bool, isMatch);
    const Result<JournalFilter> filter = JournalFilter::parse(text, test::journalNow);
    QVERIFY(filter);
    QCOMPARE(filter->matches(test::sampleLine(7, "batch")), isMatch);
}

void TestJournalFilter::findsTheReason()
{
    const Result<JournalFilter> filter = JournalFilter::parse(u"inc-2291"_s, test::journalNow);
    QVERIFY(filter);
    JournalLine line = test::sampleLine(7, "batch");
    QVERIFY(!filter->matches(line));
    line.entry.evidence = withReason({}, u"INC-2291: gpu-2"_s);
    QVERIFY(filter->matches(line));
}

void TestJournalFilter::saysWhatIsExpected_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a field that is none") << u"user:x"_s << u"There is no “user:”"_s;
    QTest::newRow("no text") << u"by:"_s << u"A text is expected behind “by:”"_s;
    QTest::newRow("no time") << u"since:soon"_s << u"A length of time"_s;
}

void TestJournalFilter::saysWhatIsExpected()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Result<JournalFilter> filter = JournalFilter::parse(text, test::journalNow);
    QVERIFY(!filter);
    QVERIFY2(filter.error().message.startsWith(expected), qPrintable(filter.error().message));
}

void TestJournalFilter::timesAreLookedUpByTheJournal()
{
    const JournalSelection selection
        = JournalFilter::parse(u"since:2h unfinished by:mara"_s, test::journalNow)->selection();
    QCOMPARE(selection.since, test::journalNow - 2h);
    QVERIFY(selection.onlyUnfinished);
}

QTEST_MAIN(TestJournalFilter)
#include "tst_journalfilter.moc"
