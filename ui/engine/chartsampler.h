// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobtable.h"
#include "ui/charts/chartsample.h"

namespace emberwatch {

/// Makes the charts' sample of each second from what was heard since the last.
class ChartSampler
{
public:
    void setCounts(const JobTable::Counts &counts) { m_counts = counts; }
    void setLive(bool isLive) { m_isLive = isLive; }
    void addEvents(qint64 events) { m_events += events; }
    /// @param now  ours
    [[nodiscard]] ChartSample take(Timestamp now);

private:
    JobTable::Counts m_counts;
    qint64 m_events = 0;
    Timestamp m_lastSample;
    bool m_isLive = false;
};

} // namespace emberwatch
