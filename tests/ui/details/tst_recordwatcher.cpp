// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/recordwatcher.h"

#include "core/operations/operationid.h"
#include "tests/support/redisserver.h"
#include "ui/engine/consoleengine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using State = RecordSighting::State;

namespace {

constexpr int patience = 30'000; // ms, for a machine that has other things to do

RecordsAddress someDatabase()
{
    RecordsAddress address;
    address.kind = RecordsAddress::Kind::Sqlite;
    address.path = u"/nonexistent/records.sqlite"_s;
    return address;
}

RecordAnswer answerFor(const PromptId &id)
{
    RecordAnswer answer;
    answer.promptId = id;
    return answer;
}

const PromptId a("a");
const PromptId b("b");

} // namespace

class TestRecordWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksOnceTheJobIsLookedAt();
    void asksAgainWhenTheJobBecomesAnother();
    void neverAsksTwiceAtATime();
    void whereThereIsNoDatabaseNobodyIsAsked();
    void readsARealRecord();
    void saysWhyThereIsNoAnswer();
};

void TestRecordWatcher::asksOnceTheJobIsLookedAt()
{
    RecordWatcher watcher(someDatabase());
    QSignalSpy asked(&watcher, &RecordWatcher::asked);
    watcher.setJob(a, JobStatus::Processing);
    QCOMPARE(watcher.sighting().state, State::Asking);
    watcher.setJob(b, JobStatus::Processing); // walked on
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, patience);
    QCOMPARE(asked.at(0).at(0).value<PromptId>(), b);
    watcher.takeAnswer(answerFor(b));
    QCOMPARE(watcher.sighting().state, State::Answered);
    watcher.setJob(b, JobStatus::Processing); // the table tells it anew with each change of progress
    QCOMPARE(watcher.sighting().state, State::Answered);
    watcher.askAgain();
    QCOMPARE(asked.count(), 2);
    QVERIFY(watcher.sighting().answer);
}

void TestRecordWatcher::asksAgainWhenTheJobBecomesAnother()
{
    RecordWatcher watcher(someDatabase());
    QSignalSpy asked(&watcher, &RecordWatcher::asked);
    watcher.setJob(a, JobStatus::Processing);
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, patience);
    watcher.takeAnswer(answerFor(a));
    watcher.setJob(a, JobStatus::Completed);
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 2, patience);
}

void TestRecordWatcher::neverAsksTwiceAtATime()
{
    RecordWatcher watcher(someDatabase());
    QSignalSpy asked(&watcher, &RecordWatcher::asked);
    watcher.setJob(a, JobStatus::Processing);
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, patience);
    watcher.setJob(b, JobStatus::Processing);
    watcher.askAgain();
    QCOMPARE(asked.count(), 1);
    QTest::qWait(400); // longer than it waits before it asks
    QCOMPARE(asked.count(), 1);
    watcher.takeAnswer(answerFor(a)); // late: of the job before
    QVERIFY(!watcher.sighting().answer);
    QCOMPARE(asked.count(), 2);
    QCOMPARE(asked.at(1).at(0).value<PromptId>(), b);
    watcher.forget();
    watcher.takeAnswer(answerFor(b));
    QVERIFY(!watcher.sighting().answer);
}

void TestRecordWatcher::whereThereIsNoDatabaseNobodyIsAsked()
{
    RecordWatcher unsaid{std::nullopt};
    RecordWatcher none{RecordsAddress()};
    for (RecordWatcher *watcher : {&unsaid, &none}) {
        QSignalSpy asked(watcher, &RecordWatcher::asked);
        watcher->setJob(a, JobStatus::Processing);
        watcher->askAgain();
        QTest::qWait(400); // longer than it waits before it asks
        QCOMPARE(asked.count(), 0);
    }
    QCOMPARE(unsaid.sighting().state, State::NotSaid);
    QCOMPARE(none.sighting().state, State::NoDatabase);
}

/// Through the engine's thread, as the console does it.
void TestRecordWatcher::readsARealRecord()
{
    const QTemporaryDir folder;
    RecordsAddress address = someDatabase();
    address.path = folder.filePath(u"records.sqlite"_s);
    RecordStore store(address, SchemaMapping());
    QVERIFY(store.init().result());
    NewRecord record;
    record.op = record.base = randomOperationId();
    record.id = RecordId(u"7"_s);
    record.promptId = a;
    record.input = "{}";
    record.reason = {u"insert"_s, u"live"_s, u"For the test."_s, {}};
    record.userId = u"usr_1"_s;
    record.type = u"image_generation"_s;
    const auto inserted
        = store.insertOwn({randomBatchId(), {u"ann"_s, u"ops-1"_s, u"test"_s}, u"test"_s}, record).result();
    QVERIFY2(inserted, inserted ? "" : qPrintable(inserted.error().message));
    QVERIFY2(inserted->kind == RecordOutcome::Kind::Done,
        inserted->error ? qPrintable(inserted->error->message) : "");

    const test::RedisServer redis;
    ConsoleEngine engine(redis.options(), FeedOptions(), [](const FeedBatchPtr &) {});
    engine.start();
    QSignalSpy answered(&engine, &ConsoleEngine::recordAnswered);
    engine.askForRecord(address, a);
    engine.askForRecord(address, b);
    QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 2, patience);
    const auto found = answered.at(0).at(0).value<RecordAnswer>();
    QVERIFY2(found.trouble.isEmpty(), qPrintable(found.trouble));
    QCOMPARE(found.rows.size(), 1);
    QCOMPARE(found.rows.first().status, std::optional(RecordStatus::Queued));
    QVERIFY(answered.at(1).at(0).value<RecordAnswer>().rows.isEmpty());
}

void TestRecordWatcher::saysWhyThereIsNoAnswer()
{
    RecordRoom room(someDatabase());
    QSignalSpy answered(&room, &RecordRoom::answered);
    room.ask(a);
    QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, patience);
    QVERIFY(!answered.at(0).at(0).value<RecordAnswer>().trouble.isEmpty());
}

QTEST_GUILESS_MAIN(TestRecordWatcher)
#include "tst_recordwatcher.moc"
