// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/jobtimeline.h"

namespace emberwatch {

bool JobTimeline::add(const JobDetails &job, Timestamp now)
{
    if (!m_entries.isEmpty()) {
        const Entry &last = m_entries.last();
        if (last.status == job.status && last.progress == job.progress && !last.removal)
            return false;
    }
    append({now, job.status, job.progress, std::nullopt});
    return true;
}

void JobTimeline::addRemoval(RemovalCause cause, Timestamp now)
{
    Entry entry = m_entries.isEmpty() ? Entry() : m_entries.last();
    entry.seenAt = now;
    entry.removal = cause;
    append(entry);
}

void JobTimeline::append(const Entry &entry)
{
    if (m_entries.size() >= mostEntries)
        m_entries.removeAt(1);
    m_entries.append(entry);
}

} // namespace emberwatch
