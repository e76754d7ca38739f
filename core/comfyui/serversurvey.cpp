// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/serversurvey.h"

#include <algorithm>
#include <utility>

namespace emberwatch::comfyui {

ServerSurvey::ServerSurvey(ServerPool *pool, WatchOptions options, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_options(options)
{
    for (const ServerAddress &server : m_pool->allowed().servers())
        watch(server, {});
}

ServerSurvey::~ServerSurvey()
{
    // Before the pool ends their requests: nobody is told of that.
    qDeleteAll(std::exchange(m_watches, {}));
}

QList<ServerLook> ServerSurvey::looks() const
{
    QList<ServerLook> looks;
    for (const ServerWatch *watch : m_watches)
        looks.append(watch->look());
    return looks;
}

void ServerSurvey::setAllowed(ServerAllowList allowed)
{
    const QList<ServerLook> before = looks();
    qDeleteAll(std::exchange(m_watches, {}));
    m_pool->setAllowed(std::move(allowed));
    for (const ServerAddress &server : m_pool->allowed().servers()) {
        const auto known = std::ranges::find(before, server, &ServerLook::server);
        watch(server, known == before.end() ? ServerLook{} : *known);
    }
    lookNow();
}

void ServerSurvey::lookNow()
{
    for (ServerWatch *watch : std::as_const(m_watches))
        watch->lookNow();
}

void ServerSurvey::watch(const ServerAddress &server, const ServerLook &before)
{
    const Result<ComfyClient> client = m_pool->client(server.text());
    if (!client)
        return; // it is on the list, so there is one
    auto *watch = new ServerWatch(*client, before, m_options, this);
    connect(watch, &ServerWatch::looked, this, &ServerSurvey::looked);
    m_watches.append(watch);
}

} // namespace emberwatch::comfyui
