// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/serversdesk.h"

#include "ui/details/comfywatcher.h"
#include "ui/engine/consoleengine.h"
#include "ui/servers/liveservers.h"
#include "ui/servers/serverspage.h"
#include "ui/servers/servertablemodel.h"
#include "ui/shell/mainwindow.h"

#include <QAction>

namespace emberwatch {

ServersDesk::ServersDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine,
    const JobTableModel *jobs, const AllowedServers &allowed, Clock clock)
    : m_window(window)
    , m_model(std::make_unique<ServerTableModel>(std::move(clock)))
    , m_servers(std::make_unique<LiveServers>(&jobs->table(), m_model.get()))
    , m_watcher(
          std::make_unique<ComfyWatcher>([servers = m_servers.get()](const comfyui::ServerAddress &server) {
              return servers->lookAt(server);
          }))
    , m_page(new ServersPage(themes, window->commands(), m_model.get(), window->pageParent()))
{
    connectEngine(engine);
    connectPage();
    window->addPage(Page::Servers, m_page);
    window->setCount(Page::Servers, 0);
    m_servers->setAllowed(allowed);
}

ServersDesk::~ServersDesk()
{
    delete m_page;
}

const AllowedServers &ServersDesk::allowed() const
{
    return m_servers->allowed();
}

void ServersDesk::connectEngine(ConsoleEngine *engine)
{
    connect(engine, &ConsoleEngine::serverLooked, m_servers.get(), &LiveServers::takeLook);
    connect(engine, &ConsoleEngine::serverLooked, m_watcher.get(), &ComfyWatcher::takeLook);
    connect(engine, &ConsoleEngine::jobAnswered, m_watcher.get(), &ComfyWatcher::takeEvidence);
    connect(m_servers.get(), &LiveServers::allowedChanged, engine, &ConsoleEngine::setAllowedServers);
    connect(m_servers.get(), &LiveServers::allowedChanged, m_watcher.get(), &ComfyWatcher::setAllowed);
    connect(m_watcher.get(), &ComfyWatcher::asked, engine, &ConsoleEngine::askAboutJob);
    for (const Command command : {Command::AskServers, Command::Refresh})
        connect(
            m_window->commands().action(command), &QAction::triggered, engine, &ConsoleEngine::askServers);
}

void ServersDesk::connectPage()
{
    connect(m_servers.get(), &LiveServers::serverCountChanged, m_window,
        [window = m_window](qint64 count) { window->setCount(Page::Servers, count); });
    connect(m_window, &MainWindow::pageChanged, m_servers.get(),
        [this](Page page) { m_servers->setWatched(page == Page::Servers); });
    connect(m_page, &ServersPage::contextChanged, this, &ServersDesk::contextChanged);
    connect(m_page, &ServersPage::jobsRequested, this, &ServersDesk::jobsRequested);
    connect(m_page, &ServersPage::allowRequested, this, &ServersDesk::allow);
    connect(m_page, &ServersPage::dismissRequested, this, &ServersDesk::dismiss);
}

void ServersDesk::describe(CommandContext &context) const
{
    const std::optional<ServerRow> row = m_page->currentServer();
    context.hasServerJobs = row && row->jobs > 0;
    context.canAllowServer = row && !row->entryToAllow().isEmpty();
    context.canDismissServer = row && row->isAllowed && !row->isGiven;
}

void ServersDesk::setStale(bool isStale)
{
    m_page->setStale(isStale);
}

void ServersDesk::allow(const QString &entry)
{
    AllowedServers allowed = m_servers->allowed();
    allowed.choose(entry);
    m_servers->setAllowed(allowed);
    Q_EMIT noticed(tr("%1 is asked from now on").arg(entry));
}

void ServersDesk::dismiss(const QString &entry)
{
    AllowedServers allowed = m_servers->allowed();
    allowed.dismiss(entry);
    m_servers->setAllowed(allowed);
    Q_EMIT noticed(tr("%1 is contacted no more").arg(entry));
}

} // namespace emberwatch
