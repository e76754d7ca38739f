// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/evidencegatherer.h"
#include "core/comfyui/serversurvey.h"
#include "core/jobs/jobfeed.h"
#include "core/jobs/jobstore.h"
#include "core/redis/connectionoptions.h"
#include "ui/engine/guardroom.h"
#include "ui/engine/journalroom.h"
#include "ui/engine/recordroom.h"
#include "ui/engine/recoveryroom.h"
#include "ui/engine/triageroom.h"

#include <QObject>

#include <memory>

namespace emberwatch {

/// What lives in the engine thread: one Redis server's feed, a store for single jobs, and the looks at the
/// allowed ComfyUI servers. Built and destroyed there.
class EngineRoom : public QObject
{
    Q_OBJECT
public:
    /// @param sink  called in the engine thread with each batch
    EngineRoom(redis::ConnectionOptions connection, FeedOptions options, JobFeed::Sink sink);
    ~EngineRoom() override;

    /// From any thread, once a batch has come.
    void batchTaken();

public Q_SLOTS:
    void start();
    void refresh();
    void retryNow();
    void enableNotifications();
    void read(const emberwatch::PromptId &id);
    void setAllowedServers(const emberwatch::comfyui::ServerAllowList &allowed);
    void askServers();
    void askAboutJob(const emberwatch::PromptId &id, const QString &serverUrl);
    void askForRecord(const emberwatch::RecordsAddress &address, const emberwatch::PromptId &id,
        const emberwatch::SchemaMapping &mapping = {});
    void proposeRecovery(const emberwatch::RecoverySetup &setup, emberwatch::PlanScope scope,
        const emberwatch::comfyui::ServerAllowList &allowed, const QSet<emberwatch::PromptId> &only);
    void carryOutRecovery(
        const emberwatch::RecoverySetup &setup, const emberwatch::RecoveryProposal &proposal);
    void stopRecovery();
    void stopTracking();
    void judge(const emberwatch::RecoverySetup &setup, const emberwatch::comfyui::ServerAllowList &allowed);
    void stopJudging();
    void readJournal(const emberwatch::RecoverySetup &setup, const emberwatch::JournalQuestion &question);
    void proposeUndo(const emberwatch::RecoverySetup &setup, const emberwatch::UndoSelection &selection);
    void carryOutUndo(const emberwatch::RecoverySetup &setup, const QList<emberwatch::UndoCandidate> &entries,
        const emberwatch::Agreement &agreement);
    void stopUndoing();
    void watchWrites(const emberwatch::RecoverySetup &setup);
    void raiseWrites(
        const emberwatch::RecoverySetup &setup, std::chrono::milliseconds length, const QString &reason);
    void lowerWrites(const emberwatch::RecoverySetup &setup);

Q_SIGNALS:
    void readingArrived(const emberwatch::JobReading &reading);
    void readingFailed(const emberwatch::PromptId &id, const emberwatch::Error &error);
    void serverLooked(const emberwatch::comfyui::ServerLook &look);
    void jobAnswered(const emberwatch::comfyui::JobEvidence &evidence);
    void recordAnswered(const emberwatch::RecordAnswer &answer);
    void recoveryProgressed(const emberwatch::RecoveryProgress &progress);
    void recoveryProposed(const emberwatch::RecoveryProposal &proposal);
    void recoveryReported(const emberwatch::RecoveryReport &report);
    void recoveryFailed(const emberwatch::Error &error);
    void recoveryEnded();
    void trackingChanged(const emberwatch::TrackingSummary &summary);
    void trackingStopped();
    void alerted(const emberwatch::AlertGroup &group);
    void triageProgressed(const emberwatch::RecoveryProgress &progress);
    void triageJudged(const emberwatch::TriageBoard &board);
    void triageFailed(const emberwatch::Error &error);
    void triageEnded();
    void journalRead(const emberwatch::JournalPageRead &page);
    void undoProposed(const QList<emberwatch::UndoCandidate> &candidates);
    void undone(const emberwatch::UndoneEntry &undone);
    void undoCarriedOut(const QList<emberwatch::UndoneEntry> &undone);
    void undoFailed(const emberwatch::Error &error);
    void undoEnded();
    void writesTold(const emberwatch::WriteState &state);
    void writesRefused(const emberwatch::Error &error);

private:
    void makeRecovery(const RecoverySetup &setup);
    void makeTriage(const RecoverySetup &setup);
    void makeJournal(const RecoverySetup &setup);
    void makeGuard(const RecoverySetup &setup);

    redis::ConnectionOptions m_connection;
    FeedOptions m_options;
    JobFeed::Sink m_sink;
    std::unique_ptr<redis::Topology> m_topology;
    std::unique_ptr<JobFeed> m_feed;
    std::unique_ptr<JobStore> m_store;
    std::unique_ptr<comfyui::ServerPool> m_servers;
    std::unique_ptr<comfyui::ServerSurvey> m_survey;
    std::unique_ptr<comfyui::EvidenceGatherer> m_gatherer;
    Holds m_holds; ///< of every walk
    std::unique_ptr<RecordRoom> m_records; ///< from the first question on
    std::unique_ptr<RecoveryRoom> m_recovery; ///< from the first procedure on
    std::unique_ptr<TriageRoom> m_triage; ///< from the first look on
    std::unique_ptr<JournalRoom> m_journal; ///< from the first question on
    std::unique_ptr<GuardRoom> m_guard; ///< where writing has to be allowed
};

} // namespace emberwatch
