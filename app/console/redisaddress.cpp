// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/redisaddress.h"

#include <QFile>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

Result<QString> firstLineOf(const QString &fileName)
{
    constexpr qint64 longestUrl = 64 * 1024;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Invalid, "--redis-file: "_L1 % fileName % ": "_L1 % file.errorString());
    const QString line = QString::fromUtf8(file.readLine(longestUrl)).trimmed();
    if (line.isEmpty())
        return failure(Error::Kind::Invalid, "--redis-file: "_L1 % fileName % ": its first line is empty"_L1);
    return line;
}

Result<QString> chosenUrl(const ConsoleOptions &options)
{
    if (!options.redisUrl.isEmpty())
        return options.redisUrl;
    if (!options.redisFile.isEmpty())
        return firstLineOf(options.redisFile);
    return redisUrlOfEnvironment();
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
    return std::move(*address);
}

} // namespace emberwatch
