// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/serverrowtext.h"

#include "app/cli/jsonline.h"
#include "app/cli/texttable.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using comfyui::ServerAnswer;

namespace {

QStringList runningIds(const ServerAnswer &look)
{
    QStringList ids;
    for (const comfyui::QueueItem &item : look.queue.running)
        ids += displayText(item.promptId.value());
    return ids;
}

QString problemOf(const ServerRow &row)
{
    if (!row.isAllowed)
        return u"not on the list of allowed servers"_s;
    return row.isReachable() ? QString() : row.look->error().message;
}

TableCell stateOf(const ServerRow &row)
{
    if (!row.isAllowed)
        return {u"not allowed"_s, Style::Yellow};
    return row.isReachable() ? TableCell{u"reachable"_s, Style::Green}
                             : TableCell{u"no answer"_s, Style::Red};
}

TableCell shown(const QString &text)
{
    return {text.isEmpty() ? u"-"_s : displayText(text.toUtf8())};
}

QList<TableCell> lookCells(const ServerRow &row)
{
    if (!row.isReachable())
        return {{u"-"_s}, {u"-"_s}, {u"-"_s}, {u"-"_s}};
    const ServerAnswer &look = **row.look;
    return {shown(look.facts.versionText), {QString::number(look.latency.count()) + " ms"_L1},
        {QString::number(look.queue.running.size())}, {QString::number(look.queue.pending.size())}};
}

TableRow tableRow(const ServerRow &row)
{
    TableRow cells;
    cells.cells = QList<TableCell>{shown(row.url), stateOf(row)} + lookCells(row);
    cells.cells.append({QString::number(row.named.jobs)});
    cells.cells.append({QString::number(row.named.open)});
    if (row.isReachable())
        cells.note = {runningIds(**row.look).join(u", "_s)};
    else
        cells.note = {displayText(problemOf(row).toUtf8()), Style::Yellow};
    return cells;
}

QList<TableColumn> columns()
{
    return {{u"SERVER"_s, 16}, {u"STATE"_s}, {u"VERSION"_s, 0, 2}, {u"LATENCY"_s, 0, 1, true},
        {u"RUNNING"_s, 0, 0, true}, {u"PENDING"_s, 0, 0, true}, {u"JOBS"_s, 0, 3, true},
        {u"OPEN"_s, 0, 4, true}};
}

} // namespace

void appendServersTable(std::string &to, const QList<ServerRow> &rows, const Terminal &terminal)
{
    QList<TableRow> shownRows;
    for (const ServerRow &row : rows)
        shownRows.append(tableRow(row));
    TextTable table(columns(), terminal);
    table.fitTo(shownRows);
    table.appendHeader(to);
    for (const TableRow &row : shownRows)
        table.appendRow(to, row);
}

void appendServersJson(std::string &to, const QList<ServerRow> &rows)
{
    for (const ServerRow &row : rows) {
        const ServerAnswer *look = row.isReachable() ? &**row.look : nullptr;
        JsonLine line;
        line.text("server", row.url);
        line.flag("allowed", row.isAllowed);
        line.flag("reachable", row.isAllowed ? std::optional(row.isReachable()) : std::nullopt);
        line.text("version", look ? std::optional(look->facts.versionText) : std::nullopt);
        line.number("latencyMs", look ? std::optional<qint64>(look->latency.count()) : std::nullopt);
        line.number("running", look ? std::optional<qint64>(look->queue.running.size()) : std::nullopt);
        line.number("pending", look ? std::optional<qint64>(look->queue.pending.size()) : std::nullopt);
        line.texts("runningIds", look ? runningIds(*look) : QStringList());
        line.number("jobs", row.named.jobs);
        line.number("openJobs", row.named.open);
        line.text("error", look ? std::nullopt : std::optional(problemOf(row)));
        line.appendTo(to);
    }
}

} // namespace emberwatch::cli
