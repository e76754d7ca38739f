// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/evidencelines.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QByteArray>

namespace emberwatch {

/// What a verdict rests on, for the journal and the audit row: {"lines": [{"source", "at", "value",
/// "request", "detail"}], "limits": [{"name", "limitMs", "measuredMs", "setBy"}]}. Times in ISO 8601, UTC;
/// what is not known is left out.
[[nodiscard]] QByteArray evidenceJson(const JudgedJob &job, const Policy &policy);
[[nodiscard]] QByteArray evidenceJson(
    const QList<EvidenceLine> &lines, const QList<AppliedLimit> &limits = {});

} // namespace emberwatch
