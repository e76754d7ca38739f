// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

#include <chrono>

namespace emberwatch {

/// Where the job records are. The answer to "which database?", free of anything about jobs.
struct RecordsAddress
{
    enum class Kind
    {
        None, ///< stated by the operator: there is no database, so no job has a record (verdicts.md 2.8)
        Sqlite,
        Postgres
    };
    /// PostgreSQL alone. There is nothing between: TLS that does not verify protects from nobody.
    enum class Tls
    {
        Plain,
        VerifyFull ///< chain and host name, before any credential is sent
    };

    Kind kind = Kind::None;
    QString path; ///< of the SQLite file, absolute

    QString host; ///< name, address (IPv6 without brackets), or the folder of a Unix socket
    quint16 port = 5432;
    QString database;
    QString user;
    Secret password; ///< empty: none needed, or libpq finds it in ~/.pgpass
    QString schema; ///< from "?schema=", which some client libraries take; empty: the search path decides
    Tls tls = Tls::Plain;
    QString caFile; ///< PEM with the authorities to trust; empty: the system's
    QString certificateFile; ///< of the client
    QString keyFile;

    bool operator==(const RecordsAddress &) const = default;

    /// Reaches no further than this machine.
    [[nodiscard]] bool isLocal() const;
};

/// Reads "none", sqlite:///path and postgresql:// (also postgres://).
///
/// postgresql://[user[:password]@]host[:port]/database, or a Unix socket as
/// postgresql:///database?host=/folder. Options: sslmode, sslrootcert, sslcert, sslkey, host, port, schema.
/// sslmode=disable is plain text; require, verify-ca and verify-full all mean verify-full; allow, prefer and
/// nothing mean verify-full beyond loopback and plain text on it. Options of other client libraries that do
/// not change where or how safely it connects (connection_limit, pool_timeout, ...) are skipped.
/// sqlite:///tmp/a.sqlite is /tmp/a.sqlite. Errors: Invalid, with what was expected; never quotes user or
/// password.
[[nodiscard]] Result<RecordsAddress> parseRecordsAddress(const QString &text);

/// The address for people: scheme, host, port, database; never user, password or query.
[[nodiscard]] QString displayText(const RecordsAddress &address);

} // namespace emberwatch
