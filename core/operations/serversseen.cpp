// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/serversseen.h"

namespace emberwatch {

using comfyui::JobEvidence;
using comfyui::Presence;

void ServersSeen::see(const QList<TwoPassAnswer> &answers)
{
    for (const TwoPassAnswer &answer : answers) {
        if (!answer.first.queue)
            continue;
        Server seen;
        for (const comfyui::ServerEvidence *evidence :
            {&answer.first, answer.second ? &*answer.second : nullptr}) {
            if (evidence == nullptr)
                continue;
            for (const JobEvidence &job : evidence->jobs) {
                const bool isOpen = job.presence == Presence::Pending || job.presence == Presence::Running;
                const bool hasEnded = job.presence == Presence::DoneOk || job.presence == Presence::DoneError
                    || job.presence == Presence::Interrupted;
                if (isOpen)
                    seen.open.insert(job.promptId, job);
                if (hasEnded)
                    seen.ended = job.promptId;
            }
        }
        m_servers.insert(answer.first.serverUrl, seen);
    }
}

void ServersSeen::complete(QList<comfyui::ServerQuestions> &questions) const
{
    for (comfyui::ServerQuestions &server : questions) {
        const auto seen = m_servers.constFind(server.serverUrl);
        if (seen == m_servers.constEnd())
            continue;
        server.canary = seen->ended;
        for (comfyui::JobQuestion &question : server.jobs) {
            const auto job = seen->open.constFind(question.promptId);
            if (job == seen->open.constEnd())
                continue;
            question.lastSeen = job->presence;
            question.number = job->number;
            question.createdAt = job->createdAt;
        }
    }
}

} // namespace emberwatch
