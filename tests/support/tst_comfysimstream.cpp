// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"

#include <QTcpSocket>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace emberwatch::test;

namespace {

const QString me = u"client-a"_s;

QJsonObject ownedBy(const QString &clientId)
{
    return {{u"client_id"_s, clientId}};
}

/// Types one after the other, repeated ones once; `executing(null)` for the last message of a job.
QStringList story(const RecordingSocket &socket)
{
    QStringList lines;
    qsizetype executing = 0;
    const QStringList types = socket.types();
    const QList<QJsonObject> nodes = socket.all(u"executing"_s);
    for (const QString &type : types) {
        const bool isEnd = type == "executing"_L1 && nodes.at(executing++).value("node"_L1).isNull();
        lines << (isEnd ? u"executing(null)"_s : type);
    }
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

/// Gives what is on its way time to arrive.
void settle()
{
    QTest::qWait(150);
}

} // namespace

/// Sections 3 and 4 of the protocol reference: who gets what, and when.
class ComfySimStreamTest : public QObject
{
    Q_OBJECT

private:
    static void addBehaviours()
    {
        QTest::addColumn<QString>("behaviour");
        for (const char *name : {"old", "middle", "new"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    /// A job that is inside its node for long.
    static QString submitLong(ComfySimProcess &sim, const QJsonObject &further)
    {
        ComfyClient client(sim.url());
        return client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 60'000}, {u"steps"_s, 1200}}), further);
    }

private Q_SLOTS:
    void theFirstMessageNamesTheClient_data() { addBehaviours(); }
    void theFirstMessageNamesTheClient()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        QCOMPARE(socket.texts().first(),
            uR"({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "client-a"}})"_s);
        RecordingSocket nameless(sim.socketUrl());
        QTRY_COMPARE(nameless.texts().size(), 1);
        QVERIFY(!nameless.all(u"status"_s).first().value("sid"_L1).toString().isEmpty());
        QUrl other = sim.socketUrl(me);
        other.setPath(u"/api/ws"_s);
        RecordingSocket api(other);
        QTRY_COMPARE(api.texts().size(), 1);
    }

    void aJobTellsItsLifeInOrder_data() { addBehaviours(); }
    void aJobTellsItsLifeInOrder()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 100}, {u"steps"_s, 2}}), ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        const bool isOld = behaviour == "old"_L1;
        const QStringList expected = isOld
            ? QStringList{u"status"_s, u"execution_start"_s, u"execution_cached"_s, u"executing"_s,
                u"progress"_s, u"executed"_s, u"execution_success"_s, u"status"_s, u"executing(null)"_s}
            : QStringList{u"status"_s, u"execution_start"_s, u"execution_cached"_s, u"progress_state"_s,
                u"executing"_s, u"progress_state"_s, u"progress"_s, u"progress_state"_s, u"progress"_s,
                u"executed"_s, u"progress_state"_s, u"execution_success"_s, u"status"_s,
                u"executing(null)"_s};
        QCOMPARE(story(socket), expected);
        // First one, queued, taken, done.
        QList<int> counts;
        const QList<QJsonObject> statuses = socket.all(u"status"_s);
        for (const QJsonObject &data : statuses) {
            counts << data.value("status"_L1)
                          .toObject()
                          .value("exec_info"_L1)
                          .toObject()
                          .value("queue_remaining"_L1)
                          .toInt();
        }
        QCOMPARE(counts, (QList<int>{0, 1, 1, 0}));
        QCOMPARE(socket.all(u"executed"_s).first().value("prompt_id"_L1).toString(), id);
        QCOMPARE(socket.all(u"progress"_s).last().value("value"_L1).toInt(), 2);
    }

    void successComesBeforeHistory_data() { addBehaviours(); }
    void successComesBeforeHistory()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        sim.control(u"set"_s, {{u"history_delay_ms"_s, 400}});
        ComfyClient client(sim.url());
        RecordingSocket socket(sim.socketUrl(me));
        const QString id
            = client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 10}}), ownedBy(me));
        QTRY_VERIFY(socket.has(u"execution_success"_s));
        QVERIFY(client.history(id).isEmpty());
        QCOMPARE(client.queued(u"queue_running"_s), QStringList{id}); // never in neither
        QVERIFY(!socket.sawEnd());
        QTRY_VERIFY(socket.sawEnd());
        QVERIFY(!client.history(id).isEmpty());
        QVERIFY(client.queued(u"queue_running"_s).isEmpty());
    }

    void whoComesBackIsToldTheNode_data() { addBehaviours(); }
    void whoComesBackIsToldTheNode()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        submitLong(sim, ownedBy(me));
        ComfyClient client(sim.url());
        QTRY_COMPARE(client.queued(u"queue_running"_s).size(), 1);
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_VERIFY(socket.texts().size() >= 2);
        QCOMPARE(socket.types().mid(0, 2), (QStringList{u"status"_s, u"executing"_s}));
        QCOMPARE(socket.all(u"executing"_s).first(), (QJsonObject{{u"node"_s, u"1"_s}})); // no prompt_id
        QTRY_VERIFY(socket.has(u"progress"_s));
        RecordingSocket stranger(sim.socketUrl(u"client-b"_s));
        QTRY_COMPARE(stranger.texts().size(), 1);
        settle();
        QCOMPARE(stranger.texts().size(), 1);
    }

    void theNewerSocketTakesOverAndEitherEndDeafensTheOther_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<bool>("isOldFirst");
        QTest::addColumn<bool>("isAborted");
        for (const char *name : {"old", "middle", "new"}) {
            const QString behaviour = QString::fromLatin1(name);
            QTest::addRow("%s%s", name, ": the old one closes") << behaviour << true << false;
            QTest::addRow("%s%s", name, ": the old one breaks") << behaviour << true << true;
            QTest::addRow("%s%s", name, ": the new one closes") << behaviour << false << false;
        }
    }
    void theNewerSocketTakesOverAndEitherEndDeafensTheOther()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const bool, isOldFirst);
        QFETCH(const bool, isAborted);
        ComfySimProcess sim({behaviour});
        RecordingSocket older(sim.socketUrl(me));
        QTRY_COMPARE(older.texts().size(), 1);
        RecordingSocket newer(sim.socketUrl(me));
        QTRY_COMPARE(newer.texts().size(), 1);
        sim.control(u"message"_s, {{u"type"_s, u"to-owner"_s}, {u"client_id"_s, me}});
        sim.control(u"message"_s, {{u"type"_s, u"to-all"_s}});
        QTRY_VERIFY(newer.has(u"to-all"_s));
        QVERIFY(newer.has(u"to-owner"_s));
        QCOMPARE(older.texts().size(), 1);

        RecordingSocket &leaving = isOldFirst ? older : newer;
        RecordingSocket &survivor = isOldFirst ? newer : older;
        if (isAborted)
            leaving.socket().abort();
        else
            leaving.socket().close();
        QTRY_COMPARE(sim.state().value("sockets"_L1).toArray().size(), 1);
        survivor.forget();
        sim.control(u"message"_s, {{u"type"_s, u"to-owner"_s}, {u"client_id"_s, me}});
        sim.control(u"message"_s, {{u"type"_s, u"to-all"_s}});
        survivor.socket().ping();
        QTRY_COMPARE(survivor.pongs(), 1); // open and alive
        settle();
        QVERIFY2(survivor.texts().isEmpty(), "a deaf socket got a message");

        survivor.socket().close();
        QTRY_COMPARE(sim.state().value("sockets"_L1).toArray().size(), 0);
        RecordingSocket healthy(sim.socketUrl(me));
        QTRY_COMPARE(healthy.texts().size(), 1);
        sim.control(u"message"_s, {{u"type"_s, u"to-owner"_s}, {u"client_id"_s, me}});
        QTRY_VERIFY(healthy.has(u"to-owner"_s));
    }

    void jobsWithoutAnOwnerTellEveryoneTheirProgressOnly_data() { addBehaviours(); }
    void jobsWithoutAnOwnerTellEveryoneTheirProgressOnly()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket first(sim.socketUrl(me));
        RecordingSocket second(sim.socketUrl(u"client-b"_s));
        QTRY_VERIFY(first.texts().size() == 1 && second.texts().size() == 1);
        const QString id = submitLong(sim, {});
        QTRY_VERIFY(first.has(u"progress"_s) && second.has(u"progress"_s));
        // Old servers remember no node for a job without an owner.
        QCOMPARE(first.all(u"progress"_s).first().value("node"_L1).isNull(), behaviour == "old"_L1);
        QCOMPARE(first.has(u"progress_state"_s), behaviour != "old"_L1);
        ComfyClient client(sim.url());
        client.post(u"/interrupt"_s, QByteArray("{}"));
        QTRY_VERIFY(first.has(u"execution_interrupted"_s) && second.has(u"execution_interrupted"_s));
        QTRY_VERIFY(!client.history(id).isEmpty());
        settle();
        for (const char *type : {"execution_start", "execution_cached", "executing", "executed"})
            QVERIFY2(!first.has(QString::fromLatin1(type)), type);
    }

    void anEmptyClientIdIsAnOwnerWhoIsNeverThere_data() { addBehaviours(); }
    void anEmptyClientIdIsAnOwnerWhoIsNeverThere()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 20}}), ownedBy(QString(u""_s)));
        QTRY_VERIFY(!client.history(id).isEmpty());
        settle();
        QCOMPARE(story(socket), QStringList{u"status"_s});
    }

    void progressStateWentToAllOnce()
    {
        ComfySimProcess sim({u"0.3.50"_s});
        RecordingSocket stranger(sim.socketUrl(u"client-b"_s));
        QTRY_COMPARE(stranger.texts().size(), 1);
        submitLong(sim, ownedBy(me));
        QTRY_VERIFY(stranger.has(u"progress_state"_s));
        QVERIFY(!stranger.has(u"progress"_s));
    }

    void aBlockedExecutionGoesOn_data() { addBehaviours(); }
    void aBlockedExecutionGoesOn()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 40}, {u"block"_s, true}}), ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        const QJsonObject error = socket.all(u"execution_error"_s).value(0);
        QCOMPARE(error.value("exception_type"_L1).toString(), u"ExecutionBlocked"_s);
        QVERIFY(!error.contains("timestamp"_L1) && error.value("current_inputs"_L1).isArray());
        const QStringList types = socket.types();
        QVERIFY(types.indexOf(u"execution_error"_s) < types.lastIndexOf(u"progress"_s));
        QVERIFY(types.contains(u"execution_success"_s));
        QVERIFY(!client.get(u"/history/"_s + id).body.contains("ExecutionBlocked"));
    }

    void failuresEndWithTheHistoryEntry_data() { addBehaviours(); }
    void failuresEndWithTheHistoryEntry()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id
            = client.submit(ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 40}, {u"nodes"_s, 2},
                                {u"error"_s, u"out of memory"_s}, {u"fail_at"_s, 0.75}}),
                ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        const QJsonObject error = socket.all(u"execution_error"_s).value(0);
        QCOMPARE(error.value("node_id"_L1).toString(), u"1"_s); // the node that was expanded
        QCOMPARE(error.value("exception_message"_L1).toString(),
            behaviour == "old"_L1 ? u"out of memory"_s : u"out of memory\n"_s);
        const QJsonArray messages
            = client.history(id).value("status"_L1).toObject().value("messages"_L1).toArray();
        QCOMPARE(messages.last().toArray().at(1).toObject(), error); // the same body
        if (behaviour != "old"_L1) {
            const QJsonObject nodes = socket.all(u"progress_state"_s).last().value("nodes"_L1).toObject();
            QCOMPARE(nodes.value("1.0.0.2"_L1).toObject().value("state"_L1).toString(), u"running"_s);
        }
    }

    void bareNanAndHugeIntegersAreSent_data() { addBehaviours(); }
    void bareNanAndHugeIntegersAreSent()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 10}, {u"nan"_s, true}, {u"big"_s, true}}),
            ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        const QString all = socket.texts().join(u'\n');
        QVERIFY(all.contains(u"[NaN, Infinity, -Infinity, \"NaN\"]"_s));
        QVERIFY(all.contains(u"[18446744073709551615]"_s));
        const QByteArray entry = client.get(u"/history/"_s + id).body;
        QVERIFY(entry.contains("[NaN, Infinity, -Infinity, \"NaN\"]")
            && entry.contains("[18446744073709551615]"));
        // And what a client posts in that way is understood.
        const ComfyAnswer answer = client.post(u"/prompt"_s,
            QByteArray(
                R"({"prompt": {"1": {"class_type": "SimJob", "inputs": {"x": NaN, "duration_ms": 9e4}}}})"));
        QCOMPARE(answer.status, 200);
        QVERIFY(client.get(u"/queue"_s).body.contains("\"x\": NaN"));
    }

    void progressStateIsCumulativeWithDottedIds_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::newRow("middle") << u"middle"_s;
        QTest::newRow("new") << u"new"_s;
    }
    void progressStateIsCumulativeWithDottedIds()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 60}, {u"steps"_s, 2}, {u"nodes"_s, 3}}),
            ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        const QList<QJsonObject> states = socket.all(u"progress_state"_s);
        qsizetype known = 0;
        for (const QJsonObject &state : states) {
            QCOMPARE(state.value("prompt_id"_L1).toString(), id);
            QVERIFY(state.value("nodes"_L1).toObject().size() >= known);
            known = state.value("nodes"_L1).toObject().size();
        }
        QCOMPARE(states.last().value("nodes"_L1).toObject().keys(),
            (QStringList{u"1"_s, u"1.0.0.1"_s, u"1.0.0.2"_s, u"1.0.0.3"_s}));
        const QJsonObject child = states.last().value("nodes"_L1).toObject().value("1.0.0.2"_L1).toObject();
        QCOMPARE(child.value("display_node_id"_L1).toString(), u"1"_s);
        QCOMPARE(child.value("parent_node_id"_L1).toString(), u"1"_s);
        QCOMPARE(child.value("real_node_id"_L1).toString(), u"1"_s);
        QCOMPARE(child.value("state"_L1).toString(), u"finished"_s);
        QVERIFY(socket.texts().join(u' ').contains(
            u"\"1\": {\"value\": 0.0, \"max\": 1.0, \"state\": \"running\", \"node_id\": \"1\""_s));
    }

    void cachedOutputsAreToldAtOnce()
    {
        ComfySimProcess sim;
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        client.submit(ComfyClient::simJob(QJsonObject{{u"cached"_s, true}}), ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        QCOMPARE(story(socket),
            (QStringList{u"status"_s, u"execution_start"_s, u"execution_cached"_s, u"executed"_s,
                u"progress_state"_s, u"execution_success"_s, u"status"_s, u"executing(null)"_s}));
        QCOMPARE(socket.all(u"execution_cached"_s).first().value("nodes"_L1), QJsonValue(QJsonArray{u"1"_s}));
    }

    void featureFlagsAreTheFirstWordOrNothing_data() { addBehaviours(); }
    void featureFlagsAreTheFirstWordOrNothing()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        const QString flags = uR"({"type": "feature_flags", "data": {"supports_preview_metadata": true}})"_s;
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        socket.socket().sendTextMessage(u"garbage {"_s);
        socket.socket().sendBinaryMessage("garbage");
        socket.socket().sendTextMessage(flags);
        if (behaviour != "old"_L1)
            QTRY_VERIFY(socket.has(u"feature_flags"_s));
        socket.socket().sendTextMessage(flags);
        settle();
        QCOMPARE(socket.all(u"feature_flags"_s).size(), behaviour == "old"_L1 ? 0 : 1);

        RecordingSocket late(sim.socketUrl(u"client-b"_s));
        QTRY_COMPARE(late.texts().size(), 1);
        late.socket().sendTextMessage(uR"({"type": "hello"})"_s);
        late.socket().sendTextMessage(flags);
        settle();
        QVERIFY(!late.has(u"feature_flags"_s));
    }

    void previewsHaveTheNegotiatedForm_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<bool>("hasFlag");
        QTest::addColumn<int>("type");
        QTest::newRow("old") << u"old"_s << true << 1;
        QTest::newRow("middle with the flag") << u"middle"_s << true << 4;
        QTest::newRow("new with the flag") << u"new"_s << true << 4;
        QTest::newRow("new without") << u"new"_s << false << 1;
    }
    void previewsHaveTheNegotiatedForm()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const bool, hasFlag);
        QFETCH(const int, type);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        if (hasFlag) {
            socket.socket().sendTextMessage(
                uR"({"type": "feature_flags", "data": {"supports_preview_metadata": true}})"_s);
            if (behaviour != "old"_L1)
                QTRY_VERIFY(socket.has(u"feature_flags"_s));
        }
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 20}, {u"steps"_s, 2}, {u"previews"_s, true}}),
            ownedBy(me));
        QTRY_VERIFY(socket.sawEnd());
        QTRY_COMPARE(socket.binaries().size(), 2);
        const QByteArray preview = socket.binaries().first();
        QCOMPARE(preview.left(4), QByteArray("\0\0\0", 3) + char(type));
        QVERIFY(preview.contains("\x89PNG"));
        QCOMPARE(preview.contains(id.toUtf8()), type == 4);
    }

    void progressTextGoesToAll_data() { addBehaviours(); }
    void progressTextGoesToAll()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        RecordingSocket stranger(sim.socketUrl(u"client-b"_s));
        QTRY_COMPARE(stranger.texts().size(), 1);
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 10}, {u"text"_s, u"half way"_s}}),
            ownedBy(me));
        QTRY_VERIFY(!client.history(id).isEmpty());
        settle();
        const QList<QByteArray> expected{QByteArray("\0\0\0\3\0\0\0\1", 8) + "1half way"};
        QCOMPARE(stranger.binaries(), behaviour == "old"_L1 ? QList<QByteArray>() : expected);
    }

    void newServersThrottleSteps_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::newRow("middle sends every step") << u"middle"_s << 1000 << 1000;
        QTest::newRow("new sends few") << u"new"_s << 2 << 12;
    }
    void newServersThrottleSteps()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const int, least);
        QFETCH(const int, most);
        ComfySimProcess sim({behaviour});
        RecordingSocket socket(sim.socketUrl(me));
        QTRY_COMPARE(socket.texts().size(), 1);
        ComfyClient client(sim.url());
        client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 500}, {u"steps"_s, 1000}}), ownedBy(me));
        QTRY_VERIFY_WITH_TIMEOUT(socket.sawEnd(), 20'000);
        const QList<QJsonObject> steps = socket.all(u"progress"_s);
        QVERIFY2(steps.size() >= least && steps.size() <= most, QByteArray::number(steps.size()).constData());
        QCOMPARE(steps.first().value("value"_L1).toInt(), 1);
        QCOMPARE(steps.last().value("value"_L1).toInt(), 1000);
    }

    void foreignPagesGetNoSocket_data() { addBehaviours(); }
    void foreignPagesGetNoSocket()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, sim.port());
        socket.write("GET /ws?clientId=x HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(sim.port())
            + "\r\nOrigin: http://elsewhere.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QTRY_VERIFY(socket.bytesAvailable() > 0);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 403 "));
    }
};

QTEST_GUILESS_MAIN(ComfySimStreamTest)
#include "tst_comfysimstream.moc"
