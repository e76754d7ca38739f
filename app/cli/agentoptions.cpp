// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/agentoptions.h"

#include "app/cli/durationoption.h"
#include "app/cli/recoverysetup.h"
#include "app/cli/saidsettings.h"
#include "app/cli/surroundings.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<std::optional<ListenAddress>> readListen(const CommandLine &line)
{
    if (!line.has(u"listen"_s))
        return std::optional<ListenAddress>();
    const Result<ListenAddress> address = parseListenAddress(line.options.value(u"listen"_s));
    if (!address)
        return failure(Error::Kind::Invalid, u"--listen: "_s + address.error().message);
    return std::optional(*address);
}

Result<std::chrono::milliseconds> readLookEvery(const CommandLine &line)
{
    if (!line.has(u"every"_s))
        return 60s;
    const auto every = parseDuration(line.options.value(u"every"_s));
    if (!every || *every < 1s)
        return failure(Error::Kind::Invalid, u"--every: a duration from 1s on"_s);
    return *every;
}

Result<CleaningMode> readCleaningMode(const CommandLine &line, CleaningMode otherwise)
{
    const QString word = line.options.value(u"clean"_s, qEnvironmentVariable("EMBERWATCH_AGENT_CLEAN"));
    if (word.isEmpty() && !line.has(u"clean"_s))
        return otherwise;
    const auto mode = cleaningModeFromWord(word.toUtf8());
    if (!mode)
        return failure(Error::Kind::Invalid, u"--clean: off, report or apply"_s);
    return *mode;
}

/// An option beats the environment, that beats the policy file.
Result<CleaningPolicy> readCleaning(const CommandLine &line, CleaningPolicy cleaning)
{
    const Result<CleaningMode> mode = readCleaningMode(line, cleaning.mode);
    if (!mode)
        return tl::make_unexpected(mode.error());
    cleaning.mode = *mode;
    if (line.has(u"clean-every"_s)) {
        const auto every = parseDuration(line.options.value(u"clean-every"_s));
        if (!every || *every < 1s)
            return failure(Error::Kind::Invalid, u"--clean-every: a duration from 1s on"_s);
        cleaning.every = *every;
    }
    if (line.has(u"clean-at-most"_s)) {
        bool isNumber = false;
        cleaning.atMost = line.options.value(u"clean-at-most"_s).toInt(&isNumber);
        if (!isNumber || cleaning.atMost < 1)
            return failure(Error::Kind::Invalid, u"--clean-at-most: a number from 1 on"_s);
    }
    return cleaning;
}

/// A reason alone in the environments file does not allow anything: agent.write does.
QString readWriteReason(const CommandLine &line)
{
    const Said reason = said(line, agentWriteSetting);
    if (reason.source != SettingSource::File)
        return reason.value.simplified();
    return line.environment->agentWriteReason().value_or(QString());
}

} // namespace

Result<AgentOptions> readAgentOptions(const CommandLine &line)
{
    AgentOptions options;
    const Result<WorkbenchOptions> bench = readWorkbench(line, u"agent"_s);
    if (!bench)
        return tl::make_unexpected(bench.error());
    const Result<ObserverWish> wish = readWish(line, bench->policy);
    if (!wish)
        return tl::make_unexpected(wish.error());
    const Result<std::optional<QUrl>> webhook = readWebhook(line);
    if (!webhook)
        return tl::make_unexpected(webhook.error());
    const Result<std::optional<ListenAddress>> listen = readListen(line);
    if (!listen)
        return tl::make_unexpected(listen.error());
    const Result<std::chrono::milliseconds> every = readLookEvery(line);
    if (!every)
        return tl::make_unexpected(every.error());
    const Result<EnvironmentClass> environmentClass = readClass(line);
    if (!environmentClass)
        return tl::make_unexpected(environmentClass.error());
    const Result<CleaningPolicy> cleaning = readCleaning(line, bench->policy.cleaning);
    if (!cleaning)
        return tl::make_unexpected(cleaning.error());
    options.bench = *bench;
    options.bench.policy = wish->policy;
    options.wish = *wish;
    options.webhook = *webhook;
    options.listen = *listen;
    options.lookEvery = *every;
    options.cleaning = *cleaning;
    options.isProduction = *environmentClass == EnvironmentClass::Production;
    options.writeReason = readWriteReason(line);
    options.bench.isAgent = true;
    options.bench.agentWriteReason = options.writeReason;
    return options;
}

} // namespace emberwatch::cli
