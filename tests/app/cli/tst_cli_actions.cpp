// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"

#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray one = "5d9e0000-0000-4000-8000-000000000001";
const QByteArray two = "5d9e0000-0000-4000-8000-000000000002";

QString text(const QByteArray &id)
{
    return QString::fromLatin1(id);
}

} // namespace

/// cancel, resubmit and extend.
class TestCliActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cancelsOne();
    void moreThanOneIsADryRun();
    void leavesWhatIsNotOurs();
    void extends();
    void extendsNothingThatIsNotThere();
    void resubmitsAndFollows();
    void resubmitSaysWhyNot();
    void dryRunOfAResubmission();
    void killedCancelsCanBeRepeated_data();
    void killedCancelsCanBeRepeated();
    void killedResubmissionsAreNotRepeatedBlindly_data();
    void killedResubmissionsAreNotRepeatedBlindly();

private:
    void runOnServer(const QByteArray &id, const QString &state)
    {
        m_incident.sim().control(u"load"_s,
            {{u"jobs"_s,
                QJsonArray{QJsonObject{{u"id"_s, text(id)}, {u"state"_s, state}, {u"duration_ms"_s, 600'000},
                    {u"steps"_s, 6'000}}}}});
    }
    [[nodiscard]] CliOutcome run(const QStringList &words) const
    {
        return runCli(words, m_incident.environment());
    }
    [[nodiscard]] QJsonObject lastEntry(const QByteArray &id) const
    {
        return run({u"journal"_s, text(id), u"--json"_s}).objects().value(0);
    }

    Incident m_incident{{u"new"_s, 20}};
};

void TestCliActions::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
}

void TestCliActions::init()
{
    m_incident.clear();
}

void TestCliActions::cancelsOne()
{
    m_incident.add(one);
    runOnServer(one, u"running"_s);
    const QByteArray before = m_incident.value(one);
    const CliOutcome outcome = run({u"cancel"_s, text(one), u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, QByteArray(outcome.out + outcome.err).constData());
    const QJsonObject object = outcome.objects().value(0);
    QCOMPARE(object.value("promptId"_L1).toString(), text(one));
    QCOMPARE(object.value("outcome"_L1).toString(), u"interrupted"_s);
    QCOMPARE(object.value("server"_L1).toString(), m_incident.url());
    QCOMPARE(m_incident.value(one), before);
    QCOMPARE(lastEntry(one).value("action"_L1).toString(), u"cancel"_s);
    QCOMPARE(lastEntry(one).value("outcome"_L1).toObject().value("word"_L1).toString(), u"done"_s);

    const CliOutcome again = run({u"cancel"_s, text(one)});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.out.contains("\talready-ended\t"), again.out.constData());
    // The journal knows that it does not come back.
    const QString number = QString::number(lastEntry(one).value("entry"_L1).toInt());
    const CliOutcome undo = run({u"undo"_s, number});
    QCOMPARE(undo.exitCode, 1);
    QVERIFY2(undo.out.contains("does not come back"), undo.out.constData());
}

void TestCliActions::moreThanOneIsADryRun()
{
    m_incident.sim().control(u"hold"_s);
    for (const QByteArray &id : {one, two}) {
        m_incident.add(id);
        runOnServer(id, u"pending"_s);
    }
    const CliOutcome shown = run({u"cancel"_s, text(one), text(two)});
    QCOMPARE(shown.exitCode, 1);
    QCOMPARE(shown.outLines().size(), 2);
    QVERIFY2(shown.out.contains("\twould-cancel\t") && shown.out.contains("waiting, place 1"),
        shown.out.constData());
    QVERIFY2(shown.err.contains("--yes"), shown.err.constData());
    QCOMPARE(run({u"cancel"_s, text(one), text(two), u"--dry-run"_s}).exitCode, 0);
    QCOMPARE(run({u"journal"_s, u"--action"_s, u"cancel"_s, text(two), u"--json"_s}).objects().size(), 0);
    const CliOutcome tooMany
        = run({u"cancel"_s, text(one), text(two), u"--yes"_s, u"--max-changes"_s, u"1"_s});
    QCOMPARE(tooMany.exitCode, 4);

    const CliOutcome done = run({u"cancel"_s, text(one), text(two), u"--yes"_s, u"--json"_s});
    QVERIFY2(done.exitCode == 0, QByteArray(done.out + done.err).constData());
    for (const QJsonObject &object : done.objects())
        QCOMPARE(object.value("outcome"_L1).toString(), u"removed-from-queue"_s);
}

void TestCliActions::leavesWhatIsNotOurs()
{
    runOnServer(two, u"running"_s);
    CliEnvironment environment = m_incident.environment();
    const QTemporaryDir nothing;
    environment.insert(u"XDG_STATE_HOME"_s, nothing.path());
    const CliOutcome outcome = runCli({u"cancel"_s, text(two)}, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.out.contains("\tforeign\t"), outcome.out.constData());
}

void TestCliActions::extends()
{
    m_incident.add("a");
    const CliOutcome outcome = run({u"extend"_s, u"a"_s, u"--for"_s, u"3h"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, QByteArray(outcome.out + outcome.err).constData());
    const QJsonObject object = outcome.objects().value(0);
    QCOMPARE(object.value("outcome"_L1).toString(), u"done"_s);
    QVERIFY(object.value("expiresAt"_L1).toInteger() > object.value("before"_L1).toInteger());
    QVERIFY(m_incident.client().integer({"TTL", "comfyui:job:a"}) > 10'000);
    const CliOutcome again = run({u"extend"_s, u"a"_s, u"--for"_s, u"1h"_s});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.out.contains("\tnot-later\t"), again.out.constData());
}

void TestCliActions::extendsNothingThatIsNotThere()
{
    const CliOutcome outcome = run({u"extend"_s, u"nobody"_s, u"--for"_s, u"1h"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.out.contains("\tgone\t"), outcome.out.constData());
}

void TestCliActions::resubmitsAndFollows()
{
    m_incident.add(one);
    m_incident.sim().control(u"load"_s,
        {{u"jobs"_s,
            QJsonArray{
                QJsonObject{{u"id"_s, text(one)}, {u"state"_s, u"error"_s}, {u"duration_ms"_s, 400}}}}});
    const CliOutcome outcome = run({u"resubmit"_s, text(one), u"--wait"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, QByteArray(outcome.out + outcome.err).constData());
    const QJsonObject resubmitted = outcome.objectWith(u"event"_s, u"resubmitted"_s);
    QCOMPARE(resubmitted.value("outcome"_L1).toString(), u"submitted"_s);
    QCOMPARE(resubmitted.value("promptId"_L1).toString(), text(one));
    const QByteArray newId = resubmitted.value("newPromptId"_L1).toString().toLatin1();
    QCOMPARE(newId.size(), 36);
    const QJsonObject end = outcome.objectWith(u"event"_s, u"end"_s);
    QCOMPARE(end.value("promptId"_L1).toString(), text(newId));
    QCOMPARE(end.value("outcome"_L1).toString(), u"completed"_s);
    QVERIFY2(m_incident.says(newId, "completed"), m_incident.value(newId).constData());
    QVERIFY(m_incident.value(newId).contains("\"userId\":\"usr_7\""));
    QVERIFY(m_incident.says(one, "processing"));
    QCOMPARE(lastEntry(one).value("action"_L1).toString(), u"resubmit"_s);
    const QJsonObject submission
        = run({u"journal"_s, text(newId), u"--action"_s, u"submit"_s, u"--json"_s}).objects().value(0);
    QCOMPARE(submission.value("evidence"_L1).toObject().value("resubmitOf"_L1).toString(), text(one));

    const CliOutcome again = run({u"resubmit"_s, text(one)});
    QCOMPARE(again.exitCode, 1);
    QCOMPARE(again.out, QByteArray());
    QVERIFY2(again.err.contains("submitted-before") && again.err.contains(newId), again.err.constData());
}

void TestCliActions::resubmitSaysWhyNot()
{
    m_incident.add(two);
    m_incident.know(text(two), u"running"_s);
    const CliOutcome live = run({u"resubmit"_s, text(two), u"--json"_s});
    QCOMPARE(live.exitCode, 1);
    QCOMPARE(live.objects().value(0).value("outcome"_L1).toString(), u"live"_s);
    QVERIFY(live.objects().value(0).value("newPromptId"_L1).isNull());
    m_incident.add("lost");
    const CliOutcome lost = run({u"resubmit"_s, u"lost"_s, u"--grace"_s, u"100ms"_s});
    QCOMPARE(lost.exitCode, 1);
    QVERIFY2(lost.err.contains("no-workflow"), lost.err.constData());
}

void TestCliActions::dryRunOfAResubmission()
{
    m_incident.add(two);
    m_incident.know(text(two), u"error"_s);
    const CliOutcome outcome = run({u"resubmit"_s, text(two), u"--dry-run"_s, u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, QByteArray(outcome.out + outcome.err).constData());
    QCOMPARE(outcome.objects().value(0).value("outcome"_L1).toString(), u"would-submit"_s);
    QCOMPARE(m_incident.client().integer({"DBSIZE"}), 1);
}

void TestCliActions::killedCancelsCanBeRepeated_data()
{
    QTest::addColumn<QString>("point");
    QTest::addColumn<QString>("then");
    QTest::newRow("before it is asked for") << u"cancel-intended"_s << u"interrupted"_s;
    QTest::newRow("after it has happened") << u"cancel-asked"_s << u"already-ended"_s;
}

void TestCliActions::killedCancelsCanBeRepeated()
{
    QFETCH(const QString, point);
    QFETCH(const QString, then);
    m_incident.add(one);
    runOnServer(one, u"running"_s);
    CliEnvironment deadly = m_incident.environment();
    deadly.insert(u"EMBERWATCH_FAILPOINT"_s, point);
    QVERIFY(runCli({u"cancel"_s, text(one)}, deadly).exitCode != 0);
    QVERIFY(lastEntry(one).value("outcome"_L1).isNull());
    const CliOutcome again = run({u"cancel"_s, text(one), u"--json"_s});
    QCOMPARE(again.objects().value(0).value("outcome"_L1).toString(), then);
}

void TestCliActions::killedResubmissionsAreNotRepeatedBlindly_data()
{
    QTest::addColumn<QString>("point");
    QTest::addColumn<bool>("isQueued");
    QTest::newRow("before the state is saved") << u"resubmit-intended"_s << false;
    QTest::newRow("before it is sent") << u"submit-saved"_s << false;
    QTest::newRow("after it was sent") << u"submit-posted"_s << true;
    QTest::newRow("before the journal is told") << u"resubmitted"_s << true;
}

void TestCliActions::killedResubmissionsAreNotRepeatedBlindly()
{
    QFETCH(const QString, point);
    QFETCH(const bool, isQueued);
    m_incident.sim().control(u"hold"_s);
    m_incident.add(two);
    m_incident.know(text(two), u"error"_s);
    QTemporaryDir state;
    CliEnvironment environment = m_incident.environment();
    environment.insert(u"XDG_STATE_HOME"_s, state.path());
    CliEnvironment deadly = environment;
    deadly.insert(u"EMBERWATCH_FAILPOINT"_s, point);
    QVERIFY(runCli({u"resubmit"_s, text(two)}, deadly).exitCode != 0);
    const QJsonObject entry = runCli({u"journal"_s, text(two), u"--json"_s}, environment).objects().value(0);
    QVERIFY(entry.value("outcome"_L1).isNull());
    // What was about to be sent is known by its id.
    const QByteArray newId
        = entry.value("evidence"_L1).toObject().value("newPromptId"_L1).toString().toLatin1();
    QCOMPARE(newId.size(), 36);
    m_incident.add(newId);
    const CliOutcome known = runCli({u"cancel"_s, text(newId), u"--json"_s}, environment);
    QCOMPARE(known.objects().value(0).value("outcome"_L1).toString(),
        isQueued ? u"removed-from-queue"_s : u"not-live"_s);

    const CliOutcome again = runCli({u"resubmit"_s, text(two)}, environment);
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("submitted-before"), again.err.constData());
    const CliOutcome wished = runCli({u"resubmit"_s, text(two), u"--again"_s}, environment);
    QVERIFY2(wished.exitCode == 0, wished.err.constData());
}

QTEST_GUILESS_MAIN(TestCliActions)
#include "tst_cli_actions.moc"
