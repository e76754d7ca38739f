// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/jobrunner.h"
#include "core/runner/troubleteller.h"
#include "ui/engine/trackingsummary.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace emberwatch {

template <typename T> class Answer;

/// The tracking of jobs that the console has resumed or submitted again, in the engine thread: until each
/// ends, or the window is closed. Nothing is written, and nothing taken up, before the first job is resumed.
class TrackingRoom : public QObject, public Tracking, public JobSubmitter
{
    Q_OBJECT
public:
    /// @param parts  outlive it; its servers are nobody else's
    TrackingRoom(const RunnerParts &parts, RunnerOptions options);
    ~TrackingRoom() override;

    [[nodiscard]] QCoro::Task<Result<TrackingTaken>> take(TrackingRequest request) override;
    /// Followed to its end, too.
    [[nodiscard]] QCoro::Task<Result<SubmittedJob>> submit(JobRequest request) override;
    void setAllowed(const comfyui::ServerAllowList &allowed);
    /// Gives all jobs up, within 2 s, their leases released for others to take. stopped() follows.
    void stop();

Q_SIGNALS:
    void changed(const emberwatch::TrackingSummary &summary);
    void stopped();

private:
    static QCoro::Task<Result<TrackingTaken>> takeOnceConnected(
        QPointer<TrackingRoom> self, TrackingRequest request);
    static QCoro::Task<Result<SubmittedJob>> submitOnceConnected(
        QPointer<TrackingRoom> self, JobRequest request);
    static QCoro::Task<void> connection(QPointer<TrackingRoom> self);
    void start();
    void noteConnection(const RunnerTrouble &trouble);
    void goOn();
    void noteEnd(const JobEnd &end);
    void noteTrouble(const QString &text);
    void tellSoon();
    void tell();

    JobRunner m_runner;
    TroubleTeller m_teller;
    QTimer m_patience; ///< runs while the first connection is waited for
    QList<std::shared_ptr<Answer<bool>>> m_waiting; ///< for that connection
    QTimer m_telling;
    TrackingSummary m_told;
    QString m_trouble;
    bool m_isStarted = false;
    bool m_isStopping = false;
};

} // namespace emberwatch
