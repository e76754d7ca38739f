// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settings.h"

#include "app/cli/passwordprompt.h"

#include <QFile>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using redis::ConnectionOptions;

namespace {

Result<QString> firstLineOf(const QString &fileName)
{
    constexpr qint64 longestUrl = 64 * 1024;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Invalid, "--redis-file: "_L1 + fileName + ": "_L1 + file.errorString());
    const QString line = QString::fromUtf8(file.readLine(longestUrl)).trimmed();
    if (line.isEmpty())
        return failure(Error::Kind::Invalid, "--redis-file: "_L1 + fileName + ": its first line is empty"_L1);
    return line;
}

Result<QString> chosenUrl(const CommandLine &line)
{
    if (line.has(u"redis"_s))
        return line.options.value(u"redis"_s);
    if (line.has(u"redis-file"_s))
        return firstLineOf(line.options.value(u"redis-file"_s));
    const QString fromEnvironment = qEnvironmentVariable("REDIS_URL");
    return fromEnvironment.isEmpty() ? u"redis://127.0.0.1:6379"_s : fromEnvironment;
}

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
    const Result<QString> url = chosenUrl(line);
    if (!url)
        return tl::make_unexpected(url.error());
    Result<ConnectionOptions> options = redis::parseRedisUrl(*url);
    if (!options)
        return options;
    if (line.has(u"cacert"_s))
        options->caFile = line.options.value(u"cacert"_s);
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
    if (line.has(u"prefix"_s))
        schema.prefix = line.options.value(u"prefix"_s).toUtf8();
    if (schema.prefix.isEmpty())
        return failure(Error::Kind::Invalid, u"--prefix: must not be empty"_s);
    return schema;
}

} // namespace

Result<Settings> readSettings(const CommandLine &line)
{
    const Result<ColourMode> colour = readColour(line);
    if (!colour)
        return tl::make_unexpected(colour.error());
    const Result<JobSchema> schema = readSchema(line);
    if (!schema)
        return tl::make_unexpected(schema.error());
    const Result<ConnectionOptions> connection = line.usesRedis ? readConnection(line) : ConnectionOptions();
    if (!connection)
        return tl::make_unexpected(connection.error());
    return Settings{
        *connection, *schema, line.has(u"json"_s), Terminal::of(1, *colour), Terminal::of(2, *colour)};
}

} // namespace emberwatch::cli
