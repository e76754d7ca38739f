// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/name.h"
#include "core/sql/timetext.h"
#include "tests/core/records/recordsworld.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using Kind = RecordOutcome::Kind;

/// What holds for both databases; each test runs on each.
class TestRecordStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void readsOpenRowsInPages_data() { addDatabaseRows(); }
    void readsOpenRowsInPages();
    void readsAllOfARow_data() { addDatabaseRows(); }
    void readsAllOfARow();
    void countsTheRowsOfAnId_data() { addDatabaseRows(); }
    void countsTheRowsOfAnId();
    void changesOnlyWhatStillStands_data() { addDatabaseRows(); }
    void changesOnlyWhatStillStands();
    void theAuditRowTellsAll_data() { addDatabaseRows(); }
    void theAuditRowTellsAll();
    void selectsAuditRows_data() { addDatabaseRows(); }
    void selectsAuditRows();
    void readsTheInputAsItIs_data() { addDatabaseRows(); }
    void readsTheInputAsItIs();
    void anUnknownOperatorIsNoReasonToFail_data() { addDatabaseRows(); }
    void anUnknownOperatorIsNoReasonToFail();
    void theSameOperationHappensOnce_data() { addDatabaseRows(); }
    void theSameOperationHappensOnce();
    void oneOfTwoDecidersWins_data() { addDatabaseRows(); }
    void oneOfTwoDecidersWins();
    void undoRestoresTheRow_data() { addDatabaseRows(); }
    void undoRestoresTheRow();
    void undoLeavesALaterChange_data() { addDatabaseRows(); }
    void undoLeavesALaterChange();
    void aFailedOfOursIsCorrected_data() { addDatabaseRows(); }
    void aFailedOfOursIsCorrected();
    void insertsOwnJobsOnce_data() { addDatabaseRows(); }
    void insertsOwnJobsOnce();
    void policyWithholds_data() { addDatabaseRows(); }
    void policyWithholds();
    void anyTextSurvives_data() { addDatabaseRows(); }
    void anyTextSurvives();
    void hostileWordsAreOnlyWords_data() { addDatabaseRows(); }
    void hostileWordsAreOnlyWords();
    void otherNamesAndWords_data() { addDatabaseRows(); }
    void otherNamesAndWords();
    void withoutTheAuditTableNothingIsWritten_data() { addDatabaseRows(); }
    void withoutTheAuditTableNothingIsWritten();
    void aMissingColumnIsNamed_data() { addDatabaseRows(); }
    void aMissingColumnIsNamed();
    void noDatabaseIsAnAnswer();

private:
    /// The world of this row of the table.
    std::unique_ptr<RecordsWorld> world()
    {
        QFETCH(const bool, isPostgres);
        return std::make_unique<RecordsWorld>(isPostgres ? m_server.get() : nullptr);
    }
    std::unique_ptr<PostgresServer> m_server;
};

namespace {

JobRecord recordOf(RecordStore &store, const QByteArray &prompt)
{
    const Result<QList<JobRecord>> rows = store.rowsFor({PromptId(prompt)}).result();
    return rows && !rows->isEmpty() ? rows->front() : JobRecord();
}

QList<Kind> kindsOf(const Result<QList<RecordOutcome>> &outcomes)
{
    QList<Kind> kinds;
    for (const RecordOutcome &outcome : outcomes.value_or(QList<RecordOutcome>()))
        kinds += outcome.kind;
    return kinds;
}

} // namespace

void TestRecordStore::initTestCase()
{
    // A zone of its own, to see that ours is UTC whatever the server's is.
    m_server = std::make_unique<PostgresServer>(PostgresSetup{{u"timezone=America/New_York"_s}, {}});
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

void TestRecordStore::readsOpenRowsInPages()
{
    const auto world = this->world();
    QSet<QString> expected;
    for (int i = 0; i < 7; ++i)
        expected += world->add({u"p%1"_s.arg(i), i % 2 ? u"queued"_s : u"processing"_s});
    for (const QString &status : {u"completed"_s, u"failed"_s, u"cancelled"_s})
        world->add({u"over-"_s + status, status});
    world->add({u"foreign"_s, u"processing"_s, u"replicate"_s});
    world->add({u"nobody's"_s, u"processing"_s, QString()});

    const auto store = world->store();
    QSet<QString> seen;
    int pages = 0;
    std::optional<RecordId> next;
    do {
        const Result<RecordPage> page = store->openRows(next, 3).result();
        QVERIFY2(page, qPrintable(page ? QString() : page.error().message));
        for (const JobRecord &row : page->rows)
            seen += row.id.value();
        next = page->next;
        ++pages;
    } while (next && pages < 10);
    QCOMPARE(seen, expected);
    QCOMPARE(pages, 3);
}

void TestRecordStore::readsAllOfARow()
{
    const auto world = this->world();
    const QString id
        = world->add({u"p1"_s, u"failed"_s, u"comfyui"_s, uR"({"n": 18446744073709551615})"_s, u"why"_s});
    const auto store = world->store();
    const JobRecord row = recordOf(*store, "p1");
    QCOMPARE(row.id.value(), id);
    QCOMPARE(row.promptId, PromptId("p1"));
    QCOMPARE(row.type, u"image_generation"_s);
    QCOMPARE(row.status, RecordStatus::Failed);
    QCOMPARE(row.outputs, QByteArray(R"({"n": 18446744073709551615})"));
    QCOMPARE(row.error, u"why"_s);
    QCOMPARE(row.retryCount, 0);
    QCOMPARE(row.startedAt, sql::readTime(u"2025-11-24 02:51:07.250"));
    QCOMPARE(row.updatedAt, sql::readTime(u"2025-11-24 02:52:00.125"));
    QCOMPARE(row.completedAt, std::nullopt);
    QCOMPARE(row.characterId, std::nullopt);
    QCOMPARE(row.rowCount, 1);
}

void TestRecordStore::countsTheRowsOfAnId()
{
    const auto world = this->world();
    for (const QString &prompt : {u"one"_s, u"two"_s, u"two"_s})
        world->add({prompt});
    world->add({u"one"_s, u"processing"_s, u"replicate"_s});
    const auto store = world->store();
    const QList<PromptId> ids{PromptId("one"), PromptId("two"), PromptId("none"), PromptId("one"),
        PromptId("\xFF\xFE"), PromptId(QByteArray("nul\0x", 5)), PromptId("")};
    const Result<QList<JobRecord>> rows = store->rowsFor(ids).result();
    QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().message));
    QCOMPARE(rows->size(), 3);
    for (const JobRecord &row : *rows)
        QCOMPARE(row.rowCount, row.promptId == PromptId("one") ? 1 : 2);
}

void TestRecordStore::changesOnlyWhatStillStands()
{
    const auto world = this->world();
    const QString open = world->add({u"open"_s, u"queued"_s});
    const QString decided = world->add({u"decided"_s});
    const QString missing = world->add({u"missing"_s});
    const QString foreign = world->add({u"foreign"_s});
    const QString moved = world->add({u"moved"_s});
    world->add({u"twice"_s});
    world->add({u"twice"_s});
    const auto store = world->store();
    QList<RecordUpdate> updates;
    for (const char *prompt : {"open", "decided", "missing", "foreign", "moved", "twice"})
        updates += settleFailed(recordOf(*store, prompt), QByteArray("op-") + prompt);
    updates.back().judged.rowCount.reset(); // the store counts by itself
    world->run(u"UPDATE generation_jobs SET status = 'cancelled' WHERE id = '%1'"_s.arg(decided));
    world->run(u"DELETE FROM generation_jobs WHERE id = '%1'"_s.arg(missing));
    world->run(u"UPDATE generation_jobs SET external_provider = 'replicate' WHERE id = '%1'"_s.arg(foreign));
    world->run(u"UPDATE generation_jobs SET external_job_id = 'another' WHERE id = '%1'"_s.arg(moved));
    const QString before = world->rowText(decided) + world->rowText(foreign) + world->rowText(moved);

    const Result<QList<RecordOutcome>> outcomes = store->update(testBatch(), updates).result();
    QCOMPARE(kindsOf(outcomes),
        (QList<Kind>{Kind::Done, Kind::Decided, Kind::Missing, Kind::ForeignProvider, Kind::Missing,
            Kind::SeveralRows}));
    QCOMPARE(outcomes->at(1).statusWord, u"cancelled"_s);
    QCOMPARE(world->rowText(decided) + world->rowText(foreign) + world->rowText(moved), before);
    QCOMPARE(world->auditCount(), 1);
    QCOMPARE(world->value(u"SELECT status FROM generation_jobs WHERE id = '%1'"_s.arg(open)), u"failed"_s);
    const JobRecord row = recordOf(*store, "open");
    QCOMPARE(row.error, u"lost by its server"_s);
    QVERIFY(row.completedAt.has_value());
    QVERIFY(*row.updatedAt > *updates.front().judged.updatedAt);
    const auto age = systemNow() - *row.updatedAt;
    QVERIFY2(
        age > std::chrono::minutes(-2) && age < std::chrono::minutes(2), "written in another zone than UTC");
    QCOMPARE(row.startedAt, updates.front().judged.startedAt);
}

void TestRecordStore::theAuditRowTellsAll()
{
    const auto world = this->world();
    const QString id = world->add({u"p1"_s});
    const auto store = world->store();
    RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    update.base = OperationId("base-1");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    const Result<QList<AuditRow>> rows
        = store->auditRows({OperationId("op-1"), OperationId("other")}).result();
    QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().message));
    QCOMPARE(rows->size(), 1);
    const AuditRow &row = rows->front();
    QCOMPARE(row.base, OperationId("base-1"));
    QCOMPARE(row.batch, testBatch().id);
    QCOMPARE(row.actor, testBatch().actor);
    QCOMPARE(row.environment, u"staging"_s);
    QCOMPARE(row.recordId.value(), id);
    QCOMPARE(row.promptId, PromptId("p1"));
    QCOMPARE(row.reason.verdict, u"lost"_s);
    QCOMPARE(row.reason.evidence, QByteArray(R"({"silence":840})"));
    const QJsonObject before = QJsonDocument::fromJson(row.before).object();
    const QJsonObject after = QJsonDocument::fromJson(row.after).object();
    QCOMPARE(before[u"status"_s].toString(), u"processing"_s);
    QVERIFY(before[u"error"_s].isNull());
    QCOMPARE(after[u"status"_s].toString(), u"failed"_s);
    QCOMPARE(after[u"error"_s].toString(), u"lost by its server"_s);
    QCOMPARE(after[u"updatedAt"_s].toString(), recordOf(*store, "p1").revision);
    QVERIFY(row.at.has_value());
    QCOMPARE(store->auditSince(*row.at - std::chrono::seconds(1), 10).result().value().size(), 1);
    QCOMPARE(store->auditSince(*row.at + std::chrono::seconds(1), 10).result().value().size(), 0);
}

void TestRecordStore::selectsAuditRows()
{
    const auto world = this->world();
    const auto store = world->store();
    for (const QByteArray &prompt : QByteArrayList{"p1", "p2", "p3"}) {
        world->add({QString::fromUtf8(prompt)});
        RecordBatch batch = testBatch();
        batch.id = BatchId("batch-of-" + prompt);
        RecordUpdate update = settleFailed(recordOf(*store, prompt), "op-" + prompt);
        if (prompt == "p3")
            update.reason.action = u"settle-completed"_s;
        QCOMPARE(kindsOf(store->update(batch, {update}).result()), QList<Kind>{Kind::Done});
    }
    const auto opsOf = [&](const AuditSelection &selection) {
        QByteArrayList ops;
        const Result<QList<AuditRow>> rows = store->audit(selection).result();
        for (const AuditRow &row : rows.value_or(QList<AuditRow>()))
            ops.append(row.op.value());
        return ops;
    };
    QCOMPARE(opsOf({}), QByteArrayList({"op-p3", "op-p2", "op-p1"}));
    const Timestamp second = *store->auditRows({OperationId("op-p2")}).result().value().front().at;
    AuditSelection selection;
    selection.limit = 2;
    QCOMPARE(opsOf(selection), QByteArrayList({"op-p3", "op-p2"}));
    selection = {};
    selection.promptId = PromptId("p2");
    QCOMPARE(opsOf(selection), QByteArrayList{"op-p2"});
    selection = {};
    selection.batch = BatchId("batch-of-p1");
    QCOMPARE(opsOf(selection), QByteArrayList{"op-p1"});
    selection = {};
    selection.action = u"settle-completed"_s;
    QCOMPARE(opsOf(selection), QByteArrayList{"op-p3"});
    selection = {};
    selection.environment = u"production"_s;
    QCOMPARE(opsOf(selection), QByteArrayList());
    selection.environment = testBatch().environment;
    QCOMPARE(opsOf(selection).size(), 3);
    selection = {};
    selection.until = second - std::chrono::hours(1);
    QCOMPARE(opsOf(selection), QByteArrayList());
    selection = {};
    selection.since = second + std::chrono::hours(1);
    QCOMPARE(opsOf(selection), QByteArrayList());
    selection.since = second - std::chrono::hours(1);
    selection.until = second + std::chrono::hours(1);
    QCOMPARE(opsOf(selection).size(), 3);
}

void TestRecordStore::readsTheInputAsItIs()
{
    const auto world = this->world();
    const RecordId id(world->add({u"p1"_s}));
    world->run(
        uR"(UPDATE generation_jobs SET input = '{"1": {"seed": 18446744073709551615, "cfg": 1.50}}')"_s);
    const auto store = world->store();
    const Result<std::optional<QByteArray>> input = store->inputOf(id).result();
    QVERIFY2(input, qPrintable(input ? QString() : input.error().message));
    QVERIFY(*input);
    QVERIFY2((*input)->contains("18446744073709551615") && (*input)->contains("1.50"), (*input)->constData());
    const RecordId foreign(world->add({u"p2"_s, u"processing"_s, u"replicate"_s}));
    QCOMPARE(store->inputOf(foreign).result().value(), std::nullopt);
    const RecordId none(u"00000000-0000-0000-0000-00000000dead"_s);
    QCOMPARE(store->inputOf(none).result().value(), std::nullopt);
}

void TestRecordStore::anUnknownOperatorIsNoReasonToFail()
{
    const auto world = this->world();
    world->add({u"p1"_s});
    const auto store = world->store();
    const RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    const RecordBatch nobody{BatchId("batch-1"), {}, {}};
    const Result<QList<RecordOutcome>> outcomes = store->update(nobody, {update}).result();
    QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().message));
    QCOMPARE(kindsOf(outcomes), QList<Kind>{Kind::Done});
    QCOMPARE(world->auditCount(), 1);
}

void TestRecordStore::theSameOperationHappensOnce()
{
    const auto world = this->world();
    world->add({u"p1"_s});
    world->add({u"p2"_s});
    const auto store = world->store();
    const RecordUpdate first = settleFailed(recordOf(*store, "p1"), "op-1");
    RecordUpdate again = settleFailed(recordOf(*store, "p2"), "op-1"); // also where the row would allow it
    QCOMPARE(kindsOf(store->update(testBatch(), {first, first, again}).result()),
        (QList<Kind>{Kind::Done, Kind::AlreadyDone, Kind::AlreadyDone}));
    QCOMPARE(kindsOf(store->update(testBatch(), {first}).result()), QList<Kind>{Kind::AlreadyDone});
    QCOMPARE(world->auditCount(), 1);
    QCOMPARE(recordOf(*store, "p2").status, RecordStatus::Processing);
}

void TestRecordStore::oneOfTwoDecidersWins()
{
    const auto world = this->world();
    constexpr int jobs = 200;
    for (int i = 0; i < jobs; ++i)
        world->add({u"p%1"_s.arg(i)});
    const auto one = world->store();
    const auto two = world->store();
    QList<RecordUpdate> ofOne;
    QList<RecordUpdate> ofTwo;
    const QList<JobRecord> rows = one->openRows(std::nullopt).result().value().rows;
    for (const JobRecord &row : rows) {
        ofOne += settleFailed(row, "one-" + row.promptId.value());
        ofTwo.push_front(settleFailed(row, "two-" + row.promptId.value())); // against each other's order
    }
    QList<QFuture<Result<QList<RecordOutcome>>>> answers;
    for (int begin = 0; begin < jobs; begin += 20) {
        answers += one->update(testBatch(), ofOne.mid(begin, 20));
        answers += two->update(testBatch(), ofTwo.mid(begin, 20));
    }
    int done = 0;
    int decided = 0;
    for (auto &answer : answers) {
        const QList<Kind> kinds = kindsOf(answer.result());
        QCOMPARE(kinds.size(), 20);
        done += static_cast<int>(kinds.count(Kind::Done));
        decided += static_cast<int>(kinds.count(Kind::Decided));
    }
    QCOMPARE(done, jobs);
    QCOMPARE(decided, jobs);
    QCOMPARE(world->auditCount(), jobs);
}

void TestRecordStore::undoRestoresTheRow()
{
    const auto world = this->world();
    const QString id = world->add({u"p1"_s, u"queued"_s, u"comfyui"_s, uR"({"a": [1, 2.50]})"_s, u"it's"_s});
    const QString before = world->rowText(id);
    const auto store = world->store();
    RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    update.outputs = "[]";
    update.startedAt = systemNow();
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    QVERIFY(world->rowText(id) != before);
    QCOMPARE(store->undoCounts({update.base}).result().value().value(update.base), 0);

    const RecordUndo undo{OperationId("undo-1"), update.op, {u"undo"_s, {}, {}, {}}};
    const RecordUndo second{OperationId("undo-2"), update.op, {u"undo"_s, {}, {}, {}}};
    const RecordUndo unknown{OperationId("undo-3"), OperationId("never"), {u"undo"_s, {}, {}, {}}};
    QCOMPARE(kindsOf(store->undo(testBatch(), {undo, unknown}).result()),
        (QList<Kind>{Kind::Done, Kind::Missing}));
    QCOMPARE(world->rowText(id), before);
    QCOMPARE(kindsOf(store->undo(testBatch(), {second}).result()), QList<Kind>{Kind::AlreadyDone});
    QCOMPARE(store->undoCounts({update.base}).result().value().value(update.base), 1);

    // After an undo the same may be done again, under another id.
    update.judged = recordOf(*store, "p1");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::AlreadyDone});
    update.op = OperationId("op-1-again");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
}

void TestRecordStore::undoLeavesALaterChange()
{
    const auto world = this->world();
    const QString id = world->add({u"p1"_s});
    const auto store = world->store();
    const RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    // The same status again, by somebody else: only updated_at tells.
    world->run(
        u"UPDATE generation_jobs SET error = 'mine', updated_at = '2031-01-01 00:00:00' WHERE id = '%1'"_s
            .arg(id));
    const QString before = world->rowText(id);
    const RecordUndo undo{OperationId("undo-1"), update.op, {u"undo"_s, {}, {}, {}}};
    QCOMPARE(kindsOf(store->undo(testBatch(), {undo}).result()), QList<Kind>{Kind::Decided});
    QCOMPARE(world->rowText(id), before);
}

void TestRecordStore::aFailedOfOursIsCorrected()
{
    const auto world = this->world();
    world->add({u"ours"_s});
    world->add({u"theirs"_s, u"failed"_s});
    const auto store = world->store();
    const RecordUpdate failed = settleFailed(recordOf(*store, "ours"), "op-1");
    QCOMPARE(kindsOf(store->update(testBatch(), {failed}).result()), QList<Kind>{Kind::Done});

    const JobRecord ours = recordOf(*store, "ours");
    const JobRecord theirs = recordOf(*store, "theirs");
    const auto deciders = store->decidedByUs({ours, theirs}).result().value();
    QCOMPARE(deciders.size(), 1);
    QCOMPARE(deciders.value(ours.id), OperationId("op-1"));

    RecordUpdate corrected = settleFailed(ours, "op-2");
    corrected.guard = RecordUpdate::Guard::JudgedFailed;
    corrected.status = RecordStatus::Completed;
    corrected.error.reset();
    corrected.outputs = R"({"images": []})";
    RecordUpdate late = corrected;
    late.op = OperationId("op-3");
    QCOMPARE(kindsOf(store->update(testBatch(), {corrected}).result()), QList<Kind>{Kind::Done});
    const JobRecord row = recordOf(*store, "ours");
    QCOMPARE(row.status, RecordStatus::Completed);
    QCOMPARE(row.error, std::nullopt); // a completed job has no error
    QCOMPARE(row.outputs, QByteArray(R"({"images": []})"));
    QCOMPARE(kindsOf(store->update(testBatch(), {late}).result()), QList<Kind>{Kind::Decided});

    RecordUpdate touched = corrected; // judged before somebody wrote `failed` once more
    touched.op = OperationId("op-4");
    touched.judged = theirs;
    world->run(
        u"UPDATE generation_jobs SET updated_at = '2031-01-01 00:00:00' WHERE external_job_id = 'theirs'"_s);
    QCOMPARE(kindsOf(store->update(testBatch(), {touched}).result()), QList<Kind>{Kind::Decided});
    touched.judged = recordOf(*store, "ours");
    QCOMPARE(kindsOf(store->update(testBatch(), {touched}).result()), QList<Kind>{Kind::Failed});
}

void TestRecordStore::insertsOwnJobsOnce()
{
    const auto world = this->world();
    const auto store = world->store();
    NewRecord record;
    record.op = record.base = OperationId("op-1");
    record.id = RecordId(u"7d9edb1c-b8b4-4e7c-8af5-9e4b8e0c3f41"_s);
    record.promptId = PromptId("new");
    record.userId = u"00000000-0000-0000-0000-0000000000aa"_s;
    record.type = u"image_generation"_s;
    record.input = R"({"steps": 20})";
    record.reason.action = u"insert"_s;
    const Result<RecordOutcome> first = store->insertOwn(testBatch(), record).result();
    QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
    QVERIFY2(first->kind == Kind::Done, qPrintable(first->error ? first->error->message : QString()));
    QCOMPARE(store->insertOwn(testBatch(), record).result().value().kind, Kind::AlreadyDone);
    const JobRecord row = recordOf(*store, "new");
    QCOMPARE(row.id, record.id);
    QCOMPARE(row.status, RecordStatus::Queued);
    QCOMPARE(row.userId, record.userId);
    QCOMPARE(row.rowCount, 1);
    QVERIFY(row.createdAt.has_value());
    QCOMPARE(world->value(u"SELECT external_provider FROM generation_jobs"_s), u"comfyui"_s);
    QCOMPARE(world->auditCount(), 1);
}

void TestRecordStore::policyWithholds()
{
    const auto world = this->world();
    world->add({u"p1"_s});
    RecordsOptions options;
    options.policy = {RecordsPolicy::Completion::Report, RecordsPolicy::Insert::Never};
    const auto store = world->store(options);
    RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    update.status = RecordStatus::Completed;
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Withheld});
    QCOMPARE(store->insertOwn(testBatch(), NewRecord()).result().value().kind, Kind::Withheld);
    QCOMPARE(world->auditCount(), 0);
    QCOMPARE(recordOf(*store, "p1").status, RecordStatus::Processing);
}

void TestRecordStore::anyTextSurvives()
{
    const auto world = this->world();
    const QString prompt = u"it's; \"DROP\" -- ? :x $1 {} \\ ' <b>\u202e\U0001F525"_s;
    world->add({prompt});
    const auto store = world->store();
    RecordUpdate update = settleFailed(recordOf(*store, prompt.toUtf8()), "o'p");
    const QString error = u"<script>\t\n\\' \" ? :name \u2028 "_s + u"x"_s.repeated(1'000'000);
    update.error = error + QChar(0) + u"end"_s;
    update.reason.sentence = prompt;
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    QCOMPARE(recordOf(*store, prompt.toUtf8()).error, error + QChar(0x2400) + u"end"_s);
    QCOMPARE(store->auditRows({update.op}).result().value().value(0).reason.sentence, prompt);
}

/// Names are checked (tst_sqlname); words and the provider are whatever the database calls them.
void TestRecordStore::hostileWordsAreOnlyWords()
{
    const auto world = this->world();
    const QString hostile = u"it's ? $1 \\ \"; DROP TABLE generation_jobs; --"_s;
    world->run(
        u"CREATE TABLE jobs (id varchar(40) PRIMARY KEY, external_job_id varchar(80), type varchar(90), "
        "status varchar(90), external_provider varchar(90), updated_at timestamp)"_s);
    world->run(
        u"INSERT INTO jobs VALUES ('k1', 'p1', 'T', %1, %1, NULL), ('k2', 'p2', 'T', 'done', %1, NULL), "
        "('k3', 'p3', 'T', %1, 'another', NULL)"_s.arg(sql::literal(hostile)));
    MappingText text;
    text.table = u"jobs"_s;
    text.auditTable = u"emberwatch_audit"_s;
    text.provider = hostile;
    text.statusWords = {{u"processing"_s, {hostile}}, {u"failed"_s, {hostile + u"failed"_s}}};
    text.typeWords = {{u"image_generation"_s, hostile}};
    for (const QString &key : {u"userId"_s, u"characterId"_s, u"input"_s, u"output"_s, u"error"_s,
             u"retryCount"_s, u"startedAt"_s, u"completedAt"_s, u"createdAt"_s})
        text.columns[key] = QString();
    const auto store = world->store({}, SchemaMapping::read(text).value());
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY2(page, qPrintable(page ? QString() : page.error().message));
    QCOMPARE(page->rows.size(), 1);
    const RecordUpdate update = settleFailed(page->rows.front(), "op-1");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    QCOMPARE(world->value(u"SELECT status FROM jobs WHERE id = 'k1'"_s), hostile + u"failed"_s);
    QCOMPARE(world->value(u"SELECT status FROM jobs WHERE id = 'k3'"_s), hostile);
    QCOMPARE(world->value(u"SELECT count(*) FROM generation_jobs"_s), u"0"_s);
}

void TestRecordStore::otherNamesAndWords()
{
    const auto world = this->world();
    world->run(
        u"CREATE TABLE \"select\" (\"Order\" varchar(40) PRIMARY KEY, prompt varchar(80), kind varchar(20), "
        "state varchar(10), changed timestamp)"_s);
    world->run(
        u"INSERT INTO \"select\" VALUES ('k1', 'p1', 'IMG', 'NEW', NULL), ('k2', 'p2', 'IMG', 'odd', NULL)"_s);
    MappingText text;
    text.table = u"select"_s;
    text.columns = {{u"id"_s, u"Order"_s}, {u"promptId"_s, u"prompt"_s}, {u"type"_s, u"kind"_s},
        {u"status"_s, u"state"_s}, {u"updatedAt"_s, u"changed"_s}};
    for (const QString &key : {u"provider"_s, u"userId"_s, u"characterId"_s, u"input"_s, u"output"_s,
             u"error"_s, u"retryCount"_s, u"startedAt"_s, u"completedAt"_s, u"createdAt"_s})
        text.columns[key] = QString();
    text.statusWords = {{u"queued"_s, {u"WAIT"_s, u"NEW"_s}}, {u"failed"_s, {u"BROKEN"_s}}};
    text.typeWords = {{u"image_generation"_s, u"IMG"_s}};
    const auto store = world->store({}, SchemaMapping::read(text).value());
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY2(page, qPrintable(page ? QString() : page.error().message));
    QCOMPARE(page->rows.size(), 1);
    QCOMPARE(page->rows.front().status, RecordStatus::Queued);
    QCOMPARE(page->rows.front().type, u"image_generation"_s);
    QCOMPARE(page->rows.front().revision, std::nullopt);
    QCOMPARE(recordOf(*store, "p2").status, std::nullopt);
    QCOMPARE(recordOf(*store, "p2").statusWord, u"odd"_s);
    const RecordUpdate update = settleFailed(page->rows.front(), "op-1");
    QCOMPARE(kindsOf(store->update(testBatch(), {update}).result()), QList<Kind>{Kind::Done});
    QCOMPARE(world->value(u"SELECT state FROM \"select\" WHERE \"Order\" = 'k1'"_s), u"BROKEN"_s);
    const RecordUndo undo{OperationId("undo-1"), update.op, {u"undo"_s, {}, {}, {}}};
    QCOMPARE(kindsOf(store->undo(testBatch(), {undo}).result()), QList<Kind>{Kind::Done});
    QCOMPARE(world->value(u"SELECT state FROM \"select\" WHERE \"Order\" = 'k1'"_s), u"NEW"_s);
}

void TestRecordStore::withoutTheAuditTableNothingIsWritten()
{
    const auto world = this->world();
    const QString id = world->add({u"p1"_s});
    const QString before = world->rowText(id);
    const auto store = world->store();
    const RecordUpdate update = settleFailed(recordOf(*store, "p1"), "op-1");
    world->run(u"DROP TABLE emberwatch_audit"_s);
    const Result<RecordsCheck> check = store->check().result();
    QVERIFY(check && check->canRead() && !check->canUpdate());
    QCOMPARE(check->findings.value(0).what, RecordsFinding::What::AuditTable);
    const Result<QList<RecordOutcome>> outcomes = store->update(testBatch(), {update}).result();
    QVERIFY(!outcomes);
    QVERIFY2(outcomes.error().message.contains("emberwatch_audit"_L1), qPrintable(outcomes.error().message));
    QCOMPARE(world->rowText(id), before);
    QVERIFY(store->openRows(std::nullopt).result().has_value());
}

void TestRecordStore::aMissingColumnIsNamed()
{
    const auto world = this->world();
    const auto store = world->store();
    QVERIFY(store->openRows(std::nullopt).result().has_value());
    world->run(u"ALTER TABLE generation_jobs RENAME COLUMN output TO result"_s);
    // Known as it was, it fails and looks again; the second time it knows why.
    static_cast<void>(store->openRows(std::nullopt).result());
    const Result<RecordPage> page = store->openRows(std::nullopt).result();
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::Invalid);
    QVERIFY2(page.error().message.contains("no column output"_L1), qPrintable(page.error().message));
    world->run(u"ALTER TABLE generation_jobs RENAME COLUMN result TO output"_s);
    QVERIFY(store->openRows(std::nullopt).result().has_value());
}

void TestRecordStore::noDatabaseIsAnAnswer()
{
    RecordStore store{RecordsAddress(), SchemaMapping()};
    QCOMPARE(store.rowsFor({PromptId("p1")}).result().value().size(), 0);
    QCOMPARE(store.openRows(std::nullopt).result().value().rows.size(), 0);
    QVERIFY(!store.update(testBatch(), {RecordUpdate()}).result());
}

QTEST_GUILESS_MAIN(TestRecordStore)
#include "tst_recordstore.moc"
