// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/metrics.h"

#include <QTest>

#include <limits>

using namespace emberwatch;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAndShows();
    void escapes();
    void numbers_data();
    void numbers();
    void clears();
};

void TestMetrics::countsAndShows()
{
    Metrics metrics;
    metrics.describe("jobs", MetricKind::Gauge, "Jobs by state.");
    metrics.describe("actions_total", MetricKind::Counter, "Actions carried out.");
    metrics.set("jobs", 3, {{"state", "running"}});
    metrics.set("jobs", 5, {{"state", "running"}});
    metrics.set("jobs", 1, {{"state", "queued"}, {"server", "gpu-1"}});
    metrics.add("actions_total");
    metrics.add("actions_total", 2);
    QCOMPARE(metrics.value("jobs", {{"state", "running"}}), 5.0);
    QCOMPARE(metrics.text(),
        QByteArray(
            "# HELP actions_total Actions carried out.\n# TYPE actions_total counter\nactions_total 3\n"
            "# HELP jobs Jobs by state.\n# TYPE jobs gauge\n"
            "jobs{server=\"gpu-1\",state=\"queued\"} 1\njobs{state=\"running\"} 5\n"));
}

void TestMetrics::escapes()
{
    Metrics metrics;
    metrics.describe("a", MetricKind::Gauge, "back\\slash\nand \"line\"");
    metrics.set("a", 1, {{"l", "x\"y\\z\nw"}});
    QCOMPARE(metrics.text(),
        QByteArray("# HELP a back\\\\slash\\nand \"line\"\n# TYPE a gauge\na{l=\"x\\\"y\\\\z\\nw\"} 1\n"));
}

void TestMetrics::numbers_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("integer") << 1e6 << QByteArray("1e+06");
    QTest::newRow("time") << 1795564501.5 << QByteArray("1795564501.5");
    QTest::newRow("fraction") << 0.1 << QByteArray("0.1");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << QByteArray("+Inf");
    QTest::newRow("less than all") << -std::numeric_limits<double>::infinity() << QByteArray("-Inf");
    QTest::newRow("none") << std::numeric_limits<double>::quiet_NaN() << QByteArray("NaN");
}

void TestMetrics::numbers()
{
    QFETCH(double, value);
    QFETCH(QByteArray, text);
    Metrics metrics;
    metrics.describe("a", MetricKind::Gauge, "A");
    metrics.set("a", value);
    QVERIFY2(metrics.text().endsWith(QByteArray("\na " + text + '\n')), metrics.text().constData());
}

void TestMetrics::clears()
{
    Metrics metrics;
    metrics.describe("a", MetricKind::Gauge, "A");
    metrics.set("a", 1, {{"server", "gone"}});
    metrics.clear("a");
    QCOMPARE(metrics.text(), QByteArray("# HELP a A\n# TYPE a gauge\n"));
}

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
