// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/planwalk.h"
#include "core/operations/stoprequest.h"

#include <memory>
#include <utility>

namespace emberwatch {

using PlannedActions = QList<PlannedAction>;

/// One call of carryOut().
struct Carrying
{
    RecoveryProposal proposal;
    StopRequestPtr stop;
    PlanWalk::Progress progress;
    PlanWalk::Permission mayBegin;
    BatchId batch = randomBatchId();
    QHash<PromptId, RecoveredJob> ends; ///< of what was tried
    QList<RecoveredJob> untold; ///< of these, what the progress has not said yet
    QList<PromptId> deleted;
    Timestamp deletedAt; ///< the last of them
    qsizetype done = 0;
    qsizetype total = 0;

    void say(const QString &what)
    {
        if (progress)
            progress({what, done, total, std::exchange(untold, {})});
    }
    [[nodiscard]] QString reason() const { return proposal.agreement.reason; }
    void end(const RecoveredJob &job)
    {
        ends.insert(job.promptId, job);
        untold.append(job);
    }
    /// What was done of it before stands.
    void leave(const PlannedAction &action, const QString &why);
    /// Why no further step is begun; empty: it may be.
    [[nodiscard]] QString whyNot() const;
};
using CarryingPtr = std::shared_ptr<Carrying>;

/// Kinds of what is done, in the order in which they are carried out.
[[nodiscard]] bool isResuming(const PlannedAction &action);
[[nodiscard]] bool isSettling(const PlannedAction &action);
[[nodiscard]] bool isCleaning(const PlannedAction &action);
[[nodiscard]] bool isCancelling(const PlannedAction &action);

/// What is ticked of a kind.
[[nodiscard]] PlannedActions tickedOf(const Plan &plan, bool (*isOfKind)(const PlannedAction &));
/// Of what was settled, what is to be deleted as well.
[[nodiscard]] PlannedActions cleanedBehind(const Carrying &carrying, const PlannedActions &settled);

} // namespace emberwatch
