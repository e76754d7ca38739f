// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/carrying.h"
#include "core/operations/jobsettler.h"

#include <QPointer>
#include <QSet>

#include <memory>

namespace emberwatch {

/// The kinds of what is done about the jobs of one step, each for some jobs at once: what came of each is in
/// the Carrying. Whether a step may begin is not asked here.
class WalkSteps
{
public:
    using Shared = std::shared_ptr<WalkSteps>;

    WalkSteps(const RecoverySources &from, RecoveryOptions with);

    const RecoverySources sources;
    const QPointer<JobStore> jobs; ///< a call under way may outlast it
    const RecoveryOptions options;
    JobObserver observer;

    /// Live jobs get their tracking back.
    static QCoro::Task<void> resume(Shared self, CarryingPtr carrying, PlannedActions actions);
    static QCoro::Task<void> settle(Shared self, CarryingPtr carrying, PlannedActions actions);
    static QCoro::Task<void> clean(Shared self, CarryingPtr carrying, PlannedActions actions);
    /// The states of what was settled before.
    static QCoro::Task<void> cleanBehind(Shared self, CarryingPtr carrying, PlannedActions actions);
    static QCoro::Task<void> cancel(Shared self, CarryingPtr carrying, PlannedActions actions);
    /// At what was deleted, once it is time.
    static QCoro::Task<void> lookAgain(Shared self, CarryingPtr carrying);

    [[nodiscard]] Timestamp now() const { return options.observer.clock(); }
    /// What is not open any more is news again when it is resumed once more.
    void keepResumed(const QSet<PromptId> &live) { m_resumed.intersect(live); }

private:
    static QCoro::Task<Result<QList<EntryId>>> intend(
        Shared self, CarryingPtr carrying, PlannedActions actions);
    static QCoro::Task<void> conclude(Shared self, QList<JournalOutcome> outcomes);
    static QCoro::Task<Result<QList<CleanedKey>>> deleteStates(
        Shared self, CarryingPtr carrying, PlannedActions actions);
    [[nodiscard]] JournalEntry entryOf(const CarryingPtr &carrying, const PlannedAction &action) const;
    [[nodiscard]] static RecoveryOptions withEnvironment(RecoveryOptions options)
    {
        options.observer.environment = options.environment;
        return options;
    }

    JobSettler m_settler;
    /// Taken up by an earlier recovery of this walk: looked at again, but no news for the journal.
    QSet<PromptId> m_resumed;
};

} // namespace emberwatch
