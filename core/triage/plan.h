// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plannedaction.h"
#include "core/triage/planscope.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <functional>

namespace emberwatch {

/// One job and what was judged of it.
struct JudgedJob
{
    Evidence evidence;
    Judgement judgement;
    bool operator==(const JudgedJob &) const = default;
};

/// What would be done. Making, showing, filtering and unticking one changes nothing anywhere.
struct Plan
{
    PlanScope scope = PlanScope::Recover;
    QString environment; ///< whose jobs these are
    Timestamp madeAt; ///< our clock
    QList<PlannedAction> actions;
    bool operator==(const Plan &) const = default;
};

/// The plan with those actions only that `wanted` says yes to.
[[nodiscard]] Plan filtered(const Plan &plan, const std::function<bool(const PlannedAction &)> &wanted);

/// Ticks or unticks one job. Returns whether it is now as wanted: nothing that does nothing can be ticked.
bool setTicked(Plan &plan, const PromptId &id, bool isTicked);

/// How many of each action, ticked or not.
[[nodiscard]] QMap<Action, int> countsByAction(const Plan &plan);
[[nodiscard]] QMap<Verdict, int> countsByVerdict(const Plan &plan);
/// How many changes would be carried out.
[[nodiscard]] int changeCount(const Plan &plan);

/// Whose jobs the ticked changes touch.
struct AffectedUsers
{
    QStringList ids; ///< each once, sorted
    int jobsWithoutUser = 0;
    bool operator==(const AffectedUsers &) const = default;
};
[[nodiscard]] AffectedUsers affectedUsers(const Plan &plan);

} // namespace emberwatch
