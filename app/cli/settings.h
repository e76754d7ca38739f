// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/terminal.h"
#include "core/base/result.h"
#include "core/jobs/jobstate.h"
#include "core/redis/connectionoptions.h"

namespace emberwatch::cli {

/// What every command needs to know.
struct Settings
{
    redis::ConnectionOptions connection; ///< only where the command uses Redis
    JobSchema schema;
    bool isJson = false;
    Terminal out; ///< stdout
    Terminal err; ///< stderr
};

/// From the options and the environment: --redis before --redis-file before REDIS_URL before
/// redis://127.0.0.1:6379. A password that is to be asked for ("user:@") is taken from REDISCLI_AUTH or asked
/// for on the terminal. Errors: Invalid (usage), Cancelled (no password was typed).
[[nodiscard]] Result<Settings> readSettings(const CommandLine &line);

} // namespace emberwatch::cli
