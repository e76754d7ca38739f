// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"

#include <QList>
#include <QStringList>

namespace emberwatch {

/// One job of a plan, and what has become of it since.
struct PlanDifference
{
    enum class Kind : quint8
    {
        Same, ///< it would be done as it stands there
        Changed, ///< see `changes`; it would be left alone
        Gone, ///< nothing is to be said of the job any more
        New, ///< it would be changed now, and is not in the plan
    };
    Kind kind = Kind::Same;
    PromptId promptId;
    Action then = Action::None;
    Action now = Action::None;
    QStringList changes; ///< for people: "the value in Redis", "verdict orphaned, now live"
    bool operator==(const PlanDifference &) const = default;
};
/// "same", "changed", "gone", "new": stable, used in JSON.
[[nodiscard]] QByteArrayView wordOf(PlanDifference::Kind kind);

/// What differs between a plan and one that is made now, over the jobs that either of them changes.
[[nodiscard]] QList<PlanDifference> differencesOf(const Plan &then, const Plan &now);

/// Whether what was agreed to may still be done as the newer plan has it: the same action about the same
/// bytes and the same row. What lives is written by its producer all the time, and resuming overwrites
/// nothing.
[[nodiscard]] bool isStillAsAgreed(const PlannedAction &agreed, const PlannedAction &now);

} // namespace emberwatch
