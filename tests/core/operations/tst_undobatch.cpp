// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/undodesk.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = UndoOutcome::Kind;

class TestUndoBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void restoresABatchByteForByte_data() { addDatabaseRows(); }
    void restoresABatchByteForByte();
    void takesBackAPartOfABatch();
    void saysWhatItWouldDo();
    void takesBackByTheAuditRow_data() { addDatabaseRows(); }
    void takesBackByTheAuditRow();
    void namesWhatIsNotThere();
    void manyInSteps();
    void endsAtAStepsBoundary();
    void guardRailsRefuse();

private:
    PostgresServer m_postgres;
};

void TestUndoBatch::initTestCase()
{
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
}

void TestUndoBatch::restoresABatchByteForByte()
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

void TestUndoBatch::takesBackAPartOfABatch()
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

void TestUndoBatch::saysWhatItWouldDo()
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

void TestUndoBatch::takesBackByTheAuditRow()
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

void TestUndoBatch::namesWhatIsNotThere()
{
    UndoDesk desk;
    for (const UndoSelection &selection :
        {UndoSelection{{EntryId(7)}, {}, {}}, UndoSelection{{}, {BatchId("nobody's")}, {}},
            UndoSelection{{}, {}, {OperationId("nobody's")}}}) {
        const Result<QList<UndoCandidate>> found = answerOf(desk.undo.propose(selection));
        QVERIFY(!found && found.error().kind == Error::Kind::NotFound);
    }
}

void TestUndoBatch::manyInSteps()
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

void TestUndoBatch::endsAtAStepsBoundary()
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

void TestUndoBatch::guardRailsRefuse()
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

QTEST_GUILESS_MAIN(TestUndoBatch)
#include "tst_undobatch.moc"
