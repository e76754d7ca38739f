// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalcolumns.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

} // namespace

QString titleOf(JournalColumn column)
{
    switch (column) {
    case JournalColumn::When:
        return Words::tr("When");
    case JournalColumn::Action:
        return Words::tr("Action");
    case JournalColumn::Job:
        return Words::tr("Job");
    case JournalColumn::Verdict:
        return Words::tr("Verdict");
    case JournalColumn::By:
        //: who did it
        return Words::tr("By");
    case JournalColumn::Outcome:
        break;
    }
    return Words::tr("Outcome");
}

std::vector<FittedColumn> journalColumnsFor(const Theme &theme)
{
    const QFontMetrics body(theme.fonts.body);
    const int margins = 2 * theme.measures.within + theme.measures.grid;
    const int sign = theme.measures.icon + theme.measures.grid;
    const auto text
        = [&body, margins](const QString &sample) { return body.horizontalAdvance(sample) + margins; };
    const int when = text(u"2025-11-25 00:00:00 UTC"_s) + sign;
    const int action = text(u"settle as completed"_s);
    const int job = QFontMetrics(theme.fonts.mono).horizontalAdvance(u"d2b1ac84…6b2c9d41"_s) + margins;
    const int verdict = text(u"unclaimed result"_s);
    const int by = text(u"operator@workstation"_s);
    const int outcome = text(u"not finished"_s) + sign;
    return {{when, when, when}, {action, action, 4 * action}, {job, job, job}, {verdict, verdict, verdict},
        {by, by / 2, by}, {outcome, outcome, 4 * outcome}};
}

} // namespace emberwatch
