// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/jobactions/jobcancel.h"
#include "core/operations/jobactions/jobextend.h"
#include "core/operations/jobactions/jobresubmit.h"
#include "ui/engine/recoverysetup.h"
#include "ui/jobactions/jobaction.h"

#include <QObject>

#include <memory>

namespace emberwatch {

/// What else an action on a single job works with.
struct ActionRoomParts
{
    JobStore *jobs = nullptr;
    JobSubmitter *submitter = nullptr; ///< follows what is submitted again
    redis::ConnectionOptions connection; ///< for the leases of jobs
};

/// Actions on single jobs in the engine thread, one at a time: looks first, acts once that is agreed to.
/// Destroyed only while none is under way.
class ActionRoom : public QObject
{
    Q_OBJECT
public:
    /// @param parts  outlive it
    ActionRoom(const ActionRoomParts &parts, const RecoverySetup &setup);
    ~ActionRoom() override;

    /// Changes nothing. One answer: found() or failed().
    /// @param allowed  the servers that may be asked
    void propose(const JobActionWish &wish, const comfyui::ServerAllowList &allowed);
    /// What was found last. One answer: acted() or failed().
    void carryOut(const JobActionWish &wish);
    void stop();

Q_SIGNALS:
    void found(const emberwatch::JobActionFinding &finding);
    void acted(const emberwatch::JobActionEnd &end);
    void failed(const emberwatch::Error &error);
    /// One of the three is told next.
    void ended();

private:
    [[nodiscard]] ActionSources sources();
    void fail(const Error &error);
    void end();
    void lookForResubmit(const PromptId &id);
    void lookForCancel(const PromptId &id);
    void lookForExtend(const PromptId &id);
    void resubmit();
    void cancel();
    void extend(const JobActionWish &wish);

    JobStore *m_jobs;
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    comfyui::ServerPool m_servers;
    GuardRails m_guard;
    ActionOptions m_options;
    JobCancel m_cancel;
    JobResubmit m_resubmit;
    ResubmitProposal m_proposal;
    CancelCandidate m_candidate;
    StopRequestPtr m_stop; ///< of the one under way; nullptr: none is
};

} // namespace emberwatch
