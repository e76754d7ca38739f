// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/entryreason.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestEntryReason : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAndLeavesTheRest_data();
    void comesBackAndLeavesTheRest();
    void noReasonChangesNothing();
    void isNotTakenFromWithin();
    void isShownOnce();
};

void TestEntryReason::comesBackAndLeavesTheRest_data()
{
    QTest::addColumn<QByteArray>("evidence");
    QTest::addColumn<QString>("reason");
    const QByteArray evidence
        = R"({"limits":[],"lines":[{"source":"redis","value":"reason"}],"outputs":[1]})";
    QTest::newRow("a ticket") << evidence << u"INC-2291: gpu-2 restarted"_s;
    QTest::newRow("no evidence") << QByteArray() << u"INC-2291"_s;
    QTest::newRow("empty evidence") << QByteArray("{}") << u"INC-2291"_s;
    QTest::newRow("quotes and braces") << evidence << u"\"}], \\ <b>\u202E\x1b[31m Ünïcode \U0001F525"_s;
}

void TestEntryReason::comesBackAndLeavesTheRest()
{
    QFETCH(const QByteArray, evidence);
    QFETCH(const QString, reason);
    const QByteArray with = withReason(evidence, reason);
    QCOMPARE(reasonIn(with), reason);
    QJsonObject rest = QJsonDocument::fromJson(with).object();
    rest.remove(u"reason"_s);
    QCOMPARE(rest, QJsonDocument::fromJson(evidence).object());
    QVERIFY(reasonIn(withoutReason(with)).isEmpty());
    QCOMPARE(QJsonDocument::fromJson(withoutReason(with)).object(), rest);
    // What is added behind it stays, to the byte.
    const QByteArray more = with.chopped(1) + R"(,"outputs":[{"reason":"x","number":1.50}]})";
    QVERIFY(withoutReason(more).endsWith(R"("outputs":[{"reason":"x","number":1.50}]})"));
    QVERIFY(reasonIn(withoutReason(more)).isEmpty());
}

void TestEntryReason::noReasonChangesNothing()
{
    QCOMPARE(withReason("{\"lines\":[]}", {}), QByteArray("{\"lines\":[]}"));
    QCOMPARE(withReason({}, {}), QByteArray());
    QCOMPARE(withoutReason("{\"lines\":[]}"), QByteArray("{\"lines\":[]}"));
    QCOMPARE(withoutReason({}), QByteArray());
    QVERIFY(reasonIn({}).isEmpty());
    QVERIFY(reasonIn("no JSON, \"reason\"").isEmpty());
    QVERIFY(reasonIn(R"({"reason":7})").isEmpty());
}

/// The lists of a server are in the evidence as they came.
void TestEntryReason::isNotTakenFromWithin()
{
    QVERIFY(reasonIn(R"({"outputs":[{"reason":"of the server"}]})").isEmpty());
}

void TestEntryReason::isShownOnce()
{
    JournalEntry entry;
    entry.sentence = u"Writing is allowed for 30 min: OPS-1234"_s;
    entry.evidence = withReason({}, u"OPS-1234"_s);
    QVERIFY(reasonBeside(entry).isEmpty());
    entry.sentence = u"Nobody knows it."_s;
    QCOMPARE(reasonBeside(entry), u"OPS-1234"_s);
    entry.evidence.clear();
    QVERIFY(reasonBeside(entry).isEmpty());
}

QTEST_GUILESS_MAIN(TestEntryReason)
#include "tst_entryreason.moc"
