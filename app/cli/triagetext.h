// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/triage/plan.h"
#include "core/triage/policy.h"

#include <QList>
#include <QString>

#include <string>

namespace emberwatch::cli {

/// One judged job as a line of JSON (docs/json.md): promptId, verdict, sentence, proposed, the flags, and
/// what each of the three sources said.
void appendTriageJson(std::string &to, const JudgedJob &job, const Policy &policy);
/// A table with the sentence of each behind its row.
void appendTriageTable(std::string &to, const QList<JudgedJob> &jobs, const Policy &policy,
    const Terminal &terminal, bool hasHeader);
/// "23 jobs: 2 conflict, 5 orphaned, 16 live".
[[nodiscard]] QString triageSumText(const QList<JudgedJob> &jobs);
/// What a person has to see first comes first.
[[nodiscard]] int urgencyOf(Verdict verdict);

} // namespace emberwatch::cli
