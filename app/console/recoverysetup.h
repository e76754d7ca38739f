// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/consoleoptions.h"
#include "ui/engine/recoveryroom.h"

namespace emberwatch {

/// What the arguments and the environment say of recoveries; the rest is of the server that is opened.
/// Errors: of the records' address and of the policy file (usage).
[[nodiscard]] Result<RecoverySetup> recoverySetupOf(const ConsoleOptions &options);

} // namespace emberwatch
