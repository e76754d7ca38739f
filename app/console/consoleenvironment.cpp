// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consoleenvironment.h"

#include "core/config/configfile.h"
#include "core/config/environmentsetting.h"
#include "core/config/environmentsfile.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> wrong(const QString &where, const QString &why)
{
    return failure(Error::Kind::Invalid, where + u": "_s + why);
}

std::optional<QString> given(const QString &option)
{
    return option.isEmpty() ? std::nullopt : std::optional(option);
}

std::optional<PlacedText> inFile(const ConsoleOptions &options, const QString &key)
{
    if (!options.environment)
        return std::nullopt;
    const std::optional<PlacedText> value = options.environment->setting(key);
    return value ? value : options.environment->fileSetting(key + u"-file"_s);
}

Result<void> takeEnvironment(ConsoleOptions &options)
{
    const Said name = firstSaid({given(options.environmentName), u"--env"_s, "EMBERWATCH_ENV", {}});
    if (!name.isSaid())
        return {};
    Result<EnvironmentConfig> environment = readEnvironment(defaultEnvironmentsPath(), name.value);
    if (!environment)
        return wrong(name.where, environment.error().message);
    if (!options.name.isEmpty() && options.name != environment->name)
        return wrong(u"--name"_s, u"the environment has a name already: "_s + environment->name);
    options.name = environment->name;
    options.environment = *std::move(environment);
    return {};
}

Result<void> settleClass(ConsoleOptions &options)
{
    const Said word
        = firstSaid({given(options.classWord), u"--class"_s, "EMBERWATCH_CLASS", inFile(options, u"class"_s)},
            u"development"_s);
    const std::optional<EnvironmentClass> environmentClass = environmentClassFromWord(word.value);
    if (!environmentClass)
        return wrong(word.where, u"development, staging or production, not "_s + u'\'' + word.value + u'\'');
    if (options.environment && *environmentClass < options.environment->environmentClass)
        return wrong(word.where,
            u"%1 is %2 by %3, which cannot be made less"_s.arg(options.environment->name,
                QString::fromLatin1(wordOf(options.environment->environmentClass)),
                options.environment->settings.value(u"class"_s).place));
    options.environmentClass = *environmentClass;
    return {};
}

} // namespace

Result<void> chooseEnvironment(ConsoleOptions &options)
{
    if (const Result<void> taken = takeEnvironment(options); !taken)
        return taken;
    if (const Result<void> settled = settleClass(options); !settled)
        return settled;
    if (const std::optional<PlacedText> prefix = inFile(options, u"prefix"_s))
        options.prefix = prefix->text.toUtf8();
    options.prefix = options.givenPrefix.value_or(options.prefix);
    const std::optional<PlacedText> servers = inFile(options, u"servers"_s);
    if (servers && options.allowedServers.isEmpty() && qEnvironmentVariableIsEmpty("COMFYUI_SERVERS"))
        options.allowedServers = serversIn(servers->text);
    return {};
}

Said saidRecords(const ConsoleOptions &options)
{
    return firstSaid({given(options.records), u"--records"_s, "DATABASE_URL", inFile(options, u"records"_s)});
}

Said saidRedis(const ConsoleOptions &options)
{
    return firstSaid({given(options.redisUrl), u"--redis"_s, "REDIS_URL", inFile(options, u"redis"_s)});
}

Result<QString> addressOf(const ConsoleOptions &options, const QString &key, const Said &said)
{
    const bool isInFile = said.source == SettingSource::File && !options.environment->settings.contains(key);
    if (!isInFile)
        return said.value;
    const Result<QString> address = firstLineOf(said.value);
    if (!address)
        return wrong(said.where, address.error().message);
    return address;
}

QStringList overridingVariables(const ConsoleOptions &options)
{
    const std::optional<QString> redisOption = given(options.redisUrl + options.redisFile);
    const QList<SettingSources> all{
        {redisOption, {}, "REDIS_URL", inFile(options, u"redis"_s)},
        {given(options.records), {}, "DATABASE_URL", inFile(options, u"records"_s)},
    };
    QStringList sentences;
    for (const SettingSources &sources : all) {
        const Said said = firstSaid(sources);
        if (sources.file && said.source == SettingSource::Variable)
            sentences.append(u"%1 takes the place of what %2 says"_s.arg(said.where, sources.file->place));
    }
    return sentences;
}

} // namespace emberwatch
