// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/producerdocument.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::demo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestProducerDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void membersStandInTheProducersOrder();
    void mergeKeepsWhatItDoesNotKnow();
    void mergeGivesUpOnOtherValues_data();
    void mergeGivesUpOnOtherValues();
};

void TestProducerDocument::membersStandInTheProducersOrder()
{
    JobPlan plan;
    plan.submitted.promptId = PromptId("p-1");
    plan.submitted.type = u"face_swap"_s;
    plan.submitted.characterId = u"chr_1"_s;
    plan.submitted.startedAt = Timestamp(1'700'000'000'123ms);
    plan.submitted.clientId = u"api-7f3c"_s;
    plan.submitted.serverUrl = u"http://gpu-1:8188"_s;
    plan.seed = 18446744073709551615U;
    QCOMPARE(documentOf(plan, {JobStatus::Processing, 40}),
        R"({"promptId":"p-1","type":"face_swap","userId":"","characterId":"chr_1","status":"processing","progress":40,)"
        R"("startedAt":1700000000123,"clientId":"api-7f3c","serverUrl":"http://gpu-1:8188",)"
        R"("seed":18446744073709551615})"_ba);
}

void TestProducerDocument::mergeKeepsWhatItDoesNotKnow()
{
    const QByteArray before
        = R"({"x":18446744073709551615,"status":"queued","progress":0,"list":[1,{"a":null}]})";
    const QByteArray after
        = R"({"x":18446744073709551615,"status":"failed","progress":12.5,"list":[1,{"a":null}]})";
    const auto value = merged(before, {JobStatus::Failed, 12.5});
    QVERIFY(value);
    QCOMPARE(*value, after);
}

void TestProducerDocument::mergeGivesUpOnOtherValues_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("[object Object]");
    QTest::newRow("cut off") << QByteArray(R"({"status":"que)");
    QTest::newRow("an array") << QByteArray("[]");
}

void TestProducerDocument::mergeGivesUpOnOtherValues()
{
    QFETCH(QByteArray, value);
    QVERIFY(!merged(value, {JobStatus::Queued, 0}));
}

QTEST_GUILESS_MAIN(TestProducerDocument)
#include "tst_producerdocument.moc"
