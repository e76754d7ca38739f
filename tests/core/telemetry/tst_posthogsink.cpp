// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/posthogsink.h"
#include "tests/support/httpcollector.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'564'800'000)};

AnalyticsEvent eventOf(int number)
{
    return jobStateSaved(PromptId(QByteArray::number(number)), u"t"_s, u"usr_7"_s, noon);
}

PostHogOptions optionsFor(const QUrl &host, const QString &folder)
{
    PostHogOptions options;
    options.host = host;
    options.apiKey = Secret("phc_x");
    options.queueFolder = folder;
    options.batchAtMost = 3;
    options.gatherTime = 20ms;
    options.timeout = 300ms;
    options.firstRetry = 10ms;
    options.lastRetry = 50ms;
    return options;
}

QJsonObject bodyOf(const HttpCollector::Request &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

QStringList idsIn(const QList<HttpCollector::Request> &requests)
{
    QStringList ids;
    for (const HttpCollector::Request &request : requests) {
        for (const auto &sent : bodyOf(request)["batch"_L1].toArray())
            ids += sent.toObject()["properties"_L1].toObject()["promptId"_L1].toString();
    }
    return ids;
}

} // namespace

class TestPostHogSink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsBatchesInOrder();
    void hostMayHaveAPath();
    void retries_data();
    void retries();
    void survivesARestartWhileTheHostIsAway();
    void dropsWhatIsCalledWrong();
    void stopsWhenTheKeyIsRefused();
    void isNeverInTheWay();
};

void TestPostHogSink::sendsBatchesInOrder()
{
    HttpCollector host;
    QTemporaryDir folder;
    PostHogSink sink(optionsFor(host.url(), folder.path()));
    QSignalSpy drained(&sink, &PostHogSink::drained);
    for (int i = 0; i < 7; ++i)
        sink.record(eventOf(i));
    QTRY_COMPARE(drained.count(), 1);
    QCOMPARE(host.requests().size(), 3);
    QCOMPARE(idsIn(host.requests()).join(u' '), u"0 1 2 3 4 5 6"_s);
    const HttpCollector::Request &first = host.requests().first();
    QCOMPARE(first.method, QByteArray("POST"));
    QCOMPARE(first.path, QByteArray("/batch/"));
    QVERIFY(first.head.toLower().contains("content-type: application/json"));
    QCOMPARE(bodyOf(first)["api_key"_L1].toString(), u"phc_x"_s);
    QCOMPARE(bodyOf(first)["batch"_L1].toArray().first().toObject()["event"_L1].toString(),
        u"comfyui_job_state_saved"_s);
    QCOMPARE(sink.waiting(), 0);
}

void TestPostHogSink::hostMayHaveAPath()
{
    HttpCollector host;
    PostHogSink sink(optionsFor(host.url(u"/ingest/"_s), {}));
    sink.record(eventOf(1));
    QTRY_COMPARE(host.requests().size(), 1);
    QCOMPARE(host.requests().first().path, QByteArray("/ingest/batch/"));
}

void TestPostHogSink::retries_data()
{
    QTest::addColumn<QList<int>>("answers");
    QTest::newRow("server errors") << QList<int>{500, 503};
    QTest::newRow("too many requests") << QList<int>{429, 408};
    QTest::newRow("closed without an answer") << QList<int>{0, 502};
    QTest::newRow("no answer") << QList<int>{500, -1};
    QTest::newRow("redirects are not followed") << QList<int>{302, 301};
}

void TestPostHogSink::retries()
{
    QFETCH(QList<int>, answers);
    HttpCollector host;
    host.setAnswers(answers);
    PostHogSink sink(optionsFor(host.url(), {}));
    QSignalSpy drained(&sink, &PostHogSink::drained);
    sink.record(eventOf(1));
    QTRY_COMPARE(drained.count(), 1);
    QVERIFY(host.requests().size() >= 3);
    QCOMPARE(host.requests().first().body, host.requests().last().body);
    for (const HttpCollector::Request &request : host.requests())
        QCOMPARE(request.path, QByteArray("/batch/"));
}

void TestPostHogSink::survivesARestartWhileTheHostIsAway()
{
    HttpCollector host;
    host.stop();
    QTemporaryDir folder;
    {
        PostHogSink sink(optionsFor(host.url(), folder.path()));
        sink.record(eventOf(1));
        sink.record(eventOf(2));
        QCOMPARE(sink.waiting(), 2);
    }
    QVERIFY(host.startAgain());
    PostHogSink sink(optionsFor(host.url(), folder.path()));
    QTRY_COMPARE(idsIn(host.requests()).join(u' '), u"1 2"_s);
    QTRY_COMPARE(sink.waiting(), 0);
}

void TestPostHogSink::dropsWhatIsCalledWrong()
{
    HttpCollector host;
    host.setAnswers({400});
    PostHogSink sink(optionsFor(host.url(), {}));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"are dropped"_s));
    QSignalSpy drained(&sink, &PostHogSink::drained);
    sink.record(eventOf(1));
    QTRY_COMPARE(drained.count(), 1);
    QCOMPARE(host.requests().size(), 1);
}

void TestPostHogSink::stopsWhenTheKeyIsRefused()
{
    HttpCollector host;
    host.setAnswers({401});
    PostHogSink sink(optionsFor(host.url(), {}));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"API key was refused"_s));
    sink.record(eventOf(1));
    QTRY_VERIFY(sink.isRefused());
    sink.record(eventOf(2));
    PostHogOptions slower = optionsFor(host.url(), {});
    slower.gatherTime = 200ms;
    PostHogSink other(slower);
    other.record(eventOf(3));
    QTRY_COMPARE(other.waiting(), 0);
    QCOMPARE(idsIn(host.requests()).join(u' '), u"1 3"_s);
    QCOMPARE(sink.waiting(), 2);
}

void TestPostHogSink::isNeverInTheWay()
{
    HttpCollector host;
    host.setAnswers({-1});
    QTemporaryDir folder;
    auto sink = std::make_unique<PostHogSink>(optionsFor(host.url(), folder.path()));
    sink->record(eventOf(0));
    QTRY_COMPARE(host.requests().size(), 1);
    QElapsedTimer timer;
    timer.start();
    sink->record(eventOf(1));
    sink.reset();
    QVERIFY(timer.elapsed() < 200);
    PostHogSink again(optionsFor(host.url(), folder.path()));
    QCOMPARE(again.waiting(), 2);
}

QTEST_GUILESS_MAIN(TestPostHogSink)
#include "tst_posthogsink.moc"
