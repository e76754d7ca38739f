// SPDX-License-Identifier: GPL-3.0-or-later
#include "producer.h"

#include "app/demo/producerdocument.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace emberwatch::demo {
namespace {

Q_LOGGING_CATEGORY(logProducer, "emberwatch.demo.producer", QtInfoMsg)

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr size_t largestBatch = 500;
constexpr milliseconds downAfterCrash{4000};
constexpr double trainingIsSlowerBy = 6; ///< lora_training reports far less often than an image does

milliseconds scaled(milliseconds duration, double factor)
{
    return milliseconds(static_cast<qint64>(static_cast<double>(duration.count()) * factor));
}

milliseconds tickFor(milliseconds pace)
{
    return std::clamp(pace / 4, milliseconds(5), milliseconds(100));
}

redis::ConnectionOptions named(redis::ConnectionOptions options, const QString &name)
{
    options.clientName = name.toUtf8();
    return options;
}

} // namespace

Producer::Producer(redis::ConnectionOptions server, Habits habits, quint64 seed, QObject *parent)
    : QObject(parent)
    , m_connection(named(std::move(server), u"api-%1"_s.arg(seed & 0xffff, 4, 16, '0'_L1)))
    , m_habits(std::move(habits))
    , m_dice(seed)
    , m_clientId(QString::fromLatin1(m_connection.options().clientName))
{
    connect(&m_tick, &QTimer::timeout, this, &Producer::tick);
    m_tick.start(tickFor(m_habits.pace));
    m_rebirth.setSingleShot(true);
    m_rebirth.setInterval(downAfterCrash);
    connect(&m_rebirth, &QTimer::timeout, &m_connection, &redis::Connection::open);
    m_connection.setReconnect(true);
    m_connection.open();
}

void Producer::submit(JobPlan plan)
{
    const Timestamp now = plan.submitted.startedAt;
    takeOver(std::move(plan), now, now);
}

void Producer::takeOver(JobPlan plan, Timestamp now, Timestamp lastWrite)
{
    if (m_dice.happens(0.9))
        plan.submitted.clientId = m_clientId;
    leaveBehind(plan, now, lastWrite);
    const QByteArray id = plan.submitted.promptId.value();
    Job job{std::move(plan), {}};
    job.due = nextWrite(job, now);
    m_jobs.insert(id, job);
}

void Producer::leaveBehind(const JobPlan &plan, Timestamp now, Timestamp lastWrite)
{
    const auto silence = std::chrono::duration_cast<seconds>(now - lastWrite);
    set(plan, stageAt(plan, lastWrite),
        std::chrono::duration_cast<seconds>(m_habits.schema.fullTtl) - silence);
}

void Producer::shadow(JobPlan plan)
{
    const QByteArray id = plan.submitted.promptId.value();
    const Timestamp due = workBegins(plan);
    m_jobs.insert(id, Job{std::move(plan), due, false});
}

Timestamp Producer::lastWriteBefore(const JobPlan &plan, Timestamp now)
{
    if (now < workBegins(plan))
        return plan.submitted.startedAt;
    if (now >= workEnds(plan))
        return workEnds(plan);
    return std::max(workBegins(plan), now - scaled(paceOf(plan), m_dice.fraction()));
}

int Producer::crash()
{
    const auto abandoned
        = std::count_if(m_jobs.cbegin(), m_jobs.cend(), [](const Job &job) { return job.isOurs; });
    m_jobs.clear();
    m_connection.close();
    m_rebirth.start();
    qCInfo(
        logProducer, "%s died with %d jobs", m_clientId.toLatin1().constData(), static_cast<int>(abandoned));
    return static_cast<int>(abandoned);
}

void Producer::tick()
{
    if (!isUp())
        return; // what was due meanwhile is written once the server is back
    const Timestamp now = systemNow();
    removeFinished(now);
    for (Batch batch = takeDue(now); !batch.empty(); batch = takeDue(now))
        readAndUpdate(std::move(batch));
}

void Producer::removeFinished(Timestamp now)
{
    redis::Commands commands;
    for (auto job = m_jobs.begin(); job != m_jobs.end();) {
        const Timestamp end = job->isOurs ? lifeEnds(job->plan) : workEnds(job->plan);
        if (job->isUnderWay || end > now) {
            ++job;
            continue;
        }
        if (job->isOurs)
            commands.add({"DEL", keyOf(job.key())});
        job = m_jobs.erase(job);
    }
    if (!commands.isEmpty())
        m_connection.send(commands, this, [](const Result<redis::Reply> &) {}); // lost: the TTL ends the key
}

Producer::Batch Producer::takeDue(Timestamp now)
{
    Batch batch;
    for (auto job = m_jobs.begin(); job != m_jobs.end() && batch.size() < largestBatch; ++job) {
        if (job->isUnderWay || job->due > now)
            continue;
        job->isUnderWay = true;
        batch.push_back(job.key());
    }
    return batch;
}

void Producer::readAndUpdate(Batch batch)
{
    redis::Commands reads;
    for (const QByteArray &id : batch)
        reads.add({"GET", keyOf(id)});
    m_connection.send(reads, this,
        [this, batch = std::move(batch)](const Result<redis::Reply> &read) { update(batch, read); });
}

void Producer::update(const Batch &batch, const Result<redis::Reply> &read)
{
    const Timestamp now = systemNow();
    redis::Commands writes;
    Batch written;
    for (size_t i = 0; i < batch.size(); ++i) {
        const auto job = m_jobs.constFind(batch[i]);
        if (job == m_jobs.cend())
            continue;
        if (!read) {
            rest(batch[i], now);
            continue;
        }
        const redis::Reply::View current = read->root().at(static_cast<qsizetype>(i));
        const auto value = merged(current.bytes(), stageAt(job->plan, now));
        if (current.type() != redis::Reply::Type::String || !value) {
            m_jobs.erase(job);
            continue;
        }
        const QByteArray ttl
            = QByteArray::number(std::chrono::duration_cast<seconds>(m_habits.schema.fullTtl).count());
        writes.add({"SET", keyOf(batch[i]), *value, "EX", ttl});
        written.push_back(batch[i]);
    }
    if (!writes.isEmpty())
        write(written, writes);
}

void Producer::write(const Batch &batch, const redis::Commands &commands)
{
    m_connection.send(commands, this, [this, batch](const Result<redis::Reply> &) {
        const Timestamp now = systemNow();
        for (const QByteArray &id : batch)
            rest(id, now);
    });
}

void Producer::rest(const QByteArray &id, Timestamp now)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    job->isUnderWay = false;
    job->due = nextWrite(*job, now);
}

Timestamp Producer::nextWrite(const Job &job, Timestamp now)
{
    if (now < workBegins(job.plan))
        return workBegins(job.plan);
    if (now < workEnds(job.plan))
        return std::min(now + paceOf(job.plan), workEnds(job.plan));
    return lifeEnds(job.plan);
}

milliseconds Producer::paceOf(const JobPlan &plan)
{
    const bool isTraining = plan.submitted.type == "lora_training"_L1;
    return scaled(m_habits.pace, m_dice.between(0.7, 1.3) * (isTraining ? trainingIsSlowerBy : 1));
}

void Producer::set(const JobPlan &plan, const Stage &stage, seconds ttl)
{
    const QByteArray id = plan.submitted.promptId.value();
    redis::Commands write;
    write.add({"SET", keyOf(id), documentOf(plan, stage), "EX", QByteArray::number(ttl.count())});
    m_connection.send(
        write, this, [](const Result<redis::Reply> &) {}); // lost: found gone at the next update
}

} // namespace emberwatch::demo
