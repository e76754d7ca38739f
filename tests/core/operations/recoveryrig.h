// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"
#include "core/operations/recovery.h"
#include "core/operations/statecleaner.h"
#include "core/redis/topology.h"

#include <QByteArrayList>
#include <QStringList>

#include <memory>
#include <optional>

namespace emberwatch::test {

/// Says yes to every live job and remembers which.
class RememberingTracking : public Tracking
{
public:
    QCoro::Task<Result<TrackingTaken>> take(TrackingRequest request) override;

    QList<TrackingRequest> requests;
};

/// Where a recovery of a test finds everything.
struct RigSetup
{
    redis::ConnectionOptions redis;
    std::optional<RecordsAddress> records; ///< nullopt: it is not known where they are
    QString journalPath;
    QStringList servers; ///< that are allowed
    std::chrono::milliseconds grace{300};
    std::chrono::milliseconds httpTimeout{3'000};
    qsizetype stepJobs = 500;
    std::optional<EnvironmentClass> guardedAs{}; ///< nullopt: there are no guard rails
    std::chrono::milliseconds secondLookAfter{0};
};

/// A recovery with everything that it works with, as a program would put it together.
class RecoveryRig
{
public:
    explicit RecoveryRig(const RigSetup &setup);
    ~RecoveryRig();

    /// The policy of the setup, and all jobs.
    [[nodiscard]] ObserverWish wish() const { return m_wish; }
    void setWish(const ObserverWish &wish) { m_wish = wish; }
    /// Waits, by an event loop of its own, at most a minute.
    [[nodiscard]] Result<RecoveryProposal> propose();
    [[nodiscard]] Result<RecoveryReport> carryOut(const RecoveryProposal &proposal);
    [[nodiscard]] Result<RecoveryReport> recover();

    /// A cleaning of the same walk.
    [[nodiscard]] Result<CleaningReport> lookForStale();
    [[nodiscard]] Result<CleaningReport> clean();

    [[nodiscard]] Recovery &recovery() { return *m_recovery; }
    [[nodiscard]] JobStore &jobs() { return *m_jobs; }
    [[nodiscard]] Journal &journal() { return *m_journal; }
    [[nodiscard]] RecordStore *records() { return m_records.get(); }
    [[nodiscard]] RememberingTracking &tracking() { return m_tracking; }
    [[nodiscard]] Holds &holds() { return m_holds; }
    [[nodiscard]] GuardRails *guard() { return m_guard.get(); }
    [[nodiscard]] StopRequestPtr stop() const { return m_stop; }
    [[nodiscard]] Actor actor() const { return m_options.actor; }
    /// Our clock, from now on so much ahead.
    void leap(std::chrono::milliseconds time) { *m_leap += time; }

private:
    std::shared_ptr<std::chrono::milliseconds> m_leap = std::make_shared<std::chrono::milliseconds>(0);
    ObserverWish m_wish;
    RecoveryOptions m_options;
    redis::StandaloneTopology m_topology;
    std::unique_ptr<JobStore> m_jobs;
    std::unique_ptr<RecordStore> m_records;
    std::unique_ptr<comfyui::ServerPool> m_servers;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<GuardRails> m_guard;
    RememberingTracking m_tracking;
    Holds m_holds;
    StopRequestPtr m_stop = std::make_shared<StopRequest>();
    std::unique_ptr<Recovery> m_recovery;
    std::unique_ptr<StateCleaner> m_cleaner;
};

} // namespace emberwatch::test
