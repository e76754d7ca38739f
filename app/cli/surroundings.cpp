// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/surroundings.h"

#include "app/cli/saidsettings.h"
#include "core/config/environmentsetting.h"
#include "core/config/policyfile.h"
#include "core/operations/entryreason.h"
#include "core/operations/journalpath.h"
#include "core/telemetry/alertwebhook.h"

#include <QFileInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> wrong(const QString &where, const QString &why)
{
    return failure(Error::Kind::Invalid, where + u": "_s + why);
}

/// Messages of the list quote the entry, which may hold a password by mistake.
Result<void> checkNoUser(const QString &entry, const QString &where)
{
    if (entry.contains(u'@'))
        return wrong(where, u"the address of a server has no user name and no password"_s);
    return {};
}

Result<QStringList> checkedEntries(const QStringList &entries, const QString &where)
{
    for (const QString &entry : entries) {
        const Result<void> clean = checkNoUser(entry, where);
        if (!clean)
            return tl::make_unexpected(clean.error());
        const Result<comfyui::ServerAllowList> one = comfyui::ServerAllowList::fromTexts({entry});
        if (!one)
            return wrong(where, one.error().message);
    }
    return entries;
}

QString eventFolder()
{
    return QFileInfo(defaultJournalPath()).path() + u"/events"_s;
}

bool isHttpHost(const QUrl &url)
{
    const bool isHttp = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    return url.isValid() && isHttp && !url.host().isEmpty() && url.userInfo().isEmpty();
}

} // namespace

Result<comfyui::ServerAllowList> readAllowList(const CommandLine &line)
{
    const QStringList fromOptions = line.repeated.value(u"allow-server"_s);
    const QStringList fromVariable = serversIn(qEnvironmentVariable("COMFYUI_SERVERS"));
    const Result<QStringList> options = checkedEntries(fromOptions, u"--allow-server"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    const Result<QStringList> variable = checkedEntries(fromVariable, u"COMFYUI_SERVERS"_s);
    if (!variable)
        return tl::make_unexpected(variable.error());
    const Said servers = said(line, serversSetting);
    if (servers.source == SettingSource::File)
        return comfyui::ServerAllowList::fromTexts(serversIn(servers.value));
    return comfyui::ServerAllowList::fromTexts(*options + *variable);
}

Result<std::optional<RecordsAddress>> readRecordsAddress(const CommandLine &line)
{
    const Said records = said(line, recordsSetting);
    if (!records.isSaid())
        return std::optional<RecordsAddress>();
    const Result<QString> text = addressOf(line, recordsSetting, records);
    if (!text)
        return tl::make_unexpected(text.error());
    Result<RecordsAddress> address = parseRecordsAddress(*text);
    if (!address)
        return wrong(records.where, address.error().message);
    if (address->caFile.isEmpty())
        address->caFile = said(line, recordsCaSetting).value;
    return std::optional(*std::move(address));
}

SchemaMapping readMapping(const CommandLine &line)
{
    return line.environment ? line.environment->mapping : SchemaMapping();
}

RecordsOptions readRecordsOptions(const CommandLine &line, const Policy &policy)
{
    RecordsOptions options;
    options.policy = recordsPolicyOf(
        policy, line.environment ? line.environment->recordsInsert() : options.policy.insert);
    return options;
}

Result<Policy> readPolicy(const CommandLine &line)
{
    const Said file = said(line, policySetting);
    const bool isInSections = line.environment && line.environment->policy && !file.isSaid();
    if (isInSections)
        return withCompletionOf(*line.environment->policy, *line.environment);
    const Result<Policy> policy
        = file.isSaid() ? readPolicyFile(file.value) : Result<Policy>(defaultPolicy());
    if (!policy)
        return wrong(file.where, policy.error().message);
    return line.environment ? withCompletionOf(*policy, *line.environment) : *policy;
}

Result<Agreement> readAgreement(const CommandLine &line)
{
    Agreement agreement;
    agreement.confirmedName = line.options.value(u"confirm"_s);
    agreement.reason = line.options.value(u"reason"_s).simplified();
    if (agreement.reason.size() > longestReason)
        return wrong(u"--reason"_s, u"at most %1 characters"_s.arg(longestReason));
    if (!line.has(u"max-changes"_s))
        return agreement;
    bool isNumber = false;
    const int most = line.options.value(u"max-changes"_s).toInt(&isNumber);
    if (!isNumber || most < 0)
        return wrong(u"--max-changes"_s, u"a number from 0 on"_s);
    agreement.changesAtMost = most;
    return agreement;
}

Result<std::optional<QUrl>> readWebhook(const CommandLine &line)
{
    const Said webhook = said(line, webhookSetting);
    if (!webhook.isSaid())
        return std::optional<QUrl>();
    const Result<QString> text = addressOf(line, webhookSetting, webhook);
    if (!text)
        return tl::make_unexpected(text.error());
    const Result<QUrl> url = webhookUrl(*text);
    if (!url)
        return wrong(webhook.where, url.error().message);
    return std::optional(*url);
}

Result<AnalyticsOptions> readAnalytics(const CommandLine &line)
{
    AnalyticsOptions options = analyticsFromEnvironment();
    options.queueFolder = eventFolder();
    if (line.has(u"events-file"_s)) {
        options.file = line.options.value(u"events-file"_s);
        if (options.file.isEmpty())
            return wrong(u"--events-file"_s, u"the name of a file"_s);
        return options;
    }
    if (!options.apiKey.isEmpty() && !isHttpHost(options.host))
        return wrong(u"POSTHOG_HOST"_s, u"an http or https address, without user and password"_s);
    return options;
}

} // namespace emberwatch::cli
