// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobactions/jobplace.h"
#include "core/operations/jobsubmitter.h"
#include "core/operations/leasetoken.h"
#include "core/redis/connectionoptions.h"

#include <QCoroTask>

#include <memory>

namespace emberwatch {

/// What became of a job that was to be submitted again.
enum class ResubmitEnd : quint8
{
    Submitted, ///< queued, under a new prompt id
    Live, ///< it waits or runs: nothing is doubled
    HasResult, ///< it was completed, by somebody's word
    Foreign, ///< not ours
    Unverifiable, ///< it is not known whether it lives
    SubmittedBefore, ///< by an earlier resubmission, as our journal knows
    NoWorkflow, ///< nobody knows its exact workflow
    NoServer, ///< nobody says on which server
    QueueExtension, ///< it may come back by itself, and then it would run twice
    HeldByOthers, ///< its lease: somebody follows it, or submits it again at this moment
    Refused, ///< the server says what is wrong with the workflow
    NotQueued, ///< for certain
    InDoubt, ///< it may have been queued: the new prompt id tells
};
/// "submitted", "live", "has-result", ...: stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(ResubmitEnd end);

struct ResubmitWish
{
    PromptId promptId;
    QString serverUrl; ///< where it is to run; empty: on its own server, else on the only one that is allowed
    bool again = false; ///< although it was submitted again before
    bool operator==(const ResubmitWish &) const = default;
};

/// A job that is to be submitted again, as it was found. Nothing has been done.
struct ResubmitProposal
{
    KnownJob job;
    JobPlace place;
    std::optional<ResubmitEnd> refusal; ///< why not; nullopt: it would be
    QString serverUrl; ///< where it would run
    QByteArray workflow; ///< its exact text
    bool isFromRecord = false; ///< the record's input; false: ComfyUI's history
    QString text; ///< a sentence
    bool again = false; ///< as wished
};

struct ResubmittedJob
{
    ResubmitEnd end = ResubmitEnd::NotQueued;
    PromptId newId; ///< Submitted, InDoubt
    QString serverUrl;
    QString text; ///< what happened, and what the books of the old one still say: sentences
    comfyui::Submission submission; ///< the server's answer, where there was one
};

struct ResubmitOptions
{
    ActionOptions action;
    redis::ConnectionOptions connection; ///< for the job's lease
    LeaseHolder holder; ///< for others to see in it
    PassTimes times;
    Pause pause; ///< between the two passes
};

/// Runs the workflow of a job once more, as a job of ours with a prompt id of its own: only where the old one
/// is proven to live nowhere, has no result, and cannot come back by itself. The old one's state and record
/// are left as they are.
class JobResubmit
{
public:
    /// @param submitter  outlives every call
    JobResubmit(ActionSources sources, JobSubmitter *submitter, ResubmitOptions options);
    ~JobResubmit();
    Q_DISABLE_COPY_MOVE(JobResubmit)

    /// Changes nothing. Errors: those of Redis and of the journal.
    [[nodiscard]] QCoro::Task<Result<ResubmitProposal>> propose(ResubmitWish wish, StopRequestPtr stop);

    /// Looks once more whether it lives, under the job's lease, and submits. Errors: the guard rails refuse
    /// (Permission), Redis or the journal give no answer; nothing was submitted.
    [[nodiscard]] QCoro::Task<Result<ResubmittedJob>> carryOut(
        ResubmitProposal proposal, Agreement agreement = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< a call under way outlives it
};

} // namespace emberwatch
