// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/operations/recoveryworld.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace emberwatch::test {

using namespace Qt::StringLiterals;

QByteArray keyFor(const QByteArray &id)
{
    return "comfyui:job:" + id;
}

RecoveredJob jobOf(const RecoveryReport &report, const QByteArray &id)
{
    for (const QList<RecoveredJob> &jobs : {report.jobs, report.beside}) {
        for (const RecoveredJob &job : jobs) {
            if (job.promptId.value() == id)
                return job;
        }
    }
    return {};
}

RecoveryWorld::RecoveryWorld(PostgresServer *server, const ComfySimSetup &simulator)
    : client(redis.port())
    , records(server)
    , sim(simulator)
{
    sim.control(u"hold"_s);
}

QByteArray RecoveryWorld::document(const JobSpec &job) const
{
    const Timestamp started = systemNow() - job.age;
    const QString server = job.server.isEmpty() ? serverUrl() : job.server;
    return "{\"promptId\":\"" + job.id + "\",\"type\":\"" + job.type + "\",\"userId\":\"usr_7\",\"status\":\""
        + job.status + "\",\"progress\":42.50,\"startedAt\":"
        + QByteArray::number(static_cast<qint64>(started.time_since_epoch().count())) + ",\"clientId\":\""
        + job.clientId + "\",\"serverUrl\":\"" + server.toUtf8() + "\",\"seed\":18446744073709551615}";
}

void RecoveryWorld::write(const QByteArray &id, const QByteArray &document)
{
    client.run({"SET", keyFor(id), document, "EX", "7200"});
}

void RecoveryWorld::add(const JobSpec &job)
{
    const auto ttl = std::chrono::seconds(7200) - job.silence;
    client.run({"SET", keyFor(job.id), document(job), "EX", QByteArray::number(qint64(ttl.count()))});
    if (!job.recordStatus.isEmpty())
        records.add({QString::fromUtf8(job.id), job.recordStatus});
}

void RecoveryWorld::load(const QByteArray &id, const QString &state)
{
    const QJsonObject job{{u"id"_s, QString::fromUtf8(id)}, {u"state"_s, state}, {u"paused"_s, true},
        {u"error"_s, u"CUDA out of memory"_s}};
    sim.control(u"load"_s, {{u"jobs"_s, QJsonArray{job}}});
}

QByteArray RecoveryWorld::value(const QByteArray &id)
{
    return client.text({"GET", keyFor(id)});
}

QByteArray RecoveryWorld::stateStatus(const QByteArray &id)
{
    if (client.integer({"EXISTS", keyFor(id)}) == 0)
        return "absent";
    return QJsonDocument::fromJson(value(id)).object().value("status"_L1).toString().toUtf8();
}

QString RecoveryWorld::recordStatus(const QByteArray &id)
{
    return records.value(
        u"SELECT status FROM generation_jobs WHERE external_job_id = '%1'"_s.arg(QString::fromUtf8(id)));
}

int RecoveryWorld::auditCount(const QByteArray &id)
{
    return records
        .value(u"SELECT count(*) FROM emberwatch_audit WHERE prompt_id = '%1'"_s.arg(QString::fromUtf8(id)))
        .toInt();
}

RigSetup RecoveryWorld::setup() const
{
    RigSetup setup{redis.options(), records.address(), m_folder.filePath(u"journal.sqlite"_s), {}};
    setup.servers = {serverUrl()};
    return setup;
}

} // namespace emberwatch::test
