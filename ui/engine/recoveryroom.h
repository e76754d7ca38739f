// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recovery.h"
#include "core/records/recordsaddress.h"

#include <QObject>

#include <memory>
#include <optional>

namespace emberwatch {

/// What a recovery of the console is done with.
struct RecoverySetup
{
    Actor actor;
    QString environment;
    QString journalPath;
    Policy policy;
    std::optional<RecordsAddress> records; ///< nullopt: nothing is said, so they are unknown
    JobSchema schema;
    Clock clock = systemNow; ///< ours
};

/// Recoveries in the engine thread, one at a time. Live jobs are left alone: the console tracks none.
/// Destroyed only while none is under way.
class RecoveryRoom : public QObject
{
    Q_OBJECT
public:
    /// @param jobs  outlives it
    RecoveryRoom(JobStore *jobs, const RecoverySetup &setup);
    ~RecoveryRoom() override;

    /// @param allowed  the servers that may be asked
    void propose(const comfyui::ServerAllowList &allowed);
    /// @param plan  of the last proposal, with the ticks of the operator
    void carryOut(const Plan &plan);
    void stop();
    [[nodiscard]] bool isUnderWay() const { return m_stop != nullptr; }

Q_SIGNALS:
    void progressed(const emberwatch::RecoveryProgress &progress);
    void proposed(const emberwatch::RecoveryProposal &proposal);
    void reported(const emberwatch::RecoveryReport &report);
    void failed(const emberwatch::Error &error);
    /// One of the three has been told.
    void ended();

private:
    [[nodiscard]] Recovery::Progress telling();
    void end();

    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<RecordStore> m_records;
    comfyui::ServerPool m_servers;
    Holds m_holds;
    ObserverWish m_wish;
    std::unique_ptr<Recovery> m_recovery;
    RecoveryProposal m_proposal;
    StopRequestPtr m_stop; ///< of the one under way; nullptr: none is
};

/// The proposal of somebody who tracks no jobs: live ones are left alone, and it says who takes them up.
[[nodiscard]] RecoveryProposal withoutTracking(RecoveryProposal proposal);

} // namespace emberwatch
