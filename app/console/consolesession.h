// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "core/redis/connectionoptions.h"
#include "ui/engine/chartsampler.h"
#include "ui/engine/recoveryroom.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/servers/allowedservers.h"
#include "ui/shell/environment.h"
#include "ui/shell/page.h"
#include "ui/shell/settings.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace emberwatch {

class ActionsDesk;
class ChartsPane;
class ConsoleEngine;
class DetailsPane;
class JobsPage;
class JournalDesk;
class LiveJobs;
class MainWindow;
class RecordWatcher;
class RecoveryDesk;
class ServersDesk;
class ThemeSource;
class TrackingDesk;
class TriageDesk;
class WritesDesk;

/// One server in the window: the engine, the live jobs, the page and the panes, and who hears whom.
class ConsoleSession : public QObject
{
    Q_OBJECT
public:
    struct Target
    {
        redis::ConnectionOptions connection;
        JobSchema schema;
        Environment environment;
        AllowedServers servers;
        RecoverySetup recovery;
        Page page = Page::Jobs; ///< that is shown first
    };
    /// Begins to read at once.
    /// @param themes, window  outlive it
    ConsoleSession(
        ThemeSource *themes, MainWindow *window, Target target, const Settings &settings, Clock clock);
    ~ConsoleSession() override;

    /// Of `remembered`, what belongs to the page brought up to date.
    [[nodiscard]] Settings settings(Settings remembered) const;

Q_SIGNALS:
    /// The first picture of the jobs is complete.
    void pictureCompleted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectFeed();
    void connectPage();
    void connectCommands();
    void completePicture();
    void addPanes();
    void addRecords();
    void addServers();
    void addProcedures();
    void addTriage();
    void addJournal();
    void addActions();
    void showCurrentJob();
    void setHealth(const FeedHealth &health);
    void updateContext();
    void askForNotifications();
    void showTrouble();
    void showDoctor();

    ThemeSource *m_themes;
    MainWindow *m_window;
    Target m_target;
    Clock m_clock;
    FeedHealth m_health;
    ChartSampler m_sampler;
    QTimer m_seconds;
    QTimer m_panesDue; ///< from the first paint on
    bool m_hasPicture = false;

    // In this order they die last to first: who is told before who tells.
    std::unique_ptr<JobTableModel> m_model;
    std::unique_ptr<ConsoleEngine> m_engine;
    std::unique_ptr<LiveJobs> m_jobs;
    QPointer<JobsPage> m_page;
    std::unique_ptr<RecordWatcher> m_records;
    std::unique_ptr<ServersDesk> m_servers; ///< with the panes
    std::unique_ptr<WritesDesk> m_writes; ///< likewise
    std::unique_ptr<RecoveryDesk> m_recovery; ///< likewise
    std::unique_ptr<TrackingDesk> m_tracking; ///< likewise
    std::unique_ptr<ActionsDesk> m_actions; ///< likewise
    std::unique_ptr<TriageDesk> m_triage; ///< likewise
    std::unique_ptr<JournalDesk> m_journal; ///< likewise
    QPointer<DetailsPane> m_details;
    QPointer<ChartsPane> m_charts;
};

} // namespace emberwatch
