// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobcolumns.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

Style styleOf(JobStatus status)
{
    switch (status) {
    case JobStatus::Queued:
        return Style::Plain;
    case JobStatus::Processing:
        return Style::Blue;
    case JobStatus::Completed:
        return Style::Green;
    case JobStatus::Failed:
        return Style::Red;
    }
    return Style::Plain;
}

QString timeText(std::optional<qint64> ms)
{
    return ms ? durationText(std::chrono::milliseconds(*ms)) : u"-"_s;
}

TableCell cell(QByteArrayView text)
{
    return {text.isEmpty() ? u"-"_s : displayText(text)};
}

TableRow unreadableRow(const JobLook &look)
{
    return {{{u"unreadable"_s, Style::Yellow}, {u"-"_s}, cell(look.id)},
        {QString::fromUtf8(look.reason), Style::Yellow}};
}

} // namespace

QList<TableColumn> jobColumns()
{
    return {
        {u"STATUS"_s},
        {u"PROG"_s, 0, 0, true},
        {u"PROMPT ID"_s, 17},
        {u"TYPE"_s, 8, 4},
        {u"USER"_s, 8, 3},
        {u"SERVER"_s, 10, 2},
        {u"AGE"_s, 0, 0, true},
        {u"SILENCE"_s, 0, 0, true},
        {u"TTL"_s, 0, 1, true},
    };
}

TableRow jobRow(const JobLook &look)
{
    if (!look.isReadable())
        return unreadableRow(look);
    const JobFields &fields = look.fields;
    return {{{QString::fromLatin1(wordOf(fields.status)), styleOf(fields.status)},
                {QString::number(static_cast<int>(fields.progress)) + u'%'}, cell(look.id), cell(fields.type),
                cell(fields.userId), cell(fields.serverUrl), {timeText(look.ageMs)},
                {timeText(look.silenceMs)}, {timeText(look.ttlMs)}},
        {displayText(look.reason), Style::Yellow}};
}

} // namespace emberwatch::cli
