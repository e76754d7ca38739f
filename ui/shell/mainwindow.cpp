// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/shell/commandpalette.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/headbar.h"
#include "ui/shell/keysdialog.h"
#include "ui/shell/mainmenu.h"
#include "ui/shell/panedock.h"
#include "ui/shell/stalebar.h"
#include "ui/shell/statusline.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QScopedValueRollback>
#include <QScreen>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize usualSize{1440, 900};
constexpr QSize leastSize{800, 480};
constexpr int chartsHeight = 200;
constexpr int detailsLetters = 46; // width of the details in average letters: 370 px at 10 points
constexpr int detailsShare = 26; // at most so many percent of the window's width
constexpr int leastHeightForCharts = 740; // below it the table would be a few rows

} // namespace

MainWindow::MainWindow(ThemeSource *themes, const Settings &settings, Clock clock, QWidget *parent)
    : QMainWindow(parent)
    , m_themes(themes)
    , m_commands(new Commands(*themes, this))
    , m_head(new HeadBar(themes, *m_commands, this))
    , m_pages(new QStackedWidget(this))
    , m_stale(new StaleBar(themes, *m_commands, this))
    , m_status(new StatusLine(themes, *m_commands, this))
    , m_feed(new FeedDisplay(m_status, m_stale, std::move(clock), this))
    , m_details(new PaneDock(
          themes, u"detailsDock"_s, tr("Details"), m_commands->action(Command::ToggleDetails), this))
    , m_charts(new PaneDock(
          themes, u"chartsDock"_s, tr("Charts"), m_commands->action(Command::ToggleCharts), this))
{
    setWindowTitle(tr("Emberwatch"));
    setWindowIcon(themes->icon(Icon::Application));
    setMinimumSize(leastSize);
    setMenuWidget(m_head);
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stale);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    setStatusBar(m_status);
    addDocks();
    connectShell();
    connectLooks(settings);
    restore(settings);
}

QWidget *MainWindow::pageParent() const
{
    return m_pages;
}

QWidget *MainWindow::detailsParent() const
{
    return m_details;
}

QWidget *MainWindow::chartsParent() const
{
    return m_charts;
}

void MainWindow::showWelcome(QWidget *page)
{
    m_class.reset();
    setPage(page);
    page->setFocus();
    putDocksAway();
    m_head->setEnvironment(std::nullopt);
    m_feed->setHealth(std::nullopt);
    setContext({});
}

void MainWindow::showPage(QWidget *page, const Environment &environment)
{
    m_class = environment.environmentClass;
    setPage(page);
    page->setFocus();
    bringDocksBack();
    m_head->setEnvironment(environment);
    setWindowTitle(tr("%1 - Emberwatch", "name of the environment").arg(environment.name));
}

void MainWindow::setPage(QWidget *page)
{
    if (QWidget *former = m_pages->currentWidget()) {
        m_pages->removeWidget(former);
        former->deleteLater();
    }
    m_pages->addWidget(page);
    widgetOf(Page::Jobs) = page;
    m_page = Page::Jobs;
    m_head->setCurrent(m_page);
}

/// Docks belong to the jobs.
void MainWindow::putDocksAway()
{
    if (!m_dockState.isEmpty())
        return;
    m_dockState = saveState(Settings::dockVersion);
    m_details->hide();
    m_charts->hide();
}

void MainWindow::bringDocksBack()
{
    if (m_dockState.isEmpty())
        return;
    restoreState(std::exchange(m_dockState, {}), Settings::dockVersion);
    foldCharts();
}

void MainWindow::addPage(Page page, QWidget *widget)
{
    widgetOf(page) = widget;
    m_pages->addWidget(widget);
    m_head->showPage(page);
    giveContext();
}

void MainWindow::setCount(Page page, std::optional<qint64> count)
{
    m_head->setCount(page, count);
}

void MainWindow::setEnvironmentMenu(QMenu *menu)
{
    m_head->setEnvironmentMenu(menu);
}

void MainWindow::setLock(const QString &left, const QString &explanation)
{
    m_head->setLock(left, explanation);
}

void MainWindow::goTo(Page page)
{
    QWidget *widget = widgetOf(page);
    if (page == m_page || !widget)
        return;
    m_page = page;
    if (page != Page::Jobs)
        putDocksAway();
    m_pages->setCurrentWidget(widget);
    if (page == Page::Jobs)
        bringDocksBack();
    m_pages->currentWidget()->setFocus();
    m_head->setCurrent(page);
    giveContext();
    Q_EMIT pageChanged(page);
}

void MainWindow::setDetails(QWidget *pane)
{
    m_details->setWidget(pane);
}

void MainWindow::setCharts(QWidget *pane)
{
    m_charts->setWidget(pane);
}

void MainWindow::setContext(const CommandContext &context)
{
    m_context = context;
    giveContext();
}

void MainWindow::giveContext()
{
    m_context.page = m_page;
    m_context.hasTriage = widgetOf(Page::Triage) != nullptr;
    m_context.hasServers = widgetOf(Page::Servers) != nullptr;
    m_context.hasJournal = widgetOf(Page::Journal) != nullptr;
    m_commands->setContext(m_context);
}

Settings MainWindow::settings(Settings remembered) const
{
    remembered.theme = m_themes->choice();
    remembered.clockZone = m_feed->view().zone;
    remembered.geometry = saveGeometry();
    if (m_class && !m_chartsFolded)
        remembered.docks = m_dockState.isEmpty() ? saveState(Settings::dockVersion) : m_dockState;
    return remembered;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->setAccepted(mayClose());
    if (event->isAccepted())
        Q_EMIT closing();
}

/// Asked to close once more while the question stands, the answer is still to come.
bool MainWindow::mayClose()
{
    if (m_isAsking)
        return false;
    const QScopedValueRollback asking(m_isAsking, true);
    return !m_mayClose || m_mayClose();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    foldCharts();
}

void MainWindow::addDocks()
{
    const int letter = QFontMetrics(m_themes->fonts().body).averageCharWidth();
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    m_details->setWantedSize(QSize(std::max(370, letter * detailsLetters), 400));
    m_charts->setWantedSize(QSize(600, chartsHeight));
    addDockWidget(Qt::RightDockWidgetArea, m_details);
    addDockWidget(Qt::BottomDockWidgetArea, m_charts);
}

void MainWindow::restore(const Settings &settings)
{
    if (!restoreGeometry(settings.geometry)) {
        // The frame is not known before the window is shown; its title bar takes about what the style's does.
        const QSize frame(0, style()->pixelMetric(QStyle::PM_TitleBarHeight));
        resize(usualSize.boundedTo(screen()->availableSize() - frame));
    }
    if (settings.docks.isEmpty() || !restoreState(settings.docks, Settings::dockVersion)) {
        // On a small screen the table needs the room more than the details do.
        const int details = std::min(m_details->sizeHint().width(), width() * detailsShare / 100);
        resizeDocks({m_details}, {details}, Qt::Horizontal);
        resizeDocks({m_charts}, {chartsHeight}, Qt::Vertical);
    }
    m_commands->action(Command::ToggleDetails)->setChecked(!m_details->isHidden());
    m_commands->action(Command::ToggleCharts)->setChecked(!m_charts->isHidden());
}

void MainWindow::connectLooks(const Settings &settings)
{
    const std::pair<Command, ThemeChoice> themes[] = {{Command::ThemeSystem, ThemeChoice::System},
        {Command::ThemeLight, ThemeChoice::Light}, {Command::ThemeDark, ThemeChoice::Dark}};
    for (const auto &[command, choice] : themes) {
        QAction *action = m_commands->action(command);
        action->setChecked(choice == m_themes->choice());
        connect(action, &QAction::triggered, this, [this, choice = choice] { m_themes->setChoice(choice); });
    }
    const std::pair<Command, ClockZone> clocks[]
        = {{Command::ClockUtc, ClockZone::Utc}, {Command::ClockLocal, ClockZone::Local}};
    for (const auto &[command, zone] : clocks) {
        QAction *action = m_commands->action(command);
        action->setChecked(zone == settings.clockZone);
        connect(action, &QAction::triggered, this, [this, zone = zone] { m_feed->setZone(zone); });
    }
    m_feed->setZone(settings.clockZone);
}

void MainWindow::connectShell()
{
    for (QAction *action : m_commands->all())
        addAction(action);
    const auto on = [this](Command command, auto &&what) {
        connect(m_commands->action(command), &QAction::triggered, this, what);
    };
    on(Command::GoToJobs, [this] { goTo(Page::Jobs); });
    on(Command::GoToTriage, [this] { goTo(Page::Triage); });
    on(Command::GoToServers, [this] { goTo(Page::Servers); });
    for (const Command command : {Command::GoToJournal, Command::ShowLastOperation})
        on(command, [this] { goTo(Page::Journal); });
    // The journal has a filter of its own.
    on(Command::FocusFilter, [this] { goTo(m_page == Page::Journal ? Page::Journal : Page::Jobs); });
    on(Command::ShowPalette, [this] {
        if (m_palette == nullptr)
            m_palette = new CommandPalette(m_themes, *m_commands, this);
        m_palette->open();
    });
    on(Command::ShowKeys, [this] { KeysDialog(m_themes, *m_commands, m_class, this).exec(); });
    on(Command::ShowMenu, [this] {
        if (m_menu == nullptr)
            m_menu = new MainMenu(*m_commands, this);
        const QWidget *button = m_head->menuButton();
        const QPoint corner = button->mapToGlobal(QPoint(button->width(), button->height() + 4));
        m_menu->popup(corner - QPoint(m_menu->sizeHint().width(), 0));
    });
    on(Command::ShowAbout, [this] { showAbout(); });
    on(Command::Quit, [this] { close(); });
}

void MainWindow::foldCharts()
{
    const bool isLow = height() < leastHeightForCharts;
    if (!m_class || !m_dockState.isEmpty() || isLow == m_chartsFolded)
        return;
    // Folded by the room, not by the operator: with the room the charts come back.
    if (isLow && m_charts->isHidden())
        return;
    m_chartsFolded = isLow;
    m_charts->setVisible(!isLow);
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setWindowTitle(tr("About Emberwatch"));
    box.setTextFormat(Qt::PlainText);
    box.setIconPixmap(m_themes->pixmap(Icon::Application, {}, 48, devicePixelRatioF()));
    box.setText(tr("Emberwatch %1").arg(QApplication::applicationVersion()));
    box.setInformativeText(
        tr("See every generation job that still glows, and bring back what can be brought back.\n\n"
           "Free software under the GNU General Public License, version 3 or later. Icons: Lucide "
           "(ISC licence)."));
    box.exec();
}

} // namespace emberwatch
