// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/triagedesk.h"

#include "ui/engine/consoleengine.h"
#include "ui/shell/mainwindow.h"
#include "ui/triage/triagepage.h"

#include <QAction>

#include <utility>

namespace emberwatch {

TriageDesk::TriageDesk(
    ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, RecoverySetup setup, Allowed allowed)
    : m_window(window)
    , m_engine(engine)
    , m_setup(std::move(setup))
    , m_allowed(std::move(allowed))
    , m_page(new TriagePage(themes, window->commands(), m_setup.clock, window->pageParent()))
{
    connectEngine();
    connectCommands();
    window->addPage(Page::Triage, m_page);
}

TriageDesk::~TriageDesk()
{
    delete m_page;
}

void TriageDesk::connectEngine()
{
    connect(m_engine, &ConsoleEngine::triageProgressed, m_page, &TriagePage::showProgress);
    connect(m_engine, &ConsoleEngine::triageFailed, m_page, &TriagePage::showError);
    connect(m_engine, &ConsoleEngine::triageEnded, m_page, [page = m_page] { page->setJudging(false); });
    connect(m_engine, &ConsoleEngine::triageJudged, this, [this](const TriageBoard &board) {
        m_page->showBoard(board);
        m_window->setCount(Page::Triage, board.attention());
    });
    connect(m_page, &TriagePage::stopRequested, m_engine, &ConsoleEngine::stopJudging);
    connect(m_page, &TriagePage::contextChanged, this, &TriageDesk::contextChanged);
}

void TriageDesk::connectCommands()
{
    const auto on = [this](Command command, auto &&what) {
        connect(m_window->commands().action(command), &QAction::triggered, this, what);
    };
    on(Command::JudgeNow, [this] {
        m_window->goTo(Page::Triage);
        judge();
    });
    on(Command::Refresh, [this] {
        if (m_window->page() == Page::Triage)
            judgeAnew();
    });
    on(Command::PlanForThese,
        [this] { Q_EMIT planRequested(m_page->board().proposal, m_page->plannedOfKind()); });
    on(Command::PlanForThis, [this] {
        if (const PlannedAction *job = m_page->currentJob())
            Q_EMIT planRequested(m_page->board().proposal, {job->promptId});
    });
    on(Command::OpenInJobs, [this] {
        if (const PlannedAction *job = m_page->currentJob())
            Q_EMIT jobRequested(job->promptId);
    });
    connect(m_window, &MainWindow::pageChanged, this, &TriageDesk::judgeIfWatched);
}

void TriageDesk::describe(CommandContext &context) const
{
    m_page->describe(context);
}

void TriageDesk::setLive(bool isLive)
{
    m_isLive = isLive;
    m_page->setDisconnected(!isLive);
    judgeIfWatched();
}

void TriageDesk::setServerMinusOurClock(std::chrono::milliseconds difference)
{
    m_page->setServerMinusOurClock(difference);
}

void TriageDesk::judgeAnew()
{
    m_isOutOfDate = true;
    judgeIfWatched();
}

void TriageDesk::judgeIfWatched()
{
    if (m_isOutOfDate && m_isLive && m_window->page() == Page::Triage)
        judge();
}

void TriageDesk::judge()
{
    if (m_engine->isJudging())
        return;
    // Once: what fails, or is stopped, is not begun again by itself.
    m_isOutOfDate = false;
    m_page->setJudging(true);
    m_engine->judge(m_setup, m_allowed());
}

} // namespace emberwatch
