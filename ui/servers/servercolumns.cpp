// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/servercolumns.h"

#include "ui/servers/servercelltext.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QStringList>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ServerTable)
};

QStringList samplesOf(ServerColumn column)
{
    switch (column) {
    case ServerColumn::Server:
        return {u"gpu-00:8188"_s};
    case ServerColumn::State:
        return stateWords();
    case ServerColumn::Version:
        return {u"0.30.64"_s};
    case ServerColumn::Waiting:
        return {u"0 000"_s};
    case ServerColumn::Running:
        return {u"100 %  d2b1ac84\u20266b2c9d41"_s};
    case ServerColumn::Latency:
        return {u"000 ms"_s};
    case ServerColumn::Jobs:
        return {u"00 000"_s};
    case ServerColumn::Access:
        return accessWords();
    }
    return {};
}

/// Beside the text, in average letters: icon, bar, line.
int extraLetters(ServerColumn column)
{
    switch (column) {
    case ServerColumn::Running:
        return 9;
    case ServerColumn::Latency:
        return 10;
    case ServerColumn::Access:
        return 2;
    default:
        return 0;
    }
}

int extraIcons(ServerColumn column)
{
    return column == ServerColumn::Server || column == ServerColumn::State || column == ServerColumn::Access
        ? 1
        : 0;
}

FittedColumn fitted(ServerColumn column, const Theme &theme)
{
    const QFontMetrics metrics(theme.fonts.body);
    const QFontMetrics title(theme.fonts.strong);
    int text = title.horizontalAdvance(titleOf(column));
    const int extra = extraIcons(column) * (theme.measures.icon + theme.measures.grid)
        + extraLetters(column) * metrics.averageCharWidth();
    for (const QString &sample : samplesOf(column))
        text = std::max(text, metrics.horizontalAdvance(sample) + extra);
    const int usual = text + 2 * theme.measures.within + theme.measures.grid;
    FittedColumn result{usual, usual, usual};
    if (column == ServerColumn::Server || column == ServerColumn::Running) {
        result.most = 4 * usual;
        result.least = usual / 2;
    }
    if (column == ServerColumn::Latency)
        result.least = metrics.horizontalAdvance(u"000 ms"_s) + 3 * theme.measures.within;
    return result;
}

} // namespace

QString titleOf(ServerColumn column)
{
    switch (column) {
    case ServerColumn::Server:
        return Words::tr("Server");
    case ServerColumn::State:
        return Words::tr("State");
    case ServerColumn::Version:
        return Words::tr("Version");
    case ServerColumn::Waiting:
        //: how many jobs wait in its queue
        return Words::tr("Waiting");
    case ServerColumn::Running:
        return Words::tr("Running");
    case ServerColumn::Latency:
        return Words::tr("Latency");
    case ServerColumn::Jobs:
        //: how many live jobs name the server
        return Words::tr("Jobs");
    case ServerColumn::Access:
        //: whether Emberwatch may contact the server
        return Words::tr("Access");
    }
    return {};
}

bool isNumeric(ServerColumn column)
{
    return column == ServerColumn::Waiting || column == ServerColumn::Latency || column == ServerColumn::Jobs;
}

std::vector<FittedColumn> serverColumnsFor(const Theme &theme)
{
    std::vector<FittedColumn> columns;
    columns.reserve(static_cast<size_t>(serverColumnCount));
    for (int column = 0; column < serverColumnCount; ++column)
        columns.push_back(fitted(static_cast<ServerColumn>(column), theme));
    return columns;
}

} // namespace emberwatch
