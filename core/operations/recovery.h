// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/planwalk.h"
#include "core/triage/recoveryreport.h"

#include <QCoroTask>

#include <memory>

namespace emberwatch {

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
/// A wish for another scope is a cleaning or a reconciliation: the same walk and a report of the same form,
/// of which neither analytics nor alerts are told.
///
/// A settled key is not deleted by the recovery that settled it: its producer may do so for another minute.
class Recovery
{
public:
    using Progress = PlanWalk::Progress;

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

    /// The walk that it goes: a cleaning shares it, and with it what was seen before.
    [[nodiscard]] std::shared_ptr<PlanWalk> walk() const;

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives the recovery
};

} // namespace emberwatch
