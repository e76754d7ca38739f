// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recovery.h"
#include "ui/engine/recoverysetup.h"
#include "ui/engine/trackingroom.h"

#include <QObject>

#include <memory>

namespace emberwatch {

/// Recoveries, cleanings and reconciliations in the engine thread, one at a time, and the tracking of what
/// they resumed. Destroyed only while none is under way, and after trackingStopped() if the leases are to be
/// free for others at once.
class RecoveryRoom : public QObject
{
    Q_OBJECT
public:
    /// @param topology, jobs, holds  outlive it
    RecoveryRoom(redis::Topology *topology, JobStore *jobs, Holds *holds, const RecoverySetup &setup);
    ~RecoveryRoom() override;

    /// @param allowed  the servers that may be asked
    /// @param only     these jobs; empty: all
    void propose(PlanScope scope, const comfyui::ServerAllowList &allowed, const QSet<PromptId> &only = {});
    /// @param proposal  its plan with the ticks of the operator; of this room or of another look
    void carryOut(const RecoveryProposal &proposal);
    void stop();
    /// The servers that may be contacted from now on.
    void setAllowed(const comfyui::ServerAllowList &allowed);
    /// trackingStopped() follows, within 2 s.
    void stopTracking();
    /// Runs jobs of our own, and follows them.
    [[nodiscard]] JobSubmitter *submitter() { return &m_tracking; }
    [[nodiscard]] bool isUnderWay() const { return m_stop != nullptr; }

Q_SIGNALS:
    void progressed(const emberwatch::RecoveryProgress &progress);
    void proposed(const emberwatch::RecoveryProposal &proposal);
    void reported(const emberwatch::RecoveryReport &report);
    void failed(const emberwatch::Error &error);
    /// One of the three is told next: whoever hears it may begin the next one at once.
    void ended();
    void trackingChanged(const emberwatch::TrackingSummary &summary);
    void trackingStopped();
    /// Grouped and limited.
    void alerted(const emberwatch::AlertGroup &group);

private:
    [[nodiscard]] Recovery::Progress telling();
    void end();

    std::unique_ptr<Journal> m_journal;
    GuardRails m_guard;
    std::unique_ptr<RecordStore> m_records;
    comfyui::ServerPool m_servers; ///< of the recovery, whose list begins anew with each
    comfyui::ServerPool m_trackingServers;
    Alerts m_alerts;
    ObserverWish m_wish;
    JobSettler m_settler;
    TrackingRoom m_tracking;
    std::unique_ptr<Recovery> m_recovery;
    StopRequestPtr m_stop; ///< of the one under way; nullptr: none is
};

} // namespace emberwatch
