// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobsample.h"

#include "core/jobs/nodejobs.h"

#include <algorithm>

namespace emberwatch {

namespace {

constexpr size_t sampleSize = 100;
constexpr std::ptrdiff_t dropAtLeast = 10;
constexpr std::ptrdiff_t dropPart = 5;

} // namespace

JobSample::JobSample(NodeJobs *jobs)
    : m_jobs(jobs)
{
}

std::vector<QByteArray> JobSample::next()
{
    std::vector<QByteArray> keys;
    const JobSlot end = m_jobs->set().slotEnd();
    for (JobSlot looked = 0; looked < end && keys.size() < sampleSize; ++looked) {
        m_cursor = m_cursor + 1 < end ? m_cursor + 1 : 0;
        if (m_jobs->isMine(m_cursor) && !m_jobs->dirty().isMarked(m_cursor))
            keys.push_back(m_jobs->keyOf(m_cursor));
    }
    return keys;
}

/// How many are gone without an event and before their deadline.
std::ptrdiff_t JobSample::missing(const JobPageReader::Page &page) const
{
    return std::count_if(page.absent.begin(), page.absent.end(), [this](QByteArrayView key) {
        return m_jobs->isKnown(key) && !m_jobs->wasAnnounced(key) && !m_jobs->isPastDeadline(key);
    });
}

bool JobSample::isSuddenDrop(const JobPageReader::Page &page) const
{
    const std::ptrdiff_t gone = missing(page);
    const auto size = static_cast<std::ptrdiff_t>(page.absent.size() + page.present.size());
    return gone > dropAtLeast && gone > size / dropPart;
}

void JobSample::take(const JobPageReader::Page &page)
{
    const bool isAnyMissing = missing(page) > 0;
    for (const ListedJob &job : page.present)
        m_jobs->observeByLooking(job);
    for (const QByteArrayView key : page.absent) {
        if (isAnyMissing && !m_jobs->wasAnnounced(key))
            m_jobs->addUnannounced(key);
        m_jobs->confirmAbsent(key);
    }
}

} // namespace emberwatch
