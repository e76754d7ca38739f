// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/settings.h"
#include "core/comfyui/serverpool.h"
#include "core/jobs/jobstore.h"
#include "core/operations/guardrails.h"
#include "core/operations/jobsettler.h"
#include "core/operations/journal.h"
#include "core/records/recordstore.h"
#include "core/redis/topology.h"
#include "core/runner/jobrunner.h"
#include "core/telemetry/analyticssink.h"
#include "core/triage/policy.h"

#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace emberwatch::cli {

/// What a command that changes jobs is told besides Settings.
struct WorkbenchOptions
{
    comfyui::ServerAllowList allowed;
    std::optional<RecordsAddress> records; ///< nullopt: it is not known whether there are any
    SchemaMapping mapping;
    RecordsOptions recordsOptions;
    Policy policy;
    AnalyticsOptions analytics;
    /// What a submission waits for Redis and the stream at most; nullopt: as the runner has it.
    std::optional<std::chrono::milliseconds> beforePost;
    QString program; ///< "agent", "recover": for leases and the journal
    std::function<bool()> isOnHold; ///< nullptr: never
    /// The agent in production: why it may write; nullopt: it is a person who asks.
    std::optional<QString> agentWriteReason;
    bool isAgent = false;
};

/// From --allow-server, --records, --policy, --events-file, variables and the environments file. Errors:
/// Invalid.
[[nodiscard]] Result<WorkbenchOptions> readWorkbench(const CommandLine &line, const QString &program);

/// Everything that such a command works with. Each part outlives those below it.
class Workbench
{
public:
    Workbench(const Settings &settings, const WorkbenchOptions &options);
    ~Workbench();
    Q_DISABLE_COPY_MOVE(Workbench)

    const Actor actor;
    const QString environment; ///< its name; without --env the address of its Redis
    redis::StandaloneTopology topology;
    JobStore jobs;
    Journal journal;
    GuardRails guard;
    std::unique_ptr<RecordStore> records; ///< nullptr: unknown
    comfyui::ServerPool servers;
    std::unique_ptr<AnalyticsSink> analytics;
    JobSettler settler;
    JobRunner runner;
};

/// Who acts, for journal and audit rows.
/// @param program  "recover", "env"
[[nodiscard]] Actor actorOf(const QString &program);

/// The name that journal and reports know this Redis by: the environment's, or the address.
[[nodiscard]] QString environmentOf(const Settings &settings);

} // namespace emberwatch::cli
