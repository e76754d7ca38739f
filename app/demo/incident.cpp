// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident.h"

#include "app/demo/incidentrecords.h"
#include "app/demo/producerdocument.h"
#include "core/operations/journal.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto unlistedServer = "http://gpu-9.internal:8188"_L1;
constexpr auto aliveEvery = 5s;
constexpr auto youngEvery = 1s; ///< far below any grace period

/// How the simulator calls it; empty: it does not know the job.
QString simulated(ComfyReading reading)
{
    switch (reading) {
    case ComfyReading::Pending:
        return u"pending"_s;
    case ComfyReading::Running:
        return u"running"_s;
    case ComfyReading::DoneOk:
        return u"success"_s;
    case ComfyReading::DoneError:
        return u"error"_s;
    case ComfyReading::Interrupted:
        return u"interrupted"_s;
    case ComfyReading::Absent:
    case ComfyReading::Unknown:
        break;
    }
    return {};
}

Stage stageOf(RedisReading reading)
{
    switch (reading) {
    case RedisReading::Queued:
        return {JobStatus::Queued, 0};
    case RedisReading::Completed:
        return {JobStatus::Completed, 100};
    case RedisReading::Failed:
        return {JobStatus::Failed, 55};
    default:
        return {JobStatus::Processing, 55};
    }
}

Timestamp startOf(const StagedJob &job, Timestamp now)
{
    if (job.rule == TableRow::Settling)
        return now;
    if (job.redis != RedisReading::Corrupt)
        return now - 29min;
    switch (job.corrupt) {
    case CorruptReason::StartedInFuture:
        return now + 24h;
    case CorruptReason::StartedAtUnusable:
        return Timestamp(now.time_since_epoch() / 1000);
    default:
        return now - 29min;
    }
}

bool isOpenText(const QByteArray &document)
{
    const QString status = QJsonDocument::fromJson(document).object().value("status"_L1).toString();
    const std::optional<JobStatus> word = jobStatusFromWord(status.toLatin1());
    return word && isOpen(*word);
}

template <typename T> T answerOf(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

Result<void> refused(const QString &what)
{
    return failure(Error::Kind::Protocol, u"the simulated servers do not take %1"_s.arg(what));
}

} // namespace

Incident::Incident(const redis::ConnectionOptions &server, const QString &folder,
    std::optional<RecordsAddress> records, QObject *parent)
    : QObject(parent)
    , m_folder(QDir(folder).absolutePath())
    , m_connection(server)
{
    m_records.kind = RecordsAddress::Kind::Sqlite;
    m_records.path = m_folder + u"/records.sqlite"_s;
    if (records)
        m_records = *std::move(records);
    connect(&m_alive, &QTimer::timeout, this, &Incident::keepAlive);
    connect(&m_young, &QTimer::timeout, this, &Incident::keepYoung);
}

Incident::~Incident() = default;

Result<void> Incident::stage()
{
    m_connection.setReconnect(true);
    m_connection.open();
    const Result<void> ready = answerOf(m_connection.waitReady(10s));
    const Result<void> staged = ready.and_then([this] { return startServers(); })
                                    .and_then([this] { return loadServers(); })
                                    .and_then([this] { return writeRecords(); })
                                    .and_then([this] { return writeJournal(); })
                                    .and_then([this] { return writeKeys(); })
                                    .and_then([this] { return writeEnvironment(); });
    if (staged) {
        m_alive.start(aliveEvery);
        m_young.start(youngEvery);
    }
    return staged;
}

QStringList Incident::servers() const
{
    QStringList urls;
    for (const auto &server : m_servers)
        urls += server->url().toString();
    return urls;
}

/// Without a password: no environments file holds one.
QString Incident::recordsUrl() const
{
    if (m_records.kind == RecordsAddress::Kind::Sqlite)
        return u"sqlite://"_s + m_records.path;
    const bool isSocket = m_records.host.startsWith(u'/');
    const QString user = m_records.user.isEmpty() ? QString() : m_records.user + u'@';
    const QString host = isSocket ? QString() : m_records.host + u':' + QString::number(m_records.port);
    const QString options
        = isSocket ? u"?host=%1&port=%2"_s.arg(m_records.host, QString::number(m_records.port)) : QString();
    return u"postgresql://%1%2/%3%4"_s.arg(user, host, m_records.database, options);
}

Result<void> Incident::startServers()
{
    for (int i = 0; i < incidentServers; ++i) {
        auto server = std::make_unique<test::ComfySimProcess>();
        if (!server->isRunning())
            return failure(Error::Kind::NotFound, u"a simulated ComfyUI server cannot be started"_s);
        server->control(u"hold"_s); // what waits goes on waiting
        m_servers.push_back(std::move(server));
    }
    return {};
}

Result<void> Incident::loadServers()
{
    for (const StagedJob &job : std::as_const(m_jobs)) {
        const QString state = simulated(job.comfy);
        if (state.isEmpty())
            continue;
        // Moves for two hours, a step every second.
        const QJsonObject loaded{{u"id"_s, QString::fromUtf8(job.id)}, {u"state"_s, state},
            {u"client_id"_s, u"api-2"_s}, {u"duration_ms"_s, 7'200'000}, {u"steps"_s, 7'200},
            {u"progress"_s, 0.55}, {u"error"_s, u"CUDA out of memory"_s}};
        const QJsonObject answer = serverOf(job).control(u"load"_s, {{u"jobs"_s, QJsonArray{loaded}}});
        if (!answer.value("ok"_L1).toBool())
            return refused(QString::fromUtf8(job.id));
    }
    return {};
}

Result<void> Incident::writeRecords()
{
    const auto records = IncidentRecords::prepare(m_records);
    if (!records)
        return tl::make_unexpected(records.error());
    for (const StagedJob &job : std::as_const(m_jobs)) {
        const Result<void> added = (*records)->add(job, systemNow());
        if (!added)
            return added;
    }
    return {};
}

Result<void> Incident::writeJournal() const
{
    Journal journal(stateFolder() + u"/emberwatch/journal.sqlite"_s);
    QList<JournalEntry> entries;
    for (const StagedJob &job : m_jobs) {
        if (!job.isKnownToJournal)
            continue;
        JournalEntry entry;
        entry.op = randomOperationId();
        entry.batch = randomBatchId();
        entry.at = systemNow() - 20min;
        entry.actor = {u"ann"_s, u"api-2"_s, u"emberwatch-demo"_s};
        entry.environment = u"incident"_s;
        entry.action = u"submit"_s;
        entry.promptId = PromptId(job.id);
        entry.key = keyFor(job);
        entry.sentence = u"Staged."_s;
        entry.evidence = "[]";
        entries.append(entry);
    }
    const Result<QList<EntryId>> written = journal.intend(entries).result();
    if (!written)
        return tl::make_unexpected(written.error());
    QList<JournalOutcome> outcomes;
    for (const EntryId &id : *written)
        outcomes.append({id, systemNow() - 20min, u"done"_s, {}});
    return journal.conclude(outcomes).result();
}

QByteArray Incident::documentFor(const StagedJob &job, Timestamp now) const
{
    JobPlan plan;
    plan.submitted.promptId = PromptId(job.id);
    const bool isAnothers = job.redis == RedisReading::Corrupt && job.corrupt == CorruptReason::IdDiffers;
    if (isAnothers)
        plan.submitted.promptId = PromptId("another-job");
    plan.submitted.type = u"image_generation"_s;
    plan.submitted.userId = job.user;
    plan.submitted.startedAt = startOf(job, now);
    plan.submitted.clientId = u"api-2"_s;
    plan.submitted.serverUrl
        = job.comfy == ComfyReading::Unknown ? QString(unlistedServer) : serverOf(job).url().toString();
    plan.seed = 18446744073709551615ULL; // survives every edit of ours
    QByteArray document = documentOf(plan, stageOf(job.redis));
    const bool isCut = job.redis == RedisReading::Corrupt && job.corrupt == CorruptReason::NotReadable;
    if (isCut)
        document.truncate(97);
    return document;
}

QByteArray Incident::ttlOf(const StagedJob &job) const
{
    return QByteArray::number(qint64((m_schema.fullTtl - job.silence).count()));
}

Result<void> Incident::writeKeys()
{
    const Timestamp now = systemNow();
    redis::Commands commands;
    for (const StagedJob &job : std::as_const(m_jobs)) {
        if (job.redis == RedisReading::Absent)
            continue;
        const QByteArray key = keyFor(job);
        const QByteArray document = documentFor(job, now);
        const bool hasTtl = job.redis != RedisReading::Corrupt || job.corrupt != CorruptReason::NoTtl;
        if (hasTtl)
            commands.add({"SET", key, document, "PX", ttlOf(job)});
        else
            commands.add({"SET", key, document});
    }
    const Result<redis::Reply> written = answerOf(m_connection.callAll(commands));
    return written ? Result<void>() : tl::make_unexpected(written.error());
}

Result<void> Incident::writeEnvironment() const
{
    const QString folder = configFolder() + u"/emberwatch"_s;
    const QString text = u"[environment incident]\n"
                         "class = development\n"
                         "redis = redis://127.0.0.1:%1/0\n"
                         "servers = %2\n"
                         "records = %3\n"_s.arg(QString::number(m_connection.options().port),
                             servers().join(u", "_s), recordsUrl());
    QSaveFile file(folder + u"/environments.conf"_s);
    const bool isWritten = QDir().mkpath(folder) && file.open(QIODevice::WriteOnly)
        && file.write(text.toUtf8()) > 0 && file.commit();
    if (!isWritten)
        return failure(Error::Kind::Permission, u"%1 cannot be written"_s.arg(file.fileName()));
    return {};
}

QString Incident::hint(const QString &redisUrl) const
{
    QString text = u"%1 jobs, each of them another case.\n\n"_s.arg(m_jobs.size());
    text += u"  Redis    "_s + redisUrl + u"\n  records  "_s + recordsUrl() + u"\n  ComfyUI  "_s
        + servers().join(u' ') + u"\n\n"_s;
    text += u"They are the environment \"incident\" for whoever says:\n\n  export XDG_CONFIG_HOME="_s
        + configFolder() + u" XDG_STATE_HOME="_s + stateFolder() + u"\n\n"_s;
    text += u"  emberwatch --env incident triage --grace 3s\n"
            "  emberwatch --env incident reconcile --grace 3s\n"_s;
    return text;
}

/// A GET, and a SET of what was read: a producer that has nothing new to say.
void Incident::keepAlive()
{
    for (const StagedJob &job : std::as_const(m_jobs)) {
        const bool isWritten
            = job.isKept && job.redis != RedisReading::Absent && job.rule != TableRow::Settling;
        if (!isWritten)
            continue;
        const QByteArray key = keyFor(job);
        const QByteArray ttl = ttlOf(job);
        m_connection.send({"GET", key}, this, [this, key, ttl](const Result<redis::Reply> &reply) {
            const QByteArray document = reply ? reply->root().at(0).bytes().toByteArray() : QByteArray();
            if (isOpenText(document))
                m_connection.send(
                    {"SET", key, document, "PX", ttl}, this, [](const Result<redis::Reply> &) {});
        });
    }
}

/// Somebody who submits the same again and again: it never gets old enough for a verdict.
void Incident::keepYoung()
{
    const Timestamp now = systemNow();
    for (const StagedJob &job : std::as_const(m_jobs)) {
        if (job.rule != TableRow::Settling)
            continue;
        const QByteArray key = keyFor(job);
        const QByteArray document = documentFor(job, now);
        m_connection.send(
            {"SET", key, document, "PX", ttlOf(job)}, this, [](const Result<redis::Reply> &) {});
    }
}

} // namespace emberwatch::demo
