// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/recoverytelling.h"

#include "core/jobs/jobkey.h"

namespace emberwatch {

using namespace Qt::StringLiterals;
using Outcome = RecoveryOutcome;

void RecoveryTelling::tell(const RecoveryReport &report, const RecoveryProposal &proposal)
{
    QSet<PromptId> resumed;
    for (const RecoveredJob &job : report.jobs) {
        if (job.outcome == Outcome::Resumed)
            resumed.insert(job.promptId);
        record(job, proposal.judged.value(job.promptId), report);
        alert(job);
    }
    m_resumed = resumed;
}

void RecoveryTelling::record(const RecoveredJob &job, const JudgedJob &judged, const RecoveryReport &report)
{
    if (m_analytics == nullptr)
        return;
    const QString &user = judged.evidence.userId;
    const bool isNews = job.outcome == Outcome::SettledCompleted
        || (job.outcome == Outcome::Resumed && !m_resumed.contains(job.promptId));
    if (isNews)
        m_analytics->record(
            jobRecovered(job.promptId, user, judged.evidence.redis.age.value_or(std::chrono::milliseconds(0)),
                report.finishedAt - report.startedAt, report.finishedAt));
    if (job.outcome == Outcome::SettledFailed || job.outcome == Outcome::Failed)
        m_analytics->record(jobRecoveryFailed(job.promptId, user, job.reason, report.finishedAt));
}

void RecoveryTelling::alert(const RecoveredJob &job)
{
    if (m_alerts == nullptr)
        return;
    const QString text = displayText(job.promptId.value()) + u": "_s + job.reason;
    if (job.outcome == Outcome::Failed)
        m_alerts->raise(AlertKind::RecoveryFailed, text);
    else if (job.outcome == Outcome::SettledFailed && job.verdict == Verdict::Orphaned)
        m_alerts->raise(AlertKind::JobLost, text);
}

void RecoveryTelling::tellIncomplete(const QString &why)
{
    if (m_alerts != nullptr)
        m_alerts->raise(AlertKind::RecoveryIncomplete, why);
}

} // namespace emberwatch
