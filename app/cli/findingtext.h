// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/diagnosis/finding.h"

#include <map>
#include <string>

namespace emberwatch::cli {

/// A finding for people: mark, title, sentence; below it details and what an administrator may run.
void appendFindingText(std::string &to, const Finding &finding, const Terminal &terminal);
/// "2 problems, 1 warning."
void appendSummaryText(
    std::string &to, const std::map<Finding::State, int> &counts, const Terminal &terminal);

/// A finding as one line of JSON (docs/json.md).
void appendFindingJson(std::string &to, const Finding &finding);
void appendSummaryJson(std::string &to, const std::map<Finding::State, int> &counts);

} // namespace emberwatch::cli
