// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"

#include <QString>

namespace emberwatch {

/// "23 found = 11 resumed + 4 settled as completed + ...": only what is not zero.
[[nodiscard]] QString recoverySumText(const RecoveryCounts &counts);
/// For people: "settled as completed".
[[nodiscard]] QString titleOf(RecoveryOutcome outcome);

/// For a terminal: the sum, then every job by outcome with its reason, then what stands beside. Plain text,
/// control and bidirectional characters escaped.
[[nodiscard]] QString recoveryReportText(const RecoveryReport &report);

} // namespace emberwatch
