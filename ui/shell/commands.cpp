// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commands.h"

#include "ui/theme/themesource.h"

#include <QAction>
#include <QActionGroup>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

Commands::Commands(const ThemeSource &themes, QObject *parent)
    : QObject(parent)
    , m_themes(themes)
{
    addFinding();
    addJobs();
    addServers();
    addProcedures();
    addTriage();
    addJournal();
    addLooks();
    addConsole();
    enable();
}

QAction *Commands::action(Command command) const
{
    const auto found = std::ranges::find(m_entries, command, &Entry::command);
    Q_ASSERT(found != m_entries.end());
    return found->action;
}

std::vector<QAction *> Commands::all() const
{
    std::vector<QAction *> actions;
    actions.reserve(m_entries.size());
    for (const Entry &entry : m_entries)
        actions.push_back(entry.action);
    return actions;
}

QString Commands::groupOf(const QAction *action) const
{
    const auto found = std::ranges::find(m_entries, action, [](const Entry &entry) { return entry.action; });
    return found == m_entries.end() ? QString() : found->group;
}

void Commands::setContext(const CommandContext &context)
{
    if (context == m_context)
        return;
    m_context = context;
    enable();
}

QAction *Commands::add(Command command, const char *name, const QString &group, const QString &text,
    std::optional<Icon> icon, const QString &keys, bool isCheckable)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1StringView(name));
    action->setCheckable(isCheckable);
    if (icon)
        action->setIcon(m_themes.icon(*icon));
    if (!keys.isEmpty())
        action->setShortcuts(QKeySequence::listFromString(keys));
    // Qt would show the text without its key; every button says the key too.
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(key.isEmpty() ? text : tr("%1 (%2)").arg(text, key));
    m_entries.push_back({command, action, group});
    return action;
}

void Commands::addFinding()
{
    const QString group = tr("Find and watch");
    add(Command::FocusFilter, "focusFilter", group, tr("Filter jobs"), Icon::Search, u"/; Ctrl+F"_s);
    add(Command::ClearFilter, "clearFilter", group, tr("Clear filter"), Icon::Close, {});
    add(Command::StepBack, "stepBack", group, tr("Step back"), {}, u"Esc"_s);
    add(Command::Pause, "pause", group, tr("Pause"), Icon::Pause, u"Space"_s, true);
    add(Command::Refresh, "refresh", group, tr("Look again now"), Icon::Refresh, u"F5"_s);
    add(Command::RetryNow, "retryNow", group, tr("Try to connect now"), Icon::Retry, {});
    add(Command::ShowTrouble, "showTrouble", group, tr("What is wrong?"), Icon::Question, {});
    add(Command::RunDoctor, "runDoctor", group, tr("Doctor"), Icon::Doctor, {});
    add(Command::EnableNotifications, "enableNotifications", group, tr("Turn on keyspace notifications..."),
        Icon::Live, {});
}

void Commands::addJobs()
{
    const QString group = tr("Jobs");
    add(Command::GoToJobs, "goToJobs", group, tr("Go to Jobs"), {}, u"Ctrl+1"_s);
    add(Command::GoToTriage, "goToTriage", group, tr("Go to Triage"), {}, u"Ctrl+2"_s);
    add(Command::GoToServers, "goToServers", group, tr("Go to Servers"), {}, u"Ctrl+3"_s);
    add(Command::GoToJournal, "goToJournal", group, tr("Go to Journal"), {}, u"Ctrl+4"_s);
    add(Command::NextJob, "nextJob", group, tr("Next job"), Icon::ArrowDown, u"J"_s);
    add(Command::PreviousJob, "previousJob", group, tr("Previous job"), Icon::ArrowUp, u"K"_s);
    add(Command::ShowDetails, "showDetails", group, tr("Show details of the job"), Icon::Eye,
        u"Return; Enter"_s);
    add(Command::CopyRows, "copyRows", group, tr("Copy the selected rows"), Icon::Copy, u"Ctrl+C"_s);
    add(Command::CopyId, "copyId", group, tr("Copy the prompt ID"), Icon::Identifier, u"Ctrl+Shift+C"_s);
    add(Command::ChooseColumns, "chooseColumns", group, tr("Columns"), Icon::Columns, {});
    add(Command::PutJobRight, "putJobRight", group, tr("Reconcile this job..."), Icon::Plan, {});
    add(Command::CleanJob, "cleanJob", group, tr("Clean this job..."), Icon::Trash, {});
    add(Command::ResubmitJob, "resubmitJob", group, tr("Resubmit..."), Icon::Retry, {});
    add(Command::ExtendJob, "extendJob", group, tr("Extend TTL..."), Icon::Clock, {});
    add(Command::CancelJob, "cancelJob", group, tr("Cancel on server..."), Icon::Close, {});
}

void Commands::addServers()
{
    const QString group = tr("Servers");
    add(Command::ShowServerJobs, "showServerJobs", group, tr("Show its jobs"), Icon::Filter, {});
    add(Command::AllowServer, "allowServer", group, tr("Allow"), Icon::Unlock, {});
    add(Command::DismissServer, "dismissServer", group, tr("Contact no more"), Icon::Lock, {});
    add(Command::AskServers, "askServers", group, tr("Ask the servers now"), Icon::Refresh, {});
}

void Commands::addProcedures()
{
    const QString group = tr("Put right");
    add(Command::Recover, "recover", group, tr("Recover..."), Icon::Retry, u"Ctrl+R"_s);
    add(Command::CleanOrphans, "cleanOrphans", group, tr("Clean orphans..."), Icon::Trash, u"Ctrl+Shift+O"_s);
    add(Command::Reconcile, "reconcile", group, tr("Reconcile..."), Icon::Plan, u"Ctrl+Shift+R"_s);
    add(Command::ShowWork, "showWork", group, tr("Show what is carried out"), Icon::Plan, {});
    add(Command::AllowWrites, "allowWrites", group, tr("Allow writes..."), Icon::Unlock, {});
    add(Command::ForbidWrites, "forbidWrites", group, tr("Make read-only again"), Icon::Lock, {});
}

void Commands::addTriage()
{
    const QString group = tr("Triage");
    add(Command::JudgeNow, "judgeNow", group, tr("Judge now"), Icon::Refresh, {});
    add(Command::PlanForThese, "planForThese", group, tr("Plan for these jobs..."), Icon::Plan, {});
    add(Command::PlanForThis, "planForThis", group, tr("Plan for this one..."), Icon::Plan, {});
    add(Command::OpenInJobs, "openInJobs", group, tr("Open in Jobs"), Icon::ArrowRight, {});
    add(Command::CopyEvidence, "copyEvidence", group, tr("Copy evidence"), Icon::Copy, {});
}

void Commands::addJournal()
{
    const QString group = tr("Journal");
    add(Command::ShowLastOperation, "showLastOperation", group, tr("Last operation in the journal"),
        Icon::History, u"Ctrl+Z"_s);
    add(Command::UndoOperation, "undoOperation", group, tr("Undo..."), Icon::Undo, {});
}

void Commands::addLooks()
{
    const QString group = tr("Look");
    add(Command::ToggleDetails, "toggleDetails", group, tr("Details"), Icon::Details, u"F9"_s, true);
    add(Command::ToggleCharts, "toggleCharts", group, tr("Charts"), Icon::Charts, u"F8"_s, true);
    auto *themes = new QActionGroup(this);
    themes->addAction(
        add(Command::ThemeSystem, "themeSystem", group, tr("Theme of the system"), Icon::Monitor, {}, true));
    themes->addAction(add(Command::ThemeLight, "themeLight", group, tr("Light theme"), Icon::Sun, {}, true));
    themes->addAction(add(Command::ThemeDark, "themeDark", group, tr("Dark theme"), Icon::Moon, {}, true));
    auto *clocks = new QActionGroup(this);
    clocks->addAction(add(Command::ClockUtc, "clockUtc", group, tr("Clock in UTC"), Icon::Clock, {}, true));
    clocks->addAction(
        add(Command::ClockLocal, "clockLocal", group, tr("Clock in local time"), Icon::Clock, {}, true));
}

void Commands::addConsole()
{
    const QString group = tr("Console");
    add(Command::ShowPalette, "showPalette", group, tr("Command palette"), Icon::Palette, u"Ctrl+K"_s);
    add(Command::ShowKeys, "showKeys", group, tr("All keys"), Icon::Keyboard, u"?"_s);
    add(Command::ShowMenu, "showMenu", group, tr("Menu"), Icon::Menu, u"F10"_s);
    add(Command::ShowAbout, "showAbout", group, tr("About Emberwatch"), Icon::Information, {});
    add(Command::Quit, "quit", group, tr("Quit"), {}, u"Ctrl+Q"_s);
}

void Commands::enable()
{
    const CommandContext &c = m_context;
    const bool isOnJobs = c.isConnected && c.page == Page::Jobs;
    const bool isOnServers = c.isConnected && c.page == Page::Servers;
    const bool isOnTriage = c.isConnected && c.page == Page::Triage;
    const bool mayProceed = c.isLive && c.hasServers && !c.isRecovering;
    const std::pair<Command, bool> decisions[] = {
        {Command::FocusFilter, c.isConnected},
        {Command::ClearFilter, c.isConnected && c.hasFilter},
        {Command::StepBack, isOnJobs},
        {Command::Pause, isOnJobs},
        {Command::Refresh, c.isLive},
        {Command::RetryNow, c.isConnected && !c.isLive},
        {Command::ShowTrouble, c.isConnected && !c.isLive},
        {Command::RunDoctor, c.isConnected},
        {Command::EnableNotifications, c.isLive && c.canEnableNotifications},
        {Command::GoToJobs, c.isConnected},
        {Command::GoToTriage, c.isConnected && c.hasTriage},
        {Command::GoToServers, c.isConnected && c.hasServers},
        {Command::GoToJournal, c.isConnected && c.hasJournal},
        {Command::NextJob, isOnJobs},
        {Command::PreviousJob, isOnJobs},
        {Command::ShowDetails, isOnJobs && c.hasSelection},
        {Command::CopyRows, isOnJobs && c.hasSelection},
        {Command::CopyId, isOnJobs && c.hasSelection},
        {Command::ChooseColumns, isOnJobs},
        {Command::PutJobRight, isOnJobs && c.hasCurrentJob && mayProceed},
        {Command::CleanJob, isOnJobs && c.hasCurrentJob && mayProceed},
        {Command::ResubmitJob, isOnJobs && c.hasCurrentJob && c.isLive && c.hasServers},
        {Command::ExtendJob, isOnJobs && c.hasCurrentJob && c.isLive},
        {Command::CancelJob, isOnJobs && c.hasCurrentJob && c.isLive && c.hasServers},
        {Command::ShowServerJobs, isOnServers && c.hasServerJobs},
        {Command::AllowServer, isOnServers && c.canAllowServer},
        {Command::DismissServer, isOnServers && c.canDismissServer},
        {Command::AskServers, c.isConnected && c.hasServers},
        {Command::Recover, mayProceed},
        {Command::CleanOrphans, mayProceed},
        {Command::Reconcile, mayProceed},
        {Command::ShowWork, c.hasWork},
        {Command::JudgeNow, c.isLive && c.hasTriage && !c.isJudging},
        {Command::PlanForThese, isOnTriage && mayProceed && c.canPlanForThese},
        {Command::PlanForThis, isOnTriage && mayProceed && c.canPlanForThis},
        {Command::OpenInJobs, isOnTriage && c.hasJudgedJob},
        {Command::CopyEvidence, isOnTriage && c.hasJudgedJob},
        {Command::AllowWrites, c.isConnected && c.isGuarded && !c.mayWrite},
        {Command::ForbidWrites, c.isConnected && c.isGuarded && c.mayWrite},
        {Command::ShowLastOperation, c.isConnected && c.hasJournal},
        {Command::UndoOperation, c.isLive && c.page == Page::Journal && c.canUndo},
        {Command::ToggleDetails, isOnJobs},
        {Command::ToggleCharts, isOnJobs},
    };
    for (const auto &[command, isEnabled] : decisions)
        action(command)->setEnabled(isEnabled);
    explainProcedures();
}

/// What is off says why.
void Commands::explainProcedures()
{
    const CommandContext &c = m_context;
    const QString why = !c.isLive ? tr("Nothing can be changed while Redis does not answer.")
        : c.isRecovering          ? tr("One at a time: another one is under way.")
                                  : QString();
    for (const Command command : {Command::Recover, Command::CleanOrphans, Command::Reconcile}) {
        QAction *procedure = action(command);
        const QString key = procedure->shortcut().toString(QKeySequence::NativeText);
        const QString what = tr("%1 (%2)").arg(procedure->text(), key);
        procedure->setToolTip(why.isEmpty() ? what : what + u'\n' + why);
    }
}

} // namespace emberwatch
