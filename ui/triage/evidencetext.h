// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QString>

namespace emberwatch {

/// All that speaks for a verdict, to be put into a message or a ticket: plain text, escaped, in lines.
[[nodiscard]] QString evidenceText(const PlannedAction &action, const JudgedJob &job, const Policy &policy);

/// "Silence 14 min, limit 2 min (policy.json, line 4)": the limits that a verdict rests on; empty: none.
[[nodiscard]] QString limitsText(const JudgedJob &job, const Policy &policy);

/// "Settle as failed. Nobody will ever finish it."
[[nodiscard]] QString proposedText(const PlannedAction &action);

} // namespace emberwatch
