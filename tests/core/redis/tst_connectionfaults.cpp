// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/redis/connectioncalls.h"
#include "tests/support/faultproxy.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <array>
#include <memory>
#include <vector>

using namespace emberwatch;
using namespace emberwatch::redis;
using emberwatch::test::opened;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int noticeTime = 10'000; ///< ms in which silence is to be noticed

ConnectionOptions optionsOf(const test::FaultProxy &proxy)
{
    ConnectionOptions options;
    options.port = proxy.port();
    return options;
}

/// Lets the event loop run that long.
void pass(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// A connection to a server of its own, and what will befall it.
struct Patient
{
    Patient(bool subscribes, bool freezes)
        : isSubscriber(subscribes)
        , isFrozen(freezes)
    {
    }

    bool isWell()
    {
        if (isSubscriber)
            connection.setPushSink([this](Reply::View) { ++messages; });
        if (!server.isRunning() || !opened(connection))
            return false;
        if (isSubscriber)
            connection.sendPush({"SUBSCRIBE", "a"});
        return QTest::qWaitFor([this] { return !isSubscriber || messages == 1; });
    }

    void strike()
    {
        if (isFrozen)
            server.freeze();
        else
            proxy.hold();
    }

    const bool isSubscriber;
    const bool isFrozen;
    test::RedisServer server;
    test::FaultProxy proxy{server.port()};
    Connection connection{optionsOf(proxy)};
    QSignalSpy closed{&connection, &Connection::closed};
    int messages = 0;
};

} // namespace

/// Faults that take seconds to be noticed or to stay unnoticed.
class TestConnectionFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void silenceIsNoticed();
    void aFrozenServerOfferedAgainIsUsedAgain();
    void quietConnectionsStay();
    void beingHeldUpOurselvesIsNoSilence();
    void backOffOutlivesALongOutage();

private:
    std::unique_ptr<test::RedisServer> m_server;
};

void TestConnectionFaults::init()
{
    m_server = std::make_unique<test::RedisServer>();
    QVERIFY2(m_server->isRunning(), qPrintable(m_server->log()));
}

/// All at once, as each takes its ten seconds.
void TestConnectionFaults::silenceIsNoticed()
{
    std::vector<std::unique_ptr<Patient>> patients;
    for (const bool isSubscriber : {false, true}) {
        for (const bool isFrozen : {false, true})
            patients.push_back(std::make_unique<Patient>(isSubscriber, isFrozen));
    }
    for (const auto &patient : patients)
        QVERIFY(patient->isWell());
    QElapsedTimer clock;
    clock.start();
    for (const auto &patient : patients)
        patient->strike();
    for (const auto &patient : patients)
        QTRY_COMPARE_WITH_TIMEOUT(patient->closed.count(), 1, noticeTime);
    QVERIFY(clock.elapsed() <= noticeTime);
    for (const auto &patient : patients)
        QCOMPARE(patient->closed.first().first().value<Error>().kind, Error::Kind::Timeout);
}

void TestConnectionFaults::aFrozenServerOfferedAgainIsUsedAgain()
{
    Connection connection(m_server->options());
    connection.setReconnect(true);
    QVERIFY(opened(connection));
    test::RedisClient(m_server->port()).run({"SET", "k", "v"});
    m_server->freeze();
    Commands get{"GET", "k"};
    const Result<Reply> lost = QCoro::waitFor(connection.call(get));
    QVERIFY(!lost);
    pass(6s); // with those above, 8 s
    QVERIFY(!connection.isReady());
    m_server->resume();
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 60'000);
    const Result<Reply> found = QCoro::waitFor(connection.call(get));
    QVERIFY(found);
    QCOMPARE(found->root().bytes(), "v");
}

void TestConnectionFaults::quietConnectionsStay()
{
    Patient ordinary(false, false);
    Patient subscriber(true, false);
    const std::array<Patient *, 2> patients{&ordinary, &subscriber};
    for (Patient *patient : patients)
        QVERIFY(patient->isWell());
    std::array<qint64, 2> before{
        ordinary.connection.traffic().commands, subscriber.connection.traffic().commands};
    pass(12s);
    for (size_t i = 0; i < patients.size(); ++i) {
        QVERIFY(patients[i]->connection.isReady());
        QCOMPARE(patients[i]->closed.count(), 0);
        const qint64 pings = patients[i]->connection.traffic().commands - before[i];
        QVERIFY2(pings >= 2 && pings <= 3, QByteArray::number(pings).constData());
    }
    QCOMPARE(subscriber.messages, 1); // the answers to PING are not for the sink
}

void TestConnectionFaults::beingHeldUpOurselvesIsNoSilence()
{
    Connection connection(m_server->options());
    QVERIFY(opened(connection));
    QSignalSpy closed(&connection, &Connection::closed);
    bool isAnswered = false;
    connection.send({"PING"}, this, [&](const Result<Reply> &reply) { isAnswered = reply.has_value(); });
    QCoreApplication::processEvents(); // it is sent
    QThread::sleep(6); // this thread is busy with something else, longer than anybody waits
    QTRY_VERIFY(isAnswered);
    pass(1s);
    QCOMPARE(closed.count(), 0);
}

void TestConnectionFaults::backOffOutlivesALongOutage()
{
    test::FaultProxy proxy(m_server->port());
    Connection connection(optionsOf(proxy));
    connection.setReconnect(true);
    QVERIFY(opened(connection));
    QSignalSpy retries(&connection, &Connection::retryScheduled);
    proxy.refuse();
    pass(5s);
    // 100 ms doubling, half of each on average: about six attempts, never a storm.
    QVERIFY2(retries.count() >= 3 && retries.count() <= 40, QByteArray::number(retries.count()).constData());
    proxy.pass();
    QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 60'000);
}

QTEST_GUILESS_MAIN(TestConnectionFaults)
#include "tst_connectionfaults.moc"
