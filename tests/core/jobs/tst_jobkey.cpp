// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobkey.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class JobKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keyIsPrefixAndId();
    void keyOfAnotherPrefixHasNoId();
    void patternMatchesTheTextAlone();
    void displayText_data();
    void displayText();
};

void JobKeyTest::keyIsPrefixAndId()
{
    const QByteArray id("a:b\xff\r\n\0*", 8);
    const QByteArray key = keyOf("comfyui:job:", PromptId(id));
    QCOMPARE(key, "comfyui:job:" + id);
    const std::optional<QByteArrayView> back = idInKey("comfyui:job:", key);
    QVERIFY(back.has_value());
    QCOMPARE(back->toByteArray(), id);
}

void JobKeyTest::keyOfAnotherPrefixHasNoId()
{
    QVERIFY(!idInKey("comfyui:job:", "comfyui:jo"));
    QVERIFY(!idInKey("comfyui:job:", "comfyui:ops:lease"));
    QVERIFY(!idInKey("comfyui:job:", "Comfyui:job:1"));
    const std::optional<QByteArrayView> nothing = idInKey("comfyui:job:", "comfyui:job:");
    QVERIFY(nothing.has_value());
    QVERIFY(nothing->isEmpty());
}

void JobKeyTest::patternMatchesTheTextAlone()
{
    QCOMPARE(globEscaped("comfyui:job:"), "comfyui:job:");
    QCOMPARE(globEscaped("a*b?c[d]e\\f^g-h"), "a\\*b\\?c\\[d\\]e\\\\f\\^g-h");
    QCOMPARE(globEscaped(QByteArray("\0\xff", 2)), QByteArray("\0\xff", 2));
    QCOMPARE(globEscaped({}), "");
}

void JobKeyTest::displayText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain text as it is") << QByteArray("usr_1 ~!") << u"usr_1 ~!"_s;
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("letters of other scripts") << "zażółć 絵 \U0001F600"_ba << u"zażółć 絵 \U0001F600"_s;
    QTest::newRow("line ends") << "a\r\nb"_ba << u"a\\x0D\\x0Ab"_s;
    QTest::newRow("NUL and DEL") << QByteArray("\0\x7f", 2) << u"\\x00\\x7F"_s;
    QTest::newRow("C1 control") << "\xc2\x9b"_ba << u"\\x9B"_s;
    QTest::newRow("right-to-left override") << "a\u202eb"_ba << u"a\\u{202E}b"_s;
    QTest::newRow("isolate and mark") << "\u2066\u200f\u061c"_ba << u"\\u{2066}\\u{200F}\\u{061C}"_s;
    QTest::newRow("line separator") << "\u2028"_ba << u"\\u{2028}"_s;
    QTest::newRow("byte order mark in front") << "\ufeffa"_ba << u"\\u{FEFF}a"_s;
    QTest::newRow("invisible tag") << "\U000E0041"_ba << u"\\u{E0041}"_s;
    QTest::newRow("joiner is spelling") << "\u0646\u200c\u0647"_ba << u"\u0646\u200c\u0647"_s;
    QTest::newRow("not UTF-8") << "a\xff!"_ba << u"a\ufffd!"_s;
    QTest::newRow("cut character") << "a\xc3"_ba << u"a\ufffd"_s;
    QTest::newRow("long text in full") << QByteArray(10'000, 'x') << QString(10'000, QLatin1Char('x'));
}

void JobKeyTest::displayText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, shown);
    QCOMPARE(emberwatch::displayText(bytes), shown);
}

QTEST_GUILESS_MAIN(JobKeyTest)
#include "tst_jobkey.moc"
