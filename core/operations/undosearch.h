// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"

#include <QCoroTask>

namespace emberwatch {

/// What an undo works with. All outlive every call.
struct UndoParts
{
    JobStore *jobs = nullptr;
    Journal *journal = nullptr;
    RecordStore *records = nullptr; ///< nullptr: it is not known where they are
    GuardRails *guard = nullptr; ///< nullptr: there are none
    SettlerOptions options;
};

/// Undo::propose(): finds the entries that are wanted, and what taking each back would come to.
[[nodiscard]] QCoro::Task<Result<QList<UndoCandidate>>> findUndoable(
    UndoParts parts, UndoSelection selection);

} // namespace emberwatch
