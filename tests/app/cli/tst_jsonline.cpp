// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jsonline.h"

#include <QTest>

using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

class TestJsonLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void members();
    void unknownIsNull();
    void bytes();
};

void TestJsonLine::members()
{
    JsonLine line;
    line.text("a", u"x\"\n"_s);
    line.number("b", -7);
    line.flag("c", false);
    line.texts("d", {u"1"_s, u"ä"_s});
    line.json("e", R"({"f":[]})");
    std::string out = "before\n";
    line.appendTo(out);
    QCOMPARE(QByteArray::fromStdString(out),
        QByteArray(
            "before\n{\"a\":\"x\\\"\\u000a\",\"b\":-7,\"c\":false,\"d\":[\"1\",\"ä\"],\"e\":{\"f\":[]}}\n"));
}

void TestJsonLine::unknownIsNull()
{
    JsonLine line;
    line.text("a", std::optional<QString>());
    line.number("b", {});
    line.flag("c", {});
    line.texts("d", {});
    line.json("e", {});
    QCOMPARE(QByteArray::fromStdString(line.object()),
        QByteArray(R"({"a":null,"b":null,"c":null,"d":[],"e":null})"));
}

void TestJsonLine::bytes()
{
    JsonLine line;
    line.bytes("a", QByteArray("x"));
    line.bytes("b", QByteArray("\xff", 1));
    line.bytes("c", std::nullopt);
    line.bytes("d", QByteArray(""));
    QCOMPARE(QByteArray::fromStdString(line.object()),
        QByteArray(R"({"a":"x","b":null,"bBase64":"/w==","c":null,"d":""})"));
}

QTEST_APPLESS_MAIN(TestJsonLine)
#include "tst_jsonline.moc"
