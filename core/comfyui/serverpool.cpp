// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serverpool.h"

#include <utility>

namespace emberwatch::comfyui {

ServerPool::ServerPool(ServerAllowList allowed, ComfyOptions options)
    : m_allowed(std::move(allowed))
    , m_options(std::move(options))
{
}

ServerPool::~ServerPool()
{
    for (ComfyClient &client : std::exchange(m_clients, {}))
        client.close();
}

void ServerPool::setAllowed(ServerAllowList allowed)
{
    m_allowed = std::move(allowed);
    // The check of addresses is part of the list, so that all begin anew.
    for (ComfyClient &client : std::exchange(m_clients, {}))
        client.close();
}

Result<ComfyClient> ServerPool::client(const QString &serverUrl)
{
    const Result<ServerAddress> server = m_allowed.select(serverUrl);
    if (!server)
        return tl::make_unexpected(server.error());
    auto found = m_clients.find(*server);
    if (found == m_clients.end())
        found = m_clients.insert(*server, ComfyClient(*server, m_allowed.addressCheck(), m_options));
    return *found;
}

} // namespace emberwatch::comfyui
