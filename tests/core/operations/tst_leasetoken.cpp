// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/leasetoken.h"

#include <QProcess>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestLeaseToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isReadable();
    void survivesAnyName();
    void isUnlikeAnyOther();
    void ofAnEarlierVersionIsRead();
    void hasEndedOnlyWhereItCanBeKnown();
    void ofOthersIsNoHolder_data();
    void ofOthersIsNoHolder();
};

void TestLeaseToken::isReadable()
{
    const LeaseHolder holder{u"agent"_s, u"api-2"_s, u"deploy"_s, 4711};
    const QByteArray token = newLeaseToken(holder);
    QVERIFY(token.startsWith("agent@api-2/deploy/4711/:"));
    QCOMPARE(token.size(), QByteArray("agent@api-2/deploy/4711/:").size() + 32);
    QCOMPARE(holderInToken(token), std::optional(holder));
    QCOMPARE(holderText(holder), u"the agent on api-2 (run by deploy)"_s);
    QVERIFY(!holderHere(u"console"_s).operatorName.isEmpty());
}

void TestLeaseToken::survivesAnyName()
{
    const LeaseHolder holder{u"a/b:c@d"_s, u"höst 1"_s, u"x\ny%"_s, 1, u"here:/there"_s};
    QCOMPARE(holderInToken(newLeaseToken(holder)), std::optional(holder));
    QVERIFY(!holderText(holder).contains(u'\n'));
}

void TestLeaseToken::isUnlikeAnyOther()
{
    const LeaseHolder holder{u"agent"_s, u"api-2"_s, u"deploy"_s, 4711};
    QVERIFY(newLeaseToken(holder) != newLeaseToken(holder));
}

void TestLeaseToken::ofAnEarlierVersionIsRead()
{
    const auto holder = holderInToken("agent@api-2/deploy/4711:00ff");
    QCOMPARE(holder, std::optional(LeaseHolder{u"agent"_s, u"api-2"_s, u"deploy"_s, 4711}));
    QVERIFY(!hasEnded(*holder));
}

void TestLeaseToken::hasEndedOnlyWhereItCanBeKnown()
{
    const LeaseHolder here = holderHere(u"agent"_s);
    QVERIFY(!hasEnded(here));
    QProcess process;
    process.start(u"true"_s, QStringList());
    QVERIFY(process.waitForStarted());
    LeaseHolder ended = here;
    ended.processId = process.processId();
    QVERIFY(process.waitForFinished());
    QVERIFY(hasEnded(ended));
    ended.processSpace = u"another"_s; // a container of the same host name
    QVERIFY(!hasEnded(ended));
}

void TestLeaseToken::ofOthersIsNoHolder_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a word") << QByteArray("lock");
    QTest::newRow("no number") << QByteArray("agent@api/deploy/x:00");
    QTest::newRow("too many parts") << QByteArray("agent@api/deploy/1/2/3:00");
    QTest::newRow("huge") << QByteArray("a@b/c/1:") + QByteArray(2000, '0');
}

void TestLeaseToken::ofOthersIsNoHolder()
{
    QFETCH(QByteArray, token);
    QVERIFY(!holderInToken(token));
}

QTEST_GUILESS_MAIN(TestLeaseToken)
#include "tst_leasetoken.moc"
