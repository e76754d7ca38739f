// SPDX-License-Identifier: GPL-3.0-or-later
// Which servers are contacted.
#include "core/runner/jobrunner.h"

using namespace Qt::StringLiterals;

namespace emberwatch {

using comfyui::JobEvidence;

Result<ServerFollower *> JobRunner::watchOf(const QString &serverUrl)
{
    const Result<comfyui::ComfyClient> client = m_parts.servers->client(serverUrl);
    if (!client)
        return tl::make_unexpected(client.error());
    ServerFollower *&watch = m_watches[client->server().text()];
    if (watch != nullptr)
        return watch;
    watch = new ServerFollower(*client, m_parts.servers->allowed().addressCheck(), m_options.server, this);
    connect(watch, &ServerFollower::messageReceived, this, &JobRunner::onMessage);
    connect(watch, &ServerFollower::evidenceRead, this,
        [this, watch = watch](const QList<JobEvidence> &evidence) { onEvidence(watch, evidence); });
    connect(watch, &ServerFollower::trackingChanged, this, [this, watch = watch] { showAllOf(watch); });
    return watch;
}

void JobRunner::setAllowed(const comfyui::ServerAllowList &allowed)
{
    if (allowed == m_parts.servers->allowed())
        return;
    m_parts.servers->setAllowed(allowed);
    const QStringList servers = m_watches.keys();
    for (const QString &server : servers) {
        // The clients of before are closed.
        const Result<comfyui::ComfyClient> client = m_parts.servers->client(server);
        if (client)
            m_watches.value(server)->setClient(*client, allowed.addressCheck());
        else
            leaveServer(server);
    }
}

/// A job whose end is known needs its server no more.
void JobRunner::leaveServer(const QString &server)
{
    ServerFollower *watch = m_watches.take(server);
    const QList<TrackedJob *> jobs = m_jobs.values();
    for (TrackedJob *job : jobs) {
        if (job->watch == watch && !job->end)
            finish(job, JobEnd::Outcome::LeftAlone, u"its server may not be contacted any more"_s);
    }
    watch->deleteLater();
}

} // namespace emberwatch
