// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/journal.h"
#include "core/triage/recoveryreport.h"

#include <QCoroTask>

namespace emberwatch {

/// The kind of a walk's report in the journal: "recovery", "cleaning", "reconciliation".
[[nodiscard]] QString reportKindOf(PlanScope scope);

/// A report whole, as the journal keeps it: {"scope", "startedAt", "finishedAt", "jobs": [...], "beside":
/// [...]}, and "reason" and "batch" where there is one. Times in milliseconds since the epoch; the bytes of a
/// promptId percent-encoded, so that any come back as they were.
[[nodiscard]] QByteArray keptReportJson(const RecoveryReport &report);
/// Errors: Parse.
[[nodiscard]] Result<RecoveryReport> keptReportFrom(const QByteArray &json);

/// The last report of such a walk; nullopt: there was none yet. Errors: those of the journal; Parse.
/// @param journal  outlives the call
[[nodiscard]] QCoro::Task<Result<std::optional<RecoveryReport>>> lastReportOf(
    Journal *journal, QString environment, PlanScope scope = PlanScope::Recover);

} // namespace emberwatch
