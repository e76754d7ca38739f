// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undosearch.h"

namespace emberwatch {

/// Undo::carryOut(): in steps of some hundreds, each one commit of intents, one round trip of claims and one
/// transaction of records.
[[nodiscard]] QCoro::Task<Result<QList<UndoneEntry>>> undoEntries(UndoParts parts,
    QList<UndoCandidate> entries, StopRequestPtr stop, Agreement agreement, Undo::Progress progress);

} // namespace emberwatch
