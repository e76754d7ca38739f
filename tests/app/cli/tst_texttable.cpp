// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/texttable.h"

#include <QTest>

#include <clocale>

using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

namespace {

const QList<TableColumn> columns{{u"STATUS"_s}, {u"N"_s, 0, 0, true}, {u"ID"_s, 7}, {u"TYPE"_s, 4, 1}};

TableRow row(const QString &status, const QString &number, const QString &id, const QString &type)
{
    return {{{status}, {number}, {id}, {type}}, {}};
}

QString lineOf(const TextTable &table, const TableRow &row)
{
    std::string to;
    table.appendRow(to, row);
    return QString::fromStdString(to);
}

TextTable fittedTable(int columnsOfTerminal)
{
    TextTable table(columns, Terminal{true, columnsOfTerminal, false});
    table.fitTo({row(u"queued"_s, u"5"_s, u"0123456789abcdef"_s, u"lora_training"_s)});
    return table;
}

} // namespace

class TestTextTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }
    void alignsWhereThereIsRoom();
    void cutsInTheMiddle();
    void leavesColumnsOut();
    void keepsWidthsForLaterRows();
    void separatesByTabs();
    void colours();
    void fitsText_data();
    void fitsText();
    void noteTakesWhatIsLeft();
};

void TestTextTable::alignsWhereThereIsRoom()
{
    const TextTable table = fittedTable(100);
    QCOMPARE(
        lineOf(table, row(u"failed"_s, u"42"_s, u"abc"_s, u"x"_s)), u"failed  …  abc               x\n"_s);
    QCOMPARE(lineOf(table, row(u"ok"_s, u"4"_s, u"abc"_s, u"x"_s)), u"ok      4  abc               x\n"_s);
}

void TestTextTable::cutsInTheMiddle()
{
    const TextTable table = fittedTable(34);
    const QString line = lineOf(table, row(u"queued"_s, u"5"_s, u"0123456789abcdef"_s, u"lora_training"_s));
    QVERIFY(line.size() <= 35);
    QVERIFY2(line.contains(u'…'), qPrintable(line));
    QVERIFY2(line.contains(u"cdef "_s) && line.endsWith(u"ning\n"_s), qPrintable(line));
}

void TestTextTable::leavesColumnsOut()
{
    const TextTable table = fittedTable(20);
    QCOMPARE(lineOf(table, row(u"queued"_s, u"5"_s, u"0123456789abcdef"_s, u"lora_training"_s)),
        u"queued  5  0123…cdef\n"_s);
}

void TestTextTable::keepsWidthsForLaterRows()
{
    TextTable table(columns, Terminal{true, 100, false});
    table.fitTo({row(u"queued"_s, u"5"_s, u"short"_s, u"x"_s)});
    QCOMPARE(lineOf(table, row(u"completed"_s, u"5"_s, u"longer"_s, u"x"_s)), u"com…ed  5  lo…er  x\n"_s);
}

void TestTextTable::separatesByTabs()
{
    const TextTable table(columns, Terminal{false, 20, false});
    QCOMPARE(lineOf(table, row(u"queued"_s, u"5"_s, u"0123456789abcdef"_s, u"lora_training"_s)),
        u"queued\t5\t0123456789abcdef\tlora_training\n"_s);
    const TableRow unreadable{{{u"bad"_s}, {u"-"_s}}, {u"why"_s}};
    QCOMPARE(lineOf(table, unreadable), u"bad\t-\t\t\twhy\n"_s);
    std::string header;
    table.appendHeader(header);
    QCOMPARE(header, std::string("STATUS\tN\tID\tTYPE\n"));
}

void TestTextTable::colours()
{
    TextTable table(columns, Terminal{true, 100, true});
    const TableRow coloured{{{u"failed"_s, Style::Red}, {u"1"_s}, {u"a"_s}, {u"b"_s}}, {}};
    table.fitTo({coloured});
    QCOMPARE(lineOf(table, coloured), u"\x1b[31mfailed\x1b[0m  1  a   b\n"_s);
}

void TestTextTable::fitsText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("result");
    QTest::newRow("filled up") << u"ab"_s << 4 << u"ab  "_s;
    QTest::newRow("as it is") << u"abcd"_s << 4 << u"abcd"_s;
    QTest::newRow("both ends stay") << u"abcdefgh"_s << 5 << u"ab…gh"_s;
    QTest::newRow("one column") << u"abc"_s << 1 << u"…"_s;
    QTest::newRow("none") << u"abc"_s << 0 << QString();
    QTest::newRow("wide characters count twice") << u"日本語"_s << 6 << u"日本語"_s;
    QTest::newRow("wide characters are not halved") << u"日本語日本語"_s << 6 << u"日…語 "_s;
}

void TestTextTable::fitsText()
{
    QFETCH(QString, text);
    QFETCH(int, width);
    QFETCH(QString, result);
    QCOMPARE(fitted(text, width), result);
}

void TestTextTable::noteTakesWhatIsLeft()
{
    const TableRow noted{{{u"bad"_s}, {u"-"_s}, {u"id"_s}}, {u"not JSON (byte 17)"_s}};
    TextTable table(columns, Terminal{true, 40, false});
    table.fitTo({noted});
    QCOMPARE(lineOf(table, noted), u"bad     -  id  not JSON (byte 17)\n"_s);
    TextTable narrow(columns, Terminal{true, 27, false});
    narrow.fitTo({noted});
    QCOMPARE(lineOf(narrow, noted), u"bad     -  id  not JS…e 17)\n"_s);
}

QTEST_APPLESS_MAIN(TestTextTable)
#include "tst_texttable.moc"
