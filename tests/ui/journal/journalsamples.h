// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"

namespace emberwatch::test {

using namespace Qt::StringLiterals;

inline constexpr Timestamp journalNow{std::chrono::milliseconds(1'764'072'000'000)};

/// A settlement of a job, done.
inline JournalLine sampleLine(qint64 id, const QByteArray &batch, const QString &action = u"settle-failed"_s)
{
    using namespace std::chrono_literals;
    JournalLine line;
    JournalEntry &entry = line.entry;
    entry.id = EntryId(id);
    entry.op = OperationId("op-" + QByteArray::number(id));
    entry.batch = BatchId(batch);
    entry.at = journalNow - 1h + std::chrono::seconds(id);
    entry.actor = {u"mara"_s, u"ops-1"_s, u"emberwatch-console 0.1.0"_s};
    entry.environment = u"studio-eu"_s;
    entry.action = action;
    entry.promptId = PromptId("job-" + QByteArray::number(id));
    entry.verdict = u"orphaned"_s;
    entry.sentence = u"Redis says processing; gpu-2 does not know it."_s;
    entry.before.value = R"({"status":"processing","progress":40})";
    entry.before.expiresAt = journalNow + 90min;
    entry.after = entry.before;
    if (action == "delete"_L1)
        entry.after.value.reset();
    else if (action.startsWith("settle-"_L1))
        entry.after.value = R"({"status":"failed","progress":40})";
    entry.epoch.address = u"10.0.4.12:6379"_s;
    line.outcome = JournalOutcome{entry.id, entry.at, u"done"_s, {}};
    return line;
}

/// Newest first, as the journal tells them.
inline QList<JournalLine> sampleLines(qint64 from, qint64 to, const QByteArray &batch)
{
    QList<JournalLine> lines;
    for (qint64 id = to; id >= from; --id)
        lines.append(sampleLine(id, batch));
    return lines;
}

inline UndoCandidate sampleCandidate(
    qint64 id, UndoOutcome::Kind kind = UndoOutcome::Kind::Done, const QString &text = {})
{
    UndoCandidate candidate;
    candidate.line = sampleLine(id, "batch");
    candidate.forecast.kind = kind;
    candidate.forecast.text = text;
    return candidate;
}

inline UndoneEntry sampleUndone(qint64 id, UndoOutcome::Kind kind, const QString &text)
{
    const JournalLine line = sampleLine(id, "batch");
    UndoOutcome outcome;
    outcome.kind = kind;
    outcome.text = text;
    return {line.entry.id, line.entry.op, line.entry.promptId, outcome};
}

} // namespace emberwatch::test
