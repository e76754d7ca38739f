// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"
#include "ui/engine/trackingsummary.h"

namespace emberwatch {

/// "Reconcile: 11 of 13 done". @param wanted  changes that were agreed to
[[nodiscard]] QString reportTitle(const RecoveryReport &report, int wanted);

/// When it was, why, and what is tracked since, in one line that is not long.
[[nodiscard]] QString reportLine(const RecoveryReport &report, const TrackingSummary &tracking);

} // namespace emberwatch
