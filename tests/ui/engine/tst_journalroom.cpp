// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisserver.h"
#include "tests/ui/journal/journalsamples.h"
#include "ui/engine/consoleengine.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms, for a machine that has other things to do

} // namespace

/// The journal as the console reads it: in pages, through the engine's thread.
class TestJournalRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readingMakesNoJournal();
    void readsInPages();
    void aFilterLooksFurtherThanOnePage();
    void productionIsReadOnlyUntilRaised();
    void whatIsRaisedElsewhereIsSeen();

private:
    [[nodiscard]] RecoverySetup setup(EnvironmentClass which = EnvironmentClass::Staging) const;
    void write(int entries, const QString &oddAction = {});
    [[nodiscard]] JournalPageRead ask(const JournalQuestion &question);
    [[nodiscard]] QString path() const { return m_folder->filePath(u"journal.sqlite"_s); }

    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConsoleEngine> m_engine;
};

void TestJournalRoom::init()
{
    m_redis = std::make_unique<test::RedisServer>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine
        = std::make_unique<ConsoleEngine>(m_redis->options(), FeedOptions(), [](const FeedBatchPtr &) {});
    m_engine->start();
}

void TestJournalRoom::cleanup()
{
    m_engine.reset();
    m_redis.reset();
}

RecoverySetup TestJournalRoom::setup(EnvironmentClass which) const
{
    RecoverySetup setup;
    setup.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    setup.environment = u"test"_s;
    setup.guarded = {u"test"_s, which};
    setup.journalPath = path();
    setup.records = RecordsAddress();
    return setup;
}

/// @param oddAction  of the first of all
void TestJournalRoom::write(int entries, const QString &oddAction)
{
    Journal journal(path());
    QList<JournalEntry> all;
    for (int i = 0; i < entries; ++i) {
        JournalEntry entry = test::sampleLine(i + 1, "batch").entry;
        entry.id = EntryId();
        if (i == 0 && !oddAction.isEmpty())
            entry.action = oddAction;
        all.append(entry);
    }
    QVERIFY(journal.intend(all).result());
}

JournalPageRead TestJournalRoom::ask(const JournalQuestion &question)
{
    QSignalSpy read(m_engine.get(), &ConsoleEngine::journalRead);
    m_engine->readJournal(setup(), question);
    if (!QTest::qWaitFor([&read] { return !read.isEmpty(); }, patience))
        return {};
    return read.at(0).at(0).value<JournalPageRead>();
}

void TestJournalRoom::readingMakesNoJournal()
{
    JournalQuestion question;
    question.serial = 7;
    const JournalPageRead page = ask(question);
    QCOMPARE(page.question.serial, 7);
    QVERIFY(page.lines.isEmpty());
    QVERIFY(page.trouble.isEmpty());
    QSignalSpy told(m_engine.get(), &ConsoleEngine::writesTold);
    m_engine->watchWrites(setup(EnvironmentClass::Production));
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), patience);
    QVERIFY(!QFileInfo::exists(path()));
}

void TestJournalRoom::readsInPages()
{
    write(12);
    JournalQuestion question;
    question.atMost = 5;
    JournalPageRead page = ask(question);
    QCOMPARE(page.lines.size(), 5);
    QCOMPARE(page.lines.first().entry.id, EntryId(12));
    QCOMPARE(page.next, EntryId(8));
    question.before = EntryId(3);
    page = ask(question);
    QCOMPARE(page.lines.size(), 2);
    QVERIFY(!page.next);
}

void TestJournalRoom::aFilterLooksFurtherThanOnePage()
{
    write(1300, u"delete"_s);
    JournalQuestion question;
    question.filter = *JournalFilter::parse(u"action:delete"_s, systemNow());
    const JournalPageRead page = ask(question);
    QCOMPARE(page.lines.size(), 1);
    QCOMPARE(page.lines.first().entry.id, EntryId(1));
    QVERIFY(!page.next);
}

void TestJournalRoom::productionIsReadOnlyUntilRaised()
{
    const RecoverySetup production = setup(EnvironmentClass::Production);
    QSignalSpy told(m_engine.get(), &ConsoleEngine::writesTold);
    QSignalSpy refused(m_engine.get(), &ConsoleEngine::writesRefused);
    const auto mayWrite
        = [&told] { return !told.isEmpty() && told.last().at(0).value<WriteState>().mayWrite(systemNow()); };
    m_engine->watchWrites(production);
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), patience);
    QVERIFY(!mayWrite());
    m_engine->raiseWrites(production, std::chrono::minutes(10), {});
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, patience); // without a reason
    m_engine->raiseWrites(production, std::chrono::minutes(10), u"INC-1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(mayWrite(), patience);
    QCOMPARE(told.last().at(0).value<WriteState>().permit->reason, u"INC-1"_s);
    m_engine->lowerWrites(production);
    QTRY_VERIFY_WITH_TIMEOUT(!mayWrite(), patience);
}

void TestJournalRoom::whatIsRaisedElsewhereIsSeen()
{
    const RecoverySetup production = setup(EnvironmentClass::Production);
    QSignalSpy told(m_engine.get(), &ConsoleEngine::writesTold);
    m_engine->watchWrites(production);
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), patience);
    Journal journal(path());
    GuardRails other(production.guarded, &journal);
    bool isRaised = false;
    QCoro::connect(other.raise({std::chrono::minutes(10), u"INC-2"_s, production.actor}), this,
        [&isRaised](const Result<WritePermit> &permit) { isRaised = permit.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(isRaised, patience);
    QTRY_VERIFY_WITH_TIMEOUT(told.last().at(0).value<WriteState>().mayWrite(systemNow()), patience);
}

QTEST_MAIN(TestJournalRoom)
#include "tst_journalroom.moc"
