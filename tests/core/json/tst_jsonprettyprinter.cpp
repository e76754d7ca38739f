// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsonprettyprinter.h"
#include "core/json/jsontokeniser.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QByteArray pretty(QByteArrayView document, const JsonPrettyOptions &options = {})
{
    const auto result = prettyJson(document, options);
    return result ? result->text : "error: " + result.error().message.toUtf8();
}

QByteArray tokensJoined(QByteArrayView document)
{
    QByteArray all;
    JsonTokeniser tokens(document);
    while (const auto token = tokens.next())
        all += token->text.toByteArray() + '\n';
    return all;
}

} // namespace

class TestJsonPrettyPrinter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void layout_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *document, const char *expected) {
            QTest::newRow(name) << QByteArray(document) << QByteArray(expected);
        };
        row("one member a line", R"({"a":1,"b":[2,3]})", "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    3\n  ]\n}");
        row("empty containers stay on their line", R"({"a":{ },"b":[ ]})", "{\n  \"a\": {},\n  \"b\": []\n}");
        row("nested empty", "[[],[[]]]", "[\n  [],\n  [\n    []\n  ]\n]");
        row("a lone number", " 1 ", "1");
        row("white space inside strings stays", R"(["a  b"])", "[\n  \"a  b\"\n]");
    }

    void layout()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, expected);
        QCOMPARE(pretty(document), expected);
        QCOMPARE(pretty(expected), expected);
    }

    void everyDigitAndEscapeStays_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value : {"18446744073709551615", "-9223372036854775809", "1e400", "1E+2", "-0",
                 "-0.0", "1.10", "0.1000000000000000055511151231257827", "123456789012345678901234567890",
                 R"("\u00e9\/\ud83d\ude00")", R"("\ud800 alone")", "\"\xF0\x9F\x98\x80\"", R"("")"})
            QTest::newRow(value) << QByteArray(value);
    }

    void everyDigitAndEscapeStays()
    {
        QFETCH(QByteArray, value);
        const QByteArray document = "{\"seed\":" + value + "}";
        const QByteArray expected = "{\n  \"seed\": " + value + "\n}";
        QCOMPARE(pretty(document), expected);
    }

    void membersKeepOrderAndDuplicates()
    {
        QCOMPARE(pretty(R"({"b":1,"a":2,"b":3})"), "{\n  \"b\": 1,\n  \"a\": 2,\n  \"b\": 3\n}");
    }

    void invisibleCharactersBecomeEscapes()
    {
        JsonPrettyOptions options;
        options.escapeInvisible = true;
        QCOMPARE(pretty("\"a\xE2\x80\xAE"
                        "b\"",
                     options),
            R"("a\u202eb")");
        QCOMPARE(pretty("\"\x7f\xC2\x85\"", options), R"("\u007f\u0085")");
        QCOMPARE(pretty("\"\xF3\xA0\x80\x81\"", options), R"("\udb40\udc01")");
        QCOMPARE(pretty("\"\xC3\xA9\xF0\x9F\x98\x80\"", options), "\"\xC3\xA9\xF0\x9F\x98\x80\"");
        QCOMPARE(pretty("\"a\xE2\x80\xAE"
                        "b\""),
            "\"a\xE2\x80\xAE"
            "b\"");
    }

    void longTokensAreShortenedAtACharacter()
    {
        JsonPrettyOptions options;
        options.tokenLimit = 4;
        QCOMPARE(prettyJson(R"({"abcdef":123456})", options)->text, "{\n  \"abc\"…: 1234…\n}");
        QCOMPARE(prettyJson(R"({"abcdef":123456})", options)->shortened, 2);
        QCOMPARE(pretty("\"ab\xC3\xA9\xC3\xA9\"", options), "\"ab\"…");
        QCOMPARE(pretty(R"("a\u00e9\u00e9")", options), "\"a\"…");
        QCOMPARE(pretty("\"a\\\\\\\\\\\\\"", options), "\"a\\\\\"…");
        QCOMPARE(pretty(R"("ab\nxx")", options), "\"ab\"…");
        QCOMPARE(prettyJson(R"(["ab"])", options)->shortened, 0);
    }

    void longDocumentsAreCutAtAToken()
    {
        JsonPrettyOptions options;
        options.textLimit = 10;
        const auto cut = prettyJson("[1,2,3,4,5,6]", options);
        QVERIFY(cut->isCut);
        QCOMPARE(cut->text, "[\n  1,\n  2");
        QVERIFY(!prettyJson("[1]", options)->isCut);
    }

    void aFaultBehindTheCutIsStillAFault()
    {
        JsonPrettyOptions options;
        options.textLimit = 4;
        QVERIFY(!prettyJson("[1,2,3,4,5,6", options));
    }

    void faultsAreErrors()
    {
        QCOMPARE(pretty("{\"a\":}"), "error: byte 5: a value expected");
        QCOMPARE(pretty("\"\xFF\""), "error: not UTF-8");
        QCOMPARE(prettyJson("{").error().kind, Error::Kind::Parse);
    }

    void sameTokensBeforeAndAfter()
    {
        const QByteArray document
            = "[{\"a\":[[],{},-1.50e+07,\"\\\"[],{}:\"],\"b\":{\"c\":null}},[true,[false]]]";
        QCOMPARE(tokensJoined(pretty(document)), tokensJoined(document));
    }

    void aMebibyteIsQuick()
    {
        QByteArray document = "[";
        while (document.size() < (1 << 20))
            document += R"({"k":"vvvvvvvvvv","n":18446744073709551615},)";
        document += "0]";
        QBENCHMARK_ONCE
        {
            QVERIFY(prettyJson(document));
        }
    }
};

QTEST_APPLESS_MAIN(TestJsonPrettyPrinter)
#include "tst_jsonprettyprinter.moc"
