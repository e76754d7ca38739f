// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/namedservers.h"

#include "core/jobs/jobkey.h"
#include "core/jobs/jobmeasures.h"
#include "core/jobs/jobtable.h"

#include <algorithm>
#include <vector>

namespace emberwatch {

namespace {

constexpr qsizetype mostRemembered = 4096;

std::vector<qint64> jobsByText(const JobTable &table)
{
    std::vector<qint64> jobs(table.strings().size(), 0);
    for (JobSlot slot = 0; slot < table.slotEnd(); ++slot) {
        if (table.contains(slot) && table.row(slot).isReadable())
            ++jobs[table.row(slot).server];
    }
    return jobs;
}

void add(QList<NamedServer> &servers, const QByteArray &text, qint64 jobs)
{
    const QString spelling = QString::fromUtf8(text);
    const auto address = comfyui::ServerAddress::fromText(spelling);
    const auto same = std::ranges::find_if(
        servers, [&](const NamedServer &known) { return address && known.address == *address; });
    NamedServer &server = same == servers.end() ? servers.emplaceBack() : *same;
    server.address = address.value_or(comfyui::ServerAddress());
    server.spellings.append(spelling);
    server.jobs += jobs;
}

} // namespace

QList<NamedServer> namedServers(const JobTable &table, qsizetype most)
{
    const std::vector<qint64> jobs = jobsByText(table);
    std::vector<StringId> texts;
    for (StringId text = 1; text < jobs.size(); ++text) {
        if (jobs[text] > 0)
            texts.push_back(text);
    }
    std::ranges::sort(texts, [&jobs](StringId a, StringId b) { return jobs[a] > jobs[b]; });
    QList<NamedServer> servers;
    for (const StringId text : texts) {
        if (servers.size() == most)
            break;
        add(servers, table.strings().text(text), jobs[text]);
    }
    for (NamedServer &server : servers)
        server.spellings.sort();
    return servers;
}

std::optional<RunningJob> JobFinder::find(const JobTable &table, const PromptId &id)
{
    auto known = m_slots.constFind(id);
    const bool isThere = known != m_slots.constEnd() && table.contains(*known)
        && table.idOf(table.row(*known)) == id.value();
    if (!isThere) {
        const std::optional<JobSlot> slot = table.find(id);
        if (!slot)
            return std::nullopt;
        if (m_slots.size() >= mostRemembered)
            m_slots.clear();
        known = m_slots.insert(id, *slot);
    }
    const JobRow &row = table.row(*known);
    const std::optional<float> progress = row.isReadable() ? progressOf(row) : std::nullopt;
    return RunningJob{progress ? std::optional<double>(*progress) : std::nullopt,
        displayText(table.strings().text(row.type))};
}

} // namespace emberwatch
