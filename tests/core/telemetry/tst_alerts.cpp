// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/alerts.h"
#include "tests/support/httpcollector.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp noon{std::chrono::milliseconds(1'795'564'800'000)};

AlertOptions optionsFor(const HttpCollector &host)
{
    AlertOptions options;
    options.environment = u"staging"_s;
    options.limits = {20ms, 60s, 2};
    options.webhook = WebhookOptions{host.url(u"/hook?token=secret"_s), 300ms, 10ms, 20ms, 3, 2};
    return options;
}

} // namespace

class TestAlerts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gathersByKind();
    void limitsTheRate();
    void tellsLogSignalAndWebhook();
    void worksWithoutWebhook();
    void flushTellsAtOnce();
    void repeatsAndGivesUp();
    void neverNamesTheAddress();
    void addresses_data();
    void addresses();
    void textsAreTamed();
};

void TestAlerts::gathersByKind()
{
    AlertGrouper grouper({2s, 60s, 2});
    QVERIFY(!grouper.nextDue());
    for (int i = 0; i < 3; ++i)
        grouper.add({AlertKind::JobLost, QString::number(i), noon + std::chrono::milliseconds(i)});
    grouper.add({AlertKind::RecoveryFailed, u"x"_s, noon + 1s});
    QCOMPARE(grouper.nextDue(), std::optional(noon + 2s));
    QVERIFY(grouper.takeDue(noon + 1999ms).isEmpty());
    const QList<AlertGroup> due = grouper.takeDue(noon + 2s);
    QCOMPARE(due, (QList<AlertGroup>{{AlertKind::JobLost, 3, noon, noon + 2ms, {u"0"_s, u"1"_s}}}));
    QCOMPARE(grouper.nextDue(), std::optional(noon + 3s));
    QCOMPARE(groupText(due.first()), u"Jobs lost (3): 0; 1; ..."_s);
}

void TestAlerts::limitsTheRate()
{
    AlertGrouper grouper({2s, 60s, 10});
    grouper.add({AlertKind::JobLost, u"a"_s, noon});
    QCOMPARE(grouper.takeDue(noon + 2s).size(), 1);
    grouper.add({AlertKind::JobLost, u"b"_s, noon + 3s});
    grouper.add({AlertKind::JobLost, u"c"_s, noon + 30s});
    QVERIFY(grouper.takeDue(noon + 61s).isEmpty());
    QCOMPARE(grouper.nextDue(), std::optional(noon + 62s));
    QCOMPARE(grouper.takeDue(noon + 62s).first().count, 2);
    grouper.add({AlertKind::JobLost, u"d"_s, noon + 63s});
    QCOMPARE(grouper.takeAll(noon + 63s).size(), 1);
    QVERIFY(!grouper.nextDue());
}

void TestAlerts::tellsLogSignalAndWebhook()
{
    HttpCollector host;
    Alerts alerts(optionsFor(host));
    QSignalSpy raised(&alerts, &Alerts::raised);
    QSignalSpy delivered(&alerts, &Alerts::delivered);
    QTest::ignoreMessage(QtWarningMsg, "Jobs lost (3): a; b; ...");
    for (const QString &text : {u"a"_s, u"b"_s, u"c"_s})
        alerts.raise(AlertKind::JobLost, text);
    QTRY_COMPARE(delivered.count(), 1);
    QCOMPARE(raised.count(), 1);
    QCOMPARE(raised.first().first().value<AlertGroup>().count, 3);
    QCOMPARE(host.requests().size(), 1);
    QCOMPARE(host.requests().first().path, QByteArray("/hook?token=secret"));
    const QJsonObject body = QJsonDocument::fromJson(host.requests().first().body).object();
    QCOMPARE(body["kind"_L1].toString(), u"job-lost"_s);
    QCOMPARE(body["environment"_L1].toString(), u"staging"_s);
    QCOMPARE(body["count"_L1].toInt(), 3);
    QCOMPARE(body["texts"_L1].toArray(), (QJsonArray{u"a"_s, u"b"_s}));
}

void TestAlerts::worksWithoutWebhook()
{
    AlertOptions options;
    options.limits.gatherTime = 0ms;
    Alerts alerts(options);
    QSignalSpy raised(&alerts, &Alerts::raised);
    QTest::ignoreMessage(QtWarningMsg, "Redis cannot be reached (1): refused");
    alerts.raise(AlertKind::RedisUnreachable, u"refused"_s);
    QTRY_COMPARE(raised.count(), 1);
}

void TestAlerts::flushTellsAtOnce()
{
    Alerts alerts({});
    QSignalSpy raised(&alerts, &Alerts::raised);
    QTest::ignoreMessage(QtWarningMsg, "Test (1): x");
    alerts.raise(AlertKind::Test, u"x"_s);
    alerts.flush();
    QCOMPARE(raised.count(), 1);
    alerts.flush();
    QCOMPARE(raised.count(), 1);
}

void TestAlerts::repeatsAndGivesUp()
{
    HttpCollector host;
    WebhookOptions options = *optionsFor(host).webhook;
    AlertWebhook webhook(options);
    QSignalSpy delivered(&webhook, &AlertWebhook::delivered);
    QSignalSpy failed(&webhook, &AlertWebhook::failed);
    host.setAnswers({500, -1});
    webhook.post("1");
    QTRY_COMPARE(delivered.count(), 1);
    QCOMPARE(host.requests().size(), 3);
    host.setAnswers({404, 302, 500});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was not delivered"_s));
    webhook.post("2");
    webhook.post("3");
    webhook.post("4"); // more than may wait
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().toByteArray(), QByteArray("4"));
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(failed.last().first().toByteArray(), QByteArray("2"));
    QTRY_COMPARE(delivered.count(), 2);
    QCOMPARE(delivered.last().first().toByteArray(), QByteArray("3"));
}

void TestAlerts::neverNamesTheAddress()
{
    HttpCollector host;
    WebhookOptions options = *optionsFor(host).webhook;
    options.attemptsAtMost = 1;
    host.stop();
    AlertWebhook webhook(options);
    QSignalSpy failed(&webhook, &AlertWebhook::failed);
    QTest::ignoreMessage(QtWarningMsg, "an alert was not delivered: the webhook cannot be reached");
    webhook.post("1");
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!failed.first().last().value<Error>().message.contains(u"secret"_s));
}

void TestAlerts::addresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("https") << u"https://hooks.example/a?b=c"_s << true;
    QTest::newRow("http") << u"http://127.0.0.1:9/x"_s << true;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("no host") << u"http:///x"_s << false;
    QTest::newRow("user part") << u"https://u:p@hooks.example/"_s << false;
    QTest::newRow("a word") << u"hook"_s << false;
}

void TestAlerts::addresses()
{
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    QCOMPARE(webhookUrl(text).has_value(), isGood);
}

void TestAlerts::textsAreTamed()
{
    const AlertGroup group{AlertKind::Test, 1, noon, noon, {u"a\n\"b\"\u202E"_s}};
    QCOMPARE(groupText(group), u"Test (1): a\\x0A\"b\"\\u{202E}"_s);
    const QByteArray json = groupJson(group, {});
    QVERIFY(!json.contains('\n'));
    QCOMPARE(
        QJsonDocument::fromJson(json).object()["texts"_L1].toArray().first().toString(), group.texts.first());
}

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
