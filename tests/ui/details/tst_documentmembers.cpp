// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentmembers.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestDocumentMembers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knownAndUnknownInOrder()
    {
        const QByteArray document
            = "{\"b\":18446744073709551615,\"a\":\"x\\ny\",\"o\":{\"k\": [1, 2]},\"b\":null}";
        const QList<DocumentMember> expected{{u"b"_s, u"18446744073709551615"_s, false},
            {u"a"_s, u"x\\x0Ay"_s, true}, {u"o"_s, u"{\"k\": [1, 2]}"_s, false}, {u"b"_s, u"null"_s, false}};
        QCOMPARE(membersOf(document), expected);
    }

    void whatIsNoObjectHasNone()
    {
        QVERIFY(membersOf("[1]").isEmpty());
        QVERIFY(membersOf("{}").isEmpty());
        QVERIFY(membersOf("").isEmpty());
        QVERIFY(membersOf("{\"a\":\"\xFF\"}").isEmpty());
    }

    void whatStandsBeforeAFaultIsShown() { QCOMPARE(membersOf("{\"a\":1,\"b\":[1,}").size(), 1); }

    void valuesEndAfter512Characters()
    {
        const QByteArray document = "{\"a\":\"" + QByteArray(100'000, 'x') + "\"}";
        const QString value = membersOf(document).value(0).value;
        QCOMPARE(value.size(), 513);
        QVERIFY(value.endsWith(u'…'));
        QCOMPARE(cellText(QByteArray(512, 'x')).size(), 512);
    }

    void aPairIsNotCutInTwo()
    {
        const QByteArray faces = "x" + QByteArray("\xF0\x9F\x98\x80").repeated(300);
        const QString shown = cellText(faces, 8);
        QCOMPARE(shown.size(), 8);
        QVERIFY(!shown.chopped(1).back().isHighSurrogate());
    }

    void membersAreBounded()
    {
        QByteArray document = "{\"m\":1";
        for (int i = 0; i < 5000; ++i)
            document += ",\"m\":1";
        document += '}';
        QCOMPARE(membersOf(document).size(), 1000);
    }
};

QTEST_APPLESS_MAIN(TestDocumentMembers)
#include "tst_documentmembers.moc"
