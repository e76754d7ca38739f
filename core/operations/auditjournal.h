// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/journalentry.h"
#include "core/records/recordchange.h"

namespace emberwatch {

/// An audit row as a line of a journal, whoever wrote it: without a number, a key and what the key was. Its
/// time is the database's. It is there, so what it says was done.
[[nodiscard]] JournalLine journalLineOf(const AuditRow &row);

} // namespace emberwatch
