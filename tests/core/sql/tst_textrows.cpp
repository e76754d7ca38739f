// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/postgresquery.h"
#include "core/sql/textrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestTextRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asJson();
    void asArrays();
    void inAnyOrder();
    void withoutRows();
    void placesAreNumbered_data();
    void placesAreNumbered();
};

namespace {

const QString hostile = u"it's \"quoted\", {braced} \\ and NULL\n\U0001F525"_s;

sql::TextRows twoRows()
{
    sql::TextRows rows({u"op"_s, u"text"_s});
    rows.beginRow();
    rows.set("op"_L1, u"op-1"_s);
    rows.set("text"_L1, hostile);
    rows.beginRow();
    rows.set("op"_L1, u"NULL"_s);
    return rows;
}

} // namespace

void TestTextRows::asJson()
{
    const QJsonArray array = QJsonDocument::fromJson(twoRows().json().toUtf8()).array();
    QCOMPARE(array.size(), 2);
    QCOMPARE(array[0].toObject()["text"_L1].toString(), hostile);
    QVERIFY(array[1].toObject().contains("text"_L1) && array[1].toObject()["text"_L1].isNull());
}

void TestTextRows::asArrays()
{
    const QByteArrayList arrays = twoRows().arrays();
    QCOMPARE(arrays.size(), 2);
    QCOMPARE(arrays[0], QByteArray(R"({"op-1","NULL"})")); // the text NULL is a text
    QCOMPARE(arrays[1],
        "{\"it's \\\"quoted\\\", {braced} \\\\ and NULL\n" + u"\U0001F525"_s.toUtf8() + "\",NULL}");
    QCOMPARE(sql::textArray({"a", "", "b\\\""}), QByteArray(R"({"a","","b\\\""})"));
}

void TestTextRows::inAnyOrder()
{
    sql::TextRows rows({u"a"_s, u"b"_s, u"c"_s});
    rows.beginRow();
    rows.set("c"_L1, u"3"_s);
    rows.set("a"_L1, std::nullopt);
    rows.set("b"_L1, u"nul "_s + QChar(0));
    QCOMPARE(rows.json(), u"[{\"a\":null,\"b\":\"nul \u2400\",\"c\":\"3\"}]"_s);
}

void TestTextRows::withoutRows()
{
    const sql::TextRows rows({u"a"_s});
    QCOMPARE(rows.json(), u"[]"_s);
    QCOMPARE(rows.arrays(), QByteArrayList{"{}"});
}

void TestTextRows::placesAreNumbered_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QByteArray>("numbered");
    QTest::newRow("none") << u"SELECT 1"_s << QByteArray("SELECT 1");
    QTest::newRow("two") << u"a = ? AND b = CAST(? AS text)"_s
                         << QByteArray("a = $1 AND b = CAST($2 AS text)");
    QTest::newRow("not in a text") << u"a = '?' AND b = ?"_s << QByteArray("a = '?' AND b = $1");
    QTest::newRow("not in a name") << u"\"a?\" = ?"_s << QByteArray("\"a?\" = $1");
    QTest::newRow("doubled quotes") << u"'it''s ?' || ?"_s << QByteArray("'it''s ?' || $1");
}

void TestTextRows::placesAreNumbered()
{
    QFETCH(const QString, statement);
    QFETCH(const QByteArray, numbered);
    QCOMPARE(sql::numberedPlaces(statement), numbered);
}

QTEST_GUILESS_MAIN(TestTextRows)
#include "tst_textrows.moc"
