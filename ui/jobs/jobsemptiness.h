// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/feedbatch.h"
#include "ui/shell/environment.h"
#include "ui/widgets/emptystate.h"

namespace emberwatch {

class Commands;

/// Why the table has no rows.
struct JobsEmptiness
{
    Environment environment;
    FeedHealth health;
    qint64 jobs = 0; ///< that exist, shown or not
    bool hasPicture = false; ///< a first full scan was completed
    QString filter; ///< in force; empty: none
};

/// One sentence, what is being watched, and one thing to do.
[[nodiscard]] EmptyState::Content emptinessOf(const JobsEmptiness &emptiness, const Commands &commands);

} // namespace emberwatch
