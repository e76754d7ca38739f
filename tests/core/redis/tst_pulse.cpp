// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/pulse.h"

#include <QTest>

using namespace emberwatch::redis;
using namespace std::chrono_literals;

class TestPulse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWhenItWasQuiet();
    void givesUpWithinTenSeconds();
    void anyByteIsASignOfLife();

private:
    const Pulse::Moment m_start{1000s};
};

void TestPulse::asksWhenItWasQuiet()
{
    Pulse pulse;
    pulse.reset(m_start);
    QVERIFY(!pulse.isTimeToAsk(m_start + 3s));
    QVERIFY(pulse.isTimeToAsk(m_start + 5s));
    pulse.heard(m_start + 4s);
    QVERIFY(!pulse.isTimeToAsk(m_start + 5s));
    QVERIFY(pulse.isTimeToAsk(m_start + 9s));
    pulse.asked(m_start + 9s);
    QVERIFY(!pulse.isTimeToAsk(m_start + 20s)); // once is enough
    pulse.heard(m_start + 9s);
    pulse.answered();
    QVERIFY(pulse.isTimeToAsk(m_start + 14s));
}

void TestPulse::givesUpWithinTenSeconds()
{
    Pulse pulse;
    pulse.reset(m_start);
    constexpr std::chrono::milliseconds tick = 250ms; // how often somebody looks
    std::chrono::milliseconds time = 0ms;
    for (; !pulse.isLost(m_start + time); time += tick) {
        QVERIFY(time < 10s);
        if (pulse.isTimeToAsk(m_start + time))
            pulse.asked(m_start + time);
    }
    QVERIFY(time > 7s);
    pulse.reset(m_start + time);
    QVERIFY(!pulse.isLost(m_start + time + 1h)); // nobody has asked
}

void TestPulse::anyByteIsASignOfLife()
{
    Pulse pulse;
    pulse.reset(m_start);
    pulse.asked(m_start + 5s);
    for (std::chrono::seconds time = 6s; time < 60s; time += 2s) {
        pulse.heard(m_start + time); // messages before the answer
        QVERIFY(!pulse.isLost(m_start + time + 1s));
    }
    QVERIFY(pulse.isLost(m_start + 65s));
}

QTEST_GUILESS_MAIN(TestPulse)
#include "tst_pulse.moc"
