// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/dirtyreader.h"

#include "core/jobs/nodejobs.h"

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto busySpacing = 250ms; // correctness.md 6.2: at most 4 times a second each
constexpr qint64 busyEvents = 20'000; // a second; SET ... EX makes two
constexpr size_t readAtOnce = 1000; // keys of one MGET: below 1 ms of Redis

} // namespace

DirtyReader::DirtyReader(NodeJobs *jobs, Ms frame, PageHandler take, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_frame(frame)
    , m_take(std::move(take))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DirtyReader::read);
}

void DirtyReader::start(JobPageReader *reader)
{
    m_reader = reader;
    m_isReading = false;
}

void DirtyReader::stop()
{
    m_reader = nullptr;
    m_timer.stop();
}

bool DirtyReader::isOverloaded() const
{
    return m_eventsLastSecond > busyEvents;
}

void DirtyReader::schedule()
{
    if (!m_reader || m_isReading || m_timer.isActive() || m_jobs->dirty().isEmpty())
        return;
    const Ms since = m_jobs->steady() - m_lastRead;
    m_timer.start(std::max<Ms>(m_frame - since, 0ms));
}

void DirtyReader::read()
{
    if (!m_reader || m_isReading)
        return;
    m_lastRead = m_jobs->steady();
    std::vector<QByteArray> keys = takeKeys();
    if (keys.empty())
        return schedule();
    m_isReading = true;
    m_reader->read(std::move(keys), m_take, [this](const Result<void> &result) { finish(result); });
}

std::vector<QByteArray> DirtyReader::takeKeys()
{
    const Ms spacing = isOverloaded() ? Ms(busySpacing) : Ms::zero();
    const auto taken = m_jobs->dirty().take(readAtOnce, m_jobs->steady(), spacing);
    std::vector<QByteArray> keys;
    keys.reserve(taken.slots_.size() + taken.unknownIds.size());
    for (const JobSlot slot : taken.slots_) {
        if (m_jobs->set().isUsed(slot))
            keys.push_back(m_jobs->keyOf(slot));
    }
    for (const QByteArray &id : taken.unknownIds)
        keys.push_back(m_jobs->keyOf(id));
    return keys;
}

void DirtyReader::finish(const Result<void> &result)
{
    m_isReading = false;
    if (!result) {
        Q_EMIT failed(result.error());
        return;
    }
    m_jobs->dirty().forgetTaken();
    schedule();
}

} // namespace emberwatch
