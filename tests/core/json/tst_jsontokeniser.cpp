// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsontokeniser.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <QRandomGenerator>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList textsOf(QByteArrayView document)
{
    QByteArrayList texts;
    JsonTokeniser tokens(document);
    while (const auto token = tokens.next())
        texts += token->text.toByteArray();
    return texts;
}

std::optional<JsonFault> faultOf(QByteArrayView document, int depthLimit = 256)
{
    JsonTokeniser tokens(document, depthLimit);
    while (tokens.next()) { }
    return tokens.fault();
}

/// What another parser says; nullopt where it gives up at a number that no double can hold.
std::optional<bool> isJson(const QByteArray &document)
{
    rapidjson::MemoryStream stream(document.constData(), static_cast<size_t>(document.size()));
    rapidjson::BaseReaderHandler<> handler;
    const rapidjson::ParseResult result = rapidjson::Reader().Parse(stream, handler);
    if (result.Code() == rapidjson::kParseErrorNumberTooBig)
        return std::nullopt;
    return !result.IsError();
}

} // namespace

class TestJsonTokeniser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tokensAreTheDocumentsOwnBytes()
    {
        QCOMPARE(textsOf(" {\"a\" : [1e400, -0.10,\ttrue]\r\n} "),
            (QByteArrayList{"{", "\"a\"", ":", "[", "1e400", ",", "-0.10", ",", "true", "]", "}"}));
    }

    void keysAndStringsAreToldApart()
    {
        JsonTokeniser tokens(R"({"a":"a"})");
        QCOMPARE(tokens.next()->kind, JsonToken::Kind::ObjectOpen);
        QCOMPARE(tokens.next()->kind, JsonToken::Kind::Key);
        QCOMPARE(tokens.next()->kind, JsonToken::Kind::Colon);
        QCOMPARE(tokens.next()->kind, JsonToken::Kind::String);
        QCOMPARE(tokens.next()->kind, JsonToken::Kind::ObjectClose);
        QVERIFY(!tokens.next());
        QVERIFY(!tokens.fault());
    }

    void faultsSayWhereAndWhat_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QByteArray>("expected");

        const auto row = [](const char *name, const char *document, int offset, const char *expected) {
            QTest::newRow(name) << QByteArray(document) << offset << QByteArray(expected);
        };
        row("nothing", "", 0, "a value");
        row("only white space", " \n ", 3, "a value");
        row("a word", "nul", 0, "a value");
        row("a word with a tail", "nullx", 4, "the end");
        row("two values", "1 2", 2, "the end");
        row("object left open", "{\"a\":1", 6, "a comma or }");
        row("array left open", "[1", 2, "a comma or ]");
        row("closed by the other bracket", "[1}", 2, "a comma or ]");
        row("comma before the end", "[1,]", 3, "a value");
        row("comma before the brace", "{\"a\":1,}", 7, "a member name in double quotes");
        row("member without quotes", "{a:1}", 1, "a member name in double quotes");
        row("no colon", "{\"a\" 1}", 5, "a colon");
        row("string left open", "\"abc", 4, "a closing quote");
        row("string ends in a backslash", "\"abc\\", 5, "an escape character");
        row("unknown escape", "\"\\x41\"", 2, "an escape character");
        row("short unicode escape", "\"\\u12\"", 5, "four hexadecimal digits");
        row("line break in a string", "\"a\nb\"", 2, "no control character");
        row("leading zero", "01", 1, "the end");
        row("plus sign", "+1", 0, "a value");
        row("lone minus", "-", 1, "a digit");
        row("no digit after the point", "1.", 2, "a digit");
        row("no digit in the exponent", "1e+", 3, "a digit");
        row("not a number", "NaN", 0, "a value");
        row("byte order mark", "\xEF\xBB\xBF{}", 0, "a value");
        row("comment", "/* */ 1", 0, "a value");
    }

    void faultsSayWhereAndWhat()
    {
        QFETCH(QByteArray, document);
        QFETCH(int, offset);
        QFETCH(QByteArray, expected);
        const auto fault = faultOf(document);
        QVERIFY(fault);
        QCOMPARE(fault->offset, offset);
        QCOMPARE(fault->expected, expected);
    }

    void zeroByteIsNoEnd()
    {
        QVERIFY(faultOf(QByteArray("1\0", 2)));
        QVERIFY(faultOf(QByteArray("\"\\\0\"", 4)));
    }

    void depthIsBounded()
    {
        const QByteArray deepest = QByteArray(256, '[') + QByteArray(256, ']');
        QVERIFY(!faultOf(deepest));
        const auto fault = faultOf(QByteArray(1'000'000, '['));
        QVERIFY(fault);
        QCOMPARE(fault->offset, 256);
        QCOMPARE(fault->expected, "less depth");
    }

    void nothingFollowsAFault()
    {
        JsonTokeniser tokens("[,1]");
        QVERIFY(tokens.next());
        QVERIFY(!tokens.next());
        QVERIFY(!tokens.next());
        QCOMPARE(tokens.fault()->offset, 1);
    }

    void agreesWithRapidJsonOnMutatedDocuments()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QByteArray start = "{\"promptId\":\"a\\u00e9\",\"n\":[1,-2.5e3,0,{}],\"x\":{\"y\":null,\"z\":["
                                 "true,false,[]]},\"s\":\"\\\\\\\"\\n\"}";
        const QByteArray alphabet = "{}[],:\"\\0123456789eE+-.truefalsn \x7f";
        for (int i = 0; i < 50'000; ++i) {
            QByteArray document = start;
            for (int edits = random.bounded(4); edits > 0; --edits) {
                const auto place = random.bounded(static_cast<int>(document.size()));
                if (random.bounded(2) == 0)
                    document[place] = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
                else
                    document.remove(place, random.bounded(3));
            }
            if (const std::optional<bool> expected = isJson(document))
                QVERIFY2(faultOf(document).has_value() != *expected, document.constData());
        }
    }
};

QTEST_APPLESS_MAIN(TestJsonTokeniser)
#include "tst_jsontokeniser.moc"
