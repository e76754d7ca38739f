// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/sharedoptions.h"
#include "app/cli/workbench.h"
#include "core/operations/recovery.h"

#include <QUrl>

#include <optional>

namespace emberwatch::cli {

// What the walks of the commands and of the agent have in common: the same sources, told the same way which
// jobs to take.

/// Which jobs: --type, --server, --grace.
[[nodiscard]] const OptionList &lookOptions();
/// The same, and --max-age.
[[nodiscard]] OptionList wishOptions();
/// @param policy  what holds where no option says otherwise. Errors: Invalid.
[[nodiscard]] Result<ObserverWish> readWish(const CommandLine &line, const Policy &policy);

[[nodiscard]] AlertOptions alertOptionsFor(const std::optional<QUrl> &webhook, const QString &environment);
/// Without holds: these are of whoever looks more than once.
[[nodiscard]] RecoverySources recoverySources(Workbench &bench, Alerts *alerts);
[[nodiscard]] RecoveryOptions recoveryOptions(const Workbench &bench, const Settings &settings);

} // namespace emberwatch::cli
