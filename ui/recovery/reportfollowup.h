// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "core/triage/recoveryreport.h"

#include <QSet>

namespace emberwatch {

/// What can be done about a report: some of it can be taken back, some of it can be judged again.
struct ReportFollowUp
{
    int undoable = 0; ///< jobs that were settled or whose states were deleted
    /// When the first of them cannot be taken back any more, by the server's clock; nullopt: none has a
    /// limit.
    std::optional<Timestamp> undoUntil;
    bool isOneLimit = true; ///< false: others can be taken back for longer
    QSet<PromptId> notDone; ///< agreed to, and failed or changed since
    bool operator==(const ReportFollowUp &) const = default;
};

/// @param plan  what was agreed to, with its ticks
[[nodiscard]] ReportFollowUp followUpOf(const Plan &plan, const RecoveryReport &report);

/// "possible until 15:49:08"; empty where time is no limit.
[[nodiscard]] QString undoLimitText(const ReportFollowUp &followUp, Timestamp now);

} // namespace emberwatch
