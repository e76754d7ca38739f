// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/plandiff.h"

#include <QHash>
#include <QSet>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Kind = PlanDifference::Kind;

namespace {

QString word(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

bool isResuming(Action action)
{
    return action == Action::Resume || action == Action::RecreateState;
}

QStringList changesBetween(const PlannedAction &then, const PlannedAction &now)
{
    QStringList changes;
    if (then.verdict != now.verdict)
        changes += u"verdict %1, now %2"_s.arg(word(wordOf(then.verdict)), word(wordOf(now.verdict)));
    if (then.action != now.action)
        changes += u"would now be: %1"_s.arg(titleOf(now.action));
    if (then.hasJudgedValue != now.hasJudgedValue)
        changes += now.hasJudgedValue ? u"there is a key in Redis now"_s : u"its key is gone from Redis"_s;
    else if (then.judgedValue != now.judgedValue)
        changes += u"the value in Redis"_s;
    if (then.judgedRow.has_value() != now.judgedRow.has_value())
        changes += now.judgedRow ? u"there is a record now"_s : u"its record is gone"_s;
    else if (then.judgedRow != now.judgedRow)
        changes += u"the record"_s;
    return changes;
}

} // namespace

QByteArrayView wordOf(Kind kind)
{
    switch (kind) {
    case Kind::Same:
        return "same";
    case Kind::Changed:
        return "changed";
    case Kind::Gone:
        return "gone";
    case Kind::New:
        return "new";
    }
    return {};
}

bool isStillAsAgreed(const PlannedAction &agreed, const PlannedAction &now)
{
    if (agreed.action != now.action)
        return false;
    if (isResuming(now.action))
        return true;
    return agreed.hasJudgedValue == now.hasJudgedValue && agreed.judgedValue == now.judgedValue
        && agreed.judgedRow == now.judgedRow;
}

QList<PlanDifference> differencesOf(const Plan &then, const Plan &now)
{
    QHash<PromptId, const PlannedAction *> present;
    for (const PlannedAction &action : now.actions)
        present.insert(action.promptId, &action);
    QList<PlanDifference> differences;
    QSet<PromptId> seen;
    for (const PlannedAction &action : then.actions) {
        if (!action.canBeTicked())
            continue;
        seen.insert(action.promptId);
        const PlannedAction *today = present.value(action.promptId);
        if (today == nullptr) {
            differences.append({Kind::Gone, action.promptId, action.action, Action::None, {}});
            continue;
        }
        const bool isSame = isStillAsAgreed(action, *today);
        differences.append({isSame ? Kind::Same : Kind::Changed, action.promptId, action.action,
            today->action, isSame ? QStringList() : changesBetween(action, *today)});
    }
    for (const PlannedAction &action : now.actions) {
        if (action.canBeTicked() && !seen.contains(action.promptId))
            differences.append({Kind::New, action.promptId, Action::None, action.action, {}});
    }
    return differences;
}

} // namespace emberwatch
