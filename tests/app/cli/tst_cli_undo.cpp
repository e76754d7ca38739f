// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/incident.h"
#include "tests/core/records/recordsworld.h"

#include <QTest>

using namespace emberwatch::test;
using namespace Qt::StringLiterals;

/// undo of batches and of what other consoles did, journal --from records.
class TestCliUndo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aBatchIsADryRunFirst();
    void aPartOfABatch();
    void anUnknownBatch();
    void killedAtAnyPointItIsFinishedByDoingItAgain_data();
    void killedAtAnyPointItIsFinishedByDoingItAgain();
    void whatAnotherConsoleDid_data() { addDatabaseRows(); }
    void whatAnotherConsoleDid();

private:
    [[nodiscard]] CliOutcome run(const QStringList &words) const
    {
        return runCli(words, m_incident.environment());
    }
    /// Settles them all as lost, in one batch.
    [[nodiscard]] QString recover(const QByteArrayList &ids)
    {
        for (const QByteArray &id : ids)
            m_incident.add(id);
        const CliOutcome done = run({u"recover"_s, u"--yes"_s, u"--no-track"_s, u"--grace"_s, u"100ms"_s});
        const QJsonObject entry = run({u"journal"_s, u"--json"_s}).objects().value(0);
        return done.exitCode == 0 ? entry.value("batch"_L1).toString() : QString();
    }

    Incident m_incident;
    PostgresServer m_postgres;
};

void TestCliUndo::initTestCase()
{
    QVERIFY2(m_incident.isRunning(), qPrintable(m_incident.redis().log() + m_incident.sim().log()));
    QVERIFY2(m_postgres.isRunning(), qPrintable(m_postgres.log()));
}

void TestCliUndo::init()
{
    m_incident.clear();
}

void TestCliUndo::aBatchIsADryRunFirst()
{
    const QString batch = recover({"a", "b", "c"});
    QVERIFY(!batch.isEmpty());
    QVERIFY(m_incident.says("b", "failed"));
    const CliOutcome table = run({u"journal"_s});
    QVERIFY2(table.out.contains(batch.toUtf8()), table.out.constData());

    const CliOutcome shown = run({u"undo"_s, batch, u"--json"_s});
    QCOMPARE(shown.exitCode, 1);
    QCOMPARE(shown.objects().size(), 3);
    for (const QJsonObject &object : shown.objects()) {
        QCOMPARE(object.value("outcome"_L1).toString(), u"would-undo"_s);
        QVERIFY(object.value("until"_L1).toInteger() > 0);
    }
    QVERIFY2(shown.err.contains("--yes"), shown.err.constData());
    QVERIFY(m_incident.says("b", "failed"));
    const CliOutcome dry = run({u"undo"_s, u"--batch"_s, batch, u"--dry-run"_s});
    QCOMPARE(dry.exitCode, 0);
    QCOMPARE(dry.out.count("It can be until "), 3);
    QVERIFY(m_incident.says("b", "failed"));

    const CliOutcome done = run({u"undo"_s, batch, u"--yes"_s, u"--json"_s});
    QVERIFY2(done.exitCode == 0, QByteArray(done.out + done.err).constData());
    QList<int> entries;
    for (const QJsonObject &object : done.objects()) {
        QCOMPARE(object.value("outcome"_L1).toString(), u"done"_s);
        entries.append(object.value("entry"_L1).toInt());
    }
    QVERIFY(entries.size() == 3 && entries[0] > entries[1] && entries[1] > entries[2]);
    for (const QByteArray &id : QByteArrayList{"a", "b", "c"})
        QVERIFY(m_incident.says(id, "processing"));
    const CliOutcome again = run({u"undo"_s, batch, u"--yes"_s});
    QCOMPARE(again.exitCode, 1);
    QCOMPARE(again.out.count("taken back before"), 3);
}

void TestCliUndo::aPartOfABatch()
{
    QVERIFY(!recover({"a", "b", "c"}).isEmpty());
    const QJsonObject entry = run({u"journal"_s, u"b"_s, u"--json"_s}).objects().value(0);
    const CliOutcome done = run({u"undo"_s, QString::number(entry.value("entry"_L1).toInt())});
    QVERIFY2(done.exitCode == 0, done.err.constData());
    QVERIFY(m_incident.says("b", "processing"));
    QVERIFY(m_incident.says("a", "failed"));
    QVERIFY(m_incident.says("c", "failed"));
}

void TestCliUndo::anUnknownBatch()
{
    const CliOutcome outcome = run({u"undo"_s, u"00000000-0000-4000-8000-00000000dead"_s});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("no batch"), outcome.err.constData());
}

void TestCliUndo::whatAnotherConsoleDid()
{
    QFETCH(const bool, isPostgres);
    RecordsWorld records(isPostgres ? &m_postgres : nullptr);
    records.add({u"theirs"_s});
    const QString url
        = isPostgres ? m_postgres.url(records.address().database) : u"sqlite://"_s + records.address().path;
    CliEnvironment theirs = m_incident.environment();
    theirs.insert(u"DATABASE_URL"_s, url);
    const QTemporaryDir elsewhere;
    theirs.insert(u"XDG_STATE_HOME"_s, elsewhere.path());
    m_incident.add("theirs");
    const CliOutcome recovered
        = runCli({u"recover"_s, u"--yes"_s, u"--no-track"_s, u"--grace"_s, u"100ms"_s}, theirs);
    QVERIFY2(recovered.exitCode == 0, recovered.err.constData());
    const auto status = [&] {
        return records.value(u"SELECT status FROM generation_jobs WHERE external_job_id = 'theirs'"_s);
    };
    QCOMPARE(status(), u"failed"_s);

    CliEnvironment ours = m_incident.environment();
    ours.insert(u"DATABASE_URL"_s, url);
    const CliOutcome journal = runCli({u"journal"_s, u"--from"_s, u"records"_s, u"--json"_s}, ours);
    QVERIFY2(journal.exitCode == 0, journal.err.constData());
    const QJsonObject row = journal.objects().value(0);
    QVERIFY(row.value("entry"_L1).isNull() && row.value("key"_L1).isNull());
    QCOMPARE(row.value("promptId"_L1).toString(), u"theirs"_s);
    QCOMPARE(row.value("action"_L1).toString(), u"settle-failed"_s);
    QCOMPARE(row.value("outcome"_L1).toObject().value("word"_L1).toString(), u"done"_s);
    QCOMPARE(row.value("before"_L1).toObject().value("row"_L1).toObject().value("status"_L1).toString(),
        u"processing"_s);
    const CliOutcome table = runCli({u"journal"_s, u"--from"_s, u"records"_s, u"--since"_s, u"1h"_s}, ours);
    QVERIFY2(table.out.contains("\n-\t") && table.out.contains("theirs"), table.out.constData());
    QCOMPARE(runCli({u"journal"_s, u"--from"_s, u"records"_s, u"--until"_s, u"1h"_s, u"--json"_s}, ours)
                 .objects()
                 .size(),
        0);

    const QString op = row.value("op"_L1).toString();
    const CliOutcome undone = runCli({u"undo"_s, u"--from"_s, u"records"_s, op, u"--json"_s}, ours);
    QVERIFY2(undone.exitCode == 0, QByteArray(undone.out + undone.err).constData());
    QVERIFY(undone.objects().value(0).value("entry"_L1).isNull());
    QCOMPARE(status(), u"processing"_s);
    QVERIFY(m_incident.says("theirs", "failed"));
    const CliOutcome again = runCli({u"undo"_s, u"--from"_s, u"records"_s, op}, ours);
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.out.contains("taken back before"), again.out.constData());
}

void TestCliUndo::killedAtAnyPointItIsFinishedByDoingItAgain_data()
{
    QTest::addColumn<QString>("point");
    for (const char *point : {"undo-intended", "claim-undone", "record-undone"})
        QTest::newRow(point) << QString::fromLatin1(point);
}

void TestCliUndo::killedAtAnyPointItIsFinishedByDoingItAgain()
{
    QFETCH(const QString, point);
    RecordsWorld records(nullptr);
    CliEnvironment environment = m_incident.environment();
    environment.insert(u"DATABASE_URL"_s, u"sqlite://"_s + records.address().path);
    QHash<QByteArray, QByteArray> before;
    QHash<QByteArray, QString> rows;
    QHash<QByteArray, QString> rowIds;
    for (const QByteArray &id : QByteArrayList{"a", "b"}) {
        m_incident.add(id);
        before.insert(id, m_incident.value(id));
        rowIds.insert(id, records.add({QString::fromLatin1(id)}));
        rows.insert(id, records.rowText(rowIds.value(id)));
    }
    const CliOutcome recovered
        = runCli({u"recover"_s, u"--yes"_s, u"--no-track"_s, u"--grace"_s, u"100ms"_s}, environment);
    QVERIFY2(recovered.exitCode == 0, recovered.err.constData());
    const QJsonObject entry = runCli({u"journal"_s, u"--json"_s}, environment).objects().value(0);
    const QStringList undo{u"undo"_s, entry.value("batch"_L1).toString(), u"--yes"_s};

    CliEnvironment deadly = environment;
    deadly.insert(u"EMBERWATCH_FAILPOINT"_s, point);
    QVERIFY(runCli(undo, deadly).exitCode != 0);
    const CliOutcome finished = runCli(undo, environment);
    QVERIFY2(finished.exitCode == 0, QByteArray(finished.out + finished.err).constData());
    for (const QByteArray &id : QByteArrayList{"a", "b"}) {
        QCOMPARE(m_incident.value(id), before.value(id));
        QCOMPARE(records.rowText(rowIds.value(id)), rows.value(id));
    }
    QCOMPARE(records.value(u"SELECT count(*) FROM emberwatch_audit WHERE undoes IS NOT NULL"_s), u"2"_s);
}

QTEST_GUILESS_MAIN(TestCliUndo)
#include "tst_cli_undo.moc"
