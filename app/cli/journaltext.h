// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/operations/journalentry.h"

#include <QList>

#include <string>

namespace emberwatch::cli {

/// ENTRY TIME ACTION OUTCOME PROMPT ID BY OP BATCH, and the sentence as the note. An entry without a number
/// is an audit row.
void appendJournalTable(std::string &to, const QList<JournalLine> &lines, const Terminal &terminal);
/// One object an entry (docs/json.md).
void appendJournalJson(std::string &to, const QList<JournalLine> &lines);

} // namespace emberwatch::cli
