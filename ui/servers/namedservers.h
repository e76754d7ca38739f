// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"
#include "core/comfyui/serveraddress.h"
#include "core/jobs/jobrow.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace emberwatch {

class JobTable;

/// A server that live jobs name.
struct NamedServer
{
    comfyui::ServerAddress address; ///< null: what the jobs say is no server's address
    QStringList spellings; ///< as the jobs have it
    qint64 jobs = 0;
    bool operator==(const NamedServer &) const = default;
};

/// The servers that the jobs of a table name, spellings of one address together, in no order. Jobs that name
/// none are left out; of very many servers those with the most jobs are kept.
[[nodiscard]] QList<NamedServer> namedServers(const JobTable &table, qsizetype most = 500);

/// A job that runs on a server, as Redis knows it.
struct RunningJob
{
    std::optional<double> progress; ///< percent
    QString type;
    bool operator==(const RunningJob &) const = default;
};

/// Finds the same few jobs again and again in a table that changes, without a search each time.
class JobFinder
{
public:
    /// nullopt: Redis has no such job.
    [[nodiscard]] std::optional<RunningJob> find(const JobTable &table, const PromptId &id);

private:
    QHash<PromptId, JobSlot> m_slots;
};

} // namespace emberwatch
