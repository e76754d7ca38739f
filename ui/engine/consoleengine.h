// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/engineroom.h"

#include <QObject>
#include <QThread>

namespace emberwatch {

/// The engine thread and what lives in it, as the UI thread sees it: one server's feed, readings of single
/// jobs, and looks at the ComfyUI servers. Pages see values and signals only.
///
/// Order of death: first whoever gets the batches, then this.
class ConsoleEngine : public QObject
{
    Q_OBJECT
public:
    /// @param sink  called in the engine thread with each batch; the next comes after batchTaken()
    ConsoleEngine(redis::ConnectionOptions connection, FeedOptions options, JobFeed::Sink sink,
        QObject *parent = nullptr);
    ~ConsoleEngine() override;

    void start();
    /// Ends what is under way and what is tracked, and returns then; the destructor does it otherwise. Events
    /// are handled meanwhile: best called while everybody is whole who hears of them.
    void endWork();
    /// A procedure is under way: it looks, or carries out.
    [[nodiscard]] bool isRecovering() const { return m_isRecovering; }
    [[nodiscard]] bool isJudging() const { return m_isJudging; }
    [[nodiscard]] bool isUndoing() const { return m_isUndoing; }
    /// Of what recoveries have resumed. It ends with this, cleanly and within 2 s.
    [[nodiscard]] const TrackingSummary &tracking() const { return m_tracking; }
    /// From any thread.
    void batchTaken();

public Q_SLOTS:
    void refresh();
    void retryNow();
    void enableNotifications();
    /// One answer: readingArrived() or readingFailed().
    void read(const emberwatch::PromptId &id);
    /// Who may be contacted from now on; nobody before the first call.
    void setAllowedServers(const emberwatch::comfyui::ServerAllowList &allowed);
    void askServers();
    /// One answer: jobAnswered(). A server that is not allowed is not contacted.
    void askAboutJob(const emberwatch::PromptId &id, const QString &serverUrl);
    /// One answer: recordAnswered().
    /// @param address  the first call's counts
    void askForRecord(const emberwatch::RecordsAddress &address, const emberwatch::PromptId &id,
        const emberwatch::SchemaMapping &mapping = {});
    /// One answer: recoveryProposed() or recoveryFailed(). One procedure at a time, of whatever scope.
    /// @param setup  the first call's counts, here and below
    /// @param only   these jobs; empty: all
    void proposeRecovery(const emberwatch::RecoverySetup &setup, emberwatch::PlanScope scope,
        const emberwatch::comfyui::ServerAllowList &allowed, const QSet<emberwatch::PromptId> &only = {});
    /// One answer: recoveryReported() or recoveryFailed().
    /// @param proposal  its plan with the operator's ticks
    void carryOutRecovery(
        const emberwatch::RecoverySetup &setup, const emberwatch::RecoveryProposal &proposal);
    /// Ends what is under way at its next step; its answer comes all the same.
    void stopRecovery();
    /// All jobs of all three sources. One answer: triageJudged() or triageFailed(). One look at a time.
    void judge(const emberwatch::RecoverySetup &setup, const emberwatch::comfyui::ServerAllowList &allowed);
    /// Its answer comes all the same.
    void stopJudging();
    /// One answer: journalRead().
    void readJournal(const emberwatch::RecoverySetup &setup, const emberwatch::JournalQuestion &question);
    /// One answer: undoProposed() or undoFailed(). One of this and the next at a time.
    void proposeUndo(const emberwatch::RecoverySetup &setup, const emberwatch::UndoSelection &selection);
    /// Each entry is told by undone(). One answer: undoCarriedOut() or undoFailed().
    void carryOutUndo(const emberwatch::RecoverySetup &setup, const QList<emberwatch::UndoCandidate> &entries,
        const emberwatch::Agreement &agreement);
    /// No further entry is begun; the end comes all the same.
    void stopUndoing();
    /// Whether writing is allowed: told by writesTold() now and whenever it may have changed.
    void watchWrites(const emberwatch::RecoverySetup &setup);
    /// writesTold() or writesRefused() follows, here and below.
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
    void connectRecovery();
    void connectTriage();
    void connectJournal();
    [[nodiscard]] bool isAtWork() const;

    QThread m_thread;
    bool m_isRecovering = false;
    bool m_isJudging = false;
    bool m_isUndoing = false;
    bool m_mayTrack = false; ///< a recovery has been carried out
    TrackingSummary m_tracking;
    EngineRoom *m_room; ///< lives in m_thread and dies with it
};

} // namespace emberwatch
