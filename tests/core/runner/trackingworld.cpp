// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/trackingworld.h"

#include "core/operations/leasecommands.h"
#include "tests/support/comfyclient.h"

#include <QCoroTask>
#include <QJsonDocument>
#include <QRegularExpression>

#include <utility>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

TrackingWorld::TrackingWorld(ComfySimSetup setup)
    : sim(std::move(setup))
    , client(redis.port())
{
    place.redis = redis.options();
    place.servers = QStringList{server()};
    place.folder = m_folder.path();
}

QJsonObject TrackingWorld::state(const PromptId &id)
{
    return QJsonDocument::fromJson(value(id)).object();
}

QByteArray TrackingWorld::holder(const PromptId &id)
{
    return client.text({"GET", leaseKey(jobLeaseScope(id))});
}

int TrackingWorld::scriptCalls()
{
    static const QRegularExpression calls(u"cmdstat_evalsha:calls=(\\d+)"_s);
    const QByteArray stats = client.text({"INFO", "commandstats"});
    return calls.match(QString::fromLatin1(stats)).captured(1).toInt();
}

void TrackingWorld::finishAll()
{
    sim.control(u"finish"_s, {{u"all"_s, true}});
}

PromptId TrackingWorld::foreignJob(const QString &clientId, int durationMs, int steps)
{
    ComfyClient comfy(sim.url());
    const QString id = comfy.submit(
        comfy.simJob({{u"duration_ms"_s, durationMs}, {u"steps"_s, steps}}), {{u"client_id"_s, clientId}});
    const PromptId promptId(id.toLatin1());
    const QByteArray document = R"({"promptId":")" + id.toLatin1()
        + R"(","type":"image_generation","userId":"usr_1","extra":[1,2],"status":"queued","progress":0,)"
          R"("startedAt":1763900000000,"clientId":")"
        + clientId.toLatin1() + R"(","serverUrl":")" + server().toLatin1() + R"("})";
    client.run({"SET", keyOf(promptId), document, "EX", "7200"});
    return promptId;
}

TrackingRequest TrackingWorld::request(const PromptId &id, std::optional<std::chrono::milliseconds> silence)
{
    TrackingRequest request;
    request.promptId = id;
    request.serverUrl = server();
    request.clientId = state(id).value(u"clientId"_s).toString();
    request.judgedValue = value(id);
    request.silence = silence;
    return request;
}

SpooledJob TrackingWorld::spooledByOthers()
{
    SpooledJob spooled;
    spooled.promptId = foreignJob(u"theirs"_s);
    spooled.document = spooled.standing = value(spooled.promptId);
    client.run({"SET", leaseKey(jobLeaseScope(spooled.promptId)),
        newLeaseToken({u"agent"_s, u"api-2"_s, u"deploy"_s, 1})});
    return Spool(quickRunner(place).spoolFolder).keep(spooled) ? spooled : SpooledJob();
}

PromptId submitted(RunnerUnderTest &under, const JobRequest &request)
{
    const Result<SubmittedJob> job = QCoro::waitFor(under.runner().submit(request));
    if (!job)
        qWarning() << job.error().message;
    return job ? job->submission.promptId : PromptId();
}

QList<JournalLine> effects(RunnerUnderTest &under)
{
    QList<JournalLine> done;
    const Result<QList<JournalLine>> lines = under.journal().lines({}).result();
    for (const JournalLine &line : lines.value()) {
        if (line.outcome && line.outcome->word == u"done"_s)
            done.append(line);
    }
    return done;
}

} // namespace emberwatch::test
