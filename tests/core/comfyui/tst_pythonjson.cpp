// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/pythonjson.h"

#include "core/comfyui/jsonspan.h"

#include <QTest>

using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

class TestPythonJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void becomesStrict_data();
    void becomesStrict();
    void copiesNothingWithoutNeed_data();
    void copiesNothingWithoutNeed();
    void findsSpans_data();
    void findsSpans();
    void aSpanKeepsEveryByte();
};

void TestPythonJson::becomesStrict_data()
{
    QTest::addColumn<QByteArray>("python");
    QTest::addColumn<QByteArray>("strict");
    const auto row = [](const char *name, const char *python, const char *strict) {
        QTest::newRow(name) << QByteArray(python) << QByteArray(strict);
    };
    row("NaN", R"({"a": NaN})", R"({"a": null})");
    row("Infinity in a list", "[Infinity, -Infinity,NaN]", "[null, null,null]");
    row("alone", "-Infinity", "null");
    row("beside words in strings", R"({"NaN":"Infinity \" NaN","b":NaN})",
        R"({"NaN":"Infinity \" NaN","b":null})");
    row("an integer over 64 bits", "[18446744073709551616]", "[18446744073709551616e0]");
    row("a negative one", "[-9223372036854775809]", "[-9223372036854775809e0]");
}

void TestPythonJson::becomesStrict()
{
    QFETCH(QByteArray, python);
    QTEST(strictJson(python), "strict");
}

void TestPythonJson::copiesNothingWithoutNeed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << R"({"a":[1,2.5,true,null,"x"]})"_ba;
    QTest::newRow("the greatest seed") << R"({"seed":18446744073709551615,"b":-9223372036854775808})"_ba;
    QTest::newRow("a long fraction") << "[0.12345678901234567890123456789,1e300,1.5E+10]"_ba;
    QTest::newRow("words in strings") << R"(["NaN","-Infinity","18446744073709551616"])"_ba;
    QTest::newRow("an open string") << "[\"NaN"_ba;
    QTest::newRow("a lone minus") << "-"_ba;
    QTest::newRow("nothing") << ""_ba;
}

void TestPythonJson::copiesNothingWithoutNeed()
{
    QFETCH(QByteArray, text);
    const QByteArray strict = strictJson(text);
    QCOMPARE(strict, text);
    QVERIFY(strict.isSharedWith(text));
}

void TestPythonJson::findsSpans_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("index");
    QTest::addColumn<QByteArray>("span");
    const auto row = [](const char *name, const QByteArray &document, const QByteArray &span) {
        QTest::newRow(name) << document << "p"_ba << 2 << span;
    };
    row("in a list", R"({"p":[1,"a",{"x":[1,{"y":"]}"}]},4]})", R"({"x":[1,{"y":"]}"}]})");
    row("with spaces", "{ \"q\" : [ ] , \"p\" : [ 1 , \"a\" , 7.50 , 4 ] }", "7.50");
    row("the last of two members", R"({"p":[0,0,1],"p":[0,0,2]})", "2");
    row("behind escapes", R"({"a\"p":[0,0,1],"b":"\\","p":[0,"\"",3]})", "3");
    row("NaN", R"({"p":[0,0,NaN]})", "NaN");
    row("missing item", R"({"p":[0,0]})", {});
    row("missing member", R"({"q":[0,0,1]})", {});
    row("of another kind", R"({"p":{"2":1}})", {});
    row("in what is cut off", R"({"p":[0,0,{"x":)", R"({"x":)");
    row("in nothing", "", {});
}

void TestPythonJson::findsSpans()
{
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, name);
    QFETCH(int, index);
    QFETCH(QByteArray, span);
    const std::optional<QByteArrayView> found = jsonSpan(document, {name, index});
    QCOMPARE(found.has_value(), !span.isEmpty());
    if (found)
        QCOMPARE(found->toByteArray(), span);
}

void TestPythonJson::aSpanKeepsEveryByte()
{
    const QByteArray workflow = R"({"3": {"inputs":{"seed":18446744073709551615,"cfg":8.0,"d":1,"d":2}}})";
    const QByteArray document = R"({"id-1":{"prompt":[0,"id-1",)" + workflow + R"(,{},["3"]]}})";
    const std::optional<QByteArrayView> found = jsonSpan(document, {"id-1", "prompt", 2});
    QVERIFY(found);
    QCOMPARE(found->toByteArray(), workflow);
}

QTEST_GUILESS_MAIN(TestPythonJson)
#include "tst_pythonjson.moc"
