// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comfyui/serverpool.h"
#include "core/comfyui/serverwatch.h"

#include <QList>
#include <QObject>

namespace emberwatch::comfyui {

/// Looks at all allowed servers side by side, each in its own rhythm: one that does not answer holds up no
/// other. What is not on the list is not contacted.
class ServerSurvey : public QObject
{
    Q_OBJECT
public:
    /// @param pool  outlives it; its list is looked at
    explicit ServerSurvey(ServerPool *pool, WatchOptions options = {}, QObject *parent = nullptr);
    ~ServerSurvey() override;

    /// Of each allowed server, in the order of the list.
    [[nodiscard]] QList<ServerLook> looks() const;

    /// From now on, for the pool as well. What is known of servers that stay on the list is kept.
    void setAllowed(ServerAllowList allowed);
    /// All of them at once.
    void lookNow();

Q_SIGNALS:
    void looked(const emberwatch::comfyui::ServerLook &look);

private:
    void watch(const ServerAddress &server, const ServerLook &before);

    ServerPool *m_pool;
    WatchOptions m_options;
    QList<ServerWatch *> m_watches;
};

} // namespace emberwatch::comfyui
