// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/plandiff.h"
#include "core/triage/planjson.h"
#include "core/triage/recoveryplan.h"
#include "tests/core/triage/evidencemaker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Plan samplePlan()
{
    Evidence evidence = evidenceOf(RedisReading::Processing, RecordReading::Processing, ComfyReading::DoneOk);
    evidence.promptId = PromptId(QByteArray("\xFF %2F/\n\0ü", 9));
    evidence.userId = u"<b>Zoë</b>"_s;
    evidence.redis.value = QByteArray("{\"a\":\"\\u0000\xC3\x28\"}", 14);
    evidence.redis.hasValue = true;
    evidence.redis.epoch = {u"127.0.0.1:6379"_s, "run", "replication", "master"};
    evidence.comfy.outputs = QByteArray("[18446744073709551615]");
    const JudgedJob first = judgedOf(evidence);
    const JudgedJob second
        = judgedOf(evidenceOf(RedisReading::Absent, RecordReading::Queued, ComfyReading::Unknown));
    const std::vector<JudgedJob> jobs{first, second};
    Plan plan = planRecovery(jobs, defaultPolicy(), std::nullopt, noon);
    plan.environment = u"studio-eu"_s;
    return plan;
}

QByteArray changed(const QString &member, const QJsonValue &value)
{
    QJsonObject object = QJsonDocument::fromJson(planJson(samplePlan())).object();
    QJsonArray actions = object.value("actions"_L1).toArray();
    QJsonObject action = actions.first().toObject();
    action.insert(member, value);
    actions.replace(0, action);
    object.insert(u"actions"_s, actions);
    return QJsonDocument(object).toJson();
}

} // namespace

class TestPlanJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void whatIsWrongIsNamed_data();
    void whatIsWrongIsNamed();
    void whatDoesNothingStaysUnticked();
    void everyStepHasAWordOfItsOwn();
    void differences();
};

void TestPlanJson::comesBackAsItWas()
{
    const Plan plan = samplePlan();
    QCOMPARE(plan.actions.size(), 2);
    QVERIFY(plan.actions.first().isTicked);
    const Result<Plan> read = planFromJson(planJson(plan));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->actions.first().judgedValue, plan.actions.first().judgedValue);
    QCOMPARE(read->actions.first().promptId, plan.actions.first().promptId);
    QVERIFY(*read == plan);
    QVERIFY(planJson(*read) == planJson(plan));
}

void TestPlanJson::whatIsWrongIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    QTest::newRow("verdict") << changed(u"verdict"_s, u"sad"_s) << u"action 1: \"verdict\""_s;
    QTest::newRow("action") << changed(u"action"_s, u"DROP TABLE"_s) << u"action 1: \"action\""_s;
    QTest::newRow("ticked") << changed(u"ticked"_s, u"yes"_s) << u"action 1: \"ticked\""_s;
    QTest::newRow("judged") << changed(u"judged"_s, 4) << u"action 1: \"judged\""_s;
    QTest::newRow("base64") << changed(u"outputs"_s, u"*"_s) << u"action 1: \"outputs\""_s;
    QTest::newRow("step") << changed(u"steps"_s, QJsonArray{u"dance"_s}) << u"action 1: \"steps\""_s;
    QTest::newRow("rule") << changed(u"rule"_s, QJsonValue()) << u"action 1: \"rule\""_s;
    QTest::newRow("nothing") << QByteArray() << u"no JSON"_s;
    QTest::newRow("cut") << planJson(samplePlan()).chopped(20) << u"no JSON"_s;
}

void TestPlanJson::whatIsWrongIsNamed()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, message);
    const Result<Plan> read = planFromJson(json);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Parse);
    QVERIFY2(read.error().message.contains(message), qPrintable(read.error().message));
}

void TestPlanJson::whatDoesNothingStaysUnticked()
{
    const Result<Plan> read = planFromJson(changed(u"action"_s, u"by-hand"_s));
    QVERIFY(read && !read->actions.first().isTicked);
}

void TestPlanJson::everyStepHasAWordOfItsOwn()
{
    for (int i = 0; i <= static_cast<int>(Step::CleanState); ++i) {
        const auto step = static_cast<Step>(i);
        QCOMPARE(stepFromWord(wordOf(step)), std::optional(step));
        QVERIFY(!titleOf(step).isEmpty());
    }
    for (int i = 0; i < tableRowCount; ++i)
        QCOMPARE(tableRowFromWord(wordOf(static_cast<TableRow>(i))), std::optional(static_cast<TableRow>(i)));
}

void TestPlanJson::differences()
{
    using Kind = PlanDifference::Kind;
    const Plan then = samplePlan();
    QCOMPARE(differencesOf(then, then).size(), 1); // what changes nothing is not compared
    QCOMPARE(differencesOf(then, then).first().kind, Kind::Same);
    Plan now = then;
    now.actions.first().judgedValue += ' ';
    QCOMPARE(differencesOf(then, now).first().kind, Kind::Changed);
    QCOMPARE(differencesOf(then, now).first().changes, QStringList{u"the value in Redis"_s});
    now = then;
    now.actions.first().judgedRow->updatedAt = u"later"_s;
    QCOMPARE(differencesOf(then, now).first().changes, QStringList{u"the record"_s});
    now = then;
    now.actions.first().action = Action::Wait;
    QVERIFY(differencesOf(then, now).first().changes.first().startsWith(u"would now be"));
    now.actions.clear();
    QCOMPARE(differencesOf(then, now).first().kind, Kind::Gone);
    QCOMPARE(differencesOf(now, then).first().kind, Kind::New);
    // A producer writes what lives all the time.
    PlannedAction resume = then.actions.first();
    resume.action = Action::Resume;
    PlannedAction written = resume;
    written.judgedValue += ' ';
    QVERIFY(isStillAsAgreed(resume, written));
    written.action = Action::SettleFailed;
    QVERIFY(!isStillAsAgreed(resume, written));
}

QTEST_GUILESS_MAIN(TestPlanJson)
#include "tst_planjson.moc"
