// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/lease.h"
#include "core/operations/leasecommands.h"
#include "tests/support/redisclient.h"
#include "tests/support/redisserver.h"

#include <QCoroTask>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray key = "comfyui:ops:lease:job:a";
const LeaseHolder agent{u"agent"_s, u"api-2"_s, u"deploy"_s, 1};
const LeaseHolder console{u"console"_s, u"desk"_s, u"alice"_s, 2};

/// Both clocks; may leap, and stop one of them.
struct Clocks
{
    std::chrono::milliseconds ahead{0};
    std::chrono::milliseconds slept{0};
    LeaseClocks clocks()
    {
        const LeaseClocks real = systemLeaseClocks();
        return {[this, real] { return real.boot() + ahead + slept; },
            [this, real] { return real.monotonic() + ahead; }};
    }
};

/// A server, a client of another program, and a connection.
struct World
{
    explicit World(const QStringList &config = {}, std::chrono::milliseconds timeout = 2s)
        : server(config)
        , client(server.port())
        , connection(options(timeout))
    {
        connection.setReconnect(true);
        connection.open();
        isReady = QCoro::waitFor(connection.waitReady(5s)).has_value();
    }
    redis::ConnectionOptions options(std::chrono::milliseconds timeout) const
    {
        auto options = server.options();
        options.commandTimeout = timeout;
        return options;
    }
    QByteArray value() { return client.text({"GET", key}); }
    qint64 pttl() { return client.integer({"PTTL", key}); }
    /// How many scripts were run: the renewals, as long as nothing else runs any.
    int renewals()
    {
        static const QRegularExpression calls(u"cmdstat_evalsha:calls=(\\d+)"_s);
        const QByteArray stats = client.text({"INFO", "commandstats"});
        return calls.match(QString::fromLatin1(stats)).captured(1).toInt();
    }

    RedisServer server;
    RedisClient client;
    redis::Connection connection;
    bool isReady = false;
};

LeaseAnswer taken(Lease &lease)
{
    return QCoro::waitFor(lease.take()).value();
}

/// Quick enough for a test: renewed every 100 ms.
constexpr LeaseTimes quick{1000ms, 100ms, 50ms, 300ms};
/// After so many the key would be gone but for them.
constexpr int lifeInRenewals = 11;

} // namespace

class TestLease : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTakenOnceAndShown();
    void takingTwiceIsOne();
    void isRenewedWhileItLives();
    void isReleasedByItsHolderOnly();
    void endsByItselfWithItsHolder();
    void anotherTakesItAfterTheEnd();
    void whatADeadProcessLeftIsTakenAtOnce();
    void whatALivingProcessHoldsIsNot();
    void anUnansweredTakeIsOurs();
    void isNotValidNearItsEnd();
    void isNotValidAfterASuspend();
    void isLostWhileTheServerIsFrozen();
    void isLostWhenItsKeyIsGone();
    void comesBackAfterABrokenConnection();
    void needsNoScriptsLoaded();
    void worksWithTheOperatorsRights();
    void aWrongTypeIsAnError();
    void destroyedWhileTaking();
};

void TestLease::isTakenOnceAndShown()
{
    World world;
    QVERIFY2(world.isReady, qPrintable(world.server.log()));
    Lease first(&world.connection, jobLeaseScope(PromptId("a")), agent);
    Lease second(&world.connection, jobLeaseScope(PromptId("a")), console);
    QSignalSpy isTaken(&first, &Lease::taken);
    QCOMPARE(taken(first), (LeaseAnswer{true, {}}));
    QCOMPARE(isTaken.count(), 1);
    QVERIFY(first.isValid());
    QCOMPARE(world.value(), first.token());
    QVERIFY(world.pttl() > 29'000 && world.pttl() <= 30'000);
    QCOMPARE(taken(second), (LeaseAnswer{false, agent}));
    QVERIFY(!second.isValid());
    QCOMPARE(second.timeLeft(), 0ms);
}

void TestLease::takingTwiceIsOne()
{
    World world;
    Lease lease(&world.connection, "job:a", agent);
    auto one = lease.take();
    auto two = lease.take();
    QVERIFY(QCoro::waitFor(std::move(one)).value().isHeld);
    QVERIFY(QCoro::waitFor(std::move(two)).value().isHeld);
    QVERIFY(taken(lease).isHeld);
}

void TestLease::isRenewedWhileItLives()
{
    World world;
    Lease lease(&world.connection, "job:a", agent, quick);
    QSignalSpy lost(&lease, &Lease::lost);
    QVERIFY(taken(lease).isHeld);
    QTRY_VERIFY(world.renewals() > lifeInRenewals);
    QVERIFY(lease.isValid());
    QCOMPARE(world.value(), lease.token());
    QCOMPARE(lost.count(), 0);
}

void TestLease::isReleasedByItsHolderOnly()
{
    World world;
    Lease lease(&world.connection, "job:a", agent);
    QVERIFY(taken(lease).isHeld);
    lease.release();
    QVERIFY(!lease.isValid());
    QTRY_COMPARE(world.client.integer({"EXISTS", key}), 0);
    QVERIFY(taken(lease).isHeld);
    world.client.run({"SET", key, "another's"});
    lease.release();
    QVERIFY(QCoro::waitFor(world.connection.call({"PING"})));
    QCOMPARE(world.value(), QByteArray("another's"));
}

void TestLease::endsByItselfWithItsHolder()
{
    World world;
    {
        Lease lease(&world.connection, "job:a", agent);
        QVERIFY(taken(lease).isHeld);
    }
    QTRY_COMPARE(world.client.integer({"EXISTS", key}), 0);
}

void TestLease::anotherTakesItAfterTheEnd()
{
    World world;
    redis::Connection crashed(world.options(2s));
    crashed.open();
    QVERIFY(QCoro::waitFor(crashed.waitReady(5s)));
    Lease first(&crashed, "job:a", agent, {300ms, 10s, 50ms, 100ms});
    Lease second(&world.connection, "job:a", console, quick);
    QVERIFY(taken(first).isHeld);
    crashed.close();
    QVERIFY(!taken(second).isHeld);
    QTRY_VERIFY(taken(second).isHeld);
    QVERIFY(!first.isValid());
}

void TestLease::whatADeadProcessLeftIsTakenAtOnce()
{
    World world;
    LeaseHolder dead = holderHere(u"agent"_s);
    dead.processId = 0x3FFFFFFF;
    world.client.run({"SET", key, newLeaseToken(dead), "PX", "30000"});
    Lease lease(&world.connection, jobLeaseScope(PromptId("a")), console);
    QCOMPARE(taken(lease), (LeaseAnswer{true, {}, dead}));
    QVERIFY(lease.isValid());
    QCOMPARE(world.value(), lease.token());
    QCOMPARE(taken(lease), (LeaseAnswer{true, {}})); // asked again: nothing new
}

void TestLease::whatALivingProcessHoldsIsNot()
{
    World world;
    LeaseHolder living = holderHere(u"agent"_s);
    const QByteArray token = newLeaseToken(living);
    world.client.run({"SET", key, token, "PX", "30000"});
    Lease lease(&world.connection, jobLeaseScope(PromptId("a")), console);
    QCOMPARE(taken(lease), (LeaseAnswer{false, living}));
    living.processId = 0x3FFFFFFF;
    living.processSpace = u"elsewhere"_s;
    const QByteArray elsewhere = newLeaseToken(living);
    world.client.run({"SET", key, elsewhere, "PX", "30000"});
    QCOMPARE(taken(lease), (LeaseAnswer{false, living}));
    QCOMPARE(world.value(), elsewhere);
}

void TestLease::anUnansweredTakeIsOurs()
{
    World world;
    Lease lease(&world.connection, "job:a", agent, quick);
    // What a SET whose answer was lost leaves behind.
    world.client.run({"SET", key, lease.token(), "PX", "200"});
    QVERIFY(taken(lease).isHeld);
    QVERIFY(world.pttl() > 200);
    QVERIFY(lease.timeLeft() <= quick.length && lease.timeLeft() > 200ms);
}

void TestLease::isNotValidNearItsEnd()
{
    World world;
    Clocks time;
    Lease lease(&world.connection, "job:a", agent, {}, time.clocks());
    QVERIFY(taken(lease).isHeld);
    time.ahead = 24s;
    QVERIFY(lease.isValid());
    time.ahead = 26s;
    QVERIFY(!lease.isValid());
    QVERIFY(lease.timeLeft() > 0ms);
    time.ahead = 31s;
    QCOMPARE(lease.timeLeft(), 0ms);
}

void TestLease::isNotValidAfterASuspend()
{
    World world;
    Clocks time;
    Lease lease(&world.connection, "job:a", agent, {}, time.clocks());
    QVERIFY(taken(lease).isHeld);
    time.slept = 3s;
    QVERIFY(!lease.isValid());
    QVERIFY(taken(lease).isHeld); // renews
    QVERIFY(lease.isValid());
}

void TestLease::isLostWhileTheServerIsFrozen()
{
    World world({}, 200ms);
    Clocks time;
    Lease lease(&world.connection, "job:a", agent, {30s, 100ms, 50ms, 5s}, time.clocks());
    QSignalSpy lost(&lease, &Lease::lost);
    QVERIFY(taken(lease).isHeld);
    world.server.freeze();
    QTRY_VERIFY(!lease.isValid()); // a renewal has failed; the key may still be ours
    QCOMPARE(lost.count(), 0);
    time.ahead = 31s;
    QTRY_COMPARE(lost.count(), 1);
    QCOMPARE(lease.timeLeft(), 0ms);
    world.server.resume();
    QTRY_VERIFY(world.connection.isReady());
    QVERIFY(QCoro::waitFor(world.connection.call({"PING"})));
    QVERIFY(!lease.isValid()); // it does not come back by itself
}

void TestLease::isLostWhenItsKeyIsGone()
{
    World world;
    Lease lease(&world.connection, "job:a", agent, quick);
    QSignalSpy lost(&lease, &Lease::lost);
    QVERIFY(taken(lease).isHeld);
    world.client.run({"SET", key, "another's"});
    QTRY_COMPARE(lost.count(), 1);
    QCOMPARE(lost.first().first().value<Error>().kind, Error::Kind::Conflict);
    QVERIFY(!lease.isValid());
    QCOMPARE(world.value(), QByteArray("another's"));
}

void TestLease::comesBackAfterABrokenConnection()
{
    World world;
    Lease lease(&world.connection, "job:a", agent, {20s, 100ms, 50ms, 1s});
    QSignalSpy lost(&lease, &Lease::lost);
    QVERIFY(taken(lease).isHeld);
    world.connection.setReconnect(false);
    world.client.run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    QTRY_VERIFY(!lease.isValid());
    world.connection.open();
    QTRY_VERIFY(lease.isValid());
    QCOMPARE(lost.count(), 0);
}

void TestLease::needsNoScriptsLoaded()
{
    World world;
    Lease lease(&world.connection, "job:a", agent, quick);
    QVERIFY(taken(lease).isHeld);
    world.client.run({"SCRIPT", "FLUSH"});
    QTRY_VERIFY(world.renewals() > lifeInRenewals);
    QVERIFY(lease.isValid());
    world.client.run({"SCRIPT", "FLUSH"});
    lease.release();
    QTRY_COMPARE(world.client.integer({"EXISTS", key}), 0);
}

void TestLease::worksWithTheOperatorsRights()
{
    const QString rule
        = u"user ops on >pw ~comfyui:ops:* -@all +hello +auth +ping +select +info +client|setname "
          u"+client|id +role +get +set +del +pexpireat +eval +evalsha"_s;
    World world({rule});
    auto options = world.options(2s);
    options.user = "ops";
    options.password = Secret("pw");
    redis::Connection connection(options);
    connection.open();
    QVERIFY(QCoro::waitFor(connection.waitReady(5s)));
    Lease lease(&connection, "job:a", agent, quick);
    QVERIFY(taken(lease).isHeld);
    QTRY_VERIFY(world.renewals() > lifeInRenewals);
    QVERIFY(lease.isValid());
    lease.release();
    QTRY_COMPARE(world.client.integer({"EXISTS", key}), 0);
}

void TestLease::aWrongTypeIsAnError()
{
    World world;
    world.client.run({"HSET", key, "a", "b"});
    Lease lease(&world.connection, "job:a", agent);
    const Result<LeaseAnswer> answer = QCoro::waitFor(lease.take());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Conflict);
    QCOMPARE(world.client.integer({"EXISTS", key}), 1);
}

void TestLease::destroyedWhileTaking()
{
    World world;
    auto lease = std::make_unique<Lease>(&world.connection, "job:a", agent);
    auto task = lease->take();
    lease.reset();
    const Result<LeaseAnswer> answer = QCoro::waitFor(std::move(task));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Cancelled);
    QTRY_COMPARE(world.client.integer({"EXISTS", key}), 0);
}

QTEST_GUILESS_MAIN(TestLease)
#include "tst_lease.moc"
