// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/actor.h"
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

/// What a recovery works with. All outlive every call.
struct RecoverySources
{
    ObservedSources observed; ///< `journal` is needed
    Tracking *tracking = nullptr; ///< nullptr: live jobs are left alone
    Holds *holds = nullptr; ///< nullptr: there are none
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
};

/// How far it is.
struct RecoveryProgress
{
    QString what; ///< for people: "listing", "settling"
    qsizetype done = 0; ///< jobs
    qsizetype total = 0; ///< 0: not known
};

/// Active jobs survive a restart of the application server: finds the open ones, asks what became of each,
/// and brings Redis and the records up to date; live ones get their tracking back.
///
/// propose() observes, judges and plans, and changes nothing. carryOut() does what is ticked in the plan and
/// accounts for every job that was found; its report is kept in the journal (kind "recovery").
///
/// Several recoveries at once, from several processes, are harmless: each claim is one compare-and-set, each
/// record one guarded update. Killed at any point and run again it comes to the same end: what was claimed
/// and not recorded is finished, what was not claimed is judged anew.
///
/// A settled key is not deleted by the recovery that settled it: its producer may do so for another minute.
class Recovery
{
public:
    using Progress = std::function<void(const RecoveryProgress &)>;

    Recovery(RecoverySources sources, RecoveryOptions options);
    ~Recovery();
    Q_DISABLE_COPY_MOVE(Recovery)

    /// Errors: those of JobObserver::observe().
    [[nodiscard]] QCoro::Task<Result<RecoveryProposal>> propose(
        ObserverWish wish, StopRequestPtr stop, Progress progress = {});

    /// A proposal older than a judgement may be (30 s) is observed and judged again first, and of the new one
    /// only that is done which was agreed to. Ended by `stop` at a step boundary: the report says of the rest
    /// that it was left alone. Errors: the new look gave no answer; nothing was done.
    [[nodiscard]] QCoro::Task<Result<RecoveryReport>> carryOut(
        RecoveryProposal proposal, StopRequestPtr stop, Progress progress = {});

    /// Both, without asking anybody.
    [[nodiscard]] QCoro::Task<Result<RecoveryReport>> recover(
        ObserverWish wish, StopRequestPtr stop, Progress progress = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the recovery
};

} // namespace emberwatch
