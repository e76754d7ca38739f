// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/liveservers.h"

#include "core/jobs/jobtable.h"
#include "ui/servers/servertablemodel.h"

namespace emberwatch {

using namespace std::chrono_literals;

namespace {

constexpr auto whileWatched = 1s;
constexpr auto elsewhere = 5s;
constexpr auto together = 100ms;

} // namespace

LiveServers::LiveServers(const JobTable *jobs, ServerTableModel *model, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_model(model)
{
    connect(&m_timer, &QTimer::timeout, this, &LiveServers::renew);
    m_timer.start(elsewhere);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LiveServers::arrange);
}

void LiveServers::setAllowed(const AllowedServers &allowed)
{
    m_allowed = allowed;
    const comfyui::ServerAllowList list = allowed.list();
    m_looks.removeIf([&list](auto look) { return !list.contains(look.key()); });
    Q_EMIT allowedChanged(list);
    renew();
}

std::optional<comfyui::ServerLook> LiveServers::lookAt(const comfyui::ServerAddress &server) const
{
    const auto found = m_looks.constFind(server);
    return found == m_looks.constEnd() ? std::nullopt : std::optional(*found);
}

void LiveServers::setWatched(bool isWatched)
{
    m_timer.start(isWatched ? whileWatched : elsewhere);
    if (isWatched)
        renew();
}

void LiveServers::takeLook(const comfyui::ServerLook &look)
{
    if (!m_allowed.list().contains(look.server))
        return; // it was on its way when the server was taken off the list
    m_looks.insert(look.server, look);
    if (!m_soon.isActive())
        m_soon.start(together);
}

void LiveServers::renew()
{
    m_named = namedServers(*m_jobs);
    arrange();
    m_model->tick();
}

void LiveServers::arrange()
{
    const auto before = m_model->rows().size();
    m_model->setRows(serverRowsOf(
        m_allowed, m_looks, m_named, [this](const PromptId &id) { return m_finder.find(*m_jobs, id); }));
    if (m_model->rows().size() != before)
        Q_EMIT serverCountChanged(m_model->rows().size());
}

} // namespace emberwatch
