// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverlook.h"
#include "ui/servers/allowedservers.h"
#include "ui/servers/namedservers.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace emberwatch {

class JobTable;
class ServerTableModel;

/// Brings together who may be contacted, what the servers answered and what the live jobs name, and keeps the
/// model of the servers page up to date with it.
class LiveServers : public QObject
{
    Q_OBJECT
public:
    /// @param jobs, model  outlive it
    LiveServers(const JobTable *jobs, ServerTableModel *model, QObject *parent = nullptr);

    [[nodiscard]] const AllowedServers &allowed() const { return m_allowed; }
    void setAllowed(const AllowedServers &allowed);
    /// The last look at an allowed server; nullopt: none yet, or not allowed.
    [[nodiscard]] std::optional<comfyui::ServerLook> lookAt(const comfyui::ServerAddress &server) const;
    /// While nobody sees the page the jobs are counted less often.
    void setWatched(bool isWatched);

public Q_SLOTS:
    void takeLook(const emberwatch::comfyui::ServerLook &look);
    void renew();

Q_SIGNALS:
    /// To be contacted from now on.
    void allowedChanged(const emberwatch::comfyui::ServerAllowList &allowed);
    void serverCountChanged(qint64 servers);

private:
    void arrange();

    const JobTable *m_jobs;
    ServerTableModel *m_model;
    AllowedServers m_allowed;
    QHash<comfyui::ServerAddress, comfyui::ServerLook> m_looks;
    QList<NamedServer> m_named;
    JobFinder m_finder;
    QTimer m_timer;
    QTimer m_soon; ///< many servers answer at about the same time
};

} // namespace emberwatch
