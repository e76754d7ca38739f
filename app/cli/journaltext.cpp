// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journaltext.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/texttable.h"
#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/operations/entryreason.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

TableCell shown(QByteArrayView text)
{
    return {text.isEmpty() ? u"-"_s : displayText(text)};
}

TableCell outcomeCell(const JournalLine &line)
{
    if (!line.outcome)
        return {u"unfinished"_s, Style::Yellow};
    const bool isFine = line.outcome->word == "done"_L1 || line.outcome->word == "already-done"_L1;
    return {displayText(line.outcome->word.toUtf8()), isFine ? Style::Green : Style::Yellow};
}

QString sentenceOf(const JournalEntry &entry)
{
    const QString reason = reasonBeside(entry);
    return displayText(
        (reason.isEmpty() ? entry.sentence : entry.sentence + u" Reason: "_s + reason).toUtf8());
}

TableRow tableRow(const JournalLine &line)
{
    const JournalEntry &entry = line.entry;
    // An audit row has no number in a journal.
    const bool isAudited = entry.id.value() == 0;
    return {
        {{isAudited ? u"-"_s : QString::number(entry.id.value())}, {exactMomentText(entry.at).first(19)},
            shown(entry.action.toUtf8()), outcomeCell(line), shown(entry.promptId.value()),
            shown(entry.actor.operatorName.toUtf8()), shown(entry.op.value()), shown(entry.batch.value())},
        {sentenceOf(entry), Style::Plain}};
}

QList<TableColumn> columns()
{
    return {{u"ENTRY"_s, 0, 4, true}, {u"TIME (UTC)"_s}, {u"ACTION"_s}, {u"OUTCOME"_s}, {u"PROMPT ID"_s, 17},
        {u"BY"_s, 6, 2}, {u"OP"_s, 9, 3}, {u"BATCH"_s, 9, 1}};
}

qint64 msOf(Timestamp moment)
{
    return moment.time_since_epoch().count();
}

std::string snapshotJson(const JobSnapshot &snapshot)
{
    JsonLine line;
    line.bytes("value", snapshot.value);
    line.number("expiresAt", snapshot.expiresAt ? std::optional(msOf(*snapshot.expiresAt)) : std::nullopt);
    line.json("row", snapshot.row.value_or(QByteArray()));
    return line.object();
}

std::string outcomeJson(const std::optional<JournalOutcome> &outcome)
{
    if (!outcome)
        return {};
    JsonLine line;
    line.number("at", msOf(outcome->at));
    line.text("word", outcome->word);
    line.text("text", outcome->text);
    return line.object();
}

void appendEntry(std::string &to, const JournalLine &journalLine)
{
    const JournalEntry &entry = journalLine.entry;
    JsonLine line;
    const bool isAudited = entry.id.value() == 0;
    line.number("entry", isAudited ? std::nullopt : std::optional<qint64>(entry.id.value()));
    line.text("op", QByteArrayView(entry.op.value()));
    line.bytes("undoes", entry.undoes ? std::optional(entry.undoes->value()) : std::nullopt);
    line.text("batch", QByteArrayView(entry.batch.value()));
    line.number("at", msOf(entry.at));
    line.text("operator", entry.actor.operatorName);
    line.text("host", entry.actor.host);
    line.text("program", entry.actor.program);
    line.text("environment", entry.environment);
    line.text("action", entry.action);
    line.text("promptId", QByteArrayView(entry.promptId.value()));
    if (!isUtf8(entry.promptId.value()))
        line.text("keyHex", QByteArrayView(entry.promptId.value().toHex()));
    line.bytes("key", isAudited ? std::nullopt : std::optional(entry.key));
    line.text("verdict", entry.verdict);
    line.text("sentence", entry.sentence);
    const QString reason = reasonIn(entry.evidence);
    line.text("reason", reason.isEmpty() ? std::nullopt : std::optional(reason));
    line.json("evidence", entry.evidence);
    line.json("before", QByteArrayView(snapshotJson(entry.before)));
    line.json("after", QByteArrayView(snapshotJson(entry.after)));
    line.json("outcome", QByteArrayView(outcomeJson(journalLine.outcome)));
    line.appendTo(to);
}

} // namespace

void appendJournalTable(std::string &to, const QList<JournalLine> &lines, const Terminal &terminal)
{
    QList<TableRow> rows;
    for (const JournalLine &line : lines)
        rows.append(tableRow(line));
    TextTable table(columns(), terminal);
    table.fitTo(rows);
    table.appendHeader(to);
    for (const TableRow &row : rows)
        table.appendRow(to, row);
}

void appendJournalJson(std::string &to, const QList<JournalLine> &lines)
{
    for (const JournalLine &line : lines)
        appendEntry(to, line);
}

} // namespace emberwatch::cli
