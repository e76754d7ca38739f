// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"

#include <QSet>
#include <QString>

namespace emberwatch {

/// What is known beside an entry when it is asked whether it can be taken back.
struct UndoContext
{
    QSet<OperationId> undone; ///< taken back, as far as the journal was read
    QString address; ///< of the Redis that this window looks at; empty: not known
    Timestamp serverNow; ///< Redis's clock
};

/// Why an entry cannot be taken back, as far as it can be told without asking Redis; empty: it can be tried.
/// The undo itself decides anew.
[[nodiscard]] QString whyNotUndo(const JournalLine &line, const UndoContext &context);

} // namespace emberwatch
