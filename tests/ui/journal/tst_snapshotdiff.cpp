// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/snapshotdiff.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestSnapshotDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheMembersThatChanged();
    void aDeletedKeyIsSaid();
    void aRecordIsToldApart();
    void whatIsNoDocumentIsLeft();
};

void TestSnapshotDiff::namesTheMembersThatChanged()
{
    JobSnapshot before;
    JobSnapshot after;
    before.value = R"({"status":"processing","progress":40,"seed":18446744073709551615})";
    after.value = R"({"status":"completed","progress":100,"seed":18446744073709551615})";
    const QList<SnapshotChange> expected{
        {u"status"_s, u"processing"_s, u"completed"_s}, {u"progress"_s, u"40"_s, u"100"_s}};
    QCOMPARE(changesBetween(before, after), expected);
}

void TestSnapshotDiff::aDeletedKeyIsSaid()
{
    JobSnapshot before;
    before.value = R"({"status":"failed"})";
    before.expiresAt = Timestamp(std::chrono::seconds(10));
    const QList<SnapshotChange> expected{{u"key in Redis"_s, u"was there"_s, u"—"_s}};
    QCOMPARE(changesBetween(before, {}), expected);
}

void TestSnapshotDiff::aRecordIsToldApart()
{
    JobSnapshot before;
    JobSnapshot after;
    before.row = R"({"status":"processing","updated_at":"2025-11-25 11:00:00"})";
    after.row = R"({"status":"failed","updated_at":null})";
    const QList<SnapshotChange> expected{{u"record: status"_s, u"processing"_s, u"failed"_s}};
    QCOMPARE(changesBetween(before, after), expected);
}

void TestSnapshotDiff::whatIsNoDocumentIsLeft()
{
    JobSnapshot before;
    JobSnapshot after;
    before.value = "no json";
    after.value = "neither";
    QVERIFY(changesBetween(before, after).isEmpty()); // both are shown whole beneath
}

QTEST_MAIN(TestSnapshotDiff)
#include "tst_snapshotdiff.moc"
