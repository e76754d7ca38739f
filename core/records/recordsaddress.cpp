// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/recordsaddress.h"

#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = RecordsAddress::Kind;
using Tls = RecordsAddress::Tls;

namespace {

tl::unexpected<Error> unreadable(const QString &expected)
{
    return failure(Error::Kind::Invalid, u"records address: expected "_s + expected);
}

/// The driver turns ";" into a blank, and a control character has no business in any part.
bool isSafe(const QString &text)
{
    return std::none_of(
        text.begin(), text.end(), [](QChar c) { return c == u';' || c.category() == QChar::Other_Control; });
}

Result<RecordsAddress> readSqlite(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    RecordsAddress address;
    address.kind = Kind::Sqlite;
    address.path = url.path(QUrl::FullyDecoded);
    const bool isPath = url.isValid() && url.authority().isEmpty() && !url.hasQuery()
        && address.path.size() > 1 && address.path.startsWith(u'/') && !address.path.contains(u'\0');
    if (!isPath)
        return unreadable(u"sqlite:///path, with the path from the root"_s);
    return address;
}

struct PlainOption
{
    QStringView name;
    QString RecordsAddress::*member;
};

constexpr PlainOption plainOptions[] = {
    {u"sslrootcert", &RecordsAddress::caFile},
    {u"sslcert", &RecordsAddress::certificateFile},
    {u"sslkey", &RecordsAddress::keyFile},
    {u"host", &RecordsAddress::host},
    {u"schema", &RecordsAddress::schema},
};

/// Of other client libraries, or set by us anyway.
constexpr QStringView skippedOptions[] = {u"connection_limit", u"pool_timeout", u"connect_timeout",
    u"socket_timeout", u"pgbouncer", u"application_name", u"statement_cache_size", u"pool_size", u"max",
    u"channel_binding", u"target_session_attrs"};

bool isSkipped(const QString &name)
{
    return std::find(std::begin(skippedOptions), std::end(skippedOptions), name) != std::end(skippedOptions);
}

Result<void> readTls(const QString &word, std::optional<Tls> &tls)
{
    if (word == u"disable")
        tls = Tls::Plain;
    else if (word == u"require" || word == u"verify-ca" || word == u"verify-full")
        tls = Tls::VerifyFull;
    else if (word != u"allow" && word != u"prefer")
        return unreadable(u"one of disable, require, verify-ca, verify-full behind sslmode="_s);
    return {};
}

Result<void> readPort(const QString &text, RecordsAddress &address)
{
    bool isNumber = false;
    const uint port = text.toUInt(&isNumber);
    if (!isNumber || port < 1 || port > 65535)
        return unreadable(u"a port from 1 to 65535"_s);
    address.port = static_cast<quint16>(port);
    return {};
}

Result<void> readOption(
    const QString &name, const QString &value, RecordsAddress &address, std::optional<Tls> &tls)
{
    if (!isSafe(value))
        return unreadable(u"an option without ; and control characters"_s);
    if (name == u"sslmode")
        return readTls(value, tls);
    if (name == u"port")
        return readPort(value, address);
    for (const PlainOption &option : plainOptions) {
        if (name == option.name) {
            address.*option.member = value;
            return {};
        }
    }
    if (isSkipped(name))
        return {};
    return unreadable(u"only the options sslmode, sslrootcert, sslcert, sslkey, host, port, schema"_s);
}

Result<RecordsAddress> readPostgres(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.hasFragment())
        return unreadable(u"postgresql://user@host:port/database, with %XX for special characters"_s);
    RecordsAddress address;
    address.kind = Kind::Postgres;
    address.host = url.host(QUrl::FullyDecoded);
    address.port = static_cast<quint16>(url.port(5432));
    address.database = url.path(QUrl::FullyDecoded).sliced(std::min<qsizetype>(1, url.path().size()));
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = Secret(url.password(QUrl::FullyDecoded).toUtf8());

    std::optional<Tls> tls;
    const auto options = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : options) {
        const Result<void> read = readOption(name, value, address, tls);
        if (!read)
            return tl::make_unexpected(read.error());
    }
    if (address.database.isEmpty() || address.database.contains(u'/'))
        return unreadable(u"the name of a database behind the host: postgresql://host/database"_s);
    if (!isSafe(address.host + address.database + address.user))
        return unreadable(u"no ; and no control characters"_s);
    if (address.host.isEmpty())
        address.host = u"localhost"_s;
    address.tls = tls.value_or(address.isLocal() ? Tls::Plain : Tls::VerifyFull);
    return address;
}

} // namespace

bool RecordsAddress::isLocal() const
{
    if (kind != Kind::Postgres)
        return true;
    return host.startsWith(u'/') || host == u"localhost" || QHostAddress(host).isLoopback();
}

Result<RecordsAddress> parseRecordsAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QString scheme = trimmed.section(u':', 0, 0).toLower();
    if (trimmed == u"none")
        return RecordsAddress();
    if (scheme == u"sqlite")
        return readSqlite(trimmed);
    if (scheme == u"postgresql" || scheme == u"postgres")
        return readPostgres(trimmed);
    return unreadable(u"postgresql://host/database, sqlite:///path or none"_s);
}

QString displayText(const RecordsAddress &address)
{
    if (address.kind == Kind::None)
        return u"none"_s;
    if (address.kind == Kind::Sqlite)
        return u"sqlite://"_s + address.path;
    if (address.host.startsWith(u'/'))
        return u"postgresql:///"_s + address.database + u" at "_s + address.host;
    const QString host = address.host.contains(u':') ? u'[' + address.host + u']' : address.host;
    return u"postgresql://%1:%2/%3"_s.arg(host, QString::number(address.port), address.database);
}

} // namespace emberwatch
