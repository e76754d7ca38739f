// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/jobsettler.h"
#include "core/operations/undo.h"
#include "tests/core/operations/recoveryworld.h"
#include "tests/support/producerjobs.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = SettledJob::Kind;

namespace {

/// A settler on a world, and what a job of it was judged on.
struct Desk
{
    Desk()
        : rig(world.setup())
        , options{rig.actor(), u"staging"_s, JobSchema(), systemNow}
        , settler(&rig.jobs(), &rig.journal(), rig.records(), options)
        , undo(&rig.jobs(), &rig.journal(), rig.records(), options)
    {
    }

    Settlement judged(const QByteArray &id, JobStatus status = JobStatus::Failed)
    {
        const JobReading reading = QCoro::waitFor(rig.jobs().get(PromptId(id))).value();
        Settlement settlement;
        settlement.promptId = PromptId(id);
        settlement.judged = {reading.value, reading.expiresAt(), 1'795'000'000'000, {}};
        settlement.status = status;
        const bool isCompleted = status == JobStatus::Completed;
        settlement.reason = {"absent-both-open", isCompleted ? u"settle-completed"_s : u"settle-failed"_s,
            u"orphaned"_s, u"nobody knows it"_s, R"({"lines":[]})"};
        const QList<JobRecord> rows = rig.records()->rowsFor({settlement.promptId}).result().value();
        if (!rows.isEmpty()) {
            const JobRecord &row = rows.first();
            settlement.record = RecordEnd{{row.id.value(), row.statusWord, row.revision.value_or(QString())},
                isCompleted ? RecordStatus::Completed : RecordStatus::Failed, false, u"lost"_s};
        }
        return settlement;
    }

    SettledJob settle(const Settlement &settlement)
    {
        const QList<Settlement> jobs{settlement};
        return QCoro::waitFor(settler.settle(randomBatchId(), jobs)).value().first();
    }

    CleanedKey clean(const Settlement &judgedJob)
    {
        const QList<Cleaning> keys{{judgedJob.promptId, judgedJob.judged, judgedJob.reason, {}}};
        return QCoro::waitFor(settler.clean(randomBatchId(), keys)).value().first();
    }

    JournalLine lastLine()
    {
        JournalSelection selection;
        selection.limit = 1;
        return rig.journal().lines(selection).result().value().first();
    }

    UndoOutcome undoLast() { return QCoro::waitFor(undo.undo(lastLine().entry.id)).value(); }

    RecoveryWorld world;
    RecoveryRig rig;
    SettlerOptions options;
    JobSettler settler;
    Undo undo;
};

/// A replica of the world's Redis, as far as it has come.
struct ReplicaOf
{
    explicit ReplicaOf(const RedisServer &primary)
        : server({u"replicaof 127.0.0.1 %1"_s.arg(primary.port()), u"repl-diskless-sync-delay 0"_s})
        , client(server.port())
    {
    }
    bool isFollowing() { return client.text({"INFO", "replication"}).contains("master_link_status:up"); }

    RedisServer server;
    RedisClient client;
};

bool hasWaited(RedisClient &client)
{
    return client.text({"INFO", "commandstats"}).contains("cmdstat_wait:calls=1,");
}

} // namespace

class TestJobSettler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void claimsThenRecords();
    void doneTwiceHappensOnce();
    void leavesWhatItsProducerWrote();
    void feelsThatTheSameWasWrittenAgain();
    void producerRenewsTheExpiry();
    void claimsNothingThatCannotBeRecorded();
    void waitsForAReplicaWhereThereIsOne();
    void saysThatNoReplicaHasConfirmed();
    void finishesARecordBehindAClaim();
    void withoutAKeyTheRecordAlone();
    void leavesARecordThatOthersDecided();
    void deletesWithASnapshot();
    void undoesAClaim();
    void undoesADeletionWithItsExpiry();
    void saysThatADeletedKeyWouldHaveExpired();
    void undoLeavesNewerWrites();
};

void TestJobSettler::claimsThenRecords()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const QByteArray before = desk.world.value("a");
    Settlement settlement = desk.judged("a", JobStatus::Completed);
    settlement.outputs = R"({"9":{"images":[]}})";
    const SettledJob settled = desk.settle(settlement);
    QCOMPARE(settled.kind, Kind::Done);
    QVERIFY(settled.isClaimed);
    QByteArray expected = before;
    expected.replace("\"processing\"", "\"completed\"").replace("\"progress\":42.50", "\"progress\":100");
    QCOMPARE(desk.world.value("a"), expected);
    QCOMPARE(settled.value, expected);
    QCOMPARE(desk.world.recordStatus("a"), u"completed"_s);

    const JournalLine line = desk.lastLine();
    QCOMPARE(line.entry.before.value, std::optional(before));
    QCOMPARE(line.entry.after.value, std::optional(expected));
    QVERIFY(line.entry.before.expiresAt.has_value());
    QVERIFY(line.entry.evidence.contains(R"("outputs":{"9":)"));
    QCOMPARE(line.entry.op, settled.op);
    QVERIFY(line.outcome);
    QCOMPARE(line.outcome->word, u"done"_s);
}

void TestJobSettler::doneTwiceHappensOnce()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    QCOMPARE(desk.settle(settlement).kind, Kind::Done);
    QCOMPARE(desk.settle(settlement).kind, Kind::AlreadyDone);
    QCOMPARE(desk.world.auditCount("a"), 1);
}

void TestJobSettler::leavesWhatItsProducerWrote()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    const QByteArray newer = desk.world.document({.id = "a", .age = 10s});
    desk.world.write("a", newer);
    QCOMPARE(desk.settle(settlement).kind, Kind::Changed);
    QCOMPARE(desk.world.value("a"), newer);
    QCOMPARE(desk.world.recordStatus("a"), u"processing"_s);
    desk.world.client.run({"DEL", keyFor("a")});
    QCOMPARE(desk.settle(settlement).kind, Kind::Gone);
    QCOMPARE(desk.world.recordStatus("a"), u"processing"_s);
    QCOMPARE(desk.world.auditCount("a"), 0);
}

void TestJobSettler::feelsThatTheSameWasWrittenAgain()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    desk.world.write("a", settlement.judged.value);
    QCOMPARE(desk.settle(settlement).kind, Kind::Touched);
    QCOMPARE(desk.clean(settlement).kind, CleanedKey::Kind::Touched);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("processing"));
}

void TestJobSettler::producerRenewsTheExpiry()
{
    Desk desk;
    desk.world.add({.id = "a", .silence = 1000s});
    Settlement settlement = desk.judged("a");
    settlement.ttl = TtlPolicy::Renew;
    QCOMPARE(desk.settle(settlement).kind, Kind::Done);
    QVERIFY(desk.world.client.integer({"TTL", keyFor("a")}) > 7000);
}

void TestJobSettler::claimsNothingThatCannotBeRecorded()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    JobSettler without(&desk.rig.jobs(), &desk.rig.journal(), nullptr, desk.options);
    const QList<Settlement> jobs{settlement};
    const SettledJob settled = QCoro::waitFor(without.settle(randomBatchId(), jobs)).value().first();
    QCOMPARE(settled.kind, Kind::Failed);
    QVERIFY(!settled.isClaimed);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("processing"));
}

void TestJobSettler::waitsForAReplicaWhereThereIsOne()
{
    Desk desk;
    desk.world.add({.id = "alone"});
    QCOMPARE(desk.settle(desk.judged("alone")).kind, Kind::Done);
    QVERIFY(!desk.world.client.text({"INFO", "commandstats"}).contains("cmdstat_wait"));

    ReplicaOf replica(desk.world.redis);
    QTRY_VERIFY_WITH_TIMEOUT(replica.isFollowing(), 60'000);
    desk.world.add({.id = "a"});
    const SettledJob settled = desk.settle(desk.judged("a"));
    QCOMPARE(settled.kind, Kind::Done);
    QVERIFY(hasWaited(desk.world.client));
    if (settled.isUnconfirmed)
        QSKIP("this machine took more than 100 ms to replicate");
    QCOMPARE(replica.client.text({"GET", keyFor("a")}), settled.value);
    QCOMPARE(settled.text, QString());
    // What is over is not waited for again.
    QCOMPARE(desk.settle(desk.judged("a")).kind, Kind::AlreadyDone);
    QVERIFY(hasWaited(desk.world.client));
}

void TestJobSettler::saysThatNoReplicaHasConfirmed()
{
    Desk desk;
    ReplicaOf replica(desk.world.redis);
    QTRY_VERIFY_WITH_TIMEOUT(replica.isFollowing(), 60'000);
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    replica.server.freeze();
    const SettledJob settled = desk.settle(settlement);
    replica.server.resume();
    QCOMPARE(settled.kind, Kind::Done);
    QVERIFY(settled.isClaimed && settled.isUnconfirmed);
    QCOMPARE(settled.text, u"No replica of Redis has confirmed the claim yet."_s);
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
    QCOMPARE(desk.lastLine().outcome->text, settled.text);
    QTRY_COMPARE_WITH_TIMEOUT(replica.client.text({"GET", keyFor("a")}), settled.value, 60'000);
}

void TestJobSettler::finishesARecordBehindAClaim()
{
    Desk desk;
    desk.world.add({.id = "a", .status = "failed"});
    const QByteArray before = desk.world.value("a");
    QCOMPARE(desk.settle(desk.judged("a")).kind, Kind::Done);
    QCOMPARE(desk.world.value("a"), before);
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
}

void TestJobSettler::withoutAKeyTheRecordAlone()
{
    Desk desk;
    desk.world.add({.id = "lost"});
    Settlement lost = desk.judged("lost");
    deleteJob(desk.world.client, "lost");
    lost.judged = {{}, std::nullopt, std::nullopt, {}, true};
    // Somebody has put it there again.
    desk.world.write("lost", desk.world.document({.id = "lost"}));
    QCOMPARE(desk.settle(lost).kind, Kind::Changed);
    QCOMPARE(desk.world.recordStatus("lost"), u"processing"_s);
    deleteJob(desk.world.client, "lost");
    const SettledJob settled = desk.settle(lost);
    QCOMPARE(settled.kind, Kind::Done);
    QVERIFY(!settled.isClaimed);
    QCOMPARE(desk.world.recordStatus("lost"), u"failed"_s);
    QCOMPARE(desk.world.stateStatus("lost"), QByteArray("absent"));
    QCOMPARE(desk.settle(lost).kind, Kind::AlreadyDone);
    QCOMPARE(desk.world.auditCount("lost"), 1);
    QVERIFY(!desk.lastLine().entry.before.value && desk.lastLine().entry.before.row);
    // Nothing to settle at all.
    lost.record.reset();
    QCOMPARE(desk.settle(lost).kind, Kind::Failed);
}

void TestJobSettler::leavesARecordThatOthersDecided()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const Settlement settlement = desk.judged("a");
    desk.world.records.run(u"UPDATE generation_jobs SET status = 'completed'"_s);
    const SettledJob settled = desk.settle(settlement);
    QCOMPARE(settled.kind, Kind::RecordDecided);
    QVERIFY(settled.text.contains(u"completed"_s));
    QCOMPARE(desk.world.recordStatus("a"), u"completed"_s);
}

void TestJobSettler::deletesWithASnapshot()
{
    Desk desk;
    desk.world.add({.id = "a", .status = "completed"});
    const Settlement settlement = desk.judged("a");
    QCOMPARE(desk.clean(settlement).kind, CleanedKey::Kind::Done);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("absent"));
    const JournalLine line = desk.lastLine();
    QCOMPARE(line.entry.action, u"delete"_s);
    QCOMPARE(line.entry.before.value, std::optional(settlement.judged.value));
    QCOMPARE(desk.clean(settlement).kind, CleanedKey::Kind::Gone);
}

void TestJobSettler::undoesAClaim()
{
    Desk desk;
    desk.world.add({.id = "a"});
    const QByteArray before = desk.world.value("a");
    const Settlement settlement = desk.judged("a");
    const SettledJob first = desk.settle(settlement);
    const EntryId claim = desk.lastLine().entry.id;
    const UndoOutcome undone = desk.undoLast();
    QVERIFY2(undone.kind == UndoOutcome::Kind::Done, qPrintable(undone.text));
    QCOMPARE(desk.world.value("a"), before);
    QCOMPARE(desk.world.recordStatus("a"), u"processing"_s);
    QCOMPARE(desk.lastLine().entry.action, u"undo"_s);
    QCOMPARE(desk.lastLine().entry.undoes, std::optional(first.op));
    QCOMPARE(QCoro::waitFor(desk.undo.undo(claim)).value().kind, UndoOutcome::Kind::NothingToUndo);

    // The same may be done again, under another id.
    const SettledJob again = desk.settle(desk.judged("a"));
    QCOMPARE(again.kind, Kind::Done);
    QVERIFY(again.op != first.op);
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
}

void TestJobSettler::undoesADeletionWithItsExpiry()
{
    Desk desk;
    desk.world.add({.id = "a", .status = "completed", .silence = 1000s});
    const Settlement settlement = desk.judged("a");
    QCOMPARE(desk.clean(settlement).kind, CleanedKey::Kind::Done);
    QCOMPARE(desk.undoLast().kind, UndoOutcome::Kind::Done);
    QCOMPARE(desk.world.value("a"), settlement.judged.value);
    QVERIFY(desk.world.client.integer({"TTL", keyFor("a")}) <= 6200);
}

void TestJobSettler::saysThatADeletedKeyWouldHaveExpired()
{
    Desk desk;
    desk.world.add({.id = "a", .status = "completed"});
    desk.world.client.run({"PEXPIRE", keyFor("a"), "1500"});
    QCOMPARE(desk.clean(desk.judged("a")).kind, CleanedKey::Kind::Done);
    UndoOutcome undone;
    const EntryId deletion = desk.lastLine().entry.id;
    const Timestamp expiry = *desk.lastLine().entry.before.expiresAt;
    QTRY_VERIFY_WITH_TIMEOUT(systemNow() > expiry + 50ms, 30000);
    undone = QCoro::waitFor(desk.undo.undo(deletion)).value();
    QCOMPARE(undone.kind, UndoOutcome::Kind::Expired);
    QCOMPARE(desk.world.stateStatus("a"), QByteArray("absent"));
}

void TestJobSettler::undoLeavesNewerWrites()
{
    Desk desk;
    desk.world.add({.id = "a"});
    desk.settle(desk.judged("a"));
    const QByteArray newer = desk.world.document({.id = "a", .age = 10s});
    desk.world.write("a", newer);
    QCOMPARE(desk.undoLast().kind, UndoOutcome::Kind::Changed);
    QCOMPARE(desk.world.value("a"), newer);
    QCOMPARE(desk.world.recordStatus("a"), u"failed"_s);
}

QTEST_GUILESS_MAIN(TestJobSettler)
#include "tst_jobsettler.moc"
