// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/redisaddress.h"

#include "app/console/consoleenvironment.h"
#include "core/config/configfile.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Result<QString> chosenUrl(const ConsoleOptions &options)
{
    if (options.redisUrl.isEmpty() && !options.redisFile.isEmpty()) {
        const Result<QString> url = firstLineOf(options.redisFile);
        return url ? url : failure(Error::Kind::Invalid, "--redis-file: "_L1 + url.error().message);
    }
    return addressOf(options, u"redis"_s, saidRedis(options));
}

} // namespace

QString redisUrlOfEnvironment()
{
    return qEnvironmentVariable("REDIS_URL");
}

Result<redis::ConnectionOptions> addressOfUrl(const QString &url)
{
    Result<redis::ConnectionOptions> address = redis::parseRedisUrl(url);
    if (!address || !address->asksPassword)
        return address;
    if (const QByteArray password = qgetenv("REDISCLI_AUTH"); !password.isEmpty()) {
        address->password = Secret(password);
        address->asksPassword = false;
    }
    return address;
}

Result<std::optional<redis::ConnectionOptions>> redisAddress(const ConsoleOptions &options)
{
    const Result<QString> url = chosenUrl(options);
    if (!url)
        return tl::make_unexpected(url.error());
    if (url->isEmpty())
        return std::nullopt;
    Result<redis::ConnectionOptions> address = addressOfUrl(*url);
    if (!address)
        return tl::make_unexpected(address.error());
    const std::optional<PlacedText> caFile
        = options.environment ? options.environment->fileSetting(u"cacert"_s) : std::nullopt;
    if (caFile && address->caFile.isEmpty())
        address->caFile = caFile->text;
    return std::move(*address);
}

} // namespace emberwatch
