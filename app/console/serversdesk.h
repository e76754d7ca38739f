// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/jobtablemodel.h"
#include "ui/servers/allowedservers.h"
#include "ui/shell/commands.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace emberwatch {

class ComfyWatcher;
class ConsoleEngine;
class LiveServers;
class MainWindow;
class ServersPage;
class ServerTableModel;
class ThemeSource;

/// The ComfyUI servers in the window: the page, what fills it, and who hears whom.
class ServersDesk : public QObject
{
    Q_OBJECT
public:
    /// @param themes, window, engine, jobs  outlive it
    ServersDesk(ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, const JobTableModel *jobs,
        const AllowedServers &allowed, Clock clock);
    ~ServersDesk() override;

    [[nodiscard]] const AllowedServers &allowed() const;
    /// What ComfyUI says of the job in the details.
    [[nodiscard]] ComfyWatcher *watcher() const { return m_watcher.get(); }
    /// Adds what the page knows.
    void describe(CommandContext &context) const;
    void setStale(bool isStale);

Q_SIGNALS:
    void contextChanged();
    void jobsRequested(const QString &filter);
    void noticed(const QString &text);

private:
    void connectEngine(ConsoleEngine *engine);
    void connectPage();
    void allow(const QString &entry);
    void dismiss(const QString &entry);

    MainWindow *m_window;
    // In this order they die last to first.
    std::unique_ptr<ServerTableModel> m_model;
    std::unique_ptr<LiveServers> m_servers;
    std::unique_ptr<ComfyWatcher> m_watcher;
    QPointer<ServersPage> m_page;
};

} // namespace emberwatch
