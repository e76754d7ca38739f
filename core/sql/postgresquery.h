// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/fault.h"
#include "core/sql/rows.h"

#include <QVariantList>

#include <functional>
#include <memory>

struct pg_conn;

namespace emberwatch::sql {

/// A statement on the connection behind Qt's driver. The driver writes every value into the text of the
/// statement and makes a QVariant of every one that it reads: five times what libpq alone takes for 100,000
/// rows.
///
/// @param connection  while libpq() is complete
/// @param statement   "?" for each value
/// @param values      null, numbers and texts; a QByteArray is a text in UTF-8
[[nodiscard]] SqlResult<std::unique_ptr<Rows>> queryPostgres(
    pg_conn *connection, const QString &statement, const QVariantList &values);

/// The same for many rows: `read` walks through them while the server is still making the next ones, so that
/// neither waits for the other and nobody holds the whole answer. A fault may come behind rows that were
/// read.
[[nodiscard]] SqlResult<void> streamPostgres(pg_conn *connection, const QString &statement,
    const QVariantList &values, const std::function<void(Rows &)> &read);

/// "?" outside of quotes becomes $1, $2, ...
[[nodiscard]] QByteArray numberedPlaces(const QString &statement);

} // namespace emberwatch::sql
