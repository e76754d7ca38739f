// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobcolumns.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(JobTable)
};

QStringList samplesOf(JobColumn column)
{
    switch (column) {
    case JobColumn::Status:
        return {u"processing"_s, u"completed"_s, Words::tr("unreadable")};
    case JobColumn::Progress:
        return {u"100 %"_s};
    case JobColumn::PromptId:
        return {u"d2b1ac84\u20266b2c9d41"_s};
    case JobColumn::Type:
        return {u"image_generation"_s, u"character_sheet"_s};
    case JobColumn::User:
        return {u"usr_00000"_s};
    case JobColumn::Server:
        return {u"gpu-00"_s};
    case JobColumn::Age:
    case JobColumn::Silence:
        return {u"00 m 00 s"_s, u"00 h 00 m"_s};
    case JobColumn::Ttl:
        return {u"0 h 00 m"_s, u"00 m 00 s"_s, Words::tr("no TTL")};
    }
    return {};
}

/// Beside the text: icon or bar.
int extraWidthOf(JobColumn column, const Theme &theme)
{
    switch (column) {
    case JobColumn::Status:
    case JobColumn::Silence:
        return theme.measures.icon + theme.measures.grid;
    case JobColumn::Progress:
        return progressBarWidth(theme) + theme.measures.between;
    default:
        return 0;
    }
}

} // namespace

QString titleOf(JobColumn column)
{
    switch (column) {
    case JobColumn::Status:
        return Words::tr("Status");
    case JobColumn::Progress:
        return Words::tr("Progress");
    case JobColumn::PromptId:
        return Words::tr("Prompt ID");
    case JobColumn::Type:
        return Words::tr("Type");
    case JobColumn::User:
        return Words::tr("User");
    case JobColumn::Server:
        return Words::tr("Server");
    case JobColumn::Age:
        return Words::tr("Age");
    case JobColumn::Silence:
        return Words::tr("Silence");
    case JobColumn::Ttl:
        return Words::tr("TTL left");
    }
    return {};
}

QString nameOf(JobColumn column)
{
    static constexpr std::array<const char *, jobColumnCount> names{
        "status", "progress", "promptId", "type", "user", "server", "age", "silence", "ttl"};
    return QString::fromLatin1(names[static_cast<size_t>(column)]);
}

bool isNumeric(JobColumn column)
{
    return showsTime(column);
}

bool isMonospace(JobColumn column)
{
    return column == JobColumn::PromptId;
}

bool showsTime(JobColumn column)
{
    return column == JobColumn::Age || column == JobColumn::Silence || column == JobColumn::Ttl;
}

bool elidesInTheMiddle(JobColumn column)
{
    return column == JobColumn::PromptId;
}

int progressBarWidth(const Theme &theme)
{
    return QFontMetrics(theme.fonts.body).averageCharWidth() * 7;
}

bool isElastic(JobColumn column)
{
    return column == JobColumn::PromptId || column == JobColumn::Type || column == JobColumn::User
        || column == JobColumn::Server;
}

int titleWidthOf(JobColumn column, const Theme &theme)
{
    const int sortSign = theme.measures.icon;
    return QFontMetrics(theme.fonts.strong).horizontalAdvance(titleOf(column)) + sortSign
        + 2 * theme.measures.within + theme.measures.grid;
}

int usualWidthOf(JobColumn column, const Theme &theme)
{
    const QFontMetrics metrics(isMonospace(column) ? theme.fonts.mono : theme.fonts.body);
    int text = 0;
    for (const QString &sample : samplesOf(column))
        text = std::max(text, metrics.horizontalAdvance(sample));
    return std::max(text + extraWidthOf(column, theme) + 2 * theme.measures.within + theme.measures.grid,
        titleWidthOf(column, theme));
}

int leastWidth(const Theme &theme)
{
    return theme.measures.icon + 2 * theme.measures.within;
}

} // namespace emberwatch
