// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/knownjob.h"
#include "core/operations/undo.h"
#include "tests/core/operations/actiondesk.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = UndoOutcome::Kind;

namespace {

/// Settles and cleans as a plan would, and takes it back.
struct UndoDesk : ActionDesk
{
    explicit UndoDesk(const DeskSetup &setup = {})
        : ActionDesk(setup)
        , settler(&jobs, &journal, records.get(), options)
        , undo(&jobs, &journal, records.get(), options, guard.get())
    {
    }

    Settlement judged(const QByteArray &id)
    {
        const JobReading reading = answerOf(jobs.get(PromptId(id))).value();
        Settlement settlement;
        settlement.promptId = PromptId(id);
        settlement.judged = {reading.value, reading.expiresAt(), 1'795'000'000'000, epoch()};
        settlement.reason = {"absent-both-open", u"settle-failed"_s, u"orphaned"_s,
            u"Nobody knows "_s + QString::fromUtf8(id) + u'.', R"({"lines":[]})"};
        const QList<JobRecord> rows = world.records.store()->rowsFor({settlement.promptId}).result().value();
        if (!rows.isEmpty()) {
            const JobRecord &row = rows.first();
            settlement.record = RecordEnd{{row.id.value(), row.statusWord, row.revision.value_or(QString())},
                RecordStatus::Failed, false, u"lost"_s};
        }
        return settlement;
    }

    [[nodiscard]] ServerEpoch epoch() const
    {
        const std::optional<JobServer> server = jobs.serverOf(PromptId());
        return server ? ServerEpoch{server->address, server->facts.runId, server->facts.replicationId,
                   server->facts.role}
                      : ServerEpoch{};
    }

    /// Of all these, in one batch. @return their kind, if they are all the same
    std::optional<SettledJob::Kind> settle(const BatchId &batch, const QByteArrayList &ids)
    {
        QList<Settlement> wishes;
        for (const QByteArray &id : ids)
            wishes.append(judged(id));
        const QList<SettledJob> ends = answerOf(settler.settle(batch, wishes)).value();
        for (const SettledJob &end : ends) {
            if (end.kind != ends.first().kind)
                return std::nullopt;
        }
        return ends.first().kind;
    }

    CleanedKey::Kind clean(const BatchId &batch, const QByteArray &id)
    {
        const Settlement now = judged(id);
        const QList<Cleaning> keys{{now.promptId, now.judged, now.reason, {}}};
        return answerOf(settler.clean(batch, keys)).value().first().kind;
    }

    QList<UndoCandidate> propose(const UndoSelection &selection)
    {
        const Result<QList<UndoCandidate>> found = answerOf(undo.propose(selection));
        if (!found)
            qWarning() << found.error().message;
        return found ? *found : QList<UndoCandidate>();
    }

    QList<UndoneEntry> takeBack(const UndoSelection &selection)
    {
        const Result<QList<UndoneEntry>> undone = answerOf(undo.carryOut(propose(selection), stop));
        if (!undone)
            qWarning() << undone.error().message;
        return undone ? *undone : QList<UndoneEntry>();
    }

    UndoOutcome takeBack(EntryId entry) { return answerOf(undo.undo(entry)).value(); }
    EntryId lastEntry(const QByteArray &id) { return lines(id).last().entry.id; }

    QString rowText(const QByteArray &id)
    {
        return world.records.rowText(world.records.value(
            u"SELECT id FROM generation_jobs WHERE external_job_id = '%1'"_s.arg(QString::fromUtf8(id))));
    }

    JobSettler settler;
    Undo undo;
};

bool areAll(const QList<UndoneEntry> &undone, Kind kind)
{
    for (const UndoneEntry &entry : undone) {
        if (entry.outcome.kind != kind) {
            qWarning() << entry.promptId.value() << wordOf(entry.outcome.kind) << entry.outcome.text;
            return false;
        }
    }
    return !undone.isEmpty();
}

} // namespace

class TestUndo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void restoresABatchByteForByte_data() { addDatabaseRows(); }
    void restoresABatchByteForByte();
    void takesBackAPartOfABatch();
    void takesBackAChangeOfTheRecordAlone_data() { addDatabaseRows(); }
    void takesBackAChangeOfTheRecordAlone();
    void saysWhatItWouldDo();
    void twiceIsSaid();
    void leavesANewerWrite();
    void saysThatItHasExpired();
    void finishesWhatWasHalfDone();
    void putsNothingBackWhoseRecordItCannot();
    void saysWhyThereIsNothing_data();
    void saysWhyThereIsNothing();
    void leavesAnotherRedis();
    void takesBackByTheAuditRow_data() { addDatabaseRows(); }
    void takesBackByTheAuditRow();
    void namesWhatIsNotThere();
    void manyInSteps();
    void endsAtAStepsBoundary();
    void guardRailsRefuse();

private:
    PostgresServer m_postgres;
};

void TestUndo::initTestCase()
{
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
}

void TestUndo::restoresABatchByteForByte()
{
    QFETCH(const bool, isPostgres);
    UndoDesk desk({.postgres = isPostgres ? &m_postgres : nullptr});
    const QByteArrayList ids{"a", "b", "c"};
    QHash<QByteArray, QByteArray> values;
    QHash<QByteArray, qint64> expiries;
    QHash<QByteArray, QString> rows;
    for (const QByteArray &id : ids) {
        desk.world.add({.id = id, .silence = std::chrono::seconds(500 + 100 * (id.at(0) - 'a'))});
        values.insert(id, desk.world.value(id));
        expiries.insert(id, desk.expiry(id));
        rows.insert(id, desk.rowText(id));
    }
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, ids), std::optional(SettledJob::Kind::Done));
    // What is settled and deleted comes back only in reverse order.
    QCOMPARE(desk.clean(batch, "b"), CleanedKey::Kind::Done);
    QCOMPARE(desk.world.stateStatus("b"), QByteArray("absent"));
    QVERIFY(desk.rowText("a") != rows.value("a"));

    const QList<UndoneEntry> undone = desk.takeBack({{}, {batch}, {}});
    QCOMPARE(undone.size(), 4);
    QVERIFY(areAll(undone, Kind::Done));
    for (qsizetype i = 1; i < undone.size(); ++i)
        QVERIFY(undone[i].entry.value() < undone[i - 1].entry.value());
    for (const QByteArray &id : ids) {
        QCOMPARE(desk.world.value(id), values.value(id));
        QVERIFY2(std::abs(desk.expiry(id) - expiries.value(id)) < 20, id.constData());
        QCOMPARE(desk.rowText(id), rows.value(id));
    }
}

void TestUndo::takesBackAPartOfABatch()
{
    UndoDesk desk;
    for (const QByteArray &id : QByteArrayList{"a", "b", "c"})
        desk.world.add({.id = id});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a", "b", "c"}), std::optional(SettledJob::Kind::Done));
    QVERIFY(areAll(desk.takeBack({{desk.lastEntry("b")}, {}, {}}), Kind::Done));
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    QCOMPARE(desk.world.stateStatus("b"), QByteArray("processing"));
    QCOMPARE(desk.world.recordStatus("b"), u"processing"_s);
    QCOMPARE(desk.world.recordStatus("c"), u"failed"_s);

    // The rest of it, with what was taken back before.
    const QList<UndoneEntry> rest = desk.takeBack({{}, {batch}, {}});
    QCOMPARE(rest.size(), 3);
    int done = 0;
    for (const UndoneEntry &entry : rest)
        done += entry.outcome.kind == Kind::Done ? 1 : 0;
    QCOMPARE(done, 2);
    QCOMPARE(desk.world.stateStatus("c"), QByteArray("processing"));
}

/// "Terminal in Redis, open in the database": only the record was written.
void TestUndo::takesBackAChangeOfTheRecordAlone()
{
    QFETCH(const bool, isPostgres);
    UndoDesk desk({.postgres = isPostgres ? &m_postgres : nullptr});
    desk.world.add({.id = "a", .status = "failed"});
    const QString row = desk.rowText("a");
    QCOMPARE(desk.settle(randomBatchId(), {"a"}), std::optional(SettledJob::Kind::Done));
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
    // Whatever becomes of the key: it has no part in it.
    desk.world.client.run({"DEL", keyFor("a")});
    const UndoOutcome undone = desk.takeBack(desk.lastEntry("a"));
    QVERIFY2(undone.kind == Kind::Done, qPrintable(undone.text));
    QCOMPARE(desk.rowText("a"), row);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("absent"));
}

void TestUndo::saysWhatItWouldDo()
{
    UndoDesk desk;
    for (const QByteArray &id : QByteArrayList{"a", "b", "c", "d"})
        desk.world.add({.id = id, .silence = 1000s});
    desk.world.add({.id = "done", .status = "completed", .silence = 1000s, .recordStatus = {}});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a", "b", "c", "d"}), std::optional(SettledJob::Kind::Done));
    QCOMPARE(desk.clean(batch, "done"), CleanedKey::Kind::Done);
    desk.world.write("b", desk.world.document({.id = "b", .age = 1s}));
    desk.world.client.run({"DEL", keyFor("c")});
    QVERIFY(areAll(desk.takeBack({{desk.lastEntry("d")}, {}, {}}), Kind::Done));
    const qsizetype entries = desk.lines().size();

    const QList<UndoCandidate> found = desk.propose({{}, {batch}, {}});
    QCOMPARE(found.size(), 5);
    QHash<QByteArray, UndoCandidate> byId;
    for (const UndoCandidate &candidate : found)
        byId.insert(candidate.line.entry.promptId.value(), candidate);
    QCOMPARE(byId["a"].forecast.kind, Kind::Done);
    QVERIFY2(byId["a"].forecast.text.contains(u"record"), qPrintable(byId["a"].forecast.text));
    QVERIFY(byId["a"].until.has_value());
    QCOMPARE(byId["b"].forecast.kind, Kind::Changed);
    QCOMPARE(byId["c"].forecast.kind, Kind::Gone);
    QCOMPARE(byId["d"].forecast.kind, Kind::NothingToUndo);
    QCOMPARE(byId["done"].forecast.kind, Kind::Done);
    QVERIFY2(byId["done"].forecast.text.contains(u"to expire at"), qPrintable(byId["done"].forecast.text));
    // It was a look.
    QCOMPARE(desk.lines().size(), entries);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    QCOMPARE(desk.world.stateStatus("done"), QByteArray("absent"));
}

void TestUndo::twiceIsSaid()
{
    UndoDesk desk;
    desk.world.add({.id = "a"});
    QCOMPARE(desk.settle(randomBatchId(), {"a"}), std::optional(SettledJob::Kind::Done));
    const EntryId entry = desk.lastEntry("a");
    QCOMPARE(desk.takeBack(entry).kind, Kind::Done);
    const EntryId undo = desk.lastEntry("a");
    const UndoOutcome again = desk.takeBack(entry);
    QCOMPARE(again.kind, Kind::NothingToUndo);
    QCOMPARE(again.text, u"It was taken back before."_s);
    const UndoOutcome ofUndo = desk.takeBack(undo);
    QCOMPARE(ofUndo.kind, Kind::NothingToUndo);
    QVERIFY2(ofUndo.text.contains(u"doing the action again"), qPrintable(ofUndo.text));
}

void TestUndo::leavesANewerWrite()
{
    UndoDesk desk;
    desk.world.add({.id = "a"});
    desk.world.add({.id = "b", .status = "completed"});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a"}), std::optional(SettledJob::Kind::Done));
    QCOMPARE(desk.clean(batch, "b"), CleanedKey::Kind::Done);
    const QByteArray newer = desk.world.document({.id = "a", .age = 10s});
    desk.world.write("a", newer);
    desk.world.write("b", newer);
    QVERIFY(areAll(desk.takeBack({{}, {batch}, {}}), Kind::Changed));
    QCOMPARE(desk.world.value("a"), newer);
    QCOMPARE(desk.world.value("b"), newer);
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);

    // A record that others have changed since stays, and the key does not.
    desk.world.add({.id = "c"});
    QCOMPARE(desk.settle(randomBatchId(), {"c"}), std::optional(SettledJob::Kind::Done));
    desk.world.records.run(u"UPDATE generation_jobs SET status = 'completed' WHERE external_job_id = 'c'"_s);
    const UndoOutcome half = desk.takeBack(desk.lastEntry("c"));
    QVERIFY2(half.kind == Kind::PartlyDone && !half.canBeTriedAgain, qPrintable(half.text));
    QCOMPARE(desk.world.stateStatus("c"), QByteArray("processing"));
    QCOMPARE(desk.world.recordStatus("c"), u"completed"_s);
    QCOMPARE(desk.lines("c").last().outcome->word, u"done"_s);
}

void TestUndo::saysThatItHasExpired()
{
    UndoDesk desk;
    desk.world.add({.id = "a"});
    desk.world.add({.id = "b", .status = "completed"});
    for (const QByteArray &id : QByteArrayList{"a", "b"})
        desk.world.client.run({"PEXPIRE", keyFor(id), "2500"});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a"}), std::optional(SettledJob::Kind::Done));
    QCOMPARE(desk.clean(batch, "b"), CleanedKey::Kind::Done);
    QTRY_COMPARE_WITH_TIMEOUT(desk.world.stateStatus("a"), QByteArray("absent"), 30'000);
    const Timestamp expiry = *desk.lines("b").last().entry.before.expiresAt;
    QTRY_VERIFY_WITH_TIMEOUT(systemNow() > expiry + 50ms, 30'000);
    const QList<UndoneEntry> undone = desk.takeBack({{}, {batch}, {}});
    QCOMPARE(undone.size(), 2);
    QVERIFY(areAll(undone, Kind::Expired));
    QVERIFY2(undone.first().outcome.text.contains(u"exported"), qPrintable(undone.first().outcome.text));
    QCOMPARE(desk.world.stateStatus("b"), QByteArray("absent"));
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
}

/// The key was put back, and then the program ended.
void TestUndo::finishesWhatWasHalfDone()
{
    UndoDesk desk;
    desk.world.add({.id = "a", .silence = 1000s});
    desk.world.add({.id = "b", .status = "completed", .silence = 1000s});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a"}), std::optional(SettledJob::Kind::Done));
    QCOMPARE(desk.clean(batch, "b"), CleanedKey::Kind::Done);
    const JournalEntry claim = desk.lines("a").last().entry;
    const JournalEntry deletion = desk.lines("b").last().entry;
    desk.world.client.run({"SET", keyFor("a"), *claim.before.value, "KEEPTTL"});
    desk.world.client.run({"SET", keyFor("b"), *deletion.before.value, "EX", "6000"});
    const QList<UndoneEntry> undone = desk.takeBack({{}, {batch}, {}});
    QVERIFY(areAll(undone, Kind::Done));
    QCOMPARE(desk.world.value("a"), *claim.before.value);
    QCOMPARE(desk.world.recordStatus("a"), u"processing"_s);
}

void TestUndo::putsNothingBackWhoseRecordItCannot()
{
    UndoDesk desk;
    desk.world.add({.id = "a"});
    desk.world.add({.id = "untracked", .recordStatus = {}});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a", "untracked"}), std::optional(SettledJob::Kind::Done));
    Undo without(&desk.jobs, &desk.journal, nullptr, desk.options);
    const QList<UndoCandidate> found = desk.propose({{}, {batch}, {}});
    const Result<QList<UndoneEntry>> undone = answerOf(without.carryOut(found, desk.stop));
    QVERIFY(undone && undone->size() == 2);
    for (const UndoneEntry &entry : *undone) {
        const bool isTracked = entry.promptId.value() == "a";
        QCOMPARE(entry.outcome.kind, isTracked ? Kind::Failed : Kind::Done);
    }
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    QCOMPARE(desk.world.stateStatus("untracked"), QByteArray("processing"));
    // Where they are known it goes on.
    QCOMPARE(desk.takeBack(desk.lines("a").first().entry.id).kind, Kind::Done);
}

void TestUndo::saysWhyThereIsNothing_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("part");
    QTest::newRow("a cancelled job") << u"cancel"_s << u"done"_s << u"submitted again"_s;
    QTest::newRow("a zombie that was cancelled")
        << u"cancel-on-server"_s << u"done"_s << u"does not come back"_s;
    QTest::newRow("a job submitted again") << u"resubmit"_s << u"done"_s << u"can be cancelled"_s;
    QTest::newRow("an extension") << u"extend"_s << u"done"_s << u"producer"_s;
    QTest::newRow("what was resumed") << u"resume"_s << u"done"_s << u"neither key nor record"_s;
    QTest::newRow("a raise") << u"raise"_s << u"done"_s << u"neither key nor record"_s;
    QTest::newRow("a settlement that came to nothing")
        << u"settle-failed"_s << u"changed"_s << u"Nothing came"_s;
    QTest::newRow("a settlement that others had done")
        << u"settle-failed"_s << u"already-done"_s << u"Somebody else"_s;
}

void TestUndo::saysWhyThereIsNothing()
{
    QFETCH(const QString, action);
    QFETCH(const QString, word);
    QFETCH(const QString, part);
    UndoDesk desk;
    desk.world.add({.id = "a"});
    const KnownJob job = answerOf(readKnownJobs(desk.sources, {PromptId("a")})).value().first();
    JournalEntry entry = entryAbout(job, action, randomBatchId(), desk.options);
    if (action == u"settle-failed")
        entry.after.value = "{}";
    const EntryId id = desk.journal.intend({entry}).result().value().first();
    QVERIFY(desk.journal.conclude({{id, systemNow(), word, {}}}).result());
    const UndoOutcome undone = desk.takeBack(id);
    QCOMPARE(undone.kind, Kind::NothingToUndo);
    QVERIFY2(undone.text.contains(part), qPrintable(undone.text));
    QCOMPARE(desk.lines().size(), 1);
}

void TestUndo::leavesAnotherRedis()
{
    UndoDesk desk;
    desk.world.add({.id = "a"});
    QCOMPARE(desk.settle(randomBatchId(), {"a"}), std::optional(SettledJob::Kind::Done));
    JournalEntry entry = desk.lines("a").last().entry;
    entry.environment = u"elsewhere"_s;
    entry.epoch.address = u"10.0.0.9:6379"_s;
    const EntryId elsewhere = desk.journal.intend({entry}).result().value().first();
    const UndoOutcome other = desk.takeBack(elsewhere);
    QCOMPARE(other.kind, Kind::NothingToUndo);
    QVERIFY2(other.text.contains(u"elsewhere"), qPrintable(other.text));
    entry = desk.lines("a").first().entry;
    entry.key = "other:job:a";
    const EntryId prefix = desk.journal.intend({entry}).result().value().first();
    const UndoOutcome under = desk.takeBack(prefix);
    QCOMPARE(under.kind, Kind::NothingToUndo);
    QVERIFY2(under.text.contains(u"prefix"), qPrintable(under.text));
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    // After a failover the same environment has another address.
    entry = desk.lines("a").first().entry;
    entry.epoch.address = u"10.0.0.9:6379"_s;
    const EntryId failover = desk.journal.intend({entry}).result().value().first();
    QCOMPARE(desk.takeBack(failover).kind, Kind::Done);
}

void TestUndo::takesBackByTheAuditRow()
{
    QFETCH(const bool, isPostgres);
    UndoDesk desk({.postgres = isPostgres ? &m_postgres : nullptr});
    desk.world.add({.id = "a"});
    const QString row = desk.rowText("a");
    // Another console, with a journal of its own, has settled it.
    QTemporaryDir folder;
    Journal theirs(folder.filePath(u"journal.sqlite"_s));
    JobSettler them(&desk.jobs, &theirs, desk.records.get(), desk.options);
    const QList<Settlement> wishes{desk.judged("a")};
    const SettledJob settled = answerOf(them.settle(randomBatchId(), wishes)).value().first();
    QCOMPARE(settled.kind, SettledJob::Kind::Done);
    QVERIFY(desk.lines("a").isEmpty());

    const UndoSelection selection{{}, {}, {settled.op}};
    const QList<UndoCandidate> found = desk.propose(selection);
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().isAudited);
    QCOMPARE(found.first().line.entry.promptId, PromptId("a"));
    QVERIFY(areAll(desk.takeBack(selection), Kind::Done));
    QCOMPARE(desk.rowText("a"), row);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    QCOMPARE(desk.lines("a").last().entry.undoes, std::optional(settled.op));

    const QList<UndoneEntry> again = desk.takeBack(selection);
    QVERIFY(areAll(again, Kind::NothingToUndo));
    QCOMPARE(again.first().outcome.text, u"It was taken back before."_s);

    // An operation of our own journal is taken back whole.
    desk.world.add({.id = "b"});
    QCOMPARE(desk.settle(randomBatchId(), {"b"}), std::optional(SettledJob::Kind::Done));
    QVERIFY(areAll(desk.takeBack({{}, {}, {desk.lines("b").last().entry.op}}), Kind::Done));
    QCOMPARE(desk.world.stateStatus("b"), QByteArray("processing"));
}

void TestUndo::namesWhatIsNotThere()
{
    UndoDesk desk;
    for (const UndoSelection &selection :
        {UndoSelection{{EntryId(7)}, {}, {}}, UndoSelection{{}, {BatchId("nobody's")}, {}},
            UndoSelection{{}, {}, {OperationId("nobody's")}}}) {
        const Result<QList<UndoCandidate>> found = answerOf(desk.undo.propose(selection));
        QVERIFY(!found && found.error().kind == Error::Kind::NotFound);
    }
}

void TestUndo::manyInSteps()
{
    UndoDesk desk;
    QByteArrayList ids;
    for (int i = 0; i < 450; ++i) {
        ids.append("job-" + QByteArray::number(i));
        desk.world.add({.id = ids.last()});
    }
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, ids), std::optional(SettledJob::Kind::Done));
    int told = 0;
    const QList<UndoCandidate> found = desk.propose({{}, {batch}, {}});
    const Result<QList<UndoneEntry>> undone
        = answerOf(desk.undo.carryOut(found, desk.stop, {}, [&](const UndoneEntry & /*entry*/) { ++told; }));
    QVERIFY(undone);
    QCOMPARE(undone->size(), 450);
    QCOMPARE(told, 450);
    QVERIFY(areAll(*undone, Kind::Done));
    for (const QByteArray &id : ids)
        QVERIFY(desk.world.value(id).contains("processing"));
    QCOMPARE(
        desk.world.records.value(u"SELECT count(*) FROM generation_jobs WHERE status = 'failed'"_s), u"0"_s);
    // They are one batch of their own.
    const BatchId own = desk.lines().last().entry.batch;
    JournalSelection selection;
    selection.batch = own;
    QCOMPARE(desk.journal.lines(selection).result().value().size(), 450);
}

void TestUndo::endsAtAStepsBoundary()
{
    UndoDesk desk;
    QByteArrayList ids;
    for (int i = 0; i < 250; ++i) {
        ids.append("job-" + QByteArray::number(i));
        desk.world.add({.id = ids.last(), .recordStatus = {}});
    }
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, ids), std::optional(SettledJob::Kind::Done));
    const QList<UndoCandidate> found = desk.propose({{}, {batch}, {}});
    const Result<QList<UndoneEntry>> undone = answerOf(desk.undo.carryOut(
        found, desk.stop, {}, [&](const UndoneEntry & /*entry*/) { desk.stop->request(); }));
    QVERIFY(undone);
    int done = 0;
    int left = 0;
    for (const UndoneEntry &entry : *undone) {
        done += entry.outcome.kind == Kind::Done ? 1 : 0;
        left += entry.outcome.kind == Kind::NotBegun ? 1 : 0;
    }
    QCOMPARE(done, 200);
    QCOMPARE(left, 50);
    QCOMPARE(desk.world.stateStatus(ids.first()), QByteArray("failed"));
    QCOMPARE(desk.world.stateStatus(ids.last()), QByteArray("processing"));
}

void TestUndo::guardRailsRefuse()
{
    UndoDesk desk({.isProduction = true});
    desk.world.add({.id = "a"});
    const BatchId batch = randomBatchId();
    QCOMPARE(desk.settle(batch, {"a"}), std::optional(SettledJob::Kind::Done));
    const QList<UndoCandidate> found = desk.propose({{}, {batch}, {}});
    QCOMPARE(found.size(), 1);
    const Result<QList<UndoneEntry>> undone = answerOf(desk.undo.carryOut(found, desk.stop));
    QVERIFY(!undone && undone.error().kind == Error::Kind::Permission);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("failed"));
    QCOMPARE(desk.lines().size(), 1);
}

QTEST_GUILESS_MAIN(TestUndo)
#include "tst_undo.moc"
