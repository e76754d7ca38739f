// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/journal.h"
#include "tests/app/cli/cliprocess.h"

#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

JournalEntry entryOf(const QByteArray &prompt, Timestamp at, const QString &action = u"settle-failed"_s)
{
    JournalEntry entry;
    entry.op = OperationId("op-of-" + prompt);
    entry.batch = BatchId("batch-1");
    entry.at = at;
    entry.actor = {u"ann"_s, u"ops-1"_s, u"emberwatch test"_s};
    entry.environment = u"staging"_s;
    entry.action = action;
    entry.promptId = PromptId(prompt);
    entry.key = "comfyui:job:" + prompt;
    entry.verdict = u"orphaned"_s;
    entry.sentence = u"Redis says processing; nobody knows it."_s;
    entry.evidence = R"({"silenceMs":840000})";
    entry.before = {QByteArray("{\"a\":1}"), at + 2h, std::nullopt};
    return entry;
}

} // namespace

class TestCliJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void thereIsNoneYet();
    void everyMember();
    void newestFirst();
    void selects_data();
    void selects();
    void moreThanAPage();
    void limitSaysThatThereIsMore();
    void table();
    void damaged();

private:
    [[nodiscard]] CliOutcome journal(const QStringList &words) const
    {
        return runCli(QStringList{u"journal"_s} + words, {{u"XDG_STATE_HOME"_s, m_folder.path()}});
    }

    QTemporaryDir m_folder;
    Timestamp m_now = systemNow();
};

void TestCliJournal::initTestCase()
{
    Journal journal(m_folder.filePath(u"emberwatch/journal.sqlite"_s));
    JournalEntry old = entryOf("old", m_now - 48h);
    old.batch = BatchId("batch-of-old");
    const auto ids
        = journal.intend({old, entryOf("done", m_now - 1h), entryOf("open\x1b", m_now - 30min, u"delete"_s)})
              .result();
    QVERIFY2(ids, ids ? "" : qPrintable(ids.error().message));
    for (int i = 0; i < 2; ++i)
        QVERIFY(journal.conclude({{ids->at(i), m_now, u"done"_s, u"It stands."_s}}).result());
}

void TestCliJournal::thereIsNoneYet()
{
    const QTemporaryDir elsewhere;
    const CliOutcome outcome = runCli({u"journal"_s, u"--json"_s}, {{u"XDG_STATE_HOME"_s, elsewhere.path()}});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY(!QFileInfo::exists(elsewhere.filePath(u"emberwatch"_s)));
}

void TestCliJournal::everyMember()
{
    const QJsonObject entry = journal({u"done"_s, u"--json"_s}).objects().value(0);
    QCOMPARE(entry.value("op"_L1).toString(), u"op-of-done"_s);
    QVERIFY(entry.value("undoes"_L1).isNull());
    QCOMPARE(qint64(entry.value("at"_L1).toDouble()), qint64((m_now - 1h).time_since_epoch().count()));
    QCOMPARE(entry.value("operator"_L1).toString(), u"ann"_s);
    QCOMPARE(entry.value("action"_L1).toString(), u"settle-failed"_s);
    QCOMPARE(entry.value("key"_L1).toString(), u"comfyui:job:done"_s);
    QCOMPARE(entry.value("verdict"_L1).toString(), u"orphaned"_s);
    QCOMPARE(entry.value("evidence"_L1).toObject().value("silenceMs"_L1).toInt(), 840'000);
    QCOMPARE(entry.value("before"_L1).toObject().value("value"_L1).toString(), u"{\"a\":1}"_s);
    QVERIFY(entry.value("after"_L1).toObject().value("value"_L1).isNull());
    QCOMPARE(entry.value("outcome"_L1).toObject().value("word"_L1).toString(), u"done"_s);
}

void TestCliJournal::newestFirst()
{
    QStringList ids;
    for (const QJsonObject &entry : journal({u"--json"_s}).objects())
        ids.append(entry.value("promptId"_L1).toString());
    QCOMPARE(ids, QStringList({u"open\x1b"_s, u"done"_s, u"old"_s}));
}

void TestCliJournal::selects_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("since") << QStringList{u"--since"_s, u"2h"_s} << QStringList{u"open\x1b"_s, u"done"_s};
    QTest::newRow("until") << QStringList{u"--until"_s, u"2h"_s} << QStringList{u"old"_s};
    QTest::newRow("between") << QStringList{u"--since"_s, u"2h"_s, u"--until"_s, u"45m"_s}
                             << QStringList{u"done"_s};
    QTest::newRow("a job") << QStringList{u"old"_s} << QStringList{u"old"_s};
    QTest::newRow("an operation") << QStringList{u"--op"_s, u"op-of-old"_s} << QStringList{u"old"_s};
    QTest::newRow("an operation, but later")
        << QStringList{u"--op"_s, u"op-of-old"_s, u"--since"_s, u"2h"_s} << QStringList{};
    QTest::newRow("an action") << QStringList{u"--action"_s, u"delete"_s} << QStringList{u"open\x1b"_s};
    QTest::newRow("a batch") << QStringList{u"--batch"_s, u"batch-of-old"_s} << QStringList{u"old"_s};
    QTest::newRow("unfinished") << QStringList{u"--unfinished"_s} << QStringList{u"open\x1b"_s};
}

void TestCliJournal::selects()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, ids);
    const CliOutcome outcome = journal(words + QStringList{u"--json"_s});
    QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
    QStringList found;
    for (const QJsonObject &entry : outcome.objects())
        found.append(entry.value("promptId"_L1).toString());
    QCOMPARE(found, ids);
}

void TestCliJournal::moreThanAPage()
{
    const QTemporaryDir folder;
    Journal many(folder.filePath(u"emberwatch/journal.sqlite"_s));
    QList<JournalEntry> entries;
    for (int i = 0; i < 1203; ++i)
        entries += entryOf("j" + QByteArray::number(i), m_now);
    QVERIFY(many.intend(entries).result());
    const CliOutcome outcome = runCli(
        {u"journal"_s, u"--json"_s, u"--limit"_s, u"5000"_s}, {{u"XDG_STATE_HOME"_s, folder.path()}});
    QCOMPARE(outcome.objects().size(), 1203);
    QCOMPARE(outcome.objects().last().value("promptId"_L1).toString(), u"j0"_s);
    QCOMPARE(outcome.err, QByteArray());
}

void TestCliJournal::limitSaysThatThereIsMore()
{
    const CliOutcome outcome = journal({u"--json"_s, u"--limit"_s, u"2"_s});
    QCOMPARE(outcome.objects().size(), 2);
    QVERIFY2(outcome.err.contains("older entries"), outcome.err.constData());
    QCOMPARE(journal({u"--json"_s, u"--limit"_s, u"3"_s}).err, QByteArray());
}

void TestCliJournal::table()
{
    const CliOutcome outcome = journal({});
    QVERIFY2(outcome.out.startsWith("ENTRY\tTIME (UTC)\tACTION\tOUTCOME\tPROMPT ID\tBY\tOP\tBATCH\n3\t"),
        outcome.out.constData());
    QVERIFY2(
        outcome.out.contains("\tdelete\tunfinished\topen\\x1B\tann\top-of-open"), outcome.out.constData());
    QVERIFY(!outcome.out.contains('\x1b'));
}

void TestCliJournal::damaged()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"emberwatch"_s));
    QFile file(folder.filePath(u"emberwatch/journal.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const CliOutcome outcome = runCli({u"journal"_s}, {{u"XDG_STATE_HOME"_s, folder.path()}});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("cannot be read"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(TestCliJournal)
#include "tst_cli_journal.moc"
