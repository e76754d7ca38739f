// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/cancelprocedure.h"
#include "core/operations/jobactions/jobplace.h"

#include <QCoroTask>

#include <functional>
#include <memory>

namespace emberwatch {

/// What became of one job that was to be cancelled.
enum class CancelEnd : quint8
{
    RemovedFromQueue, ///< it waited and is gone
    Interrupted, ///< it ran, and its history says so
    Vanished, ///< it ran, and is neither in queue nor in history
    AlreadyEnded, ///< there was nothing to cancel any more
    NotLive, ///< its server does not know it
    StillThere, ///< asked for; it has had no effect yet
    RefusedAsUnsafe, ///< its old server would interrupt whatever runs
    Foreign, ///< not ours
    Unverifiable, ///< nobody says where it is, or several servers have it
    Unknown, ///< the connection was lost at it
    NotBegun, ///< ended by us before it was its turn, or the guard rails refused
};
/// "removed-from-queue", "interrupted", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(CancelEnd end);
/// Whether it is gone, verified.
[[nodiscard]] constexpr bool isCancelled(CancelEnd end)
{
    return end == CancelEnd::RemovedFromQueue || end == CancelEnd::Interrupted || end == CancelEnd::Vanished;
}

/// One job that is to be cancelled, as it was found. Nothing has been done.
struct CancelCandidate
{
    KnownJob job;
    JobPlace place;
    std::optional<CancelEnd> refusal; ///< why it would not be touched; nullopt: it would
    QString text; ///< a sentence
};

struct CancelledJob
{
    PromptId promptId;
    QString serverUrl; ///< where it was cancelled, or is; empty: nobody knows
    CancelEnd end = CancelEnd::NotBegun;
    QString text; ///< what happened, and what its books still say: sentences
    bool operator==(const CancelledJob &) const = default;
};

/// Cancels jobs on their servers: ours alone (verdicts.md 2.9), live ones alone, each by the procedure of its
/// server's version, and looks afterwards whether it has gone. What Redis and the records say is not touched:
/// reconciling settles that, and the text says where it is needed.
///
/// A cancel has an entry in the journal before it is asked for: the server keeps no trace of one that waited.
class JobCancel
{
public:
    /// Called after each job.
    using Progress = std::function<void(const CancelledJob &job)>;

    JobCancel(ActionSources sources, ActionOptions options, comfyui::CancelOptions cancel = {});
    ~JobCancel();
    Q_DISABLE_COPY_MOVE(JobCancel)

    /// What would be done, in the order of the ids, each once. Changes nothing. Errors: those of Redis and of
    /// the journal.
    [[nodiscard]] QCoro::Task<Result<QList<CancelCandidate>>> propose(QList<PromptId> ids);

    /// Does it, one after the other, until `stop`. Errors: the guard rails refuse (Permission), the journal
    /// cannot be written; nothing was done. Where that happens on the way the rest is NotBegun.
    [[nodiscard]] QCoro::Task<Result<QList<CancelledJob>>> carryOut(
        QList<CancelCandidate> jobs, StopRequestPtr stop, Agreement agreement = {}, Progress progress = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

} // namespace emberwatch
