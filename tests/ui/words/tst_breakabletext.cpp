// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/breakabletext.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestBreakableText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordinaryTextStays();
    void longWordsCanBeBroken();
    void pairsAreKeptTogether();
    void tooMuchIsCut();
};

void TestBreakableText::ordinaryTextStays()
{
    const QString text = u"d2b1ac84-77f0-4a3e-a91c-5e0f6b2c9d41: Redis refused the claim.\nTwice."_s;
    QCOMPARE(breakableText(text), text);
    QCOMPARE(breakableText({}), QString());
}

void TestBreakableText::longWordsCanBeBroken()
{
    const QString broken = breakableText(u"a "_s + QString(100, u'x'));
    QCOMPARE(broken.count(QChar(0x200B)), 2);
    QCOMPARE(broken.indexOf(QChar(0x200B)), 42);
    QCOMPARE(QString(broken).remove(QChar(0x200B)), u"a "_s + QString(100, u'x'));
}

void TestBreakableText::pairsAreKeptTogether()
{
    const QString fires = u"x"_s + u"\U0001F525"_s.repeated(100);
    const QString broken = breakableText(fires);
    QVERIFY(broken.contains(QChar(0x200B)));
    for (qsizetype i = 1; i < broken.size(); ++i)
        QVERIFY(!broken[i].isLowSurrogate() || broken[i - 1].isHighSurrogate());
}

void TestBreakableText::tooMuchIsCut()
{
    QCOMPARE(breakableText(u"one two"_s, 3), u"one…"_s);
    QCOMPARE(breakableText(u"one"_s, 3), u"one"_s);
}

QTEST_GUILESS_MAIN(TestBreakableText)
#include "tst_breakabletext.moc"
