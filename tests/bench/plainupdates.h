// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/records/recordchange.h"
#include "core/records/recordsaddress.h"

#include <QList>

namespace emberwatch::bench {

class PlainPq;

// The same guarded updates with the same audit rows as the records make of them, by others. Each says how
// long it took, in milliseconds, and ends the program where a row was not changed.

/// COPY into a temporary table and one UPDATE.
[[nodiscard]] double updateByCopy(PlainPq &pq, const QList<RecordUpdate> &updates);
/// In one transaction, a prepared statement for each row that does both.
[[nodiscard]] double updateRowByRow(PlainPq &pq, const QList<RecordUpdate> &updates);
/// In one transaction, as one writes it with Qt Sql: a prepared UPDATE and a prepared INSERT for each.
[[nodiscard]] double updateRowByRowWithQt(const RecordsAddress &address, const QList<RecordUpdate> &updates);

} // namespace emberwatch::bench
