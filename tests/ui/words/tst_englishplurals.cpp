// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/englishplurals.h"

#include <QCoreApplication>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestEnglishPlurals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void countsAreWords_data();
    void countsAreWords();
    void otherTextsStand();

private:
    EnglishPlurals m_plurals;
};

void TestEnglishPlurals::countsAreWords_data()
{
    QTest::addColumn<int>("n");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0 << u"0 jobs of 0 servers"_s;
    QTest::newRow("one") << 1 << u"1 job of 1 server"_s;
    QTest::newRow("many") << 61000 << u"61000 jobs of 61000 servers"_s;
}

void TestEnglishPlurals::countsAreWords()
{
    QFETCH(int, n);
    QTEST(tr("%n job(s) of %n server(s)", nullptr, n), "text");
}

void TestEnglishPlurals::otherTextsStand()
{
    QCOMPARE(tr("Pause(s)"), u"Pause(s)"_s); // nothing is counted
    QCOMPARE(tr("%n more", nullptr, 2), u"2 more"_s);
}

QTEST_GUILESS_MAIN(TestEnglishPlurals)
#include "tst_englishplurals.moc"
