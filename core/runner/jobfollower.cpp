// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/jobfollower.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace emberwatch {

using comfyui::EndedMessage;
using comfyui::ExecutingMessage;
using comfyui::JobEvidence;
using comfyui::Presence;
using comfyui::StreamMessage;

namespace {

bool isEnd(const StreamMessage &message)
{
    const auto *executing = std::get_if<ExecutingMessage>(&message);
    return std::holds_alternative<EndedMessage>(message) || (executing != nullptr && executing->isLast());
}

} // namespace

JobFollower::JobFollower(JobState job, TypePolicy limits, QObject *parent)
    : QObject(parent)
    , m_job(std::move(job))
    , m_limits(std::move(limits))
    , m_progress(m_job.promptId)
{
}

void JobFollower::setPromptId(const PromptId &id)
{
    m_job.promptId = id;
    m_progress = comfyui::JobProgress(id);
}

std::optional<double> JobFollower::progress() const
{
    const std::optional<double> fraction = m_progress.fraction();
    if (!fraction)
        return std::nullopt;
    // What stands in Redis from before a restart is the least.
    const double tenths = std::floor(*fraction * 1000);
    return std::max(m_job.progress, tenths / 10);
}

JobEdit JobFollower::wanted() const
{
    return {m_job.status, progress()};
}

void JobFollower::takeMessage(const StreamMessage &message)
{
    if (m_hasEnded || promptIdOf(message) != m_job.promptId)
        return;
    if (isEnd(message)) {
        Q_EMIT endAnnounced();
        return;
    }
    const JobEdit before = wanted();
    const QByteArray nodeBefore = node();
    m_progress.apply(message);
    m_absentSince.reset();
    m_placeInQueue.reset();
    m_job.status = JobStatus::Processing;
    if (wanted() != before || node() != nodeBefore)
        Q_EMIT changed();
}

void JobFollower::takeEvidence(const JobEvidence &evidence, Moment lastWrite, Moment now)
{
    if (m_hasEnded)
        return;
    switch (evidence.presence) {
    case Presence::Unknown:
        return;
    case Presence::Absent:
        return takeAbsence(evidence, lastWrite, now);
    case Presence::Pending:
    case Presence::Running:
        break;
    default:
        return end(evidence);
    }
    const bool wasHeardOf = isHeardOf();
    const std::optional<int> placeBefore = std::exchange(m_placeInQueue, evidence.placeInQueue);
    m_absentSince.reset();
    const JobStatus before = m_job.status;
    // A job that was seen running and waits again is another one under the same id: the work is not done
    // over.
    if (evidence.presence == Presence::Running)
        m_job.status = JobStatus::Processing;
    if (before != m_job.status || placeBefore != m_placeInQueue || !wasHeardOf)
        Q_EMIT changed();
}

void JobFollower::takeAbsence(const JobEvidence &evidence, Moment lastWrite, Moment now)
{
    if (!m_absentSince) {
        m_absentSince = now;
        Q_EMIT changed();
        return;
    }
    const bool isSettled = now - *m_absentSince >= m_limits.grace.value;
    const bool isSilent = now - lastWrite > m_limits.silenceLimit.value;
    if (isSettled && isSilent)
        end(evidence);
}

void JobFollower::end(const JobEvidence &evidence)
{
    if (std::exchange(m_hasEnded, true))
        return;
    Q_EMIT ended(evidence);
}

} // namespace emberwatch
