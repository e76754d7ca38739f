// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/backoff.h"

#include <QTest>

#include <algorithm>

using namespace emberwatch;
using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysBelowADoublingBound();
    void isSpreadOverItsWholeRange();
    void neverGrowsBeyondTheMost();
    void beginsAnew();
};

void TestBackoff::staysBelowADoublingBound()
{
    for (int round = 0; round < 1000; ++round) {
        Backoff backoff(100ms, 10s);
        std::chrono::milliseconds bound = 100ms;
        for (int attempt = 1; attempt <= 10; ++attempt) {
            const std::chrono::milliseconds delay = backoff.next();
            QVERIFY(delay >= 0ms);
            QVERIFY(delay <= bound);
            QCOMPARE(backoff.attempts(), attempt);
            bound = std::min<std::chrono::milliseconds>(bound * 2, 10s);
        }
    }
}

void TestBackoff::isSpreadOverItsWholeRange()
{
    std::chrono::milliseconds least = 1h;
    std::chrono::milliseconds most = 0ms;
    for (int round = 0; round < 1000; ++round) {
        Backoff backoff(1000ms, 10s);
        const std::chrono::milliseconds delay = backoff.next();
        least = std::min(least, delay);
        most = std::max(most, delay);
    }
    QVERIFY(least < 100ms);
    QVERIFY(most > 900ms);
}

void TestBackoff::neverGrowsBeyondTheMost()
{
    Backoff backoff(100ms, 10s);
    for (int attempt = 0; attempt < 1000; ++attempt)
        QVERIFY(backoff.next() <= 10s);
    std::chrono::milliseconds most = 0ms;
    for (int attempt = 0; attempt < 1000; ++attempt)
        most = std::max(most, backoff.next());
    QVERIFY(most > 9s);
}

void TestBackoff::beginsAnew()
{
    Backoff backoff(100ms, 10s);
    for (int attempt = 0; attempt < 50; ++attempt)
        Q_UNUSED(backoff.next())
    backoff.reset();
    QCOMPARE(backoff.attempts(), 0);
    QVERIFY(backoff.next() <= 100ms);
}

QTEST_GUILESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
