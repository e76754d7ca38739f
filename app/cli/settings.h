// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/terminal.h"
#include "core/base/environmentclass.h"
#include "core/base/result.h"
#include "core/config/said.h"
#include "core/jobs/jobstate.h"
#include "core/redis/connectionoptions.h"

namespace emberwatch::cli {

/// What every command needs to know.
struct Settings
{
    redis::ConnectionOptions connection; ///< only where the command uses Redis
    JobSchema schema;
    QString environmentName; ///< of --env; empty: the address of its Redis stands for it
    EnvironmentClass environmentClass = EnvironmentClass::Development;
    bool isJson = false;
    Terminal out; ///< stdout
    Terminal err; ///< stderr
};

/// Which Redis, without asking anybody for a password: --redis before --redis-file before REDIS_URL before
/// the environments file before redis://127.0.0.1:6379. Errors: Invalid.
[[nodiscard]] Result<redis::ConnectionOptions> readRedisAddress(const CommandLine &line);
/// The same as a setting; its value may hold a password.
[[nodiscard]] Result<Said> saidRedisUrl(const CommandLine &line);

/// From options, variables and the environments file. A password that is to be asked for ("user:@") is taken
/// from REDISCLI_AUTH or asked for on the terminal. Errors: Invalid (usage), Cancelled (no password was
/// typed).
[[nodiscard]] Result<Settings> readSettings(const CommandLine &line);

} // namespace emberwatch::cli
