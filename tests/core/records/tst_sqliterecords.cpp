// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordstore.h"
#include "core/sql/database.h"
#include "tests/core/records/recordsworld.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RecordOutcome::Kind;

/// What is special about the embedded database.
class TestSqliteRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noFileIsNoAnswer();
    void anEmptyFileIsNoAnswer();
    void setsUpOnce();
    void leavesOtherProgramsFiles();
    void leavesFilesOfNewerVersions();
    void aDamagedFileIsAnError();
    void lockedIsBusy();

private:
    QTemporaryDir m_folder;
    RecordsAddress address(const QString &name) const
    {
        RecordsAddress address;
        address.kind = RecordsAddress::Kind::Sqlite;
        address.path = m_folder.filePath(name);
        return address;
    }
};

void TestSqliteRecords::noFileIsNoAnswer()
{
    const RecordsAddress address = this->address(u"none.sqlite"_s);
    RecordStore store(address, SchemaMapping());
    const Result<QList<JobRecord>> rows = store.rowsFor({PromptId("p1")}).result();
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Error::Kind::NotFound);
    QVERIFY2(rows.error().message.contains("records init"_L1), qPrintable(rows.error().message));
    QVERIFY(!store.rowsFor({}).result());
    QVERIFY(!QFileInfo::exists(address.path));
}

void TestSqliteRecords::anEmptyFileIsNoAnswer()
{
    const RecordsAddress address = this->address(u"empty.sqlite"_s);
    QFile file(address.path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    RecordStore store(address, SchemaMapping());
    const Result<RecordPage> page = store.openRows(std::nullopt).result();
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::NotFound);
    QVERIFY(!store.rowsFor({PromptId("p1")}).result());
    QVERIFY(store.init().result().has_value());
    QVERIFY(store.openRows(std::nullopt).result().has_value());
}

void TestSqliteRecords::setsUpOnce()
{
    const RecordsAddress address = this->address(u"deeper/down/once.sqlite"_s);
    RecordStore store(address, SchemaMapping());
    const Result<RecordsCheck> first = store.init().result();
    QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
    QVERIFY(first->canInsert() && first->findings.isEmpty());
    NewRecord record;
    record.op = record.base = OperationId("op-1");
    record.id = RecordId(u"row"_s);
    record.promptId = PromptId("p1");
    record.type = u"t"_s;
    record.input = "{}";
    QCOMPARE(store.insertOwn(testBatch(), record).result().value().kind, Kind::Done);
    QVERIFY(store.init().result().has_value());
    QCOMPARE(store.rowsFor({PromptId("p1")}).result().value().size(), 1);
}

void TestSqliteRecords::leavesOtherProgramsFiles()
{
    RecordsWorld world(nullptr);
    world.run(u"PRAGMA application_id = 7"_s);
    const Result<RecordsCheck> made = world.store()->init().result();
    QVERIFY(!made);
    QCOMPARE(made.error().kind, Error::Kind::Conflict);
}

void TestSqliteRecords::leavesFilesOfNewerVersions()
{
    RecordsWorld world(nullptr);
    world.run(u"PRAGMA user_version = 99"_s);
    const Result<RecordsCheck> made = world.store()->init().result();
    QVERIFY(!made);
    QCOMPARE(made.error().kind, Error::Kind::Conflict);
    QVERIFY(made.error().message.contains("99"_L1));
}

void TestSqliteRecords::aDamagedFileIsAnError()
{
    const RecordsAddress address = this->address(u"damaged.sqlite"_s);
    QFile file(address.path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("this is no database at all. ").repeated(500));
    file.close();
    RecordStore store(address, SchemaMapping());
    const Result<QList<JobRecord>> rows = store.rowsFor({PromptId("p1")}).result();
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Error::Kind::Parse);
    QVERIFY(!store.init().result());
}

void TestSqliteRecords::lockedIsBusy()
{
    RecordsWorld world(nullptr);
    world.add({u"p1"_s});
    RecordsOptions options;
    options.lockTimeout = 50ms;
    const auto store = world.store(options);
    const JobRecord row = store->openRows(std::nullopt).result().value().rows.value(0);
    world.run(u"BEGIN IMMEDIATE"_s);
    QVERIFY(store->openRows(std::nullopt).result().has_value()); // reading goes on
    const RecordUpdate update = settleFailed(row, "op-1");
    Result<QList<RecordOutcome>> outcomes = store->update(testBatch(), {update}).result();
    QVERIFY(outcomes.has_value());
    QCOMPARE(outcomes->front().kind, Kind::Failed);
    QCOMPARE(outcomes->front().error->kind, Error::Kind::Busy);
    world.run(u"ROLLBACK"_s);
    outcomes = store->update(testBatch(), {update}).result();
    QCOMPARE(outcomes->front().kind, Kind::Done);
}

QTEST_GUILESS_MAIN(TestSqliteRecords)
#include "tst_sqliterecords.moc"
