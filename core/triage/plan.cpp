// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/plan.h"

#include <QSet>

#include <algorithm>
#include <iterator>

namespace emberwatch {

Plan filtered(const Plan &plan, const std::function<bool(const PlannedAction &)> &wanted)
{
    Plan part{plan.scope, plan.environment, plan.madeAt, {}};
    std::copy_if(plan.actions.begin(), plan.actions.end(), std::back_inserter(part.actions), wanted);
    return part;
}

bool setTicked(Plan &plan, const PromptId &id, bool isTicked)
{
    const auto found = std::find_if(plan.actions.begin(), plan.actions.end(),
        [&id](const PlannedAction &action) { return action.promptId == id; });
    if (found == plan.actions.end())
        return false;
    found->isTicked = isTicked && found->canBeTicked();
    return found->isTicked == isTicked;
}

QMap<Action, int> countsByAction(const Plan &plan)
{
    QMap<Action, int> counts;
    for (const PlannedAction &action : plan.actions)
        ++counts[action.action];
    return counts;
}

QMap<Verdict, int> countsByVerdict(const Plan &plan)
{
    QMap<Verdict, int> counts;
    for (const PlannedAction &action : plan.actions)
        ++counts[action.verdict];
    return counts;
}

int changeCount(const Plan &plan)
{
    return static_cast<int>(std::count_if(plan.actions.begin(), plan.actions.end(),
        [](const PlannedAction &action) { return action.isTicked && action.canBeTicked(); }));
}

AffectedUsers affectedUsers(const Plan &plan)
{
    QSet<QString> ids;
    AffectedUsers users;
    for (const PlannedAction &action : plan.actions) {
        if (!action.isTicked || !action.canBeTicked())
            continue;
        if (action.userId.isEmpty())
            ++users.jobsWithoutUser;
        else
            ids.insert(action.userId);
    }
    users.ids = QStringList(ids.begin(), ids.end());
    users.ids.sort();
    return users;
}

} // namespace emberwatch
