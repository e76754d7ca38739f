// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace emberwatch::cli {

// clean, reconcile and apply: the walk of RecoverCommand in other scopes, or for a plan from a file.

[[nodiscard]] CommandHelp cleanHelp();
[[nodiscard]] MadeCommand makeClean(const CommandLine &line, const Settings &settings);

[[nodiscard]] CommandHelp reconcileHelp();
[[nodiscard]] MadeCommand makeReconcile(const CommandLine &line, const Settings &settings);

[[nodiscard]] CommandHelp applyHelp();
[[nodiscard]] MadeCommand makeApply(const CommandLine &line, const Settings &settings);

} // namespace emberwatch::cli
