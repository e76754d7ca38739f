// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/auditjournal.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

std::optional<QByteArray> rowIn(const QByteArray &json)
{
    return json.isEmpty() ? std::nullopt : std::optional(json);
}

} // namespace

JournalLine journalLineOf(const AuditRow &row)
{
    JournalLine line;
    JournalEntry &entry = line.entry;
    entry.id = EntryId(0);
    entry.op = row.op;
    entry.undoes = row.undoes;
    entry.batch = row.batch;
    entry.at = row.at.value_or(Timestamp());
    entry.actor = row.actor;
    entry.environment = row.environment;
    entry.action = row.reason.action;
    entry.promptId = row.promptId;
    entry.verdict = row.reason.verdict;
    entry.sentence = row.reason.sentence;
    entry.evidence = row.reason.evidence;
    entry.before.row = rowIn(row.before);
    entry.after.row = rowIn(row.after);
    line.outcome = JournalOutcome{entry.id, entry.at, u"done"_s, {}};
    return line;
}

} // namespace emberwatch
