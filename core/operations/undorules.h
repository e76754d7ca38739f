// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"

namespace emberwatch {

// What an undo decides, and what it says: no I/O.

/// What an entry can be taken back as.
enum class Reverse : quint8
{
    Nothing,
    Claim, ///< the value back to what it was, the record too
    Deletion, ///< the key back
    Record, ///< the record alone
};
[[nodiscard]] Reverse reverseOf(const JournalEntry &entry);

/// Why there is nothing to take back, by what the entry is; nullopt: there is.
[[nodiscard]] std::optional<QString> whyNothing(const JournalLine &line);

/// What taking it back would come to, by what its key is now.
/// @param line  of which whyNothing() has nothing to say
[[nodiscard]] UndoOutcome forecastOf(const JournalLine &line, const JobReading &now);
/// It can be taken back until then, by Redis's clock.
[[nodiscard]] std::optional<Timestamp> limitOf(const JournalEntry &entry);

/// The claim as it stands, to be judged by compare-and-set.
/// @param now  of its key
[[nodiscard]] JobReading claimedReading(const JournalEntry &entry, const JobReading &now);
[[nodiscard]] JobReading deletedReading(const JournalEntry &entry);

/// The entry of the undo itself.
[[nodiscard]] JournalEntry undoEntry(
    const JournalEntry &undone, const BatchId &batch, const SettlerOptions &options);

/// @param isOver  its time is over by Redis's clock
[[nodiscard]] UndoOutcome claimOutcome(const Result<WriteOutcome> &written, bool isOver);
[[nodiscard]] UndoOutcome deletionOutcome(const Result<WriteOutcome> &restored, const JournalEntry &entry);
[[nodiscard]] UndoOutcome recordOutcome(const RecordOutcome &undone, bool isRecordAlone);
/// Both halves of a claim taken back.
[[nodiscard]] UndoOutcome joined(const UndoOutcome &key, const UndoOutcome &record);

[[nodiscard]] QString journalWord(const UndoOutcome &outcome);

/// Whether this server can put a key back with its expiry (SET ... PXAT); why not.
[[nodiscard]] std::optional<QString> whyNotRestorable(const redis::ServerFacts &facts);

} // namespace emberwatch
