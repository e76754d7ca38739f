// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/planwalk.h"
#include "ui/engine/recoverysetup.h"
#include "ui/triage/triageboard.h"

#include <QObject>

#include <memory>

namespace emberwatch {

/// Looks at all jobs in the engine thread, one look at a time, and changes nothing. On a journal and a
/// database connection of its own: no write waits for a look. Destroyed only while none is under way.
class TriageRoom : public QObject
{
    Q_OBJECT
public:
    /// @param jobs, holds  outlive it
    TriageRoom(JobStore *jobs, Holds *holds, const RecoverySetup &setup);
    ~TriageRoom() override;

    /// @param allowed  the servers that may be asked
    void look(const comfyui::ServerAllowList &allowed);
    void stop();

Q_SIGNALS:
    void progressed(const emberwatch::RecoveryProgress &progress);
    void judged(const emberwatch::TriageBoard &board);
    void failed(const emberwatch::Error &error);
    /// One of the two is told next.
    void ended();

private:
    Journal m_journal;
    std::unique_ptr<RecordStore> m_records;
    comfyui::ServerPool m_servers;
    ObserverWish m_wish;
    std::unique_ptr<PlanWalk> m_walk;
    StopRequestPtr m_stop; ///< of the look under way; nullptr: none is
};

} // namespace emberwatch
