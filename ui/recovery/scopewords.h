// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"

#include <QString>

namespace emberwatch {

/// What the one dialog says of each of the three procedures.
struct ScopeWords
{
    QString name; ///< "Reconcile"
    QString title; ///< of the plan: "Reconcile with the database"
    QString finding; ///< while it looks: "Finding the open jobs..."
    QString asked; ///< whom it asks, and about what
    QString carrying; ///< in which order it writes
};
[[nodiscard]] ScopeWords wordsOf(PlanScope scope);

} // namespace emberwatch
