// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/recoveryreport.h"

#include <QByteArray>

namespace emberwatch {

/// One line of JSON: {"found", "resumed", "settledCompleted", "settledFailed", "leftAlone", "skipped",
/// "unverifiable", "failed", "jobs": [{"promptId", "verdict", "action", "outcome", "reason"}]}, in this
/// order; a cleaning or a reconciliation begins with "scope" and has "cleaned", "cancelled" and "nothing"
/// behind "failed". An interface: members are not renamed. Bytes of a promptId that are no UTF-8 become
/// U+FFFD.
[[nodiscard]] QByteArray recoveryReportJson(const RecoveryReport &report);

} // namespace emberwatch
