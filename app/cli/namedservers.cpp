// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/namedservers.h"

#include "core/comfyui/serveraddress.h"

namespace emberwatch::cli {

void NamedServers::take(const JobLook &job)
{
    if (!job.isReadable() || job.fields.serverUrl.isEmpty())
        return;
    Count &count = m_counts[canonical(job.fields.serverUrl.toByteArray())];
    const bool isOpen = job.fields.status == JobStatus::Queued || job.fields.status == JobStatus::Processing;
    ++count.jobs;
    count.open += isOpen ? 1 : 0;
}

const QString &NamedServers::canonical(const QByteArray &text)
{
    QString &spelling = m_spellings[text];
    if (spelling.isEmpty()) {
        const QString given = QString::fromUtf8(text);
        const Result<comfyui::ServerAddress> address = comfyui::ServerAddress::fromText(given);
        spelling = address ? address->text() : given;
    }
    return spelling;
}

} // namespace emberwatch::cli
