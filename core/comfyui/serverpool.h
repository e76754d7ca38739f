// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/comfyclient.h"
#include "core/comfyui/serverallowlist.h"

#include <QHash>

namespace emberwatch::comfyui {

/// The clients of all allowed servers: one each, so that everybody shares its connections and its bound.
/// What is not on the list gets none, and so is never contacted. One thread.
class ServerPool
{
public:
    explicit ServerPool(ServerAllowList allowed = {}, ComfyOptions options = {});
    /// Requests under way end with Cancelled.
    ~ServerPool();
    Q_DISABLE_COPY_MOVE(ServerPool)

    [[nodiscard]] const ServerAllowList &allowed() const { return m_allowed; }
    [[nodiscard]] const ComfyOptions &options() const { return m_options; }
    /// From now on. A server that is no longer listed loses its client; requests under way end.
    void setAllowed(ServerAllowList allowed);

    /// The client of the server that a record names. Errors: those of ServerAllowList::select().
    [[nodiscard]] Result<ComfyClient> client(const QString &serverUrl);

private:
    ServerAllowList m_allowed;
    ComfyOptions m_options;
    QHash<ServerAddress, ComfyClient> m_clients;
};

} // namespace emberwatch::comfyui
