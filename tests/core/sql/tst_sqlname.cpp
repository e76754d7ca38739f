// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/name.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestSqlName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesNamesOnly_data();
    void takesNamesOnly();
    void errorsAreSafeToShow();
    void literalsDoubleTheirQuotes();
};

void TestSqlName::takesNamesOnly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isName");
    QTest::newRow("a usual name") << u"generation_jobs"_s << true;
    QTest::newRow("capitals and digits") << u"Jobs2"_s << true;
    QTest::newRow("an underscore first") << u"_jobs"_s << true;
    QTest::newRow("a word of the language") << u"select"_s << true;
    QTest::newRow("63 characters") << u"a"_s.repeated(63) << true;
    QTest::newRow("64 characters") << u"a"_s.repeated(64) << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("a digit first") << u"2jobs"_s << false;
    QTest::newRow("a quote") << u"jobs\""_s << false;
    QTest::newRow("quoted already") << u"\"jobs\""_s << false;
    QTest::newRow("a second statement") << u"jobs; DROP TABLE users"_s << false;
    QTest::newRow("a comment") << u"jobs--"_s << false;
    QTest::newRow("a point") << u"public.jobs"_s << false;
    QTest::newRow("a letter that looks like one of ours") << u"j\u043Ebs"_s << false;
    QTest::newRow("a NUL") << u"jobs"_s + QChar(0) << false;
    QTest::newRow("a line feed at the end") << u"jobs\n"_s << false;
}

void TestSqlName::takesNamesOnly()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isName);
    const Result<sql::Name> name = sql::Name::parse(text);
    QCOMPARE(name.has_value(), isName);
    if (isName)
        QCOMPARE(name->quoted(), u'"' + text + u'"');
    else
        QCOMPARE(name.error().kind, Error::Kind::Invalid);
}

void TestSqlName::errorsAreSafeToShow()
{
    const Result<sql::Name> name = sql::Name::parse(u"a\u001b[31m\u202e"_s);
    QVERIFY(!name);
    QVERIFY(name.error().message.contains("\\u001b"_L1));
    QVERIFY(!name.error().message.contains(QChar(0x1b)));
    QVERIFY(!name.error().message.contains(QChar(0x202e)));
}

void TestSqlName::literalsDoubleTheirQuotes()
{
    QCOMPARE(sql::literal(u"it's"_s), u"'it''s'"_s);
}

QTEST_GUILESS_MAIN(TestSqlName)
#include "tst_sqlname.moc"
