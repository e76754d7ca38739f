// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
#include "core/operations/guardrails.h"
#include "core/operations/holds.h"
#include "core/operations/jobobserver.h"
#include "core/operations/recoveryproposal.h"
#include "core/operations/tracking.h"
#include "core/telemetry/alerts.h"
#include "core/telemetry/analyticssink.h"
#include "core/triage/recoveryreport.h"

#include <QCoroTask>

#include <functional>
#include <memory>

namespace emberwatch {

/// What a recovery, and a cleaning, works with. All outlive every call.
struct RecoverySources
{
    ObservedSources observed; ///< `journal` is needed
    Tracking *tracking = nullptr; ///< nullptr: live jobs are left alone
    Holds *holds = nullptr; ///< nullptr: there are none
    GuardRails *guard = nullptr; ///< nullptr: there are no rails
    AnalyticsSink *analytics = nullptr; ///< nullptr: nothing is told
    Alerts *alerts = nullptr;
};

struct RecoveryOptions
{
    Actor actor;
    QString environment;
    ObserverOptions observer;
    /// Jobs of one step: one commit of intents, one round trip of claims, one transaction of records. It can
    /// be ended between two of them.
    qsizetype stepJobs = 500;
    /// After a deletion the key is looked at once more so much later: whoever still writes it puts it back.
    std::chrono::milliseconds secondLookAfter{5'000};
};

/// How far it is.
struct RecoveryProgress
{
    QString what; ///< for people: "listing", "settling"
    qsizetype done = 0; ///< jobs
    qsizetype total = 0; ///< 0: not known
    QList<RecoveredJob> ended = {}; ///< since the last time
};

/// What came of a plan that was carried out.
struct WalkEnd
{
    RecoveryProposal proposal; ///< the newer one where it was judged again
    QHash<PromptId, RecoveredJob> ends; ///< of what was tried
    Timestamp finishedAt; ///< our clock
    BatchId batch; ///< of its entries in the journal
};

/// The one walk whose scopes are recovering, cleaning and reconciling (verdicts.md 6): observe, judge, plan,
/// and once it is agreed to carry out, in steps of many jobs.
///
/// Which scope is said by the wish. A plan's ticked actions are carried out in this order: what lives is
/// taken up, what has ended is settled, what is out of date is deleted, what nobody will collect is cancelled
/// on its server. A state that is claimed is not deleted by the same call: it is kept for its retention
/// first.
class PlanWalk
{
public:
    using Progress = std::function<void(const RecoveryProgress &)>;
    /// Whether a next step may begin; nullptr: always.
    using Permission = std::function<bool()>;

    PlanWalk(const RecoverySources &sources, RecoveryOptions options);
    ~PlanWalk();
    Q_DISABLE_COPY_MOVE(PlanWalk)

    [[nodiscard]] const RecoverySources &sources() const;
    [[nodiscard]] const RecoveryOptions &options() const;
    [[nodiscard]] Timestamp now() const;
    [[nodiscard]] std::optional<Hold> hold() const;

    /// Changes nothing. Errors: those of JobObserver::observe().
    [[nodiscard]] QCoro::Task<Result<RecoveryProposal>> propose(
        ObserverWish wish, StopRequestPtr stop, Progress progress = {});

    /// A proposal older than a judgement may be (30 s) is observed and judged again first, and of the new one
    /// only that is done which was agreed to. Errors: the new look gave no answer, or the guard rails refuse
    /// so many changes (Permission); nothing was done. They are asked again before each step.
    [[nodiscard]] QCoro::Task<Result<WalkEnd>> carryOut(
        RecoveryProposal proposal, StopRequestPtr stop, Progress progress = {}, Permission mayBegin = {});

    /// What is not open any more is news again when it is resumed once more.
    void keepResumed(const QSet<PromptId> &live);

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the walk
};

} // namespace emberwatch
