// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverpool.h"
#include "core/jobs/jobstore.h"
#include "core/operations/holds.h"
#include "core/operations/journal.h"
#include "core/operations/twopasses.h"
#include "core/records/recordstore.h"
#include "core/triage/evidence.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QCoroTask>
#include <QHash>
#include <QSet>

#include <functional>
#include <memory>

namespace emberwatch {

/// Where evidence comes from. All outlive every call.
struct ObservedSources
{
    JobStore *jobs = nullptr;
    RecordStore *records = nullptr; ///< nullptr: it is not known where they are
    comfyui::ServerPool *servers = nullptr;
    Journal *journal = nullptr; ///< nullptr: none
};

struct ObserverOptions
{
    JobSchema schema;
    QString environment; ///< as the journal names it
    Clock clock = systemNow; ///< ours
    Pause pause = pauseForReal(); ///< between the two passes
    PassTimes times; ///< the grace period is the policy's

    [[nodiscard]] static Pause pauseForReal();
};

/// Which jobs, and by which policy.
struct ObserverWish
{
    Policy policy;
    QSet<QString> types; ///< empty: all
    QSet<QString> servers; ///< as the jobs name them; empty: all
    /// Only these, wherever they are known; empty: all.
    QSet<PromptId> only;
    /// Which walk it is for. Recover: open keys, and open records without one. Clean: every key.
    /// Reconcile: every key, every open record, and what waits or runs on the allowed servers.
    PlanScope scope = PlanScope::Recover;
    /// Clean: what a recovery accounts for is left to it. Nobody who cleans by hand waits for one.
    bool isLeftToRecovery = false;
    std::optional<int> changesAtMost; ///< of one plan; what is beyond waits for the next one
    bool operator==(const ObserverWish &) const = default;
};

/// One job and all that is known of it.
struct ObservedJob
{
    Evidence evidence;
    /// Its key was listed. False: an open record without a key in the scope, or only a server has it.
    bool isFound = false;
};

struct Observation
{
    Timestamp begunAt; ///< our clock
    QList<ObservedJob> jobs;
    /// Of jobs that live on a server while Redis has no key: the state that would be put back.
    QHash<PromptId, JobState> forgotten;
    ServerEpoch epoch;
    QList<ListingFacts> listings; ///< each look at the keys, in comparison with the one before
};

/// The life of the server that keeps the keys; with an empty runId where it is not connected.
[[nodiscard]] ServerEpoch epochOf(const JobStore &jobs);

/// Gathers the evidence of all open jobs, from all three sources, by as few round trips as they take.
///
/// Open keys are listed and read by peek; open records are read beside. What the age rule skips is not asked
/// about on ComfyUI. Where something is absent there, servers are asked a second time a grace period later;
/// Redis and the database are then read again, and what differs is said (hasChanged).
///
/// For a recovery an open record without a key is looked for in the queues alone: whether it ended is for the
/// reconciliation to find out, which asks every history.
///
/// Before a cleaning or a reconciliation the ended keys are listed besides, and no age is too old. A
/// reconciliation also takes up what the servers have in their queues and nobody else has named.
class JobObserver
{
public:
    /// What it is doing, for people: "listing", "asking 4 servers", ...
    using Progress = std::function<void(const QString &what)>;

    JobObserver(ObservedSources sources, ObserverOptions options);
    ~JobObserver();
    Q_DISABLE_COPY_MOVE(JobObserver)

    /// The age at which a job is seen first is kept for later calls of the same observer.
    /// Errors: Redis gave no complete listing; Cancelled.
    [[nodiscard]] QCoro::Task<Result<Observation>> observe(
        ObserverWish wish, StopRequestPtr stop, Progress progress = {});
    /// Its key was deleted by us: it has not vanished.
    void noteDeleted(const PromptId &id);

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the observer
};

} // namespace emberwatch
