// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journal.h"
#include "core/operations/journalpath.h"
#include "core/sql/database.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Timestamp moment{std::chrono::milliseconds(1'763'952'667'123)};

JournalEntry entryOf(const QByteArray &prompt, const QByteArray &op = "op-1")
{
    JournalEntry entry;
    entry.op = OperationId(op);
    entry.batch = BatchId("batch-1");
    entry.at = moment;
    entry.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    entry.environment = u"staging"_s;
    entry.action = u"delete"_s;
    entry.promptId = PromptId(prompt);
    entry.key = "comfyui:job:" + prompt;
    entry.verdict = u"orphaned"_s;
    entry.sentence = u"nobody knows it"_s;
    entry.evidence = R"({"silence":840})";
    entry.before = {QByteArray("{\"a\":1}\0\xFF", 9), moment + 2h, QByteArray("{}")};
    entry.epoch = {u"127.0.0.1:6379"_s, "run-1", "repl-1", "master"};
    return entry;
}

QList<JournalEntry> entriesOf(const QByteArray &prefix, int count)
{
    QList<JournalEntry> entries;
    for (int i = 0; i < count; ++i)
        entries += entryOf(prefix + QByteArray::number(i), prefix + "op-" + QByteArray::number(i));
    return entries;
}

/// Writes a batch after the other and says so on its output, until it is killed or has written `batches`.
int writeBatches(const QString &path, const QByteArray &prefix, int batches)
{
    Journal journal(path);
    for (int batch = 0; batch < batches; ++batch) {
        const QByteArray name = prefix + QByteArray::number(batch) + "-";
        const Result<QList<EntryId>> ids = journal.intend(entriesOf(name, 10)).result();
        if (!ids) {
            std::fprintf(stderr, "%s\n", qPrintable(ids.error().message));
            return 1;
        }
        std::printf("%s\n", name.constData());
        std::fflush(stdout);
    }
    return 0;
}

void startWriter(QProcess &process, const QString &path, const QString &prefix, int batches)
{
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(
        QCoreApplication::applicationFilePath(), {u"--write"_s, path, prefix, QString::number(batches)});
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAllOfAnEntry();
    void absentAndEmptyAreTwoAnswers();
    void theLatestOutcomeHolds();
    void selects();
    void knowsWhatItEverNamed();
    void knowsWhatWasDoneLately();
    void keepsTheLastReport();
    void nothingIsEverChanged();
    void onlyTheOwnerMayRead();
    void anIntentSurvivesAKill();
    void processesWriteAtOnce();
    void aFullDiskIsAnError();
    void lockedIsBusy();
    void damagedAndForeignFilesAreErrors();
    void thePathFollowsTheEnvironment();

private:
    QTemporaryDir m_folder;
    int m_files = 0;
    QString newPath() { return m_folder.filePath(u"state%1/journal.sqlite"_s.arg(++m_files)); }
    static std::unique_ptr<sql::Database> connect(const QString &path)
    {
        sql::Target target;
        target.database = path;
        auto opened = sql::Database::open(target, nullptr);
        return opened ? *std::move(opened) : nullptr;
    }
};

void TestJournal::keepsAllOfAnEntry()
{
    Journal journal(newPath());
    JournalEntry entry = entryOf("p\xFF");
    entry.undoes = OperationId("op-0");
    entry.after = {QByteArray("{}"), std::nullopt, std::nullopt};
    const Result<QList<EntryId>> ids = journal.intend({entryOf("p0"), entry}).result();
    QVERIFY2(ids, qPrintable(ids ? QString() : ids.error().message));
    QCOMPARE(ids->size(), 2);
    entry.id = ids->at(1);
    const QList<JournalLine> lines = journal.lines({}).result().value();
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.front().entry == entry); // the newest first
    QVERIFY(!lines.front().outcome);
    QCOMPARE(journal.linesOf(OperationId("op-1")).result().value().size(), 2);
    QCOMPARE(journal.linesOf(OperationId("op-2")).result().value().size(), 0);
}

void TestJournal::absentAndEmptyAreTwoAnswers()
{
    Journal journal(newPath());
    JournalEntry entry; // all empty
    entry.before.value = QByteArray();
    QVERIFY(journal.intend({entry}).result().has_value());
    const JournalEntry read = journal.lines({}).result().value().value(0).entry;
    QVERIFY(read.before.value.has_value());
    QVERIFY(read.before.value->isEmpty());
    QVERIFY(!read.after.value && !read.before.expiresAt && !read.before.row && !read.undoes);
}

void TestJournal::theLatestOutcomeHolds()
{
    Journal journal(newPath());
    const QList<EntryId> ids = journal.intend(entriesOf("p", 1200)).result().value();
    QCOMPARE(ids.size(), 1200);
    JournalSelection unfinished;
    unfinished.onlyUnfinished = true;
    unfinished.limit = 5000;
    QCOMPARE(journal.lines(unfinished).result().value().size(), 1200);
    QList<JournalOutcome> outcomes;
    for (const EntryId &id : ids.first(1199))
        outcomes += JournalOutcome{id, moment + 1s, u"unknown"_s, {}};
    outcomes += JournalOutcome{ids.front(), moment + 2s, u"done"_s, u"found out later"_s};
    QVERIFY(journal.conclude(outcomes).result().has_value());
    const QList<JournalLine> left = journal.lines(unfinished).result().value();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.front().entry.id, ids.back());
    const JournalLine first = journal.linesOf(OperationId("pop-0")).result().value().value(0);
    QCOMPARE(first.outcome.value(), outcomes.back());
    // An outcome of nothing is a mistake, and none of its batch is written.
    QVERIFY(!journal.conclude({{ids.back(), moment, u"done"_s, {}}, {EntryId(99'999), moment, u"done"_s, {}}})
                 .result());
    QCOMPARE(journal.lines(unfinished).result().value().size(), 1);
}

void TestJournal::selects()
{
    Journal journal(newPath());
    QList<JournalEntry> entries = entriesOf("p", 6);
    entries[1].environment = u"production"_s;
    entries[2].action = u"undo"_s;
    entries[3].batch = BatchId("batch-2");
    entries[4].actor.operatorName = u"bob"_s;
    entries[5].at = moment + 1h;
    const QList<EntryId> ids = journal.intend(entries).result().value();
    const auto found = [&](const JournalSelection &selection) {
        QList<EntryId> found;
        const QList<JournalLine> lines = journal.lines(selection).result().value();
        for (const JournalLine &line : lines)
            found += line.entry.id;
        return found;
    };
    JournalSelection selection;
    selection.environment = u"production"_s;
    QCOMPARE(found(selection), QList<EntryId>{ids[1]});
    selection = {};
    selection.action = u"undo"_s;
    QCOMPARE(found(selection), QList<EntryId>{ids[2]});
    selection = {};
    selection.batch = BatchId("batch-2");
    QCOMPARE(found(selection), QList<EntryId>{ids[3]});
    selection = {};
    selection.operatorName = u"bob"_s;
    QCOMPARE(found(selection), QList<EntryId>{ids[4]});
    selection = {};
    selection.since = moment + 1h;
    QCOMPARE(found(selection), QList<EntryId>{ids[5]});
    selection.until = moment + 1h;
    QCOMPARE(found(selection), QList<EntryId>());
    selection = {};
    selection.promptId = PromptId("p0");
    QCOMPARE(found(selection), QList<EntryId>{ids[0]});
    selection = {};
    selection.before = ids[2];
    selection.limit = 1;
    QCOMPARE(found(selection), QList<EntryId>{ids[1]});
}

void TestJournal::knowsWhatItEverNamed()
{
    Journal journal(newPath());
    QVERIFY(journal.intend(entriesOf("p", 2500)).result().has_value());
    QList<PromptId> ids{PromptId("other"), PromptId("")};
    for (int i = 0; i < 2500; ++i)
        ids += PromptId("p" + QByteArray::number(i));
    const QSet<PromptId> known = journal.known(ids).result().value();
    QCOMPARE(known.size(), 2500);
    QVERIFY(!known.contains(PromptId("other")));
    QCOMPARE(journal.known({}).result().value().size(), 0);
}

void TestJournal::knowsWhatWasDoneLately()
{
    QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    const auto act = [&](const QByteArray &prompt, const QString &action, Timestamp at, const QString &word) {
        JournalEntry entry = entryOf(prompt);
        entry.action = action;
        entry.at = at;
        const EntryId id = journal.intend({entry}).result().value().first();
        if (!word.isEmpty())
            QVERIFY(journal.conclude({{id, at + 1s, word, {}}}).result());
    };
    act("a", u"delete"_s, moment, u"done"_s);
    act("a", u"delete"_s, moment + 1min, {}); // cut off by a crash
    act("a", u"delete"_s, moment + 2min, u"changed"_s);
    act("a", u"delete"_s, moment - 1ms, u"done"_s);
    act("b", u"settle-failed"_s, moment, u"done"_s);
    act("b", u"settle-completed"_s, moment + 5min, u"done"_s);
    act("b", u"settle-failed"_s, moment + 6min, u"failed"_s);
    act("c", u"undo"_s, moment, u"done"_s);
    act("d", u"resume"_s, moment, u"done"_s);
    JournalEntry elsewhere = entryOf("e");
    elsewhere.environment = u"production"_s;
    QVERIFY(journal.intend({elsewhere}).result());
    const auto acts = journal.recentActs(u"staging"_s, moment).result();
    QVERIFY(acts);
    const QHash<PromptId, RecentActs> expected{
        {PromptId("a"), {std::nullopt, {moment + 1s, moment + 1min}, false}},
        {PromptId("b"), {moment + 5min + 1s, {}, false}}, {PromptId("c"), {std::nullopt, {}, true}}};
    QCOMPARE(*acts, expected);
}

void TestJournal::keepsTheLastReport()
{
    const QString path = newPath();
    Journal journal(path);
    QVERIFY(!journal.lastReport(u"staging"_s, u"recovery"_s).result().value());
    const JournalReport last{moment, u"staging"_s, u"recovery"_s, R"({"found": 2})"};
    for (const JournalReport &report : {JournalReport{moment, u"staging"_s, u"recovery"_s, "{}"}, last,
             JournalReport{moment, u"staging"_s, u"reconcile"_s, "{}"},
             JournalReport{moment, u"production"_s, u"recovery"_s, "{}"}})
        QVERIFY(journal.keep(report).result().has_value());
    Journal another(path); // of the window that comes after
    QVERIFY(another.lastReport(u"staging"_s, u"recovery"_s).result().value() == last);
}

void TestJournal::nothingIsEverChanged()
{
    const QString path = newPath();
    Journal journal(path);
    const EntryId id = journal.intend({entryOf("p1")}).result().value().front();
    QVERIFY(journal.conclude({{id, moment, u"done"_s, {}}}).result().has_value());
    QVERIFY(journal.keep({moment, {}, u"recovery"_s, "{}"}).result().has_value());
    const auto other = connect(path);
    for (const QString &table : {u"entries"_s, u"outcomes"_s, u"reports"_s}) {
        QVERIFY(!other->run(u"UPDATE %1 SET at = 0"_s.arg(table)));
        QVERIFY(!other->run(u"DELETE FROM %1"_s.arg(table)));
        QCOMPARE(other->value(u"SELECT count(*) FROM "_s + table).value().toInt(), 1);
    }
}

void TestJournal::onlyTheOwnerMayRead()
{
    const QString path = newPath();
    Journal journal(path);
    QVERIFY(journal.intend({entryOf("p1")}).result().has_value());
    const QFile::Permissions others
        = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    const QStringList files{path, path + u"-wal"_s, QFileInfo(path).path()};
    for (const QString &file : files) {
        QVERIFY2(QFileInfo::exists(file), qPrintable(file));
        QVERIFY2((QFile::permissions(file) & others) == 0, qPrintable(file));
    }
}

void TestJournal::anIntentSurvivesAKill()
{
    const QString path = newPath();
    QProcess writer;
    startWriter(writer, path, u"k"_s, 1'000'000);
    QVERIFY(writer.waitForStarted());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT(
        (writer.waitForReadyRead(100), said += writer.readAllStandardOutput(), said.count('\n') > 20),
        30'000);
    writer.kill();
    QVERIFY(writer.waitForFinished());
    said += writer.readAllStandardOutput();
    const QList<QByteArray> batches = said.left(said.lastIndexOf('\n')).split('\n');

    Journal journal(path);
    QList<PromptId> ids;
    for (const QByteArray &batch : batches) {
        for (int i = 0; i < 10; ++i)
            ids += PromptId(batch + QByteArray::number(i));
    }
    QCOMPARE(journal.known(ids).result().value().size(), ids.size());
    JournalSelection all;
    all.onlyUnfinished = true;
    all.limit = 1'000'000;
    // Batches are whole, whatever was under way.
    QCOMPARE(journal.lines(all).result().value().size() % 10, 0);
}

void TestJournal::processesWriteAtOnce()
{
    const QString path = newPath(); // none has made the file yet
    constexpr int writers = 4;
    constexpr int batches = 40;
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 0; i < writers; ++i) {
        processes.push_back(std::make_unique<QProcess>());
        startWriter(*processes.back(), path, u"w%1-"_s.arg(i), batches);
    }
    for (const auto &process : processes) {
        QVERIFY(process->waitForFinished(60'000));
        QCOMPARE(process->exitCode(), 0);
    }
    Journal journal(path);
    JournalSelection all;
    all.limit = 1'000'000;
    QCOMPARE(journal.lines(all).result().value().size(), writers * batches * 10);
}

void TestJournal::aFullDiskIsAnError()
{
    const QString path = newPath();
    JournalOptions options;
    options.mostPages = 60;
    Journal journal(path, options);
    QVERIFY(journal.intend(entriesOf("few", 10)).result().has_value());
    QList<JournalEntry> many = entriesOf("many", 400);
    for (JournalEntry &entry : many)
        entry.evidence = QByteArray(4000, 'x');
    const Result<QList<EntryId>> full = journal.intend(many).result();
    QVERIFY(!full);
    QCOMPARE(full.error().kind, Error::Kind::ReadOnly);
    QVERIFY2(full.error().message.contains("nothing is deleted"_L1), qPrintable(full.error().message));
    QCOMPARE(journal.lines({}).result().value().size(), 10); // it can still be read
    Journal roomy(path);
    QVERIFY(roomy.intend(many).result().has_value());
}

void TestJournal::lockedIsBusy()
{
    const QString path = newPath();
    JournalOptions options;
    options.busyTimeout = 50ms;
    Journal journal(path, options);
    QVERIFY(journal.intend({entryOf("p1")}).result().has_value());
    const auto other = connect(path);
    QVERIFY(other->run(u"BEGIN IMMEDIATE"_s).has_value());
    const Result<QList<EntryId>> ids = journal.intend({entryOf("p2")}).result();
    QVERIFY(!ids);
    QCOMPARE(ids.error().kind, Error::Kind::Busy);
    QCOMPARE(journal.lines({}).result().value().size(), 1);
    QVERIFY(other->run(u"COMMIT"_s).has_value());
    QVERIFY(journal.intend({entryOf("p2")}).result().has_value());
}

void TestJournal::damagedAndForeignFilesAreErrors()
{
    const QString damaged = m_folder.filePath(u"damaged.sqlite"_s);
    QFile file(damaged);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("no database. ").repeated(1000));
    file.close();
    QCOMPARE(Journal(damaged).intend({entryOf("p1")}).result().error().kind, Error::Kind::Parse);

    const QString path = newPath();
    QVERIFY(Journal(path).intend({entryOf("p1")}).result().has_value());
    QVERIFY(connect(path)->run(u"PRAGMA user_version = 99"_s).has_value());
    QCOMPARE(Journal(path).intend({entryOf("p1")}).result().error().kind, Error::Kind::Conflict);
    QVERIFY(connect(path)->run(u"PRAGMA application_id = 2"_s).has_value());
    QCOMPARE(Journal(path).lines({}).result().error().kind, Error::Kind::Conflict);

    const QString noFolder = damaged + u"/journal.sqlite"_s;
    QCOMPARE(Journal(noFolder).intend({entryOf("p1")}).result().error().kind, Error::Kind::NotFound);
}

void TestJournal::thePathFollowsTheEnvironment()
{
    const QByteArray before = qgetenv("XDG_STATE_HOME");
    qputenv("XDG_STATE_HOME", "/state");
    QCOMPARE(defaultJournalPath(), u"/state/emberwatch/journal.sqlite"_s);
    qputenv("XDG_STATE_HOME", "relative");
    QVERIFY(defaultJournalPath().endsWith("/.local/state/emberwatch/journal.sqlite"_L1));
    qputenv("XDG_STATE_HOME", before);
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--write")
        return writeBatches(arguments.value(2), arguments.value(3).toUtf8(), arguments.value(4).toInt());
    TestJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journal.moc"
