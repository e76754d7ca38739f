// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/saidsettings.h"

#include "core/config/configfile.h"
#include "core/config/environmentsfile.h"

#include <algorithm>
#include <array>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> wrong(const QString &where, const QString &why)
{
    return failure(Error::Kind::Invalid, where + u": "_s + why);
}

bool namesFile(QStringView key)
{
    return key == u"cacert" || key == u"records-cacert" || key == u"policy";
}

std::optional<PlacedText> inFile(const CommandLine &line, const SettingName &name)
{
    if (!line.environment)
        return std::nullopt;
    const QString key = name.key.toString();
    const std::optional<PlacedText> value
        = namesFile(name.key) ? line.environment->fileSetting(key) : line.environment->setting(key);
    return value || name.fileKey.isEmpty() ? value : line.environment->fileSetting(name.fileKey.toString());
}

} // namespace

Said said(const CommandLine &line, const SettingName &name, const QString &otherwise)
{
    const QString option = name.option.toString();
    SettingSources sources;
    if (!option.isEmpty() && line.has(option))
        sources.option = line.options.value(option);
    sources.optionName = u"--"_s + option;
    sources.variable = name.variable;
    sources.file = inFile(line, name);
    return firstSaid(sources, otherwise);
}

Result<QString> addressOf(const CommandLine &line, const SettingName &name, const Said &said)
{
    const bool isInFile = said.source == SettingSource::File && !name.fileKey.isEmpty()
        && !line.environment->settings.contains(name.key.toString());
    if (!isInFile)
        return said.value;
    const Result<QString> address = firstLineOf(said.value);
    if (!address)
        return wrong(said.where, address.error().message);
    return address;
}

Result<EnvironmentClass> readClass(const CommandLine &line)
{
    const Said word = said(line, classSetting, u"development"_s);
    const std::optional<EnvironmentClass> given = environmentClassFromWord(word.value);
    if (!given)
        return wrong(word.where, u"development, staging or production"_s);
    if (line.environment && *given < line.environment->environmentClass)
        return wrong(word.where,
            u"%1 is %2 by %3, which cannot be made less"_s.arg(line.environment->name,
                QString::fromLatin1(wordOf(line.environment->environmentClass)),
                line.environment->settings.value(u"class"_s).place));
    return *given;
}

Result<void> chooseEnvironment(CommandLine &line)
{
    const Said name = said(line, {u"env", "EMBERWATCH_ENV", {}});
    if (!name.isSaid())
        return {};
    return useEnvironment(line, name.value, name.where);
}

Result<void> useEnvironment(CommandLine &line, const QString &name, const QString &where)
{
    if (name.isEmpty())
        return wrong(where, u"the name of an environment"_s);
    Result<EnvironmentConfig> environment = readEnvironment(defaultEnvironmentsPath(), name);
    if (!environment)
        return wrong(where, environment.error().message);
    line.environment = *std::move(environment);
    return {};
}

QStringList overridingVariables(const CommandLine &line)
{
    static constexpr std::array names{redisSetting, serversSetting, recordsSetting, webhookSetting};
    QStringList sentences;
    for (const SettingName &name : names) {
        const Said value = said(line, name);
        const std::optional<PlacedText> file = inFile(line, name);
        if (file && value.source == SettingSource::Variable)
            sentences.append(u"%1 takes the place of what %2 says"_s.arg(value.where, file->place));
    }
    return sentences;
}

} // namespace emberwatch::cli
