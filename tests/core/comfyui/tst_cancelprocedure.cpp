// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/cancelprocedure.h"
#include "core/comfyui/queueextension.h"
#include "core/comfyui/serverpool.h"
#include "tests/support/comfysimprocess.h"

#include <QCoroTask>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace emberwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = CancelReport::Outcome;

namespace {

const PromptId wanted("5d9e0000-0000-4000-8000-000000000001"_ba);
const PromptId other("5d9e0000-0000-4000-8000-000000000002"_ba);

/// A simulated server whose queue stands still until it is told otherwise.
struct Server
{
    explicit Server(const QString &behaviour)
        : sim({behaviour})
        , pool(ServerAllowList::fromTexts({sim.url().toString()}).value())
        , client(pool.client(sim.url().toString()).value())
    {
        sim.control(u"hold"_s);
    }

    void load(const PromptId &id, const QString &state, double number, int steps = 36'000)
    {
        const QJsonObject job{{u"id"_s, QString::fromUtf8(id.value())}, {u"state"_s, state},
            {u"number"_s, number}, {u"duration_ms"_s, 3'600'000}, {u"steps"_s, steps}};
        sim.control(u"load"_s, {{u"jobs"_s, QJsonArray{job}}});
    }

    [[nodiscard]] Result<CancelReport> cancel(const CancelOptions &options = {})
    {
        return QCoro::waitFor(cancelPrompt(client, wanted, options));
    }

    [[nodiscard]] QueueSnapshot queue()
    {
        const QSet<PromptId> none;
        return QCoro::waitFor(client.queue(none)).value();
    }

    ComfySimProcess sim;
    ServerPool pool;
    ComfyClient client;
};

void addBehaviours()
{
    QTest::addColumn<QString>("behaviour");
    QTest::newRow("0.3.28, which interrupts whatever runs") << u"old"_s;
    QTest::newRow("0.3.64, which interrupts by id") << u"middle"_s;
    QTest::newRow("0.33.0, which cancels by itself") << u"new"_s;
}

} // namespace

/// cancelPrompt() against a server of each generation, and how a queue extension is told.
class TestCancelProcedure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAWaitingOneOutAndNoOther_data() { addBehaviours(); }
    void takesAWaitingOneOutAndNoOther();
    void stopsARunningOne_data() { addBehaviours(); }
    void stopsARunningOne();
    void takesEveryoneOfAnId_data() { addBehaviours(); }
    void takesEveryoneOfAnId();
    void aHungNodeIsStillThere_data() { addBehaviours(); }
    void aHungNodeIsStillThere();
    void tellsAQueueExtension_data();
    void tellsAQueueExtension();
};

void TestCancelProcedure::takesAWaitingOneOutAndNoOther()
{
    QFETCH(const QString, behaviour);
    Server server(behaviour);
    server.load(other, u"running"_s, 1);
    server.load(wanted, u"pending"_s, 2);
    const Result<CancelReport> report = server.cancel();
    QVERIFY2(report, qPrintable(report ? QString() : report.error().message));
    QCOMPARE(report->outcome, Outcome::RemovedFromQueue);
    const QueueSnapshot left = server.queue();
    QCOMPARE(left.pending.size(), 0);
    QVERIFY(left.find(other) != nullptr && left.find(other)->isRunning);
}

void TestCancelProcedure::stopsARunningOne()
{
    QFETCH(const QString, behaviour);
    Server server(behaviour);
    server.load(wanted, u"running"_s, 1);
    server.load(other, u"pending"_s, 2);
    Result<CancelReport> report = server.cancel();
    QVERIFY(report);
    if (behaviour == u"old") {
        QCOMPARE(report->outcome, Outcome::RefusedAsUnsafe);
        QVERIFY(server.queue().find(wanted) != nullptr);
        CancelOptions options;
        options.mayHitNextJob = true;
        report = server.cancel(options);
        QVERIFY(report);
    }
    QCOMPARE(report->outcome, Outcome::Interrupted);
    QVERIFY(server.queue().find(wanted) == nullptr);
    QVERIFY(server.queue().find(other) != nullptr);
}

/// The same id may be queued twice (comfyui-protocol.md 0.10).
void TestCancelProcedure::takesEveryoneOfAnId()
{
    QFETCH(const QString, behaviour);
    Server server(behaviour);
    server.load(wanted, u"pending"_s, 1);
    server.load(other, u"pending"_s, 2);
    server.load(wanted, u"pending"_s, 3);
    QCOMPARE(server.queue().pending.size(), 3);
    CancelOptions options;
    options.lookEvery = 10ms;
    const Result<CancelReport> report = server.cancel(options);
    QVERIFY(report);
    QCOMPARE(report->outcome, Outcome::RemovedFromQueue);
    const QueueSnapshot left = server.queue();
    QCOMPARE(left.pending.size(), 1);
    QVERIFY(left.find(other) != nullptr);
}

void TestCancelProcedure::aHungNodeIsStillThere()
{
    QFETCH(const QString, behaviour);
    Server server(behaviour);
    server.load(wanted, u"running"_s, 1, 1);
    server.sim.control(u"pause"_s, {{u"id"_s, QString::fromUtf8(wanted.value())}});
    CancelOptions options;
    options.mayHitNextJob = true;
    options.wait = 300ms;
    options.lookEvery = 20ms;
    const Result<CancelReport> report = server.cancel(options);
    QVERIFY(report);
    QCOMPARE(report->outcome, Outcome::StillThere);
}

void TestCancelProcedure::tellsAQueueExtension_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("body");
    QTest::addColumn<bool>("isThere");
    QTest::newRow("nothing of the kind") << QString() << 0 << QString() << false;
    QTest::newRow("its route answers") << u"/queue_manager"_s << 200 << u"{}"_s << true;
    QTest::newRow("its route is for other methods") << u"/queue_manager"_s << 405 << QString() << true;
    QTest::newRow("the server counts more than its queue holds")
        << u"/prompt"_s << 200 << u"{\"exec_info\":{\"queue_remaining\":9}}"_s << true;
    QTest::newRow("the server counts what its queue holds")
        << u"/prompt"_s << 200 << u"{\"exec_info\":{\"queue_remaining\":2}}"_s << false;
}

void TestCancelProcedure::tellsAQueueExtension()
{
    QFETCH(const QString, path);
    QFETCH(const int, status);
    QFETCH(const QString, body);
    QFETCH(const bool, isThere);
    Server server(u"new"_s);
    server.load(wanted, u"running"_s, 1);
    server.load(other, u"pending"_s, 2);
    if (!path.isEmpty())
        server.sim.control(u"answer"_s,
            {{u"path"_s, path}, {u"method"_s, u"GET"_s}, {u"status"_s, status}, {u"body"_s, body},
                {u"type"_s, u"application/json"_s}});
    const Result<bool> found = QCoro::waitFor(keepsPromptsElsewhere(server.client));
    QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
    QCOMPARE(*found, isThere);

    server.sim.control(u"heal"_s);
    server.sim.control(u"html"_s, {{u"status"_s, 502}});
    QVERIFY(!QCoro::waitFor(keepsPromptsElsewhere(server.client)));
}

QTEST_GUILESS_MAIN(TestCancelProcedure)
#include "tst_cancelprocedure.moc"
