// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/triage/plandiff.h"

#include <string>

namespace emberwatch::cli {

/// What a plan would do: for whom it is, how many changes, and each action with its steps and its reason.
void appendPlanText(std::string &to, const Plan &plan, const Terminal &terminal);
/// The plan's file format on one line.
void appendPlanJson(std::string &to, const Plan &plan);

void appendDifferencesTable(
    std::string &to, const QList<PlanDifference> &differences, const Terminal &terminal);
/// One difference a line: {"promptId", "difference", "then", "now", "changes"}.
void appendDifferencesJson(std::string &to, const QList<PlanDifference> &differences);

} // namespace emberwatch::cli
