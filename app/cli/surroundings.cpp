// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/surroundings.h"

#include "core/config/policyfile.h"
#include "core/operations/journalpath.h"
#include "core/telemetry/alertwebhook.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> wrong(const QString &where, const QString &why)
{
    return failure(Error::Kind::Invalid, where + u": "_s + why);
}

/// The value of an option, else that of a variable, and which of them it was.
struct Said
{
    QString where;
    QString value; ///< empty: neither
};

Said said(const CommandLine &line, const QString &option, const char *variable)
{
    if (line.has(option))
        return {u"--"_s + option, line.options.value(option)};
    return {QString::fromLatin1(variable), qEnvironmentVariable(variable)};
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
    static const QRegularExpression separators(u"[,\\s]+"_s);
    const QStringList fromOptions = line.repeated.value(u"allow-server"_s);
    const QStringList fromEnvironment
        = qEnvironmentVariable("COMFYUI_SERVERS").split(separators, Qt::SkipEmptyParts);
    const Result<QStringList> options = checkedEntries(fromOptions, u"--allow-server"_s);
    if (!options)
        return tl::make_unexpected(options.error());
    const Result<QStringList> environment = checkedEntries(fromEnvironment, u"COMFYUI_SERVERS"_s);
    if (!environment)
        return tl::make_unexpected(environment.error());
    return comfyui::ServerAllowList::fromTexts(*options + *environment);
}

Result<std::optional<RecordsAddress>> readRecordsAddress(const CommandLine &line)
{
    const Said records = said(line, u"records"_s, "DATABASE_URL");
    if (records.value.isEmpty() && !line.has(u"records"_s))
        return std::optional<RecordsAddress>();
    const Result<RecordsAddress> address = parseRecordsAddress(records.value);
    if (!address)
        return wrong(records.where, address.error().message);
    return std::optional(*address);
}

Result<Policy> readPolicy(const CommandLine &line)
{
    if (!line.has(u"policy"_s))
        return defaultPolicy();
    const Result<Policy> policy = readPolicyFile(line.options.value(u"policy"_s));
    if (!policy)
        return wrong(u"--policy"_s, policy.error().message);
    return policy;
}

Result<std::optional<QUrl>> readWebhook(const CommandLine &line)
{
    const Said webhook = said(line, u"webhook"_s, "EMBERWATCH_WEBHOOK");
    if (webhook.value.isEmpty() && !line.has(u"webhook"_s))
        return std::optional<QUrl>();
    const Result<QUrl> url = webhookUrl(webhook.value);
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
