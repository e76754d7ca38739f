// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "core/telemetry/alerts.h"
#include "core/telemetry/analyticssink.h"
#include "core/triage/recoveryreport.h"

#include <QSet>

namespace emberwatch {

/// Tells others of a recovery: analytics events and alerts. A job that was resumed is told of once.
class RecoveryTelling
{
public:
    /// @param analytics, alerts  outlive it; nullptr: none
    RecoveryTelling(AnalyticsSink *analytics, Alerts *alerts)
        : m_analytics(analytics)
        , m_alerts(alerts)
    {
    }

    void tell(const RecoveryReport &report, const RecoveryProposal &proposal);
    /// It could not be completed.
    void tellIncomplete(const QString &why);

private:
    void record(const RecoveredJob &job, const JudgedJob &judged, const RecoveryReport &report);
    void alert(const RecoveredJob &job);

    AnalyticsSink *m_analytics;
    Alerts *m_alerts;
    QSet<PromptId> m_resumed;
};

} // namespace emberwatch
