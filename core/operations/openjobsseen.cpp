// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/openjobsseen.h"

#include <algorithm>

namespace emberwatch {

namespace {

/// A look every minute follows the last one a little later than a minute.
constexpr std::chrono::seconds lateness{3};

} // namespace

void OpenJobsSeen::see(const QList<JobReading> &open)
{
    m_expiry.clear();
    m_at = open.isEmpty() ? Timestamp() : open.first().serverTime;
    for (const JobReading &job : open) {
        m_expiry.insert(job.promptId, job.expiresAt());
        m_at = std::min(m_at, job.serverTime);
    }
}

QList<PromptId> OpenJobsSeen::missingAmong(const QSet<PromptId> &open) const
{
    QList<PromptId> missing;
    for (auto job = m_expiry.begin(); job != m_expiry.end(); ++job) {
        if (!open.contains(job.key()))
            missing.append(job.key());
    }
    return missing;
}

ListingFacts OpenJobsSeen::factsOf(
    const QList<JobReading> &missing, std::chrono::milliseconds retention) const
{
    ListingFacts facts;
    facts.activeBefore = static_cast<int>(m_expiry.size());
    for (const JobReading &job : missing) {
        const std::optional<Timestamp> expiry = m_expiry.value(job.promptId);
        const bool hasExpired = expiry && *expiry <= job.serverTime;
        const bool isSoon = job.serverTime - m_at <= retention + lateness;
        if (!job.exists && !hasExpired && isSoon)
            ++facts.vanishedSilently;
    }
    return facts;
}

} // namespace emberwatch
