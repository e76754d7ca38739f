// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settings.h"

#include "app/cli/passwordprompt.h"
#include "app/cli/saidsettings.h"
#include "core/config/configfile.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using redis::ConnectionOptions;

namespace {

Result<Secret> missingPassword(const ConnectionOptions &options)
{
    const QByteArray fromEnvironment = qgetenv("REDISCLI_AUTH");
    if (!fromEnvironment.isEmpty())
        return Secret(fromEnvironment);
    const QString user = options.user.isEmpty() ? QString() : QString::fromUtf8(options.user) + " at "_L1;
    return askPassword("Password of "_L1 + user + redis::displayUrl(options));
}

Result<ConnectionOptions> readConnection(const CommandLine &line)
{
    Result<ConnectionOptions> options = readRedisAddress(line);
    if (!options)
        return options;
    if (!options->asksPassword)
        return options;
    const Result<Secret> password = missingPassword(*options);
    if (!password)
        return tl::make_unexpected(password.error());
    options->password = *password;
    return options;
}

Result<ColourMode> readColour(const CommandLine &line)
{
    const QString word = line.options.value(u"color"_s, u"auto"_s);
    if (word == "auto"_L1)
        return ColourMode::Auto;
    if (word == "always"_L1)
        return ColourMode::Always;
    if (word == "never"_L1)
        return ColourMode::Never;
    return failure(Error::Kind::Invalid, "--color: auto, always or never, not '"_L1 + word + u'\'');
}

Result<JobSchema> readSchema(const CommandLine &line)
{
    JobSchema schema;
    const Said prefix = said(line, prefixSetting, QString::fromUtf8(schema.prefix));
    schema.prefix = prefix.value.toUtf8();
    if (schema.prefix.isEmpty())
        return failure(Error::Kind::Invalid, u"--prefix: must not be empty"_s);
    return schema;
}

} // namespace

Result<Said> saidRedisUrl(const CommandLine &line)
{
    if (!line.has(u"redis"_s) && line.has(u"redis-file"_s)) {
        const Result<QString> url = firstLineOf(line.options.value(u"redis-file"_s));
        if (!url)
            return failure(Error::Kind::Invalid, "--redis-file: "_L1 + url.error().message);
        return Said{*url, SettingSource::Option, u"--redis-file"_s};
    }
    Said address = said(line, redisSetting, u"redis://127.0.0.1:6379"_s);
    const Result<QString> url = addressOf(line, redisSetting, address);
    if (!url)
        return tl::make_unexpected(url.error());
    address.value = *url;
    return address;
}

Result<ConnectionOptions> readRedisAddress(const CommandLine &line)
{
    const Result<Said> url = saidRedisUrl(line);
    if (!url)
        return tl::make_unexpected(url.error());
    Result<ConnectionOptions> options = redis::parseRedisUrl(url->value);
    const Said caFile = said(line, caFileSetting);
    if (options && caFile.isSaid())
        options->caFile = caFile.value;
    return options;
}

Result<Settings> readSettings(const CommandLine &line)
{
    const Result<ColourMode> colour = readColour(line);
    if (!colour)
        return tl::make_unexpected(colour.error());
    const Result<JobSchema> schema = readSchema(line);
    if (!schema)
        return tl::make_unexpected(schema.error());
    const Result<EnvironmentClass> environmentClass = readClass(line);
    if (!environmentClass)
        return tl::make_unexpected(environmentClass.error());
    const Result<ConnectionOptions> connection = line.usesRedis ? readConnection(line) : ConnectionOptions();
    if (!connection)
        return tl::make_unexpected(connection.error());
    const QString name = line.environment ? line.environment->name : QString();
    return Settings{*connection, *schema, name, *environmentClass, line.has(u"json"_s),
        Terminal::of(1, *colour), Terminal::of(2, *colour)};
}

} // namespace emberwatch::cli
