// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/commandline.h"

namespace emberwatch::cli {

/// emberwatch env: what the environments file says, what holds of it, and who may write in production.
struct EnvCommand
{
    [[nodiscard]] static CommandHelp help();
    /// One of EnvListCommand, EnvShowCommand, EnvRaiseCommand.
    [[nodiscard]] static MadeCommand make(const CommandLine &line, const Settings &settings);
};

} // namespace emberwatch::cli
