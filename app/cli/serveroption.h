// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/workbench.h"

namespace emberwatch::cli {

/// The server of --server, which is allowed by being named. Errors: Invalid.
[[nodiscard]] Result<QString> allowNamed(const CommandLine &line, WorkbenchOptions &options);

} // namespace emberwatch::cli
