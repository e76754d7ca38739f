// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shownsettings.h"

#include "app/cli/saidsettings.h"
#include "app/cli/settings.h"
#include "app/cli/surroundings.h"
#include "core/config/environmentsetting.h"
#include "core/triage/durationwords.h"

#include <array>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

using Rows = QList<ShownSetting>;

tl::unexpected<Error> passedOn(const Error &error)
{
    return tl::make_unexpected(error);
}

Result<void> addAddresses(const CommandLine &line, Rows &rows)
{
    Result<Said> redis = saidRedisUrl(line);
    if (!redis)
        return passedOn(redis.error());
    const Result<redis::ConnectionOptions> address = redis::parseRedisUrl(redis->value);
    if (!address)
        return failure(Error::Kind::Invalid, redis->where + u": "_s + address.error().message);
    redis->value = redis::displayUrl(*address);
    rows.append({u"redis"_s, *redis});
    rows.append({u"cacert"_s, said(line, caFileSetting)});
    rows.append({u"prefix"_s, said(line, prefixSetting, QString::fromUtf8(JobSchema().prefix))});

    const Result<comfyui::ServerAllowList> allowed = readAllowList(line);
    if (!allowed)
        return passedOn(allowed.error());
    Said servers = said(line, serversSetting);
    QStringList entries = serversIn(servers.value);
    if (servers.source == SettingSource::Option)
        entries = line.repeated.value(u"allow-server"_s) + serversIn(qEnvironmentVariable("COMFYUI_SERVERS"));
    servers.value = entries.join(u", "_s);
    rows.append({u"servers"_s, servers});
    return {};
}

Result<void> addRecords(const CommandLine &line, const Policy &policy, Rows &rows)
{
    Said records = said(line, recordsSetting);
    const Result<std::optional<RecordsAddress>> address = readRecordsAddress(line);
    if (!address)
        return passedOn(address.error());
    records.value = *address ? displayText(**address) : QString();
    rows.append({u"records"_s, records});
    rows.append({u"records-cacert"_s, said(line, recordsCaSetting)});
    const bool isSaid = !policy.completionFrom.isEmpty();
    rows.append({u"records.completion"_s,
        {policy.completion == CompletionPolicy::Report ? u"report"_s : u"write"_s,
            isSaid ? SettingSource::File : SettingSource::Default,
            isSaid ? policy.completionFrom : u"default"_s}});
    rows.append({u"records.insert"_s, said(line, insertSetting, u"own"_s)});
    return {};
}

Result<void> addAgentAndAlerts(const CommandLine &line, Rows &rows)
{
    Said webhook = said(line, webhookSetting);
    const Result<std::optional<QUrl>> url = readWebhook(line);
    if (!url)
        return passedOn(url.error());
    // Its path is as good as a password.
    webhook.value = *url ? (*url)->scheme() + u"://"_s + (*url)->host() : QString();
    rows.append({u"webhook"_s, webhook});
    const Said reason = said(line, agentWriteSetting);
    const std::optional<PlacedText> inFile
        = line.environment ? line.environment->setting(u"agent.write"_s) : std::nullopt;
    const bool mayWrite = reason.source == SettingSource::File
        ? line.environment->agentWriteReason().has_value()
        : !reason.value.simplified().isEmpty();
    const bool isInFile = reason.source == SettingSource::File && inFile;
    rows.append({u"agent.write"_s,
        {mayWrite ? u"yes"_s : u"no"_s, reason.source, isInFile ? inFile->place : reason.where}});
    rows.append({u"agent.write-reason"_s, reason});
    return {};
}

/// A setting of the sections of limits, which has no origin of its own.
Said inSection(const CommandLine &line, const QString &name, const QString &value)
{
    const auto place = line.environment ? line.environment->policySettings.constFind(name)
                                        : QMap<QString, PlacedText>::const_iterator();
    if (!line.environment || place == line.environment->policySettings.constEnd())
        return {value, SettingSource::Default, u"default"_s};
    return {value, SettingSource::File, place->place};
}

Said limitSaid(const Limit &limit)
{
    const auto source = limit.origin == LimitOrigin::Default ? SettingSource::Default : SettingSource::File;
    return {durationInWords(limit.value), source, originText(limit)};
}

struct NamedLimit
{
    QLatin1StringView name;
    Limit TypePolicy::*limit;
};

constexpr std::array namedLimits{
    NamedLimit{"age-limit"_L1, &TypePolicy::ageLimit},
    NamedLimit{"silence-limit"_L1, &TypePolicy::silenceLimit},
    NamedLimit{"stall-limit"_L1, &TypePolicy::stallLimit},
    NamedLimit{"quiet-limit"_L1, &TypePolicy::quietLimit},
    NamedLimit{"grace"_L1, &TypePolicy::grace},
};

void addTypeLimits(const CommandLine &line, const QString &section, const TypePolicy &limits, Rows &rows)
{
    const QString longName = section + u".long"_s;
    rows.append({longName, inSection(line, longName, limits.isLong ? u"yes"_s : u"no"_s)});
    for (const NamedLimit &named : namedLimits)
        rows.append({section + u'.' + named.name, limitSaid(limits.*named.limit)});
}

void addLimits(const CommandLine &line, const Policy &policy, Rows &rows)
{
    rows.append({u"policy.retention"_s, limitSaid(policy.retention)});
    const CleaningPolicy &cleaning = policy.cleaning;
    const QList<std::pair<QString, QString>> general{
        {u"policy.clean"_s, QString::fromLatin1(wordOf(cleaning.mode))},
        {u"policy.clean-every"_s, durationInWords(cleaning.every)},
        {u"policy.clean-at-most"_s, QString::number(cleaning.atMost)},
    };
    for (const auto &[name, value] : general)
        rows.append({name, inSection(line, name, value)});
    addTypeLimits(line, u"default"_s, policy.standard, rows);
    QStringList types = policy.types.keys();
    types.sort();
    for (const QString &type : types)
        addTypeLimits(line, u"type "_s + type, policy.of(type), rows);
}

void addMapping(const CommandLine &line, Rows &rows)
{
    const SchemaMapping mapping = readMapping(line);
    const QMap<QString, PlacedText> set
        = line.environment ? line.environment->mappingSettings : QMap<QString, PlacedText>();
    const auto add = [&](const QString &key, const QString &value) {
        const auto place = set.constFind(key);
        const bool isSet = place != set.constEnd();
        rows.append({u"records."_s + key,
            {value, isSet ? SettingSource::File : SettingSource::Default,
                isSet ? place->place : u"default"_s}});
    };
    add(u"schema"_s, mapping.schema().text());
    add(u"table"_s, mapping.table().text());
    add(u"audit-table"_s, mapping.auditTable().text());
    add(u"provider"_s, mapping.provider());
    add(u"time-zone"_s, mapping.timeZone());
    for (const RecordColumn column : allRecordColumns)
        add(u"column."_s + keyOf(column), mapping.column(column).text());
    for (const RecordStatus status : allRecordStatuses)
        add(u"status."_s + QString::fromLatin1(wordOf(status)), mapping.wordsOf(status).join(u", "_s));
    for (auto setting = set.begin(); setting != set.end(); ++setting) {
        if (setting.key().startsWith("type."_L1))
            add(setting.key(), setting->text);
    }
}

} // namespace

Result<QList<ShownSetting>> shownSettings(const CommandLine &line)
{
    const Result<Policy> policy = readPolicy(line);
    if (!policy)
        return passedOn(policy.error());
    const Result<EnvironmentClass> environmentClass = readClass(line);
    if (!environmentClass)
        return passedOn(environmentClass.error());
    Rows rows{{u"class"_s, said(line, classSetting, u"development"_s)}};
    const Result<void> added
        = addAddresses(line, rows).and_then([&] { return addRecords(line, *policy, rows); }).and_then([&] {
              return addAgentAndAlerts(line, rows);
          });
    if (!added)
        return passedOn(added.error());
    const Said policyFile = said(line, policySetting);
    rows.append({u"policy"_s, policyFile});
    addLimits(line, *policy, rows);
    addMapping(line, rows);
    return rows;
}

} // namespace emberwatch::cli
