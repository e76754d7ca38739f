// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/incidentreport.h"
#include "core/operations/journal.h"
#include "core/records/recordstore.h"

#include <QCoroTask>

namespace emberwatch {

/// Which span is told.
struct IncidentWish
{
    Timestamp from; ///< by our clock
    Timestamp to; ///< exclusive
    std::optional<QString> environment; ///< nullopt: of all that the journal knows
    qsizetype mostActions = 100'000; ///< of the journal, and again of the audit table: the newest
    Clock clock = systemNow;
};

/// Reads what a report is made of: the journal and the reports that it keeps; from the records, where they
/// are given, what other consoles did and whose jobs they are. That the records do not answer is a value.
/// Errors: those of the journal.
/// @param records  nullptr: they are not asked
[[nodiscard]] QCoro::Task<Result<IncidentMaterial>> gatherIncident(
    Journal *journal, RecordStore *records, IncidentWish wish);

/// The entries that these undos have taken back, where they stand: of each operation the newest before it.
[[nodiscard]] QSet<EntryId> takenBackBy(
    const QList<IncidentAction> &undos, const QList<IncidentAction> &actions);

} // namespace emberwatch
