// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentlines.h"

#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QString text(const DocumentLines &lines)
{
    QString all;
    for (const DocumentLine &line : lines.lines)
        all += line.text + (line.isContinued ? u""_s : u"\n"_s);
    return all;
}

} // namespace

class TestDocumentLines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void integersAreExact()
    {
        QCOMPARE(text(jsonLinesOf(R"({"seed":18446744073709551615,"x":1e400})")),
            u"{\n  \"seed\": 18446744073709551615,\n  \"x\": 1e400\n}\n"_s);
    }

    void whatIsNoJsonSaysWhy()
    {
        const DocumentLines lines = jsonLinesOf("{\"a\":}");
        QVERIFY(lines.lines.isEmpty());
        QCOMPARE(lines.note, u"This is not JSON: byte 5: a value expected. Raw shows every byte."_s);
    }

    void largeJsonIsCutAndSaysSo()
    {
        QByteArray document = "[";
        while (document.size() < (1 << 20))
            document += "12345678,";
        document += "0]";
        const DocumentLines lines = jsonLinesOf(document);
        QVERIFY(text(lines).size() < 70 * 1024);
        QVERIFY(lines.note.contains("Copy as"_L1));
    }

    void longValuesAreShortenedAndSaySo()
    {
        const QByteArray document = "{\"a\":\"" + QByteArray(100'000, 'x') + "\"}";
        const DocumentLines lines = jsonLinesOf(document);
        QVERIFY(text(lines).size() < 3000);
        QVERIFY(lines.note.contains(u'…'));
    }

    void rawShowsEveryByte_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("{\"a\": 1}") << u"{\"a\": 1}\n"_s;
        QTest::newRow("letters") << QByteArray("\xC3\xA9\xF0\x9F\x98\x80") << u"\u00e9\U0001F600\n"_s;
        QTest::newRow("control characters") << QByteArray("a\tb\x1b[0m\x7f") << u"a\\x09b\\x1B[0m\\x7F\n"_s;
        QTest::newRow("a zero byte") << QByteArray("a\0b", 3) << u"a\\x00b\n"_s;
        QTest::newRow("line breaks") << QByteArray("a\r\nb") << u"a\\x0D\\x0A\nb\n"_s;
        QTest::newRow("right-to-left override") << QByteArray("a\xE2\x80\xAE"
                                                              "b")
                                                << u"a\\u{202E}b\n"_s;
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << u"\\u{FEFF}{}\n"_s;
        QTest::newRow("C1 control") << QByteArray("\xC2\x85") << u"\\u{85}\n"_s;
        QTest::newRow("no UTF-8") << QByteArray("a\xFF\xC3"
                                                "b")
                                  << u"a\\xFF\\xC3b\n"_s;
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << u"\\xC0\\xAF\n"_s;
        QTest::newRow("surrogate in UTF-8") << QByteArray("\xED\xA0\x80") << u"\\xED\\xA0\\x80\n"_s;
        QTest::newRow("cut in a character") << QByteArray("\xF0\x9F\x98") << u"\\xF0\\x9F\\x98\n"_s;
        QTest::newRow("empty") << QByteArray() << QString();
    }

    void rawShowsEveryByte()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, shown);
        QCOMPARE(text(rawLinesOf(document)), shown);
    }

    void longLinesAreBrokenOnlyForDrawing()
    {
        const QByteArray document(10'000, 'x');
        const DocumentLines lines = rawLinesOf(document);
        QVERIFY(lines.lines.size() > 5);
        QVERIFY(std::all_of(lines.lines.begin(), lines.lines.end(),
            [](const DocumentLine &line) { return line.text.size() <= 1024; }));
        QCOMPARE(text(lines), QString::fromLatin1(document) + u'\n');
    }

    void largeRawIsCutAndSaysSo()
    {
        const DocumentLines lines = rawLinesOf(QByteArray(1 << 20, 'x'));
        QCOMPARE(text(lines).size(), 64 * 1024 + 1);
        QVERIFY(lines.note.contains("Copy as"_L1));
        QVERIFY(rawLinesOf(QByteArray(64 * 1024, 'x')).note.isEmpty());
    }

    void hexShowsOffsetsBytesAndText()
    {
        QCOMPARE(text(hexLinesOf(QByteArray("{\"a\"\0\xFF~\x7f!", 9))),
            u"000000  7b 22 61 22 00 ff 7e 7f  {\"a\"··~·\n000008  21                       !\n"_s);
    }
};

QTEST_APPLESS_MAIN(TestDocumentLines)
#include "tst_documentlines.moc"
