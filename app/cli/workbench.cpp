// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/workbench.h"

#include "app/cli/surroundings.h"
#include "core/operations/journalpath.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

Actor actorOf(const QString &program)
{
    const LeaseHolder here = holderHere(program);
    return {here.operatorName, here.host, "emberwatch "_L1 + program + " " EMBERWATCH_VERSION ""_L1};
}

comfyui::ComfyOptions comfyOptions(const Settings &settings)
{
    comfyui::ComfyOptions options;
    options.caFile = settings.connection.caFile;
    return options;
}

std::unique_ptr<RecordStore> recordsOf(const std::optional<RecordsAddress> &address)
{
    return address ? std::make_unique<RecordStore>(*address, SchemaMapping()) : nullptr;
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

QString environmentOf(const Settings &settings)
{
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
    return WorkbenchOptions{*allowed, *records, *policy, *analytics, {}, program, {}};
}

Workbench::Workbench(const Settings &settings, const WorkbenchOptions &options)
    : actor(actorOf(options.program))
    , environment(environmentOf(settings))
    , topology(settings.connection)
    , jobs(&topology, settings.schema)
    , journal(defaultJournalPath())
    , records(recordsOf(options.records))
    , servers(options.allowed, comfyOptions(settings))
    , analytics(makeAnalyticsSink(options.analytics))
    , settler(&jobs, &journal, records.get(), settlerOptions(*this, settings))
    , runner({&topology, &jobs, &servers, &settler, records.get(), analytics.get()},
          runnerOptions(*this, settings, options))
{
}

Workbench::~Workbench() = default;

} // namespace emberwatch::cli
