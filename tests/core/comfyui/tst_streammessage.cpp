// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/streammessage.h"

#include "core/comfyui/deafnesswatch.h"

#include <QTest>
#include <QtEndian>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const PromptId id("p");

std::optional<StreamMessage> read(const QByteArray &text)
{
    StreamReader reader;
    return reader.readText(text).value();
}

QByteArray word(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

} // namespace

class TestStreamMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEachKind();
    void readsAllNodes();
    void aBlockedPartIsNoEnd();
    void toleratesNotANumber();
    void passesOverWhatItDoesNotKnow_data();
    void passesOverWhatItDoesNotKnow();
    void saysWhatIsNoJson();
    void readsPreviews();
    void passesOverOtherBinaries_data();
    void passesOverOtherBinaries();
    void silenceAloneIsNotDeafness();
    void anUnannouncedMovementIsDeafness();
    void aMessageSinceTheLookBeforeAnnouncedIt();
    void aLateMessageClearsTheDoubt();
    void aNewConnectionBeginsAnew();
};

void TestStreamMessage::readsEachKind()
{
    QCOMPARE(read(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":1}},"sid":"cA"}})"),
        StreamMessage(QueueCountMessage{1, true}));
    QCOMPARE(read(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":0}}}})"),
        StreamMessage(QueueCountMessage{0, false}));
    QCOMPARE(read(R"({"type":"execution_start","data":{"prompt_id":"p","timestamp":5}})"),
        StreamMessage(StartedMessage{id, Timestamp(5ms)}));
    QCOMPARE(read(R"({"type":"execution_cached","data":{"nodes":["1","2"],"prompt_id":"p"}})"),
        StreamMessage(CachedMessage{id, {"1", "2"}}));
    QCOMPARE(read(R"({"type":"executing","data":{"node":"1.0.0.1","display_node":"1","prompt_id":"p"}})"),
        StreamMessage(ExecutingMessage{id, "1.0.0.1", "1"}));
    QCOMPARE(read(R"({"type":"executing","data":{"node":null,"prompt_id":"p"}})"),
        StreamMessage(ExecutingMessage{id, {}, {}}));
    QCOMPARE(read(R"({"type":"executing","data":{"node":"1"}})"),
        StreamMessage(ExecutingMessage{PromptId(), "1", "1"}));
    QCOMPARE(read(R"({"type":"progress","data":{"value":3,"max":20,"prompt_id":"p","node":null}})"),
        StreamMessage(StepMessage{id, {}, 3, 20}));
    QCOMPARE(read(R"({"type":"executed","data":{"node":"2","display_node":"2","prompt_id":"p","output":
        {"images":[{"filename":"a.png","subfolder":"","type":"output"}]}}})"),
        StreamMessage(ExecutedMessage{id, "2", "2", {{u"2"_s, u"images"_s, u"a.png"_s, {}, u"output"_s}}}));
    QCOMPARE(read(R"({"type":"executed","data":{"node":"2","output":null,"prompt_id":"p"}})"),
        StreamMessage(ExecutedMessage{id, "2", "2", {}}));
    QCOMPARE(read(R"({"type":"execution_success","data":{"prompt_id":"p","timestamp":6}})"),
        StreamMessage(EndedMessage{id, JobOutcome::Succeeded, {}, Timestamp(6ms)}));
    QCOMPARE(
        read(R"({"type":"execution_interrupted","data":{"prompt_id":"p","node_id":"1","timestamp":6.0}})"),
        StreamMessage(EndedMessage{id, JobOutcome::Interrupted, {}, Timestamp(6ms)}));
    QCOMPARE(read(R"({"type":"execution_error","data":{"prompt_id":"p","node_id":"1","node_type":"K",
        "exception_type":"ValueError","exception_message":"bad\n"}})"),
        StreamMessage(EndedMessage{id, JobOutcome::Failed, u"K (node 1): ValueError: bad"_s, {}}));
    QCOMPARE(
        read(R"({"type":"feature_flags","data":{"max_upload_size":1}})"), StreamMessage(FeaturesMessage{}));
}

void TestStreamMessage::readsAllNodes()
{
    QCOMPARE(read(R"({"type":"progress_state","data":{"prompt_id":"p","nodes":{
        "1":{"value":1.0,"max":1.0,"state":"finished","node_id":"1","display_node_id":"1","parent_node_id":null,
             "real_node_id":"1"},
        "1.0.0.1":{"value":1,"max":2,"state":"running","display_node_id":"1","parent_node_id":"1",
             "real_node_id":"1","activity":"loading"}}}})"),
        StreamMessage(
            NodesMessage{id, {{"1", "1", {}, "1", true, 1, 1}, {"1.0.0.1", "1", "1", "1", false, 1, 2}}}));
}

void TestStreamMessage::aBlockedPartIsNoEnd()
{
    const auto message = read(R"({"type":"execution_error","data":{"prompt_id":"p","exception_type":
        "ExecutionBlocked","exception_message":"Blocked","current_inputs":[],"traceback":[]}})");
    QVERIFY(message);
    QVERIFY(std::holds_alternative<BlockedMessage>(*message));
    QCOMPARE(promptIdOf(*message), id);
}

void TestStreamMessage::toleratesNotANumber()
{
    const auto message = read(R"({"type":"executed","data":{"node":"2","prompt_id":"p","output":{"x":[NaN],
        "images":[{"filename":"a.png"}]}}})");
    QVERIFY(message);
    QCOMPARE(std::get<ExecutedMessage>(*message).files.size(), 1);
}

void TestStreamMessage::passesOverWhatItDoesNotKnow_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("an extension's") << R"({"type":"crystools.monitor","data":{"cpu":1}})"_ba;
    QTest::newRow("data of another shape") << R"({"type":"progress","data":[1,2]})"_ba;
    QTest::newRow("no data") << R"({"type":"progress"})"_ba;
    QTest::newRow("no type") << R"({"data":{}})"_ba;
    QTest::newRow("a number") << "7"_ba;
    QTest::newRow("a status without count") << R"({"type":"status","data":{"status":null}})"_ba;
    QTest::newRow("progress without value") << R"({"type":"progress","data":{"prompt_id":"p"}})"_ba;
    QTest::newRow("nodes that are none")
        << R"({"type":"progress_state","data":{"prompt_id":"p","nodes":[]}})"_ba;
    QTest::newRow("executing a number") << R"({"type":"executing","data":{"node":7}})"_ba;
}

void TestStreamMessage::passesOverWhatItDoesNotKnow()
{
    QFETCH(QByteArray, text);
    QVERIFY(!read(text));
}

void TestStreamMessage::saysWhatIsNoJson()
{
    StreamReader reader;
    const auto message = reader.readText("{\"type\":");
    QVERIFY(!message);
    QCOMPARE(message.error().kind, Error::Kind::Parse);
}

void TestStreamMessage::readsPreviews()
{
    StreamReader reader;
    QCOMPARE(reader.readBinary(word(1) + word(2) + "PNG"),
        StreamMessage(PreviewMessage{{}, {}, "image/png", "PNG"}));
    const QByteArray about
        = R"({"node_id":"3.0.0.1","prompt_id":"p","display_node_id":"3","image_type":"image/jpeg"})";
    QCOMPARE(reader.readBinary(word(4) + word(static_cast<quint32>(about.size())) + about + "JPEG"),
        StreamMessage(PreviewMessage{id, "3", "image/jpeg", "JPEG"}));
}

void TestStreamMessage::passesOverOtherBinaries_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a cut head") << word(1) + "abc";
    QTest::newRow("a text") << word(3) + word(1) + "1text";
    QTest::newRow("an unknown kind") << word(99) + word(0);
    QTest::newRow("a length beyond the end") << word(4) + word(0xFFFFFFFF) + "{}";
    QTest::newRow("metadata that are none") << word(4) + word(2) + "xxJPEG";
}

void TestStreamMessage::passesOverOtherBinaries()
{
    QFETCH(QByteArray, data);
    StreamReader reader;
    QVERIFY(!reader.readBinary(data));
}

void TestStreamMessage::silenceAloneIsNotDeafness()
{
    const DeafnessWatch::Moment start{};
    DeafnessWatch watch(5s);
    watch.reset(start);
    QVERIFY(!watch.isDeaf(start + 10h));
}

void TestStreamMessage::anUnannouncedMovementIsDeafness()
{
    const DeafnessWatch::Moment start{};
    DeafnessWatch watch(5s);
    watch.reset(start);
    watch.serverMoved(start + 10s, start + 13s);
    QVERIFY(!watch.isDeaf(start + 17s));
    QVERIFY(watch.isDeaf(start + 18s));
    watch.serverMoved(start + 14s, start + 17s); // more movement grants no more time
    QVERIFY(watch.isDeaf(start + 18s));
}

void TestStreamMessage::aMessageSinceTheLookBeforeAnnouncedIt()
{
    const DeafnessWatch::Moment start{};
    DeafnessWatch watch(5s);
    watch.reset(start);
    watch.messageCame(start + 11s);
    watch.serverMoved(start + 10s, start + 13s);
    QVERIFY(!watch.isDeaf(start + 1h));
}

void TestStreamMessage::aLateMessageClearsTheDoubt()
{
    const DeafnessWatch::Moment start{};
    DeafnessWatch watch(5s);
    watch.reset(start);
    watch.serverMoved(start + 10s, start + 13s);
    watch.messageCame(start + 15s);
    QVERIFY(!watch.isDeaf(start + 1h));
}

void TestStreamMessage::aNewConnectionBeginsAnew()
{
    const DeafnessWatch::Moment start{};
    DeafnessWatch watch(5s);
    watch.reset(start);
    watch.serverMoved(start + 10s, start + 13s);
    watch.reset(start + 14s);
    QVERIFY(!watch.isDeaf(start + 1h));
    // What happened while nobody was connected could not be announced.
    watch.serverMoved(start + 12s, start + 15s);
    QVERIFY(!watch.isDeaf(start + 1h));
}

QTEST_GUILESS_MAIN(TestStreamMessage)
#include "tst_streammessage.moc"
