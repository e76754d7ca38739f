// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/historyentry.h"

#include "core/comfyui/jobevidence.h"
#include "core/comfyui/jsonread.h"
#include "core/comfyui/serverfacts.h"

#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Result<std::optional<HistoryEntry>> readEntry(const QByteArray &body, const PromptId &id = PromptId("p"))
{
    JsonReader reader;
    const Result<JsonValue> root = reader.read(body);
    return root ? historyEntryOf(*root, id) : tl::make_unexpected(root.error());
}

QByteArray entryWith(const QByteArray &status, const QByteArray &outputs = "{}")
{
    return R"({"p":{"prompt":[3,"p",{},{"client_id":"cA","create_time":1795474522869,"emberwatch_job":"m"},["2"]],
        "outputs":)"
        + outputs + R"(,"status":)" + status + "}}";
}

} // namespace

class TestHistoryEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyAnswerIsNoEntry();
    void readsASuccess();
    void theLastMessageDecides_data();
    void theLastMessageDecides();
    void readsErrors();
    void findsFilesAndKeepsOutputs();
    void anUnsaidOutcomeIsJudgedByItsOutputs();
    void refuses_data();
    void refuses();
    void readsLists();
    void buildsViewTargets();
    void readsVersions_data();
    void readsVersions();
    void readsServerFacts();
};

void TestHistoryEntry::anEmptyAnswerIsNoEntry()
{
    const auto entry = readEntry("{}");
    QVERIFY(entry);
    QVERIFY(!*entry);
}

void TestHistoryEntry::readsASuccess()
{
    const auto read = readEntry(entryWith(R"({"status_str":"success","completed":true,"messages":[
        ["execution_start",{"prompt_id":"p","timestamp":1795474522872}],
        ["execution_cached",{"nodes":[],"prompt_id":"p","timestamp":1795474522877}],
        ["execution_success",{"prompt_id":"p","timestamp":1795474523645}]]})"));
    QVERIFY(read);
    QVERIFY(*read);
    const HistoryEntry &entry = **read;
    QCOMPARE(entry.promptId, PromptId("p"));
    QCOMPARE(entry.outcome, JobOutcome::Succeeded);
    QCOMPARE(entry.createdAt, Timestamp(1795474522869ms));
    QCOMPARE(entry.startedAt, Timestamp(1795474522872ms));
    QCOMPARE(entry.endedAt, Timestamp(1795474523645ms));
    QCOMPARE(entry.clientId, u"cA"_s);
    QCOMPARE(entry.marker, "m");
    QCOMPARE(entry.number, 3.0);
}

void TestHistoryEntry::theLastMessageDecides_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("outcome");
    const auto row = [](const char *name, const QByteArray &status, JobOutcome outcome) {
        QTest::newRow(name) << status << static_cast<int>(outcome);
    };
    row("a success that failed", R"({"status_str":"success","completed":true,"messages":[
        ["execution_start",{}],["execution_error",{"exception_message":"cycle"}]]})",
        JobOutcome::Failed);
    row("an error that was an interruption", R"({"status_str":"error","completed":false,"messages":[
        ["execution_start",{}],["execution_interrupted",{}]]})",
        JobOutcome::Interrupted);
    row("a terminal message that came twice", R"({"status_str":"success","messages":[
        ["execution_success",{}],["execution_success",{}]]})",
        JobOutcome::Succeeded);
    row("an old success without message", R"({"status_str":"success","completed":true,"messages":[
        ["execution_start",{}]]})",
        JobOutcome::Succeeded);
    row("an error without message", R"({"status_str":"error"})", JobOutcome::Failed);
    row("a status that is null", "null", JobOutcome::Unknown);
    row("a word that we do not know", R"({"status_str":"odd","messages":null})", JobOutcome::Unknown);
    row("messages of odd shapes", R"({"messages":[1,[],["execution_success"],{"a":1}]})",
        JobOutcome::Unknown);
}

void TestHistoryEntry::theLastMessageDecides()
{
    QFETCH(QByteArray, status);
    const auto entry = readEntry(entryWith(status));
    QVERIFY(entry);
    QVERIFY(*entry);
    QTEST(static_cast<int>((*entry)->outcome), "outcome");
}

void TestHistoryEntry::readsErrors()
{
    const auto entry = readEntry(entryWith(R"({"status_str":"error","messages":[["execution_error",
        {"node_id":"3","node_type":"KSampler","exception_type":"RuntimeError","exception_message":"out of memory\n",
         "current_inputs":{"cfg":[NaN]},"timestamp":5}]]})"));
    QVERIFY(entry);
    QVERIFY(*entry);
    QCOMPARE((*entry)->errorText, u"KSampler (node 3): RuntimeError: out of memory"_s);
    QCOMPARE(evidenceOf(**entry).presence, Presence::DoneError);
    QCOMPARE(evidenceOf(**entry).errorText, (*entry)->errorText);
}

void TestHistoryEntry::findsFilesAndKeepsOutputs()
{
    const auto entry = readEntry(entryWith(R"({"messages":[["execution_success",{}]]})",
        R"({"2":{"images":[{"filename":"t_00001_.png","subfolder":"","type":"output"},
            {"filename":"t_00002_.png","subfolder":"a/b","type":"temp","id":"x"}],"animated":[false]},
            "9":{"text":["plain"],"score":NaN,"seed":18446744073709551615}})"));
    QVERIFY(entry);
    QVERIFY(*entry);
    const QList<OutputFile> &files = (*entry)->outputs;
    QCOMPARE(files.size(), 2);
    QCOMPARE(files[0], (OutputFile{u"2"_s, u"images"_s, u"t_00001_.png"_s, {}, u"output"_s}));
    QCOMPARE(files[1].subfolder, u"a/b"_s);
    QVERIFY((*entry)->outputsJson.contains(R"("score":null,"seed":18446744073709551615)"));
}

void TestHistoryEntry::anUnsaidOutcomeIsJudgedByItsOutputs()
{
    const auto empty = readEntry(entryWith("null"));
    QCOMPARE(evidenceOf(**empty).presence, Presence::Unknown);
    QVERIFY(!evidenceOf(**empty).detail.isEmpty());
    const auto filled = readEntry(entryWith("null", R"({"2":{"images":[{"filename":"a.png"}]}})"));
    QCOMPARE(evidenceOf(**filled).presence, Presence::DoneOk);
}

void TestHistoryEntry::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::newRow("a list") << "[]"_ba << static_cast<int>(Error::Kind::Protocol);
    QTest::newRow("another prompt") << R"({"q":{}})"_ba << static_cast<int>(Error::Kind::Protocol);
    QTest::newRow("an entry that is none") << R"({"p":7})"_ba << static_cast<int>(Error::Kind::Protocol);
    QTest::newRow("a cut answer") << R"({"p":{"prompt":)"_ba << static_cast<int>(Error::Kind::Parse);
}

void TestHistoryEntry::refuses()
{
    QFETCH(QByteArray, body);
    const auto entry = readEntry(body);
    QVERIFY(!entry);
    QTEST(static_cast<int>(entry.error().kind), "kind");
}

void TestHistoryEntry::readsLists()
{
    JsonReader reader;
    const Result<JsonValue> root
        = reader.read(R"({"a":{"status":{"messages":[["execution_success",{}]]}},"b":{}})");
    QVERIFY(root);
    const Result<QList<HistoryEntry>> list = historyListOf(*root);
    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->at(0).promptId, PromptId("a"));
    QCOMPARE(list->at(1).outcome, JobOutcome::Unknown);
}

void TestHistoryEntry::buildsViewTargets()
{
    const OutputFile file{u"2"_s, u"images"_s, u"a b&c.png"_s, u"x/ü"_s, {}};
    QCOMPARE(viewTarget(file), "/view?filename=a%20b%26c.png&subfolder=x%2F%C3%BC&type=output");
}

void TestHistoryEntry::readsVersions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isReadable");
    QTest::addColumn<bool>("interruptsById");
    QTest::addColumn<bool>("cancelsJobs");
    QTest::newRow("old") << u"0.3.28"_s << true << false << false;
    QTest::newRow("just before") << u"0.3.56"_s << true << false << false;
    QTest::newRow("just there") << u"0.3.57"_s << true << true << false;
    QTest::newRow("two numbers") << u"v0.33"_s << true << true << true;
    QTest::newRow("a suffix") << u"0.26.0-dev+1"_s << true << true << true;
    QTest::newRow("a word") << u"unknown"_s << false << false << false;
    QTest::newRow("nothing") << u""_s << false << false << false;
}

void TestHistoryEntry::readsVersions()
{
    QFETCH(QString, text);
    ServerFacts facts;
    facts.version = versionFromText(text);
    QTEST(facts.version.has_value(), "isReadable");
    QTEST(facts.isAtLeast(comfyui::interruptsById), "interruptsById");
    QTEST(facts.isAtLeast(comfyui::cancelsJobs), "cancelsJobs");
}

void TestHistoryEntry::readsServerFacts()
{
    JsonReader reader;
    const Result<JsonValue> root
        = reader.read(R"({"system":{"os":"linux","comfyui_version":"0.33.0"},"devices":[
        {"name":"cuda:0 NVIDIA","type":"cuda","vram_total":25757220864,"vram_free":1}]})");
    const Result<ServerFacts> facts = serverFactsOf(*root);
    QVERIFY(facts);
    QCOMPARE(facts->version, (ServerVersion{0, 33, 0}));
    QCOMPARE(facts->devices.size(), 1);
    QCOMPARE(facts->devices[0].memoryTotal, 25757220864);
    const Result<JsonValue> other = reader.read(R"({"status":"ok"})");
    QVERIFY(!serverFactsOf(*other));
}

QTEST_GUILESS_MAIN(TestHistoryEntry)
#include "tst_historyentry.moc"
