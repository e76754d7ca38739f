// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/analyticsevent.h"
#include "core/telemetry/analyticssink.h"
#include "core/telemetry/jsonlinessink.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'564'800'123)};

QByteArray withoutUuid(AnalyticsEvent event)
{
    event.uuid = "u";
    return eventJson(event);
}

} // namespace

class TestAnalyticsEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theThreeEvents();
    void withoutUserItIsOurs();
    void idsDiffer();
    void escapesWhatItIsGiven();
    void linesInAFile();
    void aFileThatCannotBeWrittenHurtsNobody();
    void nothingWithoutKey();
};

void TestAnalyticsEvent::theThreeEvents()
{
    const PromptId id("a");
    QCOMPARE(withoutUuid(jobStateSaved(id, u"face_swap"_s, u"usr_7"_s, noon)),
        QByteArray(
            R"({"event":"comfyui_job_state_saved","properties":{"distinct_id":"usr_7","promptId":"a",)"
            R"("jobType":"face_swap","userId":"usr_7"},"timestamp":"2026-11-25T00:00:00.123Z","uuid":"u"})"));
    QCOMPARE(withoutUuid(jobRecovered(id, u"usr_7"_s, 61'999ms, 1'234ms, noon)),
        QByteArray(R"({"event":"comfyui_job_recovered","properties":{"distinct_id":"usr_7","promptId":"a",)"
                   R"("jobAge":61,"recoveryTime":1234},"timestamp":"2026-11-25T00:00:00.123Z","uuid":"u"})"));
    QCOMPARE(withoutUuid(jobRecoveryFailed(id, u"usr_7"_s, u"gone"_s, noon)),
        QByteArray(
            R"({"event":"comfyui_job_recovery_failed","properties":{"distinct_id":"usr_7","promptId":"a",)"
            R"("reason":"gone"},"timestamp":"2026-11-25T00:00:00.123Z","uuid":"u"})"));
}

void TestAnalyticsEvent::withoutUserItIsOurs()
{
    const AnalyticsEvent event = jobStateSaved(PromptId("a"), u"t"_s, {}, noon);
    QCOMPARE(event.distinctId, u"emberwatch"_s);
    QVERIFY(eventJson(event).contains(R"("userId":"")"));
}

void TestAnalyticsEvent::idsDiffer()
{
    QVERIFY(
        jobStateSaved(PromptId("a"), {}, {}, noon).uuid != jobStateSaved(PromptId("a"), {}, {}, noon).uuid);
}

void TestAnalyticsEvent::escapesWhatItIsGiven()
{
    const QByteArray json = eventJson(jobRecoveryFailed(PromptId("a\"\xFF"), u"x\ny"_s, u"\u0001\\"_s, noon));
    QVERIFY(!json.contains('\n'));
    const QJsonObject properties = QJsonDocument::fromJson(json).object()["properties"_L1].toObject();
    QCOMPARE(properties["reason"_L1].toString(), u"\u0001\\"_s);
    QCOMPARE(properties["promptId"_L1].toString(), u"a\"\uFFFD"_s);
}

void TestAnalyticsEvent::linesInAFile()
{
    QTemporaryDir folder;
    AnalyticsOptions options;
    options.file = folder.filePath(u"events.jsonl"_s);
    const auto one = makeAnalyticsSink(options);
    const auto two = makeAnalyticsSink(options);
    one->record(jobStateSaved(PromptId("a"), {}, {}, noon));
    two->record(jobStateSaved(PromptId("b"), {}, {}, noon));
    one->record(jobStateSaved(PromptId("c"), {}, {}, noon));
    QFile file(options.file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArrayList lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    for (const QByteArray &line : lines)
        QVERIFY(QJsonDocument::fromJson(line).isObject());
    QVERIFY(lines[1].contains(R"("promptId":"b")"));
}

void TestAnalyticsEvent::aFileThatCannotBeWrittenHurtsNobody()
{
    QTemporaryDir folder;
    JsonLinesSink sink(folder.path());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"its events are lost"_s));
    sink.record(jobStateSaved(PromptId("a"), {}, {}, noon));
    sink.record(jobStateSaved(PromptId("b"), {}, {}, noon));
}

void TestAnalyticsEvent::nothingWithoutKey()
{
    QTemporaryDir folder;
    AnalyticsOptions options;
    options.host = QUrl(u"http://127.0.0.1:1"_s);
    options.queueFolder = folder.filePath(u"queue"_s);
    makeAnalyticsSink(options)->record(jobStateSaved(PromptId("a"), {}, {}, noon));
    QVERIFY(!QFile::exists(options.queueFolder));
    options.apiKey = Secret("key");
    options.host = QUrl(u"file:///etc"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"POSTHOG_HOST"_s));
    makeAnalyticsSink(options)->record(jobStateSaved(PromptId("a"), {}, {}, noon));
    QVERIFY(!QFile::exists(options.queueFolder));
    qputenv("POSTHOG_HOST", "https://eu.posthog.example");
    qputenv("POSTHOG_API_KEY", "phc_x");
    QCOMPARE(analyticsFromEnvironment().host, QUrl(u"https://eu.posthog.example"_s));
    QCOMPARE(analyticsFromEnvironment().apiKey, Secret("phc_x"));
}

QTEST_GUILESS_MAIN(TestAnalyticsEvent)
#include "tst_analyticsevent.moc"
