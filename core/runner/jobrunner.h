// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverpool.h"
#include "core/operations/jobsettler.h"
#include "core/operations/jobsubmitter.h"
#include "core/operations/tracking.h"
#include "core/redis/connection.h"
#include "core/runner/jobendings.h"
#include "core/runner/ownrecords.h"
#include "core/runner/runnerjob.h"
#include "core/runner/runneroptions.h"
#include "core/runner/trackedjob.h"
#include "core/telemetry/analyticssink.h"

#include <QCoroTask>
#include <QDeadlineTimer>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace emberwatch {

/// What a runner works with. All of it outlives the runner.
struct RunnerParts
{
    redis::Topology *topology = nullptr;
    JobStore *jobs = nullptr;
    comfyui::ServerPool *servers = nullptr;
    JobSettler *settler = nullptr;
    /// nullptr: it is not known whether there is a database; one with the address `none`: there is none.
    RecordStore *records = nullptr;
    AnalyticsSink *analytics = nullptr; ///< nullptr: none
};

/// Runs jobs: submits workflows, follows new and taken ones to their end, and settles them.
///
/// The state of each is in Redis from the beginning on, kept up to date as its producer would, under the
/// job's lease (correctness.md 5). While Redis is away tracking goes on and the newest states are in a spool
/// on the disk; while ComfyUI is away its jobs are kept. A job whose lease another holds is his.
///
/// One thread, without any waiting in it.
class JobRunner : public QObject, public Tracking, public JobSubmitter
{
    Q_OBJECT
public:
    JobRunner(RunnerParts parts, RunnerOptions options, QObject *parent = nullptr);
    ~JobRunner() override;

    /// Connects, and takes up what an earlier run left in the spool.
    /// @param takesSpool  false: it stays there, as nothing may be written
    void start(bool takesSpool = true);
    /// Gives all jobs up at a step's boundary, within 2 s; leases are released, the states stay. stopped()
    /// follows.
    void stop();

    /// From now on: jobs of a server that is no longer listed are left as they are. RunnerParts::servers has
    /// the list then; nobody else sets it.
    void setAllowed(const comfyui::ServerAllowList &allowed);

    /// Saves the state, opens the stream and queues the workflow. Refused, and never queued for certain, are
    /// values; the job is then settled as failed.
    /// Errors: those of the allow-list; Invalid (no workflow); Network and others where nothing was queued
    /// for certain; ReadOnly where the state could be kept neither in Redis nor on the disk, and so nothing
    /// was sent; Cancelled (stopped).
    [[nodiscard]] QCoro::Task<Result<SubmittedJob>> submit(JobRequest request) override;

    [[nodiscard]] QCoro::Task<Result<TrackingTaken>> take(TrackingRequest request) override;

    [[nodiscard]] std::optional<RunnerJob> job(const PromptId &id) const;
    [[nodiscard]] QList<RunnerJob> jobs() const;
    [[nodiscard]] int jobCount() const { return static_cast<int>(m_jobs.size()); }
    [[nodiscard]] RunnerCounts counts() const;
    [[nodiscard]] const RunnerTrouble &trouble() const { return m_trouble; }

Q_SIGNALS:
    void jobChanged(const emberwatch::RunnerJob &job);
    void jobEnded(const emberwatch::JobEnd &end);
    void troubleChanged(const emberwatch::RunnerTrouble &trouble);
    void stopped();

private:
    struct Submitting;

    // Jobs
    Result<ServerFollower *> watchOf(const QString &serverUrl);
    void leaveServer(const QString &server);
    TrackedJob *begin(TrackedJob::Beginning beginning, ServerFollower *watch);
    [[nodiscard]] TrackedJob *find(const PromptId &id) const;
    void follow(TrackedJob *job, bool wasAccepted, std::optional<double> number);
    void forget(TrackedJob *job);
    void finish(TrackedJob *job, JobEnd::Outcome outcome, const QString &text);
    [[nodiscard]] RunnerJob valueOf(const TrackedJob *job) const;
    void show(TrackedJob *job);
    void showAllOf(const ServerFollower *watch);
    void finishStopping();

    // Submission
    static QCoro::Task<Result<SubmittedJob>> submitOn(
        QPointer<JobRunner> self, std::shared_ptr<Submitting> submitting);
    [[nodiscard]] bool isReadyToPost(const Submitting &submitting) const;
    [[nodiscard]] Result<void> keepBeforePost(const PromptId &id);
    Result<SubmittedJob> onPosted(const Submitting &submitting, const Result<comfyui::Submission> &answer);
    void onAccepted(TrackedJob *job, const Submitting &submitting, const comfyui::Submission &submission);
    TrackedJob *rename(TrackedJob *job, const PromptId &id);
    void endUnqueued(TrackedJob *job, const QString &why);

    // Taking over
    static QCoro::Task<Result<TrackingTaken>> takenAnswer(QPointer<JobRunner> self, PromptId id);
    [[nodiscard]] TrackingTaken takenBy(const TrackedJob *job) const;

    // Redis
    void onLeaseObtained(TrackedJob *job);
    void onRefusedForGood(TrackedJob *job);
    void save(TrackedJob *job);
    void onCreated(const PromptId &id, const QByteArray &document, const Result<WriteOutcome> &outcome);
    void adopt(TrackedJob *job, const QByteArray &standing);
    void noteSaved(TrackedJob *job);
    void onWritten(const PromptId &id);
    void onOvertaken(const PromptId &id);
    void onTakenOver(const PromptId &id, const QString &why);
    void updateTrouble();
    [[nodiscard]] ServerEpoch epoch() const;

    // Spool
    void takeSpool();
    void spoolAll();
    Result<void> spool(TrackedJob *job);
    void takeSpooled(const SpooledJob &spooled, JobState state, ServerFollower *watch);
    [[nodiscard]] QByteArray wantedDocument(const TrackedJob *job) const;

    // ComfyUI
    void onMessage(const comfyui::StreamMessage &message);
    void onEvidence(ServerFollower *watch, const QList<comfyui::JobEvidence> &evidence);
    void askForGraphs(ServerFollower *watch, const QSet<PromptId> &ids);
    void onChanged(TrackedJob *job);
    void onEndAnnounced(TrackedJob *job);
    void onEnd(TrackedJob *job, const comfyui::JobEvidence &evidence);
    void trySettle(TrackedJob *job);
    void onSettled(const PromptId &id, const QString &text);
    void onPostponed(const PromptId &id, const QString &why);

    RunnerParts m_parts;
    RunnerOptions m_options;
    redis::Connection m_connection;
    Spool m_spool;
    StateWriter m_writer;
    JobEndings m_endings;
    OwnRecords m_records;
    QHash<QString, ServerFollower *> m_watches; ///< by the server's canonical text; children of ours
    QHash<PromptId, TrackedJob *> m_jobs; ///< children of ours
    QTimer m_spoolTimer;
    QDeadlineTimer m_stopDeadline;
    RunnerTrouble m_trouble;
    QString m_spoolError;
    bool m_isCreateRefused = false; ///< Redis answered, and did not take a new state
    RunnerCounts m_counts;
    bool m_isStopping = false;
};

} // namespace emberwatch
