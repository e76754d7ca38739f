// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/operationid.h"

#include <QTest>

using namespace emberwatch;

class TestOperationId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameFactsSameId();
    void eachFactCounts();
    void fieldsDoNotRunTogether();
};

namespace {

const OperationFacts facts{"comfyui:job:a", 1'795'600'000'000, "absent-both-open/settle-failed", "{}", 0};

} // namespace

void TestOperationId::sameFactsSameId()
{
    QCOMPARE(operationIdOf(facts), operationIdOf(OperationFacts(facts)));
    // Other consoles, other releases: the id of these facts is for ever this one.
    QCOMPARE(operationIdOf(facts).value(),
        QByteArray("f4a094f61476ea2292b7cd9cd2c5d336db2071ee41df676401303c6d555ce8c4"));
}

void TestOperationId::eachFactCounts()
{
    QList<OperationFacts> others(6, facts);
    others[0].key = "comfyui:job:b";
    others[1].startedAt = 1'795'600'000'001;
    others[2].startedAt.reset();
    others[3].rule = "absent-both-open/clean";
    others[4].judgedBytes = "{ }";
    others[5].earlierUndos = 1;
    for (const OperationFacts &other : others)
        QVERIFY(operationIdOf(other) != operationIdOf(facts));
}

void TestOperationId::fieldsDoNotRunTogether()
{
    OperationFacts other = facts;
    other.key = facts.key + "1";
    other.startedAt = 795'600'000'000;
    QVERIFY(operationIdOf(other) != operationIdOf(facts));
}

QTEST_GUILESS_MAIN(TestOperationId)
#include "tst_operationid.moc"
