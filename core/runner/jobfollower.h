// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/jobevidence.h"
#include "core/comfyui/jobprogress.h"
#include "core/comfyui/streammessage.h"
#include "core/jobs/jobdocument.h"
#include "core/jobs/jobstate.h"
#include "core/runner/runnerjob.h"
#include "core/triage/policy.h"

#include <QObject>

#include <chrono>
#include <optional>

namespace emberwatch {

/// What stream and polling tell of one job, put together: its status, how far it is, and when it is over.
/// Knows neither Redis nor a socket. Times are steady, and given from outside.
///
/// An end is over by ComfyUI's word only: its history entry. Absence is over by the rules of verdicts.md and
/// correctness.md 3: read in passes at least the grace period apart, and silent for long enough, for which
/// the signs of life in Redis have to stop at the first absence (isHeardOf).
class JobFollower : public QObject
{
    Q_OBJECT
public:
    using Moment = std::chrono::steady_clock::time_point;

    JobFollower(JobState job, TypePolicy limits, QObject *parent = nullptr);

    [[nodiscard]] const PromptId &promptId() const { return m_job.promptId; }
    [[nodiscard]] const JobState &job() const { return m_job; }
    [[nodiscard]] JobStatus status() const { return m_job.status; }
    /// What ought to stand in Redis. Progress that nobody knows is left as it is.
    [[nodiscard]] JobEdit wanted() const;
    /// Percent, in tenths.
    [[nodiscard]] std::optional<double> progress() const;
    [[nodiscard]] const QByteArray &node() const { return m_progress.currentNode(); }
    [[nodiscard]] std::optional<int> placeInQueue() const { return m_placeInQueue; }
    /// Its server knows it, as far as the last answer said.
    [[nodiscard]] bool isHeardOf() const { return !m_absentSince; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

    /// The server gave it another id than was asked for.
    void setPromptId(const PromptId &id);
    void setClientId(const QString &clientId) { m_job.clientId = clientId; }
    void setGraph(const comfyui::JobGraph &graph) { m_progress.setGraph(graph); }

    void takeMessage(const comfyui::StreamMessage &message);
    /// @param lastWrite  of its state in Redis by anybody, as far as is known: the last sign of life
    void takeEvidence(const comfyui::JobEvidence &evidence, Moment lastWrite, Moment now);

Q_SIGNALS:
    /// Status, progress, node or place.
    void changed();
    /// Its stream says that it is over: the history has the verdict.
    void endAnnounced();
    /// Over: done-ok, done-error, interrupted, or absent for good. Once.
    void ended(const emberwatch::comfyui::JobEvidence &evidence);

private:
    void takeAbsence(const comfyui::JobEvidence &evidence, Moment lastWrite, Moment now);
    void end(const comfyui::JobEvidence &evidence);

    JobState m_job;
    TypePolicy m_limits;
    comfyui::JobProgress m_progress;
    std::optional<int> m_placeInQueue;
    std::optional<Moment> m_absentSince;
    bool m_hasEnded = false;
};

} // namespace emberwatch
