// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"

namespace emberwatch {

/// Characters of a reason that an operator gives.
inline constexpr int longestReason = 500;

/// The operator's reason as a further member of the evidence, "reason": there it is in the journal and in the
/// audit row alike, and programs of before it read past it.
/// @param evidence  a JSON object, or empty
/// @param reason    empty: none was given, and the evidence stays as it is
[[nodiscard]] QByteArray withReason(const QByteArray &evidence, const QString &reason);

/// As it was before withReason(): an undo has not the reason of what it takes back.
[[nodiscard]] QByteArray withoutReason(const QByteArray &evidence);

/// Empty: none was given.
[[nodiscard]] QString reasonIn(const QByteArray &evidence);

/// To be shown beside the sentence; empty where none was given, or the sentence says it already (a raise).
[[nodiscard]] QString reasonBeside(const JournalEntry &entry);

} // namespace emberwatch
