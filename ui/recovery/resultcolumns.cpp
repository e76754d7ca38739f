// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/resultcolumns.h"

#include "ui/recovery/outcomelook.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

} // namespace

QString titleOf(ResultColumn column)
{
    switch (column) {
    case ResultColumn::Result:
        return Words::tr("Result");
    case ResultColumn::Job:
        return Words::tr("Prompt ID");
    case ResultColumn::User:
        return Words::tr("User");
    case ResultColumn::What:
        return Words::tr("What happened");
    }
    return {};
}

std::vector<FittedColumn> resultColumnsFor(const Theme &theme)
{
    const QFontMetrics body(theme.fonts.body);
    const int margins = 2 * theme.measures.within + theme.measures.grid;
    int result = 0;
    for (const RecoveryOutcome outcome : outcomesInOrder())
        result = std::max(result, body.horizontalAdvance(lookOf(outcome).word));
    result += theme.measures.icon + theme.measures.grid + margins;
    const int job = QFontMetrics(theme.fonts.mono).horizontalAdvance(u"d2b1ac84…6b2c9d41"_s) + margins;
    const int user = body.horizontalAdvance(u"usr_00000"_s) + margins;
    const int what = body.averageCharWidth() * 40;
    return {{result, result, result}, {job, job, job}, {user, user / 2, user}, {what, what / 2, 8 * what}};
}

} // namespace emberwatch
