// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobactions/knownjob.h"
#include "tests/core/operations/undodesk.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = UndoOutcome::Kind;

class TestUndo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void takesBackAChangeOfTheRecordAlone_data() { addDatabaseRows(); }
    void takesBackAChangeOfTheRecordAlone();
    void twiceIsSaid();
    void leavesANewerWrite();
    void saysThatItHasExpired();
    void finishesWhatWasHalfDone();
    void putsNothingBackWhoseRecordItCannot();
    void saysWhyThereIsNothing_data();
    void saysWhyThereIsNothing();
    void leavesAnotherRedis();

private:
    PostgresServer m_postgres;
};

void TestUndo::initTestCase()
{
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
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

QTEST_GUILESS_MAIN(TestUndo)
#include "tst_undo.moc"
