// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consolesession.h"

#include "app/console/actionsdesk.h"
#include "app/console/journaldesk.h"
#include "app/console/recoverydesk.h"
#include "app/console/serversdesk.h"
#include "app/console/trackingdesk.h"
#include "app/console/triagedesk.h"
#include "app/console/writesdesk.h"
#include "ui/charts/chartspane.h"
#include "ui/details/comfywatcher.h"
#include "ui/details/detailspane.h"
#include "ui/details/recordwatcher.h"
#include "ui/engine/consoleengine.h"
#include "ui/jobs/jobspage.h"
#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtableview.h"
#include "ui/jobs/livejobs.h"
#include "ui/shell/doctordialog.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notificationsdialog.h"
#include "ui/shell/troubledialog.h"

#include <QAction>
#include <QEvent>

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

/// How long the panes wait for a listing: about as long as that of 100,000 jobs takes.
constexpr auto panesPatience = 400ms;

} // namespace

ConsoleSession::ConsoleSession(
    ThemeSource *themes, MainWindow *window, Target target, const Settings &settings, Clock clock)
    : m_themes(themes)
    , m_window(window)
    , m_target(std::move(target))
    , m_clock(std::move(clock))
    , m_model(std::make_unique<JobTableModel>(m_target.schema, m_clock))
{
    m_health.server = m_target.environment.server;
    // Called in the index's thread, which ends before the engine does.
    m_jobs = std::make_unique<LiveJobs>(
        m_target.schema, m_clock, m_model.get(), [this] { m_engine->batchTaken(); });
    FeedOptions options;
    options.schema = m_target.schema;
    m_engine = std::make_unique<ConsoleEngine>(m_target.connection, options, m_jobs->sink());
    // It reads while the page is being built: what it finds arrives by events, so not before we return.
    m_engine->start();
    m_page = new JobsPage(
        themes, window->commands(), m_jobs.get(), m_model.get(), m_target.environment, window->pageParent());
    m_page->table()->header()->restoreColumns(settings.columns);
    m_page->setFilterHistory(settings.filterHistory);
    m_panesDue.setSingleShot(true);
    connect(&m_panesDue, &QTimer::timeout, this, &ConsoleSession::addPanes);
    connectFeed();
    connectPage();
    connectCommands();
    window->showPage(m_page, m_target.environment);
    setHealth(m_health);
    window->installEventFilter(this);
}

ConsoleSession::~ConsoleSession()
{
    m_engine->endWork();
    m_journal.reset();
    m_triage.reset();
    m_actions.reset();
    m_tracking.reset();
    m_recovery.reset();
    m_writes.reset();
    m_servers.reset();
    delete m_page;
    delete m_details;
    delete m_charts;
}

/// The first paint does not wait for the panes, and neither does a listing that is short. By a timer, as what
/// is posted now would come before whatever the paint itself sets going.
bool ConsoleSession::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::Paint) {
        m_window->removeEventFilter(this);
        m_panesDue.start(m_hasPicture ? 0ms : panesPatience);
    }
    return QObject::eventFilter(watched, event);
}

void ConsoleSession::completePicture()
{
    m_hasPicture = true;
    if (m_panesDue.isActive())
        m_panesDue.start(0ms);
    Q_EMIT pictureCompleted();
}

Settings ConsoleSession::settings(Settings remembered) const
{
    remembered.columns = m_page->table()->header()->saveColumns();
    remembered.filterHistory = m_page->filterHistory();
    if (m_servers)
        remembered.allowedServers.insert(
            Settings::serversKey(m_target.environment.server), m_servers->allowed().chosen);
    return remembered;
}

void ConsoleSession::connectFeed()
{
    connect(m_jobs.get(), &LiveJobs::healthChanged, this, &ConsoleSession::setHealth);
    connect(m_jobs.get(), &LiveJobs::statisticsArrived, this, [this](const FeedStatistics &statistics) {
        m_window->feed().addStatistics(statistics);
        m_sampler.addEvents(statistics.events);
    });
    connect(m_jobs.get(), &LiveJobs::countsChanged, this, [this](const JobTable::Counts &counts) {
        m_sampler.setCounts(counts);
        m_page->setCounts(counts);
        m_window->setCount(Page::Jobs, counts.total);
    });
    connect(m_jobs.get(), &LiveJobs::snapshotCompleted, this, &ConsoleSession::completePicture);
    connect(m_model.get(), &JobTableModel::pausedChanged, &m_window->feed(), &FeedDisplay::setPaused);
    connect(&m_seconds, &QTimer::timeout, this, [this] {
        if (m_charts)
            m_charts->addSample(m_sampler.take(m_clock()));
    });
    m_seconds.start(1s);
}

void ConsoleSession::connectPage()
{
    connect(m_page, &JobsPage::contextChanged, this, &ConsoleSession::updateContext);
    connect(m_page, &JobsPage::noticed, &m_window->feed(), &FeedDisplay::notice);
    const JobTableView *table = m_page->table();
    connect(table, &JobTableView::currentJobChanged, this, &ConsoleSession::showCurrentJob);
    connect(table, &JobTableView::currentJobUpdated, this, &ConsoleSession::showCurrentJob);
    connect(table, &JobTableView::currentJobRemoved, this, [this](const PromptId &id, RemovalCause cause) {
        if (m_details)
            m_details->showRemoval(id, cause);
    });
}

void ConsoleSession::connectCommands()
{
    const auto on = [this](Command command, auto &&what) {
        connect(m_window->commands().action(command), &QAction::triggered, this, what);
    };
    on(Command::Refresh, [this] { m_engine->refresh(); });
    on(Command::RetryNow, [this] { m_engine->retryNow(); });
    on(Command::EnableNotifications, [this] { askForNotifications(); });
    on(Command::RunDoctor, [this] { showDoctor(); });
    on(Command::ShowTrouble, [this] { showTrouble(); });
    on(Command::ShowDetails,
        [this] { m_window->commands().action(Command::ToggleDetails)->setChecked(true); });
}

void ConsoleSession::addPanes()
{
    const auto closes = [this](Command toggle) {
        return [this, toggle] { m_window->commands().action(toggle)->setChecked(false); };
    };
    m_details = new DetailsPane(m_themes, m_target.schema, m_clock, m_window->detailsParent());
    m_details->setServerAddress(m_target.environment.server);
    connect(m_details, &DetailsPane::readRequested, m_engine.get(), &ConsoleEngine::read);
    connect(m_engine.get(), &ConsoleEngine::readingArrived, m_details, &DetailsPane::showReading);
    connect(m_engine.get(), &ConsoleEngine::readingFailed, m_details, &DetailsPane::showReadError);
    connect(m_jobs.get(), &LiveJobs::serverClockChanged, m_details, &DetailsPane::setServerMinusOurClock);
    connect(m_details, &DetailsPane::closeRequested, this, closes(Command::ToggleDetails));
    connect(m_window->commands().action(Command::ToggleDetails), &QAction::toggled, this,
        &ConsoleSession::showCurrentJob);
    m_window->setDetails(m_details);
    m_charts = new ChartsPane(m_themes, m_window->chartsParent());
    connect(m_charts, &ChartsPane::closeRequested, this, closes(Command::ToggleCharts));
    m_window->setCharts(m_charts);
    addRecords();
    addServers();
    addProcedures();
    addTriage();
    addJournal();
    addActions();
    setHealth(m_health);
    showCurrentJob();
    m_window->goTo(m_target.page);
}

void ConsoleSession::addRecords()
{
    const std::optional<RecordsAddress> &address = m_target.recovery.records;
    m_records = std::make_unique<RecordWatcher>(address);
    connect(m_records.get(), &RecordWatcher::asked, m_engine.get(),
        [engine = m_engine.get(), where = address.value_or(RecordsAddress()),
            mapping = m_target.recovery.mapping](
            const PromptId &id) { engine->askForRecord(where, id, mapping); });
    connect(m_engine.get(), &ConsoleEngine::recordAnswered, m_records.get(), &RecordWatcher::takeAnswer);
    connect(m_records.get(), &RecordWatcher::sightingChanged, m_details, &DetailsPane::showRecord);
    connect(m_details, &DetailsPane::refreshRequested, m_records.get(), &RecordWatcher::askAgain);
}

void ConsoleSession::addServers()
{
    m_servers = std::make_unique<ServersDesk>(
        m_themes, m_window, m_engine.get(), m_model.get(), m_target.servers, m_clock);
    connect(m_servers.get(), &ServersDesk::contextChanged, this, &ConsoleSession::updateContext);
    connect(m_servers.get(), &ServersDesk::noticed, &m_window->feed(), &FeedDisplay::notice);
    connect(m_servers.get(), &ServersDesk::jobsRequested, this, [this](const QString &filter) {
        m_page->setFilter(filter);
        m_window->goTo(Page::Jobs);
    });
    connect(m_servers->watcher(), &ComfyWatcher::sightingChanged, m_details, &DetailsPane::showSighting);
    connect(m_details, &DetailsPane::refreshRequested, m_servers->watcher(), &ComfyWatcher::askAgain);
}

void ConsoleSession::addProcedures()
{
    m_writes = std::make_unique<WritesDesk>(
        m_themes, m_window, m_engine.get(), m_target.environment, m_target.recovery);
    connect(m_writes.get(), &WritesDesk::contextChanged, this, &ConsoleSession::updateContext);
    m_recovery = std::make_unique<RecoveryDesk>(
        m_themes, m_window, m_engine.get(), m_writes.get(), m_target.environment, m_target.recovery);
    m_tracking = std::make_unique<TrackingDesk>(m_themes, m_window, m_engine.get(), m_target.environment);
    connect(m_recovery.get(), &RecoveryDesk::contextChanged, this, &ConsoleSession::updateContext);
    const std::pair<Command, PlanScope> procedures[] = {{Command::Recover, PlanScope::Recover},
        {Command::CleanOrphans, PlanScope::Clean}, {Command::Reconcile, PlanScope::Reconcile}};
    for (const auto &[command, scope] : procedures)
        connect(m_window->commands().action(command), &QAction::triggered, this,
            [this, scope = scope] { m_recovery->open(scope, m_servers->allowed().list()); });
}

void ConsoleSession::addTriage()
{
    m_triage = std::make_unique<TriageDesk>(m_themes, m_window, m_engine.get(), m_target.recovery,
        [this] { return m_servers->allowed().list(); });
    connect(m_triage.get(), &TriageDesk::contextChanged, this, &ConsoleSession::updateContext);
    connect(m_recovery.get(), &RecoveryDesk::carriedOut, m_triage.get(), &TriageDesk::judgeAnew);
    connect(m_jobs.get(), &LiveJobs::serverClockChanged, m_triage.get(), &TriageDesk::setServerMinusOurClock);
    connect(m_triage.get(), &TriageDesk::planRequested, this,
        [this](const RecoveryProposal &proposal, const QList<PromptId> &jobs) {
            m_recovery->openWith(proposal, jobs, m_servers->allowed().list());
        });
    connect(m_triage.get(), &TriageDesk::jobRequested, this, [this](const PromptId &id) {
        m_window->goTo(Page::Jobs);
        m_page->goToJob(id);
    });
}

void ConsoleSession::addJournal()
{
    m_journal = std::make_unique<JournalDesk>(
        m_themes, m_window, m_engine.get(), m_writes.get(), m_target.environment, m_target.recovery);
    connect(m_journal.get(), &JournalDesk::contextChanged, this, &ConsoleSession::updateContext);
    connect(m_journal.get(), &JournalDesk::undone, m_triage.get(), &TriageDesk::judgeAnew);
    connect(m_recovery.get(), &RecoveryDesk::carriedOut, m_journal.get(), &JournalDesk::refresh);
    connect(m_recovery.get(), &RecoveryDesk::undoRequested, m_journal.get(), &JournalDesk::undoBatch);
    connect(
        m_jobs.get(), &LiveJobs::serverClockChanged, m_journal.get(), &JournalDesk::setServerMinusOurClock);
}

void ConsoleSession::addActions()
{
    m_actions = std::make_unique<ActionsDesk>(
        m_themes, m_window, m_engine.get(), m_writes.get(), m_target.environment, m_target.recovery);
    connect(m_actions.get(), &ActionsDesk::acted, m_triage.get(), &TriageDesk::judgeAnew);
    const auto on = [this](Command command, auto &&what) {
        connect(m_window->commands().action(command), &QAction::triggered, this, [this, what] {
            if (const std::optional<PromptId> id = m_page->table()->currentJob())
                what(*id, m_servers->allowed().list());
        });
    };
    const std::pair<Command, PlanScope> plans[]
        = {{Command::PutJobRight, PlanScope::Reconcile}, {Command::CleanJob, PlanScope::Clean}};
    for (const auto &[command, scope] : plans)
        on(command, [this, scope = scope](const PromptId &id, const comfyui::ServerAllowList &allowed) {
            m_recovery->open(scope, allowed, {id});
        });
    const std::pair<Command, JobActionKind> kinds[] = {{Command::ResubmitJob, JobActionKind::Resubmit},
        {Command::ExtendJob, JobActionKind::Extend}, {Command::CancelJob, JobActionKind::Cancel}};
    for (const auto &[command, kind] : kinds)
        on(command, [this, kind = kind](const PromptId &id, const comfyui::ServerAllowList &allowed) {
            m_actions->open(kind, id, allowed);
        });
    QList<QAction *> actions;
    for (const Command command : {Command::PutJobRight, Command::CleanJob, Command::ResubmitJob,
             Command::ExtendJob, Command::CancelJob})
        actions.append(m_window->commands().action(command));
    m_details->setActions(actions);
}

void ConsoleSession::showCurrentJob()
{
    // A pane that nobody sees asks the server nothing.
    if (!m_details || !m_window->commands().action(Command::ToggleDetails)->isChecked())
        return;
    const std::optional<JobSlot> slot = m_page->table()->currentSlot();
    if (!slot) {
        m_records->forget();
        m_servers->watcher()->forget();
        return m_details->showNothing();
    }
    const JobDetails job = jobDetailsOf(m_model->table().row(*slot), m_model->table());
    m_details->showJob(job);
    m_records->setJob(job.id, job.status);
    m_servers->watcher()->setJob(job.id, QString::fromUtf8(job.server));
}

void ConsoleSession::setHealth(const FeedHealth &health)
{
    m_health = health;
    const bool isLive = health.state == FeedState::Live;
    m_window->feed().setHealth(health);
    m_page->setHealth(health);
    m_sampler.setLive(isLive);
    if (m_servers)
        m_servers->setStale(!isLive);
    if (m_triage)
        m_triage->setLive(isLive);
    if (m_details)
        m_details->setStaleSince(isLive ? std::nullopt : std::optional(health.lastData));
    updateContext();
}

void ConsoleSession::updateContext()
{
    CommandContext context;
    context.isConnected = true;
    context.isLive = m_health.state == FeedState::Live;
    context.hasFilter = m_page->hasFilter();
    context.hasSelection = m_page->table()->selectedCount() > 0;
    context.hasCurrentJob = m_page->table()->currentJob().has_value();
    context.canEnableNotifications = m_health.rung != FeedRung::Notifications;
    context.isRecovering = m_engine->isRecovering();
    context.hasWork = m_recovery && m_recovery->hasBackground();
    if (m_servers)
        m_servers->describe(context);
    if (m_writes)
        m_writes->describe(context);
    if (m_triage)
        m_triage->describe(context);
    if (m_journal)
        m_journal->describe(context);
    m_window->setContext(context);
}

void ConsoleSession::askForNotifications()
{
    if (NotificationsDialog(m_themes, m_health, m_target.environment.environmentClass, m_window).exec()
        == QDialog::Accepted)
        m_engine->enableNotifications();
}

void ConsoleSession::showTrouble()
{
    TroubleDialog(m_themes, m_window->commands(), m_window->feed().view(),
        m_target.environment.environmentClass, m_window)
        .exec();
}

void ConsoleSession::showDoctor()
{
    DoctorOptions options;
    options.schema = m_target.schema;
    options.clock = m_clock;
    DoctorDialog(m_themes, m_target.connection, options, m_target.environment.environmentClass, m_window)
        .exec();
}

} // namespace emberwatch
