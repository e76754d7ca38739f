// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/chartsampler.h"

#include <algorithm>

namespace emberwatch {

namespace {

std::optional<double> medianOf(const std::array<qint64, 101> &byPercent)
{
    qint64 total = 0;
    for (const qint64 jobs : byPercent)
        total += jobs;
    qint64 before = 0;
    for (size_t percent = 0; percent < byPercent.size(); ++percent) {
        before += byPercent[percent];
        if (total > 0 && 2 * before >= total)
            return static_cast<double>(percent);
    }
    return std::nullopt;
}

} // namespace

ChartSample ChartSampler::take(Timestamp now)
{
    ChartSample sample;
    sample.time = now;
    sample.isLive = m_isLive;
    sample.byStatus = m_counts.byStatus;
    for (size_t percent = 0; percent < m_counts.processingByPercent.size(); ++percent)
        sample.progress[std::min<size_t>(percent / 10, 9)] += m_counts.processingByPercent[percent];
    sample.medianProgress = medianOf(m_counts.processingByPercent);
    const std::chrono::duration<double> since = now - m_lastSample;
    sample.eventsPerSecond
        = m_lastSample > Timestamp() && since.count() > 0 ? static_cast<double>(m_events) / since.count() : 0;
    m_lastSample = now;
    m_events = 0;
    return sample;
}

} // namespace emberwatch
