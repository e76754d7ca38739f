// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connectionoptions.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace emberwatch::redis {

namespace {

/// A stretch of the address; it remembers where it lies, so that an error can say so without quoting it.
struct Part
{
    QStringView text;
    qsizetype at = 0; ///< in the whole address

    [[nodiscard]] Part first(qsizetype n) const { return {text.first(n), at}; }
    [[nodiscard]] Part from(qsizetype n) const { return {text.sliced(n), at + n}; }
    [[nodiscard]] bool isEmpty() const { return text.isEmpty(); }
};

tl::unexpected<Error> unreadable(qsizetype at, const QString &expected)
{
    return failure(
        Error::Kind::Invalid, u"Redis address, character %1: expected %2"_s.arg(at + 1).arg(expected));
}

int hexValue(QChar c)
{
    const char16_t u = c.toLower().unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    return u >= u'a' && u <= u'f' ? u - u'a' + 10 : -1;
}

Result<QByteArray> percentDecoded(Part part)
{
    QByteArray decoded;
    QStringView rest = part.text;
    while (!rest.isEmpty()) {
        const qsizetype percent = rest.indexOf(u'%');
        if (percent < 0)
            break;
        const bool isPair = percent + 2 < rest.size() && hexValue(rest[percent + 1]) >= 0
            && hexValue(rest[percent + 2]) >= 0;
        if (!isPair)
            return unreadable(
                part.at + (rest.data() - part.text.data()) + percent, u"two hexadecimal digits after %"_s);
        decoded += rest.first(percent).toUtf8();
        decoded += static_cast<char>(hexValue(rest[percent + 1]) * 16 + hexValue(rest[percent + 2]));
        rest = rest.sliced(percent + 3);
    }
    return decoded + rest.toUtf8();
}

Result<QString> decodedText(Part part)
{
    const Result<QByteArray> bytes = percentDecoded(part);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    const QString text = QString::fromUtf8(*bytes);
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (std::any_of(text.begin(), text.end(), isControl))
        return unreadable(part.at, u"text without control characters"_s);
    return text;
}

/// Decimal digits only: toInt() would take signs and spaces too.
Result<int> number(Part part, int least, int most, const QString &expected)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    bool isNumber = !part.isEmpty() && std::all_of(part.text.begin(), part.text.end(), isDigit);
    const int value = isNumber ? part.text.toInt(&isNumber) : 0;
    if (!isNumber || value < least || value > most)
        return unreadable(part.at, expected);
    return value;
}

Result<void> readDatabase(Part part, ConnectionOptions &options)
{
    const Result<int> database
        = number(part, 0, std::numeric_limits<int>::max(), u"the number of a database"_s);
    if (!database)
        return tl::make_unexpected(database.error());
    options.database = *database;
    return {};
}

Result<void> readUser(Part part, ConnectionOptions &options)
{
    const qsizetype colon = part.text.indexOf(u':');
    const Result<QByteArray> name = percentDecoded(colon < 0 ? part : part.first(colon));
    if (!name)
        return tl::make_unexpected(name.error());
    if (colon < 0) { // some deployments write the password alone
        if (!name->isEmpty())
            options.password = Secret(*name);
        return {};
    }
    const Result<QByteArray> password = percentDecoded(part.from(colon + 1));
    if (!password)
        return tl::make_unexpected(password.error());
    options.user = *name;
    options.asksPassword = password->isEmpty();
    if (!password->isEmpty())
        options.password = Secret(*password);
    return {};
}

Result<void> readHost(Part part, ConnectionOptions &options)
{
    constexpr QStringView forbidden = u" \t\"'<>[]{}|\\^`%,;";
    const auto isForbidden
        = [=](QChar c) { return forbidden.contains(c) || c.category() == QChar::Other_Control; };
    if (std::any_of(part.text.begin(), part.text.end(), isForbidden))
        return unreadable(part.at, u"a host name or address"_s);
    if (!part.isEmpty())
        options.host = part.text.toString();
    return {};
}

Result<void> readPort(Part part, ConnectionOptions &options)
{
    const Result<int> port = number(part, 1, 65535, u"a port from 1 to 65535"_s);
    if (!port)
        return tl::make_unexpected(port.error());
    options.port = static_cast<quint16>(*port);
    return {};
}

/// [address]:port
Result<void> readBracketedHost(Part part, ConnectionOptions &options)
{
    const qsizetype end = part.text.indexOf(u']');
    if (end < 0)
        return unreadable(part.at + part.text.size(), u"] at the end of an IPv6 address"_s);
    const Part inside = part.first(end).from(1);
    if (!inside.text.contains(u':'))
        return unreadable(inside.at, u"an IPv6 address"_s);
    const Result<void> host = readHost(inside, options);
    const Part behind = part.from(end + 1);
    if (!host || behind.isEmpty())
        return host;
    if (!behind.text.startsWith(u':'))
        return unreadable(behind.at, u": and a port, or the end of the host"_s);
    return readPort(behind.from(1), options);
}

Result<void> readHostAndPort(Part part, ConnectionOptions &options)
{
    if (part.text.startsWith(u'['))
        return readBracketedHost(part, options);
    const qsizetype colon = part.text.indexOf(u':');
    if (colon < 0)
        return readHost(part, options);
    if (part.text.indexOf(u':', colon + 1) >= 0)
        return unreadable(part.at, u"an IPv6 address in brackets, or host:port"_s);
    const Result<void> host = readHost(part.first(colon), options);
    return host ? readPort(part.from(colon + 1), options) : host;
}

/// [user[:password]@][host[:port]]. The last @ counts: passwords with an @ in them are about.
Result<void> readAuthority(Part part, ConnectionOptions &options)
{
    const qsizetype at = part.text.lastIndexOf(u'@');
    if (at >= 0) {
        const Result<void> user = readUser(part.first(at), options);
        if (!user)
            return user;
    }
    const Part host = part.from(at + 1);
    if (options.transport != ConnectionOptions::Transport::Local)
        return readHostAndPort(host, options);
    if (!host.isEmpty())
        return unreadable(host.at, u"the path of a socket, which begins with /"_s);
    return {};
}

Result<void> readPath(Part part, ConnectionOptions &options)
{
    if (options.transport != ConnectionOptions::Transport::Local)
        return part.text.size() < 2 ? Result<void>() : readDatabase(part.from(1), options);
    if (part.text.size() < 2)
        return unreadable(part.at, u"the path of a socket"_s);
    const Result<QString> path = decodedText(part);
    if (!path)
        return tl::make_unexpected(path.error());
    options.path = *path;
    return {};
}

Result<void> readOption(Part part, ConnectionOptions &options)
{
    const qsizetype equals = part.text.indexOf(u'=');
    if (equals < 0)
        return unreadable(part.at, u"an option as name=value"_s);
    const QStringView name = part.text.first(equals);
    const Part value = part.from(equals + 1);
    if (name == u"db")
        return readDatabase(value, options);
    const bool isTls = options.transport == ConnectionOptions::Transport::Tls;
    if (!isTls || (name != u"cacert" && name != u"sni"))
        return unreadable(part.at, isTls ? u"one of the options db, cacert, sni"_s : u"the option db"_s);
    const Result<QString> text = decodedText(value);
    if (!text)
        return tl::make_unexpected(text.error());
    (name == u"sni" ? options.verifyName : options.caFile) = *text;
    return {};
}

Result<void> readOptions(Part part, ConnectionOptions &options)
{
    while (!part.isEmpty()) {
        const qsizetype end = part.text.indexOf(u'&');
        const Result<void> option = readOption(end < 0 ? part : part.first(end), options);
        if (!option || end < 0)
            return option;
        part = part.from(end + 1);
    }
    return {};
}

std::optional<qsizetype> readScheme(QStringView url, ConnectionOptions &options)
{
    using Transport = ConnectionOptions::Transport;
    const std::pair<QStringView, Transport> schemes[]
        = {{u"redis://", Transport::Tcp}, {u"rediss://", Transport::Tls}, {u"unix://", Transport::Local}};
    for (const auto &[scheme, transport] : schemes) {
        if (url.startsWith(scheme, Qt::CaseInsensitive)) {
            options.transport = transport;
            return scheme.size();
        }
    }
    return std::nullopt;
}

} // namespace

Result<ConnectionOptions> parseRedisUrl(const QString &url)
{
    const QString trimmed = url.trimmed();
    ConnectionOptions options;
    const std::optional<qsizetype> begin = readScheme(trimmed, options);
    if (!begin)
        return unreadable(0, u"redis://, rediss:// or unix://"_s);
    Part rest = Part{trimmed}.from(*begin);

    const qsizetype query = rest.text.indexOf(u'?');
    const Part address = query < 0 ? rest : rest.first(query);
    const qsizetype slash = address.text.indexOf(u'/');
    const Part authority = slash < 0 ? address : address.first(slash);
    const Part path = slash < 0 ? address.from(address.text.size()) : address.from(slash);

    Result<void> read = readAuthority(authority, options);
    if (read)
        read = readPath(path, options);
    if (read && query >= 0)
        read = readOptions(rest.from(query + 1), options);
    if (!read)
        return tl::make_unexpected(read.error());
    return options;
}

QString displayUrl(const ConnectionOptions &options)
{
    const QString database = QString::number(options.database);
    if (options.transport == ConnectionOptions::Transport::Local)
        return u"unix://"_s + options.path + (options.database == 0 ? QString() : u"?db="_s + database);
    const bool isTls = options.transport == ConnectionOptions::Transport::Tls;
    const bool isIpv6 = options.host.contains(u':');
    const QString host = isIpv6 ? u"["_s + options.host + u"]"_s : options.host;
    return (isTls ? u"rediss://"_s : u"redis://"_s) + host + u":"_s + QString::number(options.port) + u"/"_s
        + database;
}

} // namespace emberwatch::redis
