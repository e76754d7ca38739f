// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plantext.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/texttable.h"
#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/planjson.h"

#include <QJsonDocument>
#include <QStringList>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

QString word(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

QString shown(const QString &text)
{
    return displayText(text.toUtf8());
}

QString headOf(const Plan &plan)
{
    const AffectedUsers users = affectedUsers(plan);
    QString head = u"%1 of %2, made at %3: %4 changes of %5 jobs"_s.arg(word(wordOf(plan.scope)),
        shown(plan.environment), exactMomentText(plan.madeAt), QString::number(changeCount(plan)),
        QString::number(plan.actions.size()));
    if (!users.ids.isEmpty() || users.jobsWithoutUser > 0)
        head += u", %1 users affected"_s.arg(users.ids.size())
            + (users.jobsWithoutUser > 0 ? u" and %1 jobs without a user"_s.arg(users.jobsWithoutUser)
                                         : QString());
    return head + u"\nA plan. Nothing has been changed yet.\n"_s;
}

QString textOf(const PlannedAction &action)
{
    QStringList steps;
    for (const Step step : action.steps)
        steps += titleOf(step);
    const QString mark = action.isTicked ? u"[x] "_s : action.canBeTicked() ? u"[ ] "_s : u"    "_s;
    QString text = mark + displayText(action.promptId.value()) + u"  "_s + word(wordOf(action.verdict))
        + u": "_s + titleOf(action.action) + u"\n        "_s + shown(action.sentence) + u' '
        + shown(action.reason) + u'\n';
    if (!steps.isEmpty())
        text += u"        "_s + steps.join(u", then "_s) + u'\n';
    return text;
}

Style styleOf(PlanDifference::Kind kind)
{
    return kind == PlanDifference::Kind::Same ? Style::Dim : Style::Yellow;
}

} // namespace

void appendPlanText(std::string &to, const Plan &plan, const Terminal &terminal)
{
    to += styled(terminal, Style::Bold, headOf(plan)).toStdString();
    for (const PlannedAction &action : plan.actions)
        to += textOf(action).toStdString();
}

void appendPlanJson(std::string &to, const Plan &plan)
{
    to += QJsonDocument::fromJson(planJson(plan)).toJson(QJsonDocument::Compact).toStdString() + '\n';
}

void appendDifferencesTable(
    std::string &to, const QList<PlanDifference> &differences, const Terminal &terminal)
{
    QList<TableRow> rows;
    for (const PlanDifference &one : differences)
        rows.append({{{word(wordOf(one.kind)), styleOf(one.kind)}, {displayText(one.promptId.value())},
                         {titleOf(one.then)}, {titleOf(one.now)}},
            {shown(one.changes.join(u"; "_s))}});
    TextTable table({{u"SINCE"_s}, {u"PROMPT ID"_s, 17}, {u"PLANNED"_s, 8, 2}, {u"NOW"_s, 8, 1}}, terminal);
    table.fitTo(rows);
    table.appendHeader(to);
    for (const TableRow &row : rows)
        table.appendRow(to, row);
}

void appendDifferencesJson(std::string &to, const QList<PlanDifference> &differences)
{
    for (const PlanDifference &one : differences) {
        const QByteArray &id = one.promptId.value();
        JsonLine line;
        line.text("promptId", QByteArrayView(id));
        if (!isUtf8(id))
            line.text("keyHex", QByteArrayView(id.toHex()));
        line.text("difference", wordOf(one.kind));
        line.text("then", wordOf(one.then));
        line.text("now", wordOf(one.now));
        line.texts("changes", one.changes);
        line.appendTo(to);
    }
}

} // namespace emberwatch::cli
