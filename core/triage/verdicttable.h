// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/reading.h"
#include "core/triage/verdict.h"

#include <QByteArrayView>

#include <optional>

namespace emberwatch {

/// The rows of verdicts.md 4, in their order, and before them the two answers that need no table.
enum class TableRow : quint8
{
    Settling, ///< rule 7
    NoAnswer, ///< rule 8: Redis or the database is unknown
    SeveralRecords, ///< more than one row for the promptId
    CorruptState,
    OpenUnknown,
    EndedButLive,
    NobodysButLive,
    LiveNotMoving,
    LiveOpen,
    ResultWhileOpen,
    ResultWhileFailed,
    ResultAfterCancel,
    ErrorWhileCompleted,
    ErrorWhileOpen,
    StateBehindRecord,
    StateBehindServer,
    AbsentBothOpen,
    AbsentUntracked,
    RecordBehindState,
    OnlyRecordOpen,
    FailedForCancelled,
    EndsDiffer,
    EndedTwice,
    NothingOpen,
};
constexpr int tableRowCount = static_cast<int>(TableRow::NothingOpen) + 1;

/// "absent-both-open", ...: stable, the rule that an op id is made of.
[[nodiscard]] QByteArrayView wordOf(TableRow row);
[[nodiscard]] std::optional<TableRow> tableRowFromWord(QByteArrayView word);

/// What the table makes of one combination.
struct TableEntry
{
    TableRow row = TableRow::NothingOpen;
    Verdict verdict = Verdict::Consistent;
    bool operator==(const TableEntry &) const = default;
};

/// The first row that matches. Total: every combination of known readings has one.
///
/// @param redis, record  not Unknown, and record not SeveralRows
/// @param isStalled  live without movement beyond the limit in two passes
/// @param isKnownToJournal  our own journal has ever known the promptId
[[nodiscard]] TableEntry lookUp(
    RedisReading redis, RecordReading record, ComfyReading comfy, bool isStalled, bool isKnownToJournal);

} // namespace emberwatch
