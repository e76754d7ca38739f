// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/sql/backend.h"

#include <QSqlError>
#include <QString>

#include <tl/expected.hpp>

namespace emberwatch::sql {

/// Why a statement failed, sorted by what is to be done about it (correctness.md 8).
struct Fault
{
    enum class Kind
    {
        Transient, ///< 40001, 40P01, 55P03, SQLite busy: try again, at most 3 times
        Slow, ///< 57014, ran into the time-out: a smaller batch
        ReadOnly, ///< 25006, a replica, a file that may not be written
        Permission, ///< 42501
        Auth, ///< the server does not take these credentials
        Tls, ///< certificate, host name or handshake
        Settings, ///< 42P01, 42703, ...: the mapping does not fit this database
        Data, ///< 22xxx, 23xxx: this value is refused, others may not be
        Duplicate, ///< 23505
        Lost, ///< the connection broke, the server goes down or is full of clients
        Missing, ///< SQLite: there is no such file
        Full, ///< no space left
        Damaged, ///< SQLite: malformed, or no database at all
        Other
    };
    Kind kind = Kind::Other;
    QString state; ///< SQLSTATE, or SQLite's extended result code; empty where there is none
    QString message; ///< the database's own text, on one line
    bool atCommit = false; ///< lost while committing: whether it happened is unknown
    bool operator==(const Fault &) const = default;

    /// For the caller: "updating records: canceling statement due to statement timeout (57014)".
    [[nodiscard]] Error toError(const QString &doing) const;
};

template <typename T> using SqlResult = tl::expected<T, Fault>;

/// @param isOpen  whether the connection still stands after the error
[[nodiscard]] Fault faultOf(const QSqlError &error, Backend backend, bool isOpen);

/// The same for PostgreSQL, from what its library says.
/// @param state    SQLSTATE; empty: none
/// @param message  as the server sends it, with its "ERROR: " and in several lines
[[nodiscard]] Fault postgresFault(const QString &state, const QString &message, bool isOpen);

/// Of a connection that could not be made; PostgreSQL's driver has no SQLSTATE for it, only the text.
[[nodiscard]] Fault connectFaultOf(const QSqlError &error, Backend backend);

} // namespace emberwatch::sql
