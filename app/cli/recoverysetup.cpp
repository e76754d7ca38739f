// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recoverysetup.h"

#include "app/cli/durationoption.h"
#include "core/config/policyfile.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

Result<void> readLimit(
    const CommandLine &line, const QString &option, Limit TypePolicy::*limit, Policy &policy)
{
    if (!line.has(option))
        return {};
    const auto value = parseDuration(line.options.value(option));
    if (!value || *value <= std::chrono::milliseconds(0))
        return failure(Error::Kind::Invalid,
            "--"_L1 + option + ": a duration such as 90s, 5m or 1h30m, not '"_L1 + line.options.value(option)
                + u'\'');
    overrideLimit(policy, limit, *value, "--"_L1 + option);
    return {};
}

QSet<QString> setOf(const QStringList &texts)
{
    return {texts.begin(), texts.end()};
}

} // namespace

const OptionList &lookOptions()
{
    static const OptionList options{
        {u"type"_s, u"Only jobs of this type. May be given many times."_s, u"TYPE"_s},
        {u"server"_s, u"Only jobs of this server. May be given many times."_s, u"URL"_s},
        {u"grace"_s, u"Time between the two times that a server is asked (10s)."_s, u"DURATION"_s}};
    return options;
}

OptionList wishOptions()
{
    return lookOptions()
        + OptionList{{u"max-age"_s, u"Skip what is older (10m; long types by silence)."_s, u"DURATION"_s}};
}

Result<ObserverWish> readWish(const CommandLine &line, const Policy &policy)
{
    ObserverWish wish;
    wish.policy = policy;
    const Result<void> age = readLimit(line, u"max-age"_s, &TypePolicy::ageLimit, wish.policy);
    if (!age)
        return tl::make_unexpected(age.error());
    const Result<void> grace = readLimit(line, u"grace"_s, &TypePolicy::grace, wish.policy);
    if (!grace)
        return tl::make_unexpected(grace.error());
    wish.types = setOf(line.repeated.value(u"type"_s));
    wish.servers = setOf(line.repeated.value(u"server"_s));
    return wish;
}

AlertOptions alertOptionsFor(const std::optional<QUrl> &webhook, const QString &environment)
{
    AlertOptions alerts;
    alerts.environment = environment;
    if (webhook) {
        alerts.webhook.emplace();
        alerts.webhook->url = *webhook;
    }
    return alerts;
}

RecoverySources recoverySources(Workbench &bench, Alerts *alerts)
{
    RecoverySources sources;
    sources.observed = {&bench.jobs, bench.records.get(), &bench.servers, &bench.journal};
    sources.tracking = &bench.runner;
    sources.guard = &bench.guard;
    sources.analytics = bench.analytics.get();
    sources.alerts = alerts;
    return sources;
}

RecoveryOptions recoveryOptions(const Workbench &bench, const Settings &settings)
{
    RecoveryOptions options;
    options.actor = bench.actor;
    options.environment = bench.environment;
    options.observer.schema = settings.schema;
    return options;
}

} // namespace emberwatch::cli
