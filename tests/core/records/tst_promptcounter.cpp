// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/promptcounter.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>

using namespace emberwatch;

class TestPromptCounter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAsATableWould_data();
    void countsAsATableWould();
};

void TestPromptCounter::countsAsATableWould_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("ids");
    QTest::addColumn<int>("expected");
    QTest::newRow("no rows") << 0 << 1 << 0;
    QTest::newRow("one row") << 1 << 1 << 1;
    QTest::newRow("every row of one id") << 100 << 1 << 1;
    QTest::newRow("an id here and there twice") << 5'000 << 20'000 << 5'000;
    QTest::newRow("three rows of each") << 3'000 << 1'000 << 1'000;
    QTest::newRow("far more than expected") << 20'000 << 15'000 << 2;
}

void TestPromptCounter::countsAsATableWould()
{
    QFETCH(const int, rows);
    QFETCH(const int, ids);
    QFETCH(const int, expected);
    QRandomGenerator random(20261201);
    QHash<PromptId, int> counts;
    QList<JobRecord> records;
    PromptCounter counter(expected);
    for (int i = 0; i < rows; ++i) {
        JobRecord &record = records.emplaceBack();
        record.promptId = PromptId("p" + QByteArray::number(random.bounded(ids)));
        ++counts[record.promptId];
        counter.addLast(records);
    }
    counter.finish(records);
    for (const JobRecord &record : std::as_const(records))
        QCOMPARE(record.rowCount, counts.value(record.promptId));
}

QTEST_GUILESS_MAIN(TestPromptCounter)
#include "tst_promptcounter.moc"
