// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfyclient.h"
#include "tests/support/comfysimprocess.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace emberwatch::test;

namespace {

const QJsonObject longJob{{u"duration_ms"_s, 60'000}, {u"steps"_s, 600}};
const QJsonObject shortJob{{u"duration_ms"_s, 20}, {u"steps"_s, 2}};

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString errorType(const ComfyAnswer &answer)
{
    return answer.object().value("error"_L1).toObject().value("type"_L1).toString();
}

/// The name of the last message in history, which decides.
QString lastMessage(const QJsonObject &entry)
{
    const QJsonArray messages = entry.value("status"_L1).toObject().value("messages"_L1).toArray();
    return messages.isEmpty() ? QString() : messages.last().toArray().at(0).toString();
}

} // namespace

/// Section 2 of the protocol reference, endpoint by endpoint, on the three behaviours.
class ComfySimHttpTest : public QObject
{
    Q_OBJECT

private:
    static void addBehaviours()
    {
        QTest::addColumn<QString>("behaviour");
        for (const char *name : {"old", "middle", "new"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

private Q_SLOTS:
    void unknownIdsHaveAnEmptyHistory_data() { addBehaviours(); }
    void unknownIdsHaveAnEmptyHistory()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        QVERIFY2(sim.isRunning(), qPrintable(sim.log()));
        ComfyClient client(sim.url());
        const ComfyAnswer answer = client.get(u"/history/never-was"_s);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{}"));
        QCOMPARE(answer.contentType, QByteArray("application/json; charset=utf-8"));
    }

    void clientsChooseIdsByTheRulesOfTheVersion_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<QJsonValue>("wanted");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("id"); // empty: one of the server's
        const QString uuid = newId();
        QTest::newRow("old ignores a UUID") << u"old"_s << QJsonValue(uuid) << 200 << QString();
        QTest::newRow("middle takes a UUID") << u"middle"_s << QJsonValue(uuid) << 200 << uuid;
        QTest::newRow("middle takes any text")
            << u"middle"_s << QJsonValue(u"my job"_s) << 200 << u"my job"_s;
        QTest::newRow("middle takes numbers as text") << u"middle"_s << QJsonValue(17) << 200 << u"17"_s;
        QTest::newRow("middle calls null None") << u"middle"_s << QJsonValue() << 200 << u"None"_s;
        QTest::newRow("new takes a UUID") << u"new"_s << QJsonValue(uuid) << 200 << uuid;
        QTest::newRow("new refuses other text") << u"new"_s << QJsonValue(u"my job"_s) << 400 << QString();
        QTest::newRow("new refuses capitals") << u"new"_s << QJsonValue(uuid.toUpper()) << 400 << QString();
        QTest::newRow("new refuses missing hyphens")
            << u"new"_s << QJsonValue(QString(uuid).remove(u'-')) << 400 << QString();
        QTest::newRow("new chooses for null") << u"new"_s << QJsonValue() << 200 << QString();
    }
    void clientsChooseIdsByTheRulesOfTheVersion()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const QJsonValue, wanted);
        QFETCH(const int, status);
        QFETCH(const QString, id);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const ComfyAnswer answer = client.post(
            u"/prompt"_s, QJsonObject{{u"prompt"_s, ComfyClient::simJob(longJob)}, {u"prompt_id"_s, wanted}});
        QCOMPARE(answer.status, status);
        if (status == 400) {
            QCOMPARE(errorType(answer), u"invalid_prompt_id"_s);
            return;
        }
        const QString given = answer.object().value("prompt_id"_L1).toString();
        if (id.isEmpty())
            QVERIFY(given != wanted.toString() && !QUuid(given).isNull());
        else
            QCOMPARE(given, id);
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{given});
    }

    void numbersAreAutomaticOrTheClients_data() { addBehaviours(); }
    void numbersAreAutomaticOrTheClients()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QJsonObject prompt{{u"prompt"_s, ComfyClient::simJob(longJob)}};
        QVERIFY(client.post(u"/prompt"_s, prompt).body.contains("\"number\": 0,"));
        // A rejected prompt uses a number up.
        QCOMPARE(client.post(u"/prompt"_s, QJsonObject{{u"prompt"_s, QJsonObject()}}).status, 400);
        QVERIFY(client.post(u"/prompt"_s, prompt).body.contains("\"number\": 2,"));
        QJsonObject inFront = prompt;
        inFront.insert("front"_L1, true);
        QVERIFY(client.post(u"/prompt"_s, inFront).body.contains("\"number\": -3,"));
        QJsonObject numbered = prompt;
        numbered.insert("number"_L1, 5);
        QVERIFY(client.post(u"/prompt"_s, numbered).body.contains("\"number\": 5.0,"));
        numbered.insert("number"_L1, u"many"_s);
        const ComfyAnswer crash = client.post(u"/prompt"_s, numbered);
        QCOMPARE(crash.status, 500);
        QVERIFY(crash.contentType.startsWith("text/plain"));
    }

    void badPromptsAreRefused_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        const QByteArray unknown = R"({"prompt": {"7": {"class_type": "SimMissingNode", "inputs": {}}}})";
        for (const char *name : {"old", "middle", "new"}) {
            const QString behaviour = QString::fromLatin1(name);
            const auto row = [name](const char *text) { return QByteArray(QByteArray(name) + ": " + text); };
            QTest::newRow(row("no prompt").constData())
                << behaviour << QByteArray("{}") << 400 << u"no_prompt"_s;
            QTest::newRow(row("a list").constData())
                << behaviour << QByteArray("[]") << 400 << u"no_prompt"_s;
            QTest::newRow(row("an empty graph").constData())
                << behaviour << QByteArray(R"({"prompt": {}})") << 400 << u"prompt_no_outputs"_s;
            QTest::newRow(row("no output node").constData())
                << behaviour << QByteArray(R"({"prompt": {"1": {"class_type": "VAEDecode", "inputs": {}}}})")
                << 400 << u"prompt_no_outputs"_s;
            QTest::newRow(row("an unknown node").constData())
                << behaviour << unknown << 400
                << (behaviour == "new"_L1 ? u"missing_node_type"_s : u"invalid_prompt"_s);
            QTest::newRow(row("no JSON").constData())
                << behaviour << QByteArray("{\"prompt\"") << 500 << QString();
            QTest::newRow(row("extra_data is null").constData())
                << behaviour
                << QByteArray(R"({"prompt": {"1": {"class_type": "SimJob"}}, "extra_data": null})") << 500
                << QString();
        }
    }
    void badPromptsAreRefused()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const QByteArray, body);
        QFETCH(const int, status);
        QFETCH(const QString, type);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const ComfyAnswer answer = client.post(u"/prompt"_s, body);
        QCOMPARE(answer.status, status);
        QCOMPARE(errorType(answer), type);
        if (status == 400)
            QCOMPARE(answer.object().value("node_errors"_L1), QJsonValue(QJsonObject()));
        else
            QVERIFY(answer.contentType.startsWith("text/plain"));
    }

    void problemsAreNamedByNode()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QByteArray nodes = R"("3": {"class_type": "KSampler", "inputs": {}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}})";
        const ComfyAnswer refused = client.post(u"/prompt"_s, QByteArray("{\"prompt\": {" + nodes + "}}"));
        QCOMPARE(refused.status, 400);
        QCOMPARE(errorType(refused), u"prompt_outputs_failed_validation"_s);
        const QJsonObject problem
            = refused.object().value("node_errors"_L1).toObject().value("3"_L1).toObject();
        QCOMPARE(problem.value("class_type"_L1).toString(), u"KSampler"_s);
        QCOMPARE(problem.value("dependent_outputs"_L1), QJsonValue(QJsonArray{u"9"_s}));
        const QJsonObject first = problem.value("errors"_L1).toArray().at(0).toObject();
        QCOMPARE(first.value("type"_L1).toString(), u"required_input_missing"_s);

        // One good output beside it: partly accepted, with the errors.
        const ComfyAnswer partly = client.post(u"/prompt"_s,
            QByteArray("{\"prompt\": {" + nodes + R"(, "1": {"class_type": "SimJob", "inputs": {}}}})"));
        QCOMPARE(partly.status, 200);
        QVERIFY(partly.object().value("node_errors"_L1).toObject().contains("3"_L1));
    }

    void ordinaryWorkflowsRun()
    {
        ComfySimProcess sim({u"new"_s, 50});
        ComfyClient client(sim.url());
        const QByteArray graph = R"({"prompt": {
            "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd.safetensors"}},
            "2": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": 18446744073709551615, "steps": 4}},
            "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "shots/job"}},
            "4": {"class_type": "VAEDecode", "inputs": {}}}})";
        const QString id = client.post(u"/prompt"_s, graph).object().value("prompt_id"_L1).toString();
        QTRY_COMPARE(lastMessage(client.history(id)), u"execution_success"_s);
        const QJsonObject entry = client.history(id);
        QCOMPARE(entry.value("outputs"_L1).toObject().keys(), QStringList{u"3"_s});
        QCOMPARE(entry.value("prompt"_L1).toArray().at(4), QJsonValue(QJsonArray{u"3"_s}));
        // Seeds come back digit by digit.
        QVERIFY(client.get(u"/history/"_s + id).body.contains("\"seed\": 18446744073709551615,"));
    }

    void theQueueShowsHeapOrderAndIsRunByNumber()
    {
        ComfySimProcess sim({u"new"_s, 100});
        ComfyClient client(sim.url());
        sim.control(u"hold"_s);
        QStringList wanted;
        for (const int number : {9, 8, 7, 6, 5, 4, 3, 2, 1}) {
            wanted.prepend(client.submit(
                ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 0}}), QJsonObject{{u"number"_s, number}}));
        }
        const QStringList shown = client.queued(u"queue_pending"_s);
        QCOMPARE(shown.size(), 9);
        QCOMPARE(shown.first(), wanted.first());
        QVERIFY(shown != wanted);
        QCOMPARE(client.get(u"/prompt"_s).body, QByteArray(R"({"exec_info": {"queue_remaining": 9}})"));
        sim.control(u"hold"_s, {{u"on"_s, false}});
        QTRY_COMPARE(sim.state().value("history"_L1).toInt(), 9);
        QCOMPARE(client.get(u"/history"_s).object().size(), 9);
        const QByteArray all = client.get(u"/history"_s).body;
        const auto place = [&all](const QString &id) {
            return all.indexOf(QByteArray("\"" + id.toUtf8() + "\": {\"prompt\""));
        };
        for (qsizetype i = 1; i < wanted.size(); ++i)
            QVERIFY(place(wanted.at(i - 1)) >= 0 && place(wanted.at(i - 1)) < place(wanted.at(i)));
    }

    void pendingJobsAreDeletedWithoutATrace_data() { addBehaviours(); }
    void pendingJobsAreDeletedWithoutATrace()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QString running = client.submit(ComfyClient::simJob(longJob));
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{running});
        const QString waiting = client.submit(ComfyClient::simJob(longJob));
        const QString other = client.submit(ComfyClient::simJob(longJob));
        const ComfyAnswer answer = client.post(
            u"/queue"_s, QJsonObject{{u"delete"_s, QJsonArray{waiting, running, u"never-was"_s}}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.isEmpty());
        QCOMPARE(client.queued(u"queue_pending"_s), QStringList{other});
        QCOMPARE(client.queued(u"queue_running"_s), QStringList{running});
        QCOMPARE(client.get(u"/history/"_s + waiting).body, QByteArray("{}"));
        QCOMPARE(client.post(u"/queue"_s, QJsonObject{{u"clear"_s, true}}).status, 200);
        QCOMPARE(client.get(u"/prompt"_s).body, QByteArray(R"({"exec_info": {"queue_remaining": 1}})"));
    }

    void idsAreNotUnique_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::newRow("middle") << u"middle"_s;
        QTest::newRow("new") << u"new"_s;
    }
    void idsAreNotUnique()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        sim.control(u"hold"_s);
        const QString id = newId();
        QJsonObject further{{u"prompt_id"_s, id}, {u"number"_s, 1}};
        QCOMPARE(client.submit(ComfyClient::simJob(shortJob), further), id);
        // The same number too: Python cannot order the two.
        further.insert("prompt"_L1, ComfyClient::simJob(shortJob));
        QCOMPARE(client.post(u"/prompt"_s, further).status, 500);
        further.insert("number"_L1, 2);
        further.insert(
            "prompt"_L1, ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 0}, {u"error"_s, u"second"_s}}));
        QCOMPARE(client.post(u"/prompt"_s, further).status, 200);
        QCOMPARE(client.queued(u"queue_pending"_s), (QStringList{id, id}));
        sim.control(u"hold"_s, {{u"on"_s, false}});
        QTRY_COMPARE(lastMessage(client.history(id)), u"execution_error"_s);
        QCOMPARE(sim.state().value("history"_L1).toInt(), 1);
    }

    void extraDataComesBack_data() { addBehaviours(); }
    void extraDataComesBack()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QString id = client.submit(ComfyClient::simJob(shortJob),
            QJsonObject{{u"client_id"_s, u"c-1"_s},
                {u"extra_data"_s,
                    QJsonObject{{u"console_job"_s, u"marker é"_s}, {u"api_key_comfy_org"_s, u"secret"_s}}}});
        QTRY_COMPARE(lastMessage(client.history(id)), u"execution_success"_s);
        const QJsonObject extra = client.history(id).value("prompt"_L1).toArray().at(3).toObject();
        QCOMPARE(extra.value("console_job"_L1).toString(), u"marker é"_s);
        QCOMPARE(extra.value("client_id"_L1).toString(), u"c-1"_s);
        QCOMPARE(extra.contains("create_time"_L1), behaviour == "new"_L1);
        QCOMPARE(extra.contains("api_key_comfy_org"_L1), behaviour != "new"_L1);
        QVERIFY(client.get(u"/history/"_s + id).body.contains("marker \\u00e9")); // Python writes ASCII
    }

    void interruptsObeyTheIdOnlyFromThenOn_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("old kills whatever runs") << u"old"_s << true;
        QTest::newRow("0.3.56 too") << u"0.3.56"_s << true;
        QTest::newRow("0.3.57 looks at the id") << u"0.3.57"_s << false;
        QTest::newRow("new looks at the id") << u"new"_s << false;
    }
    void interruptsObeyTheIdOnlyFromThenOn()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const bool, isKilled);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QString running = client.submit(ComfyClient::simJob(longJob));
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{running});
        const QString waiting = client.submit(ComfyClient::simJob(longJob));
        QCOMPARE(client.post(u"/interrupt"_s, QJsonObject{{u"prompt_id"_s, waiting}}).status, 200);
        if (!isKilled) {
            QCOMPARE(client.post(u"/interrupt"_s, QByteArray("null")).status, 500);
            QTest::qWait(250); // two steps, at which it would be noticed
            QCOMPARE(client.queued(u"queue_running"_s), QStringList{running});
            QCOMPARE(client.post(u"/interrupt"_s, QJsonObject{{u"prompt_id"_s, running}}).status, 200);
        }
        QTRY_COMPARE(lastMessage(client.history(running)), u"execution_interrupted"_s);
        QCOMPARE(client.history(running).value("status"_L1).toObject().value("status_str"_L1).toString(),
            u"error"_s);
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{waiting}); // the next is not harmed
        QCOMPARE(client.post(u"/interrupt"_s, QByteArray()).status, 200);
        QTRY_COMPARE(lastMessage(client.history(waiting)), u"execution_interrupted"_s);
    }

    void interruptsWaitForANodeThatDoesNotStep()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 600}, {u"steps"_s, 1}, {u"nodes"_s, 2}}));
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{id});
        client.post(u"/interrupt"_s, QByteArray("{}"));
        QVERIFY(client.history(id).isEmpty());
        QTRY_COMPARE(lastMessage(client.history(id)), u"execution_interrupted"_s);
    }

    void interruptsOfNothingHarmNobody()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        client.post(u"/interrupt"_s, QByteArray("{}"));
        const QString id = client.submit(ComfyClient::simJob(shortJob));
        QTRY_COMPARE(lastMessage(client.history(id)), u"execution_success"_s);
    }

    void historyTellsTheEnd_data()
    {
        QTest::addColumn<QJsonObject>("inputs");
        QTest::addColumn<QString>("status");
        QTest::addColumn<bool>("isCompleted");
        QTest::addColumn<QString>("last");
        QTest::newRow("success") << shortJob << u"success"_s << true << u"execution_success"_s;
        QTest::newRow("a node raised") << QJsonObject{{u"duration_ms"_s, 0}, {u"fail_at"_s, 0.5}}
                                       << u"error"_s << false << u"execution_error"_s;
        QTest::newRow("a failure called success") << QJsonObject{{u"duration_ms"_s, 0}, {u"cycle"_s, true}}
                                                  << u"success"_s << true << u"execution_error"_s;
    }
    void historyTellsTheEnd()
    {
        QFETCH(const QJsonObject, inputs);
        QFETCH(const QString, status);
        QFETCH(const bool, isCompleted);
        QFETCH(const QString, last);
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QString id = client.submit(ComfyClient::simJob(inputs));
        QTRY_COMPARE(lastMessage(client.history(id)), last);
        const QJsonObject entry = client.history(id).value("status"_L1).toObject();
        QCOMPARE(entry.value("status_str"_L1).toString(), status);
        QCOMPARE(entry.value("completed"_L1).toBool(), isCompleted);
        QCOMPARE(entry.value("messages"_L1).toArray().at(0).toArray().at(0).toString(), u"execution_start"_s);
        QCOMPARE(
            entry.value("messages"_L1).toArray().at(1).toArray().at(0).toString(), u"execution_cached"_s);
        if (status == "success"_L1)
            QCOMPARE(client.get(u"/api/jobs/"_s + id).object().value("status"_L1).toString(), u"completed"_s);
    }

    void historyIsReadInPages_data() { addBehaviours(); }
    void historyIsReadInPages()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        sim.control(u"load"_s, {{u"count"_s, 10}, {u"state"_s, u"success"_s}, {u"prefix"_s, u"j"_s}});
        const auto keys
            = [&client](const QString &query) { return client.get(u"/history"_s + query).object().keys(); };
        QCOMPARE(keys({}).size(), 10);
        QCOMPARE(keys(u"?max_items=2"_s), (QStringList{u"j8"_s, u"j9"_s}));
        // Before 0.3.60 the offset is ignored.
        QCOMPARE(keys(u"?max_items=2&offset=3"_s),
            behaviour == "old"_L1 ? (QStringList{u"j8"_s, u"j9"_s}) : (QStringList{u"j3"_s, u"j4"_s}));
        QVERIFY(keys(u"?max_items=0"_s).isEmpty());
        QVERIFY(keys(u"?max_items=-1"_s).isEmpty());
        QCOMPARE(client.get(u"/history?max_items=many"_s).status, 500);
        QCOMPARE(
            client.post(u"/history"_s, QJsonObject{{u"delete"_s, QJsonArray{u"j3"_s, u"unknown"_s}}}).status,
            200);
        QCOMPARE(client.get(u"/history/j3"_s).body, QByteArray("{}"));
        QCOMPARE(client.post(u"/history"_s, QJsonObject{{u"clear"_s, true}}).status, 200);
        QCOMPARE(client.get(u"/history"_s).body, QByteArray("{}"));
    }

    void theJobsInterfaceIsThereFromThenOn_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<int>("list");
        QTest::addColumn<int>("cancel");
        QTest::newRow("old") << u"old"_s << 404 << 404;
        QTest::newRow("middle") << u"middle"_s << 404 << 404;
        QTest::newRow("0.6.0") << u"0.6.0"_s << 200 << 404;
        QTest::newRow("new") << u"new"_s << 200 << 200;
    }
    void theJobsInterfaceIsThereFromThenOn()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const int, list);
        QFETCH(const int, cancel);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        QCOMPARE(client.get(u"/api/jobs?limit=1"_s).status, list);
        QCOMPARE(client.get(u"/jobs?limit=1"_s).status, 404);
        QCOMPARE(client.post(u"/api/jobs/"_s + newId() + u"/cancel"_s, QByteArray()).status, cancel);
    }

    void jobsAreListedAndCancelled()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"load"_s, {{u"count"_s, 2}, {u"state"_s, u"success"_s}, {u"created_ago_ms"_s, 5000}});
        const QString running = client.submit(ComfyClient::simJob(longJob));
        QTRY_COMPARE(client.queued(u"queue_running"_s), QStringList{running});
        const QString waiting = client.submit(ComfyClient::simJob(longJob));
        const auto status = [&client](const QString &id) {
            return client.get(u"/api/jobs/"_s + id).object().value("status"_L1).toString();
        };
        QCOMPARE(status(running), u"in_progress"_s);
        QCOMPARE(status(waiting), u"pending"_s);
        const QJsonObject open = client.get(u"/api/jobs?status=pending,in_progress&limit=1"_s).object();
        QCOMPARE(open.value("jobs"_L1).toArray().size(), 1);
        QCOMPARE(open.value("pagination"_L1).toObject().value("total"_L1).toInt(), 2);
        QCOMPARE(open.value("pagination"_L1).toObject().value("has_more"_L1).toBool(), true);
        const QJsonObject ended = client.get(u"/api/jobs?status=completed"_s)
                                      .object()
                                      .value("jobs"_L1)
                                      .toArray()
                                      .at(0)
                                      .toObject();
        QVERIFY(ended.contains("execution_end_time"_L1) && ended.contains("preview_output"_L1));
        QVERIFY(!ended.contains("execution_error"_L1)); // nulls are left out
        const ComfyAnswer unknown = client.get(u"/api/jobs/"_s + newId());
        QCOMPARE(unknown.status, 404);
        QCOMPARE(unknown.body, QByteArray(R"({"error": "Job not found"})"));

        const auto cancel = [&client](const QString &id) {
            return client.post(u"/api/jobs/"_s + id + u"/cancel"_s, QByteArray()).body;
        };
        QCOMPARE(cancel(waiting), QByteArray(R"({"cancelled": true})"));
        QCOMPARE(client.get(u"/api/jobs/"_s + waiting).status, 404); // without a trace
        QCOMPARE(cancel(running), QByteArray(R"({"cancelled": true})"));
        QTRY_COMPARE(status(running), u"cancelled"_s);
        QCOMPARE(cancel(running), QByteArray(R"({"cancelled": false})"));
        QCOMPARE(client.post(u"/api/jobs/no-uuid/cancel"_s, QByteArray()).status, 400);
        QCOMPARE(client.post(u"/api/jobs/cancel"_s, QJsonObject{{u"job_ids"_s, QJsonArray{newId()}}}).body,
            QByteArray(R"({"cancelled": false})"));
        QCOMPARE(
            client.post(u"/api/jobs/cancel"_s, QJsonObject{{u"job_ids"_s, QJsonArray{u"x"_s}}}).status, 400);
    }

    void oneJobWithoutPngInfoBreaksTheListForAll()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QString id = client.submit(ComfyClient::simJob(longJob),
            QJsonObject{{u"extra_data"_s, QJsonObject{{u"extra_pnginfo"_s, QJsonValue()}}}});
        QCOMPARE(client.get(u"/api/jobs"_s).status, 500);
        QCOMPARE(client.get(u"/queue"_s).status, 200);
        sim.control(u"finish"_s, {{u"id"_s, id}});
        QTRY_VERIFY(!client.history(id).isEmpty());
        QCOMPARE(client.get(u"/api/jobs"_s).status, 500);
        client.post(u"/history"_s, QJsonObject{{u"delete"_s, QJsonArray{id}}});
        QCOMPARE(client.get(u"/api/jobs"_s).status, 200);
    }

    void serverFactsAreThoseOfTheVersion_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("os");
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("devices");
        QTest::newRow("old") << u"old"_s << u"0.3.28"_s << u"posix"_s << 404 << 1;
        QTest::newRow("middle") << u"middle"_s << u"0.3.64"_s << u"posix"_s << 200 << 1;
        QTest::newRow("new") << u"new"_s << u"0.33.0"_s << u"linux"_s << 200 << 2;
    }
    void serverFactsAreThoseOfTheVersion()
    {
        QFETCH(const QString, behaviour);
        QFETCH(const QString, version);
        QFETCH(const QString, os);
        QFETCH(const int, features);
        QFETCH(const int, devices);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        const QJsonObject stats = client.get(u"/system_stats"_s).object();
        QCOMPARE(stats, client.get(u"/api/system_stats"_s).object());
        QCOMPARE(stats.value("system"_L1).toObject().value("comfyui_version"_L1).toString(), version);
        QCOMPARE(stats.value("system"_L1).toObject().value("os"_L1).toString(), os);
        QCOMPARE(stats.value("devices"_L1).toArray().size(), devices);
        QCOMPARE(client.get(u"/features"_s).status, features);
        QVERIFY(client.get(u"/object_info"_s).body.contains("\"max\": Infinity"));
        QCOMPARE(client.get(u"/object_info/Unknown"_s).body, QByteArray("{}"));
        QVERIFY(client.get(u"/internal/logs/raw"_s).object().value("entries"_L1).toArray().size() >= 3);
        QCOMPARE(client.get(u"/api/internal/logs"_s).status, 404);
        QCOMPARE(client.get(u"/no-such-route"_s).status, 404);
        QVERIFY(client.get(u"/no-such-route"_s).contentType.startsWith("text/plain"));
        QCOMPARE(client.post(u"/free"_s, QByteArray("{}")).status, 200);
    }

    void filesAreServed()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        const QString id = client.submit(
            ComfyClient::simJob(QJsonObject{{u"duration_ms"_s, 0}, {u"filename_prefix"_s, u"shots/a b"_s}}));
        QTRY_VERIFY(!client.history(id).isEmpty());
        const QJsonObject file = client.history(id)
                                     .value("outputs"_L1)
                                     .toObject()
                                     .value("1"_L1)
                                     .toObject()
                                     .value("images"_L1)
                                     .toArray()
                                     .at(0)
                                     .toObject();
        QCOMPARE(file.value("subfolder"_L1).toString(), u"shots"_s);
        const QString query = u"/view?filename=a%20b_00001_.png&subfolder=shots&type=output"_s;
        const ComfyAnswer picture = client.get(query);
        QCOMPARE(picture.status, 200);
        QCOMPARE(picture.contentType, QByteArray("image/png"));
        QVERIFY(picture.body.startsWith("\x89PNG\r\n\x1a\n") && picture.body.contains("IEND"));
        const ComfyAnswer part = client.get(query, {{"Range", "bytes=1-3"}});
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, QByteArray("PNG"));
        QCOMPARE(client.get(u"/view?filename=none.png&type=output"_s).status, 404);
        QCOMPARE(client.get(u"/view?filename=..%2Fsecret&type=output"_s).status, 400);
        QCOMPARE(client.get(u"/view?filename=a.png&type=secret"_s).status, 400);
        QCOMPARE(client.get(u"/view?filename=a.png&subfolder=..%2F..&type=output"_s).status, 403);
    }

    void pagesOfOtherSitesAreRefused_data() { addBehaviours(); }
    void pagesOfOtherSitesAreRefused()
    {
        QFETCH(const QString, behaviour);
        ComfySimProcess sim({behaviour});
        ComfyClient client(sim.url());
        QCOMPARE(client.get(u"/queue"_s, {{"Origin", "http://elsewhere.example"}}).status, 403);
        QCOMPARE(client.get(u"/queue"_s, {{"Origin", sim.url().toEncoded()}}).status, 200);
        QCOMPARE(client.get(u"/queue"_s, {{"Sec-Fetch-Site", "cross-site"}}).status,
            behaviour == "new"_L1 ? 403 : 200);
        QCOMPARE(client.get(u"/ws"_s).status, 400); // no upgrade
    }

    void bodiesHaveALimit()
    {
        ComfySimProcess sim;
        ComfyClient client(sim.url());
        sim.control(u"set"_s, {{u"body_limit"_s, 1000}});
        const ComfyAnswer answer = client.post(u"/prompt"_s, QByteArray(2000, ' '));
        QCOMPARE(answer.status, 413);
        QVERIFY(answer.contentType.startsWith("text/plain"));
    }

    void requestsMayBePipelinedAndCutAnywhere()
    {
        ComfySimProcess sim;
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, sim.port());
        QVERIFY(socket.waitForConnected());
        const QByteArray requests = "GET /history/a HTTP/1.1\r\nHost: x\r\n\r\nPOST /queue HTTP/1.1\r\nHost: "
                                    "x\r\nTransfer-Encoding: chunked"
                                    "\r\n\r\n5\r\n{\"cle\r\n9\r\nar\":true}\r\n0\r\n\r\nGET /prompt "
                                    "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (const char byte : requests) {
            socket.write(&byte, 1);
            socket.flush();
        }
        QByteArray answer;
        QTRY_VERIFY(((answer += socket.readAll()), socket.state() == QAbstractSocket::UnconnectedState));
        answer += socket.readAll();
        QCOMPARE(answer.count("HTTP/1.1 200 OK"), 3);
        QVERIFY(answer.endsWith(R"({"exec_info": {"queue_remaining": 0}})"));
    }

    void manyJobsAreLoadedAndAskedForQuickly()
    {
        ComfySimProcess sim;
        sim.control(u"hold"_s);
        const int many = 10'000;
        QCOMPARE(sim.control(u"load"_s, {{u"count"_s, many}}).value("loaded"_L1).toInt(), many);
        QCOMPARE(sim.control(u"load"_s, {{u"count"_s, many}, {u"first"_s, many}, {u"state"_s, u"success"_s}})
                     .value("loaded"_L1)
                     .toInt(),
            many);
        ComfyClient client(sim.url());
        QCOMPARE(client.queued(u"queue_pending"_s).size(), many);
        QElapsedTimer clock;
        clock.start();
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, sim.port());
        QVERIFY(socket.waitForConnected());
        constexpr int asked = 5000;
        for (int i = 0; i < asked; ++i) {
            socket.write("GET /history/00000000-0000-4000-8000-"
                + QByteArray::number(many + i).rightJustified(12, '0') + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        int answered = 0;
        QByteArray rest;
        while (answered < asked && socket.waitForReadyRead(10'000)) {
            rest += socket.readAll();
            answered += static_cast<int>(rest.count("\r\n\r\n{\"00000000"));
            rest = rest.right(13);
        }
        QCOMPARE(answered, asked);
        qInfo("%d entries of history in %lld ms", asked, clock.elapsed());
        QVERIFY2(clock.elapsed() < 10'000, "far below several thousand a second");
    }
};

QTEST_GUILESS_MAIN(ComfySimHttpTest)
#include "tst_comfysimhttp.moc"
