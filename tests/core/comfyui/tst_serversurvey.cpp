// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serversurvey.h"

#include "tests/support/comfysimprocess.h"
#include "tests/support/httpfake.h"

#include <QHostInfo>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::ComfySimProcess;
using test::FakeRequest;
using test::HttpFake;

namespace {

constexpr int patience = 30'000; // ms, for a machine that has other things to do

WatchOptions quick()
{
    WatchOptions options;
    options.every = 30ms;
    options.lastRetry = 60ms;
    return options;
}

ServerAllowList listOf(const QStringList &entries)
{
    return *ServerAllowList::fromTexts(entries);
}

} // namespace

/// Real HTTP on loopback: the simulator's process, and for what it cannot play a fake.
class TestServerSurvey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsVersionQueueAndLatency();
    void tellsSinceWhenItIsUnreachable();
    void aSilentServerHoldsUpNoOther();
    void contactsNobodyWhoIsNotAllowed();
    void keepsWhatItKnowsWhenTheListGrows();
    void forgetsWhoIsTakenOffTheList();
    void namesTheAddressesThatNobodyAllowed();

private:
    [[nodiscard]] static ServerLook lookAt(const ServerSurvey &survey, qsizetype index = 0)
    {
        return survey.looks().value(index);
    }
    [[nodiscard]] static bool isReachable(const ServerSurvey &survey, qsizetype index = 0)
    {
        return lookAt(survey, index).state == ServerLook::State::Reachable;
    }
};

void TestServerSurvey::tellsVersionQueueAndLatency()
{
    ComfySimProcess sim;
    QVERIFY(sim.isRunning());
    sim.control(u"hold"_s);
    sim.control(u"load"_s, {{u"count"_s, 1}, {u"state"_s, u"running"_s}, {u"duration_ms"_s, 600'000}});
    sim.control(u"load"_s,
        {{u"count"_s, 4}, {u"first"_s, 1}, {u"state"_s, u"pending"_s}, {u"duration_ms"_s, 600'000}});
    ServerPool pool(listOf({sim.url().toString()}));
    ServerSurvey survey(&pool, quick());
    QCOMPARE(lookAt(survey).state, ServerLook::State::Asking);
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(isReachable(survey), patience);
    const ServerLook look = lookAt(survey);
    QVERIFY(look.versionText.startsWith(u"0."_s));
    QCOMPARE(look.queue->running.size(), 1);
    QCOMPARE(look.queue->pending.size(), 4);
    QVERIFY(!look.latencies.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(lookAt(survey).nextLook, patience); // between two looks
    QTRY_VERIFY_WITH_TIMEOUT(lookAt(survey).latencies.size() >= 3, patience); // it looks again by itself
}

void TestServerSurvey::tellsSinceWhenItIsUnreachable()
{
    ComfySimProcess sim;
    ServerPool pool(listOf({sim.url().toString()}));
    ServerSurvey survey(&pool, quick());
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(isReachable(survey), patience);
    sim.kill();
    QTRY_VERIFY_WITH_TIMEOUT(!isReachable(survey), patience);
    const ServerLook first = lookAt(survey);
    QVERIFY(first.error.has_value());
    QVERIFY(!first.versionText.isEmpty()); // what was known stays
    QTRY_VERIFY_WITH_TIMEOUT(lookAt(survey).lookedAt > first.lookedAt, patience);
    QCOMPARE(lookAt(survey).since, first.since); // the same outage
    QVERIFY(sim.start());
    QTRY_VERIFY_WITH_TIMEOUT(isReachable(survey), patience);
    QVERIFY(!lookAt(survey).error.has_value());
}

void TestServerSurvey::aSilentServerHoldsUpNoOther()
{
    ComfySimProcess sim;
    HttpFake silent([](QTcpSocket *, const FakeRequest &) {});
    ServerPool pool(listOf({silent.url(), sim.url().toString()}));
    WatchOptions options = quick();
    options.patience = 100ms;
    ServerSurvey survey(&pool, options);
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(lookAt(survey, 1).latencies.size() >= 3, patience);
    QTRY_COMPARE_WITH_TIMEOUT(lookAt(survey, 0).state, ServerLook::State::Unreachable, patience);
    QCOMPARE(lookAt(survey, 0).error->kind, Error::Kind::Timeout);
}

void TestServerSurvey::contactsNobodyWhoIsNotAllowed()
{
    const auto page = [](QTcpSocket *socket, const FakeRequest &) {
        socket->write(HttpFake::response("<html>", 502, "text/html"));
    };
    HttpFake allowed(page);
    HttpFake other(page);
    ServerPool pool(listOf({allowed.url()}));
    ServerSurvey survey(&pool, quick());
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(allowed.requests().size() >= 3, patience);
    QCOMPARE(other.connections(), 0);
    survey.setAllowed(listOf({allowed.url(), other.url()}));
    QTRY_VERIFY_WITH_TIMEOUT(other.connections() > 0, patience);
}

void TestServerSurvey::keepsWhatItKnowsWhenTheListGrows()
{
    ComfySimProcess sim;
    ServerPool pool(listOf({sim.url().toString()}));
    ServerSurvey survey(&pool, quick());
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(isReachable(survey), patience);
    const ServerLook before = lookAt(survey);
    survey.setAllowed(listOf({sim.url().toString(), u"http://127.0.0.1:1"_s}));
    QCOMPARE(survey.looks().size(), 2);
    QCOMPARE(lookAt(survey).state, ServerLook::State::Reachable);
    QCOMPARE(lookAt(survey).since, before.since);
    QCOMPARE(lookAt(survey).versionText, before.versionText);
    QTRY_VERIFY_WITH_TIMEOUT(lookAt(survey).lookedAt > before.lookedAt, patience);
    QVERIFY(isReachable(survey)); // its request that was ended is no failure
}

void TestServerSurvey::forgetsWhoIsTakenOffTheList()
{
    HttpFake server([](QTcpSocket *socket, const FakeRequest &) {
        socket->write(HttpFake::response("<html>", 502, "text/html"));
    });
    ServerPool pool(listOf({server.url()}));
    ServerSurvey survey(&pool, quick());
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(server.requests().size() >= 2, patience);
    QSignalSpy looked(&survey, &ServerSurvey::looked);
    survey.setAllowed({});
    QVERIFY(survey.looks().isEmpty());
    const qsizetype asked = server.requests().size();
    QTest::qWait(200); // longer than three of its rhythms
    QVERIFY(server.requests().size() <= asked + 1); // one may have been on its way
    QCOMPARE(looked.count(), 0);
}

void TestServerSurvey::namesTheAddressesThatNobodyAllowed()
{
    // Listed by its name alone: that its address is loopback nobody has allowed.
    const QString name = QHostInfo::localHostName();
    const QList<QHostAddress> addresses = QHostInfo::fromName(name).addresses();
    if (name == u"localhost"_s || addresses.isEmpty() || !addresses.constFirst().isLoopback())
        QSKIP("this machine knows no second name for its loopback");
    ServerPool pool(listOf({u"http://%1:8188"_s.arg(name)}));
    ServerSurvey survey(&pool, quick());
    survey.lookNow();
    QTRY_VERIFY_WITH_TIMEOUT(!lookAt(survey).refused.isEmpty(), patience);
    QCOMPARE(lookAt(survey).error->kind, Error::Kind::Permission);
    QVERIFY(lookAt(survey).refused.constFirst().isLoopback());
}

QTEST_GUILESS_MAIN(TestServerSurvey)
#include "tst_serversurvey.moc"
