// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/workbench.h"

#include "app/cli/surroundings.h"
#include "core/operations/journalpath.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

comfyui::ComfyOptions comfyOptions(const Settings &settings)
{
    comfyui::ComfyOptions options;
    options.caFile = settings.connection.caFile;
    return options;
}

std::unique_ptr<RecordStore> recordsOf(const WorkbenchOptions &options)
{
    if (!options.records)
        return nullptr;
    return std::make_unique<RecordStore>(*options.records, options.mapping, options.recordsOptions);
}

GuardedEnvironment guardedOf(const Settings &settings, const WorkbenchOptions &options)
{
    return {environmentOf(settings), settings.environmentClass, options.agentWriteReason, options.isAgent};
}

SettlerOptions settlerOptions(const Workbench &bench, const Settings &settings)
{
    SettlerOptions options;
    options.actor = bench.actor;
    options.environment = bench.environment;
    options.schema = settings.schema;
    return options;
}

RunnerOptions runnerOptions(const Workbench &bench, const Settings &settings, const WorkbenchOptions &given)
{
    RunnerOptions options;
    options.schema = settings.schema;
    options.holder = holderHere(given.program);
    options.actor = bench.actor;
    options.environment = bench.environment;
    options.policy = given.policy;
    options.isOnHold = given.isOnHold;
    options.spoolFolder = spoolFolder(settings.connection, settings.schema);
    options.beforePost = given.beforePost.value_or(options.beforePost);
    return options;
}

} // namespace

Actor actorOf(const QString &program)
{
    const LeaseHolder here = holderHere(program);
    return {here.operatorName, here.host, "emberwatch "_L1 + program + " " EMBERWATCH_VERSION ""_L1};
}

QString environmentOf(const Settings &settings)
{
    if (!settings.environmentName.isEmpty())
        return settings.environmentName;
    const QString address = redis::displayUrl(settings.connection);
    const JobSchema usual;
    return settings.schema.prefix == usual.prefix
        ? address
        : QString(address + u' ' + QString::fromUtf8(settings.schema.prefix));
}

Result<WorkbenchOptions> readWorkbench(const CommandLine &line, const QString &program)
{
    const Result<comfyui::ServerAllowList> allowed = readAllowList(line);
    if (!allowed)
        return tl::make_unexpected(allowed.error());
    const Result<std::optional<RecordsAddress>> records = readRecordsAddress(line);
    if (!records)
        return tl::make_unexpected(records.error());
    const Result<Policy> policy = readPolicy(line);
    if (!policy)
        return tl::make_unexpected(policy.error());
    const Result<AnalyticsOptions> analytics = readAnalytics(line);
    if (!analytics)
        return tl::make_unexpected(analytics.error());
    WorkbenchOptions options;
    options.allowed = *allowed;
    options.records = *records;
    options.mapping = readMapping(line);
    options.recordsOptions = readRecordsOptions(line, *policy);
    options.policy = *policy;
    options.analytics = *analytics;
    options.program = program;
    return options;
}

Workbench::Workbench(const Settings &settings, const WorkbenchOptions &options)
    : actor(actorOf(options.program))
    , environment(environmentOf(settings))
    , topology(settings.connection)
    , jobs(&topology, settings.schema)
    , journal(defaultJournalPath())
    , guard(guardedOf(settings, options), &journal)
    , records(recordsOf(options))
    , servers(options.allowed, comfyOptions(settings))
    , analytics(makeAnalyticsSink(options.analytics))
    , settler(&jobs, &journal, records.get(), settlerOptions(*this, settings))
    , runner({&topology, &jobs, &servers, &settler, records.get(), analytics.get()},
          runnerOptions(*this, settings, options))
{
}

Workbench::~Workbench() = default;

} // namespace emberwatch::cli
