// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/redis/replyreader.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch::redis {

/// Where a server is and how to sign in. The answer to "which Redis?", free of anything about jobs.
struct ConnectionOptions
{
    enum class Transport
    {
        Tcp,
        Tls,
        Local
    };

    Transport transport = Transport::Tcp;
    QString host = QStringLiteral("127.0.0.1"); ///< name or address (IPv6 without brackets)
    quint16 port = 6379;
    QString path; ///< of the local socket
    int database = 0;
    QByteArray user; ///< ACL user; empty: the default user
    std::optional<Secret> password; ///< nullopt: none needed, or not known yet
    bool asksPassword = false; ///< redis://user:@host: there is a password and it is to be asked for
    QString caFile; ///< PEM with the authorities to trust; empty: the system's
    QString verifyName; ///< name the certificate must bear; empty: host
    QByteArray clientName = "emberwatch"; ///< CLIENT SETNAME, so that the server's operator sees who we are

    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds commandTimeout{2000};
    ReplyLimits limits;

    bool operator==(const ConnectionOptions &) const = delete;
};

/// Reads redis://, rediss:// and unix:// as redis-cli and the usual client libraries do.
///
/// redis://[user[:password]@]host[:port][/db]: a lone user part is the password (some deployments write it
/// so); "user:@" is a user whose password is to be asked for; "[:password@]" is the default user. %XX is
/// decoded in user, password and path. unix:///path?db=n. rediss:// takes ?cacert=FILE and ?sni=NAME besides
/// the options. Errors: Invalid, with the place and what was expected; never quotes the password.
[[nodiscard]] Result<ConnectionOptions> parseRedisUrl(const QString &url);

/// The address for people: scheme, host, port, database; never user, password or query.
[[nodiscard]] QString displayUrl(const ConnectionOptions &options);

} // namespace emberwatch::redis
