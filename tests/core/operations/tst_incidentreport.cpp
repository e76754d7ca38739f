// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/entryreason.h"
#include "core/operations/incidentdocument.h"
#include "core/operations/incidentmaterial.h"
#include "core/operations/keptreport.h"
#include "core/operations/undo.h"
#include "tests/core/operations/actiondesk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Timestamp noon(std::chrono::milliseconds(1'795'000'000'000));

QByteArray stateOf(const QByteArray &user)
{
    return R"({"promptId":"x","type":"t","userId":")" + user
        + R"(","status":"processing","progress":1,"startedAt":1795000000000})";
}

JournalLine lineOf(qint64 number, const QByteArray &prompt, const QString &action, const QString &outcome,
    const QByteArray &user = {})
{
    JournalLine line;
    line.entry.id = EntryId(number);
    line.entry.op = OperationId("op-" + QByteArray::number(number));
    line.entry.batch = BatchId("batch");
    line.entry.at = noon + std::chrono::minutes(number);
    line.entry.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    line.entry.environment = u"staging"_s;
    line.entry.action = action;
    line.entry.promptId = PromptId(prompt);
    line.entry.verdict = u"orphaned"_s;
    line.entry.sentence = u"Nobody knows it."_s;
    if (!user.isEmpty())
        line.entry.before.value = stateOf(user);
    if (!outcome.isEmpty())
        line.outcome = JournalOutcome{line.entry.id, line.entry.at, outcome, u"It stands."_s};
    return line;
}

RecoveredJob recovered(const QByteArray &prompt, RecoveryOutcome outcome)
{
    return {PromptId(prompt), Verdict::Orphaned, Action::SettleFailed, outcome,
        u"Because of "_s + QString::fromUtf8(prompt) + u'.', {}};
}

JournalReport keptAt(std::chrono::minutes at, const QList<RecoveredJob> &jobs)
{
    RecoveryReport report{PlanScope::Recover, noon + at, noon + at, jobs, {}};
    return {noon + at, u"staging"_s, reportKindOf(PlanScope::Recover), keptReportJson(report)};
}

IncidentMaterial materialOf(const QList<JournalLine> &lines, const QList<JournalReport> &reports = {})
{
    IncidentMaterial material;
    material.from = noon;
    material.to = noon + 2h;
    material.madeAt = noon + 3h;
    for (const JournalLine &line : lines)
        material.actions.append(incidentActionOf(line));
    for (const JournalReport &report : reports)
        material.looks.append(incidentLookOf(report));
    return material;
}

const ActionCount *countOf(const IncidentReport &report, const QString &action)
{
    for (const ActionCount &count : report.counts) {
        if (count.action == action)
            return &count;
    }
    return nullptr;
}

} // namespace

class TestIncidentReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByWhatCameOfIt();
    void whatWasUndoneIsTakenBack();
    void looksAndWhatTheyLeft();
    void aLookThatCannotBeReadIsSaid();
    void namesUsers();
    void tellsAnOperationOnce();
    void jsonIsExact();
    void everyFormatTellsAll();
    void tellsWhyItWasDone();
    void emptySpan();
    void hostileTextsInEveryField();
    void gathersFromTheJournal();
    void gathersFromTheRecords_data() { addDatabaseRows(); }
    void gathersFromTheRecords();
    void recordsThatGiveNoAnswerAreSaid();
};

void TestIncidentReport::countsByWhatCameOfIt()
{
    const IncidentReport report = incidentReportOf(materialOf({lineOf(1, "a", u"settle-failed"_s, u"done"_s),
        lineOf(2, "b", u"settle-failed"_s, u"changed"_s), lineOf(3, "c", u"settle-failed"_s, u"gone"_s),
        lineOf(4, "d", u"settle-failed"_s, u"already-done"_s),
        lineOf(5, "e", u"settle-failed"_s, u"unknown"_s), lineOf(6, "f", u"settle-failed"_s, u"failed"_s),
        lineOf(7, "g", u"settle-failed"_s, {}), lineOf(8, "h", u"delete"_s, u"done"_s)}));
    QCOMPARE(report.counts.size(), 2);
    QCOMPARE(report.counts[0], (ActionCount{u"settle-failed"_s, 1, 0, 3, 1, 1, 1}));
    QCOMPARE(report.counts[1], (ActionCount{u"delete"_s, 1, 0, 0, 0, 0, 0}));
    QCOMPARE(report.operators.size(), 1);
    QCOMPARE(report.operators[0].entries, 8);
    QCOMPARE(report.operators[0].done, 2);
    QCOMPARE(report.environments, QStringList{u"staging"_s});
}

void TestIncidentReport::whatWasUndoneIsTakenBack()
{
    QList<JournalLine> lines{
        lineOf(1, "a", u"settle-failed"_s, u"done"_s), lineOf(2, "b", u"settle-failed"_s, u"done"_s)};
    JournalLine undo = lineOf(3, "a", u"undo"_s, u"done"_s);
    undo.entry.undoes = lines[0].entry.op;
    JournalLine failed = lineOf(4, "b", u"undo"_s, u"changed"_s);
    failed.entry.undoes = lines[1].entry.op;
    // Done again, under the same id: that one stands.
    JournalLine again = lineOf(5, "a", u"settle-failed"_s, u"done"_s);
    again.entry.op = lines[0].entry.op;
    lines += {undo, failed, again};
    IncidentMaterial material = materialOf(lines);
    material.takenBack = takenBackBy(material.actions, material.actions);
    QCOMPARE(material.takenBack, QSet<EntryId>{EntryId(1)});
    const IncidentReport report = incidentReportOf(material);
    QCOMPARE(*countOf(report, u"settle-failed"_s), (ActionCount{u"settle-failed"_s, 2, 1, 0, 0, 0, 0}));
    QCOMPARE(*countOf(report, u"undo"_s), (ActionCount{u"undo"_s, 1, 0, 1, 0, 0, 0}));
}

void TestIncidentReport::looksAndWhatTheyLeft()
{
    using Outcome = RecoveryOutcome;
    const IncidentReport report
        = incidentReportOf(materialOf({lineOf(40, "late", u"settle-failed"_s, u"done"_s)},
            {keptAt(30min,
                 {recovered("a", Outcome::Resumed), recovered("b", Outcome::LeftAlone),
                     recovered("late", Outcome::LeftAlone), recovered("c", Outcome::Unverifiable)}),
                keptAt(50min, {recovered("c", Outcome::Failed)})}));
    QCOMPARE(report.looks.size(), 2);
    QCOMPARE(report.looks[0].found, 4);
    QCOMPARE(report.looks[0].outcomes.value(u"leftAlone"_s), 2);
    QCOMPARE(report.looks[0].verdicts.value(u"orphaned"_s), 4);
    // "late" was settled afterwards; of "c" the later word counts.
    QCOMPARE(report.left.size(), 2);
    QCOMPARE(report.left[0].promptId, PromptId("b"));
    QCOMPARE(report.left[0].reason, u"Because of b."_s);
    QCOMPARE(report.left[1].promptId, PromptId("c"));
    QCOMPARE(report.left[1].outcome, u"failed"_s);
    QCOMPARE(report.jobs, 3);
}

void TestIncidentReport::aLookThatCannotBeReadIsSaid()
{
    const IncidentReport report
        = incidentReportOf(materialOf({}, {{noon + 1min, u"staging"_s, u"recovery"_s, "no JSON"}}));
    QCOMPARE(report.looks.size(), 1);
    QVERIFY(!report.looks[0].isReadable);
    QVERIFY(reportText(incidentDocument(report)).contains(u"newer version"_s));
}

void TestIncidentReport::namesUsers()
{
    IncidentMaterial material = materialOf(
        {lineOf(1, "a", u"settle-failed"_s, u"done"_s, "usr_1"), lineOf(2, "a", u"delete"_s, u"done"_s),
            lineOf(3, "b", u"settle-failed"_s, u"done"_s, "usr_1"),
            lineOf(4, "c", u"settle-failed"_s, u"done"_s), lineOf(5, "d", u"settle-failed"_s, u"done"_s),
            lineOf(6, {}, u"raise"_s, u"done"_s)},
        {keptAt(10min, {recovered("e", RecoveryOutcome::LeftAlone)})});
    material.users.insert(PromptId("c"), u"usr_2"_s);
    material.users.insert(PromptId("e"), u"usr_2"_s);
    const IncidentReport report = incidentReportOf(material);
    QCOMPARE(report.users, (QList<AffectedUser>{{u"usr_1"_s, 2}, {u"usr_2"_s, 2}}));
    QCOMPARE(report.jobs, 5);
    QCOMPARE(report.jobsWithoutUser, 1);
    QCOMPARE(report.actions[1].userId, u"usr_1"_s);
    QCOMPARE(report.left[0].userId, u"usr_2"_s);
}

void TestIncidentReport::tellsAnOperationOnce()
{
    const JournalLine ours = lineOf(1, "a", u"settle-failed"_s, u"done"_s);
    JournalLine audited = ours;
    audited.entry.id = {};
    JournalLine theirs = lineOf(2, "b", u"settle-failed"_s, u"done"_s);
    theirs.entry.id = {};
    IncidentMaterial material = materialOf({ours, audited, theirs});
    material.takenBackOps.insert(theirs.entry.op);
    const IncidentReport report = incidentReportOf(material);
    QCOMPARE(report.actions.size(), 2);
    QVERIFY(!report.actions[0].isAudited());
    QVERIFY(report.actions[1].isAudited() && report.actions[1].isTakenBack);
}

void TestIncidentReport::jsonIsExact()
{
    const QString longSentence(1'000'000, u'x');
    JournalLine line = lineOf(1, "a\xff", u"settle-failed"_s, u"done"_s, "usr_1");
    line.entry.sentence = longSentence;
    const QByteArray json
        = incidentReportJson(incidentReportOf(materialOf({line, lineOf(2, {}, u"raise"_s, {})})));
    QVERIFY(!json.contains('\n'));
    const QJsonObject report = QJsonDocument::fromJson(json).object();
    QCOMPARE(report.value("from"_L1).toInteger(), noon.time_since_epoch().count());
    QCOMPARE(report.value("records"_L1).toString(), u"not-asked"_s);
    QCOMPARE(report.value("complete"_L1), QJsonValue(true));
    const QJsonObject action = report.value("actions"_L1).toArray().at(0).toObject();
    QCOMPARE(action.value("sentence"_L1).toString(), longSentence);
    QCOMPARE(action.value("keyHex"_L1).toString(), u"61ff"_s);
    QCOMPARE(action.value("entry"_L1).toInt(), 1);
    QCOMPARE(action.value("takenBack"_L1), QJsonValue(false));
    const QJsonObject raise = report.value("actions"_L1).toArray().at(1).toObject();
    QVERIFY(raise.value("promptId"_L1).isNull() && raise.value("outcome"_L1).isNull());
    QCOMPARE(report.value("users"_L1).toArray().at(0).toObject().value("userId"_L1).toString(), u"usr_1"_s);
}

void TestIncidentReport::everyFormatTellsAll()
{
    const IncidentReport report
        = incidentReportOf(materialOf({lineOf(1, "job-a", u"settle-failed"_s, u"done"_s, "usr_1"),
                                          lineOf(2, "job-b", u"cancel"_s, u"unknown"_s, "usr_2")},
            {keptAt(30min, {recovered("job-c", RecoveryOutcome::Unverifiable)})}));
    const ReportDocument document = incidentDocument(report);
    for (const QString &text : {reportHtml(document), reportText(document), reportMarkdown(document)}) {
        QString plain = text;
        plain.remove(u'\\');
        for (const QString &part : {u"settle-failed"_s, u"cancel"_s, u"unknown"_s, u"job-a"_s, u"job-b"_s,
                 u"job-c"_s, u"usr_1"_s, u"usr_2"_s, u"ann"_s, u"unverifiable"_s, u"Because of job-c."_s,
                 u"Nobody knows it. It stands."_s, u"staging"_s})
            QVERIFY2(plain.contains(part), qPrintable(part + u" is missing in:\n"_s + plain));
    }
}

void TestIncidentReport::tellsWhyItWasDone()
{
    JournalLine line = lineOf(1, "job-a", u"settle-failed"_s, u"done"_s);
    line.entry.evidence = withReason({}, u"INC-2291"_s);
    RecoveryReport kept{PlanScope::Clean, noon, noon, {recovered("job-a", RecoveryOutcome::Cleaned)}, {}};
    kept.reason = u"INC-2292 of the night"_s;
    kept.batch = "batch";
    const QByteArray json = keptReportJson(kept);
    QCOMPARE(keptReportFrom(json).value(), kept);
    const IncidentReport report
        = incidentReportOf(materialOf({line, lineOf(2, "job-b", u"delete"_s, u"done"_s)},
            {{noon + 1min, u"staging"_s, u"cleaning"_s, json}}));
    const ReportDocument document = incidentDocument(report);
    for (const QString &text : {reportHtml(document), reportText(document), reportMarkdown(document)}) {
        QString plain = text;
        plain.remove(u'\\');
        QVERIFY2(plain.contains(u"Nobody knows it. It stands. Reason given: INC-2291"_s), qPrintable(plain));
        QVERIFY2(plain.contains(u"INC-2292 of the night"_s), qPrintable(plain));
        QCOMPARE(plain.count(u"Reason given: "_s), 1);
    }
    const QJsonObject object = QJsonDocument::fromJson(incidentReportJson(report)).object();
    const QJsonArray actions = object.value("actions"_L1).toArray();
    QCOMPARE(actions.at(0).toObject().value("reason"_L1).toString(), u"INC-2291"_s);
    QVERIFY(actions.at(1).toObject().value("reason"_L1).isNull());
    const QJsonObject look = object.value("looks"_L1).toArray().at(0).toObject();
    QCOMPARE(look.value("reason"_L1).toString(), kept.reason);
}

void TestIncidentReport::emptySpan()
{
    const IncidentReport report = incidentReportOf(materialOf({}));
    const QString text = reportText(incidentDocument(report));
    QVERIFY2(text.contains(u"Nothing was done in this span."_s), qPrintable(text));
    QVERIFY(text.contains(u"Nobody."_s));
}

void TestIncidentReport::hostileTextsInEveryField()
{
    const QString hostile = u"<script>|\x1b[31m\u202E`x`\n</td>\"'"_s + QString(1'000'000, u'y');
    JournalLine line = lineOf(1, hostile.toUtf8(), hostile, hostile, "usr_1");
    line.entry.actor = {hostile, hostile, hostile};
    line.entry.environment = line.entry.verdict = line.entry.sentence = hostile;
    line.outcome->text = hostile;
    line.entry.before.value = "{\"promptId\":\"x\",\"type\":\"t\",\"userId\":\""
        + QJsonDocument(QJsonArray{hostile}).toJson(QJsonDocument::Compact).sliced(2).chopped(2)
        + R"(","status":"processing","progress":1,"startedAt":1795000000000})";
    JournalReport kept = keptAt(3min, {recovered(hostile.toUtf8(), RecoveryOutcome::LeftAlone)});
    kept.environment = kept.kind = hostile;
    IncidentMaterial material = materialOf({line}, {kept});
    material.records = IncidentMaterial::Records::NoAnswer;
    material.recordsTrouble = hostile;
    const ReportDocument document = incidentDocument(incidentReportOf(material));
    const QString html = reportHtml(document);
    QVERIFY(!html.contains(u"<script"_s) && !html.contains(u'\x1b') && !html.contains(QChar(0x202E)));
    QVERIFY2(html.size() < 60'000, qPrintable(QString::number(html.size())));
    const QString markdown = reportMarkdown(document);
    QVERIFY(!markdown.contains(u"<script"_s) && !markdown.contains(u'\x1b'));
    QVERIFY(markdown.size() < 60'000);
    const QString text = reportText(document);
    QVERIFY(!text.contains(u'\x1b') && !text.contains(QChar(0x202E)));
    QVERIFY(text.size() < 60'000);
}

void TestIncidentReport::gathersFromTheJournal()
{
    QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    QList<JournalEntry> entries;
    for (int i = 0; i < 1203; ++i)
        entries.append(lineOf(i, "j" + QByteArray::number(i), u"settle-failed"_s, {}).entry);
    for (JournalEntry &entry : entries)
        entry.at = noon + 1min;
    entries[0].at = noon - 1min; // before the span
    entries[1].at = noon + 2h; // behind it
    entries[2].environment = u"production"_s;
    const QList<EntryId> ids = journal.intend(entries).result().value();
    QList<JournalOutcome> outcomes;
    for (const EntryId &id : ids)
        outcomes.append({id, noon + 1min, u"done"_s, {}});
    QVERIFY(journal.conclude(outcomes).result());
    // Taken back after the span.
    JournalEntry undo = entries[3];
    undo.op = randomOperationId();
    undo.undoes = entries[3].op;
    undo.action = u"undo"_s;
    undo.at = noon + 5h;
    const EntryId undoId = journal.intend({undo}).result().value().first();
    QVERIFY(journal.conclude({{undoId, noon + 5h, u"done"_s, {}}}).result());
    QVERIFY(journal.keep(keptAt(10min, {recovered("x", RecoveryOutcome::Skipped)})).result());
    QVERIFY(journal.keep(keptAt(180min, {})).result());

    IncidentWish wish{noon, noon + 2h, std::nullopt, 100'000, [] { return noon + 6h; }};
    Result<IncidentMaterial> material = answerOf(gatherIncident(&journal, nullptr, wish));
    QVERIFY(material);
    IncidentReport report = incidentReportOf(*material);
    QCOMPARE(report.actions.size(), 1201);
    QCOMPARE(report.looks.size(), 1);
    QCOMPARE(report.counts.first().takenBack, 1);
    QCOMPARE(report.madeAt, noon + 6h);
    QVERIFY(report.isComplete);

    wish.environment = u"production"_s;
    report = incidentReportOf(answerOf(gatherIncident(&journal, nullptr, wish)).value());
    QCOMPARE(report.actions.size(), 1);
    wish.environment = std::nullopt;
    wish.mostActions = 700;
    report = incidentReportOf(answerOf(gatherIncident(&journal, nullptr, wish)).value());
    QCOMPARE(report.actions.size(), 700);
    QVERIFY(!report.isComplete);
    QVERIFY(reportText(incidentDocument(report)).contains(u"There is more in this span"_s));
}

void TestIncidentReport::gathersFromTheRecords()
{
    QFETCH(const bool, isPostgres);
    PostgresServer postgres;
    QVERIFY2(postgres.isRunning(), qPrintable(postgres.log()));
    ActionDesk desk({.postgres = isPostgres ? &postgres : nullptr});
    desk.world.records.add({u"theirs"_s});
    desk.world.records.add({u"left"_s});
    const JobRecord row = desk.records->rowsFor({PromptId("theirs")}).result().value().first();
    RecordBatch batch{BatchId("b"), {u"bob"_s, u"ops-2"_s, u"emberwatch test"_s}, u"staging"_s};
    QVERIFY(desk.records->update(batch, {settleFailed(row, "op-of-bob")}).result());
    JournalReport kept = keptAt(0min, {recovered("left", RecoveryOutcome::LeftAlone)});
    kept.at = systemNow();
    QVERIFY(desk.journal.keep(kept).result());

    const IncidentWish wish{systemNow() - 1h, systemNow() + 1h, {}, 100'000, systemNow};
    const IncidentReport report
        = incidentReportOf(answerOf(gatherIncident(&desk.journal, desk.records.get(), wish)).value());
    QCOMPARE(report.records, IncidentMaterial::Records::Asked);
    QCOMPARE(report.actions.size(), 1);
    QVERIFY(report.actions[0].isAudited());
    QCOMPARE(report.actions[0].actor.operatorName, u"bob"_s);
    QVERIFY(!report.actions[0].userId.isEmpty() || !isPostgres);
    QCOMPARE(report.left.size(), 1);

    // What bob did is taken back by ann: her journal and the audit table both know it.
    Undo undo(&desk.jobs, &desk.journal, desk.records.get(), desk.options);
    const UndoSelection selection{{}, {}, {OperationId("op-of-bob")}};
    const QList<UndoCandidate> found = answerOf(undo.propose(selection)).value();
    QCOMPARE(answerOf(undo.carryOut(found, desk.stop)).value().first().outcome.kind, UndoOutcome::Kind::Done);
    const IncidentReport after
        = incidentReportOf(answerOf(gatherIncident(&desk.journal, desk.records.get(), wish)).value());
    QCOMPARE(after.actions.size(), 2);
    QVERIFY(after.actions[0].isTakenBack);
    QCOMPARE(countOf(after, u"settle-failed"_s)->takenBack, 1);
    QCOMPARE(countOf(after, u"undo"_s)->done, 1);
}

void TestIncidentReport::recordsThatGiveNoAnswerAreSaid()
{
    QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    RecordsAddress address;
    address.kind = RecordsAddress::Kind::Sqlite;
    address.path = folder.filePath(u"nothing.sqlite"_s);
    RecordStore records(address, SchemaMapping());
    const IncidentWish wish{noon, noon + 2h, {}, 100'000, systemNow};
    const Result<IncidentMaterial> material = answerOf(gatherIncident(&journal, &records, wish));
    QVERIFY(material);
    QCOMPARE(material->records, IncidentMaterial::Records::NoAnswer);
    QVERIFY(!material->recordsTrouble.isEmpty());
    const QString text = reportText(incidentDocument(incidentReportOf(*material)));
    QVERIFY2(text.contains(u"gave no answer"_s), qPrintable(text));
}

QTEST_GUILESS_MAIN(TestIncidentReport)
#include "tst_incidentreport.moc"
