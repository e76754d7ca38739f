// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/consoleoptions.h"
#include "core/config/said.h"

#include <QStringList>

namespace emberwatch {

/// --env, else EMBERWATCH_ENV: puts what the environments file says into the options, where neither an option
/// nor a variable says it. Also settles the class (--class, EMBERWATCH_CLASS, the file, development), which
/// cannot be made less than the file says. Errors: Invalid, naming option, variable or line.
[[nodiscard]] Result<void> chooseEnvironment(ConsoleOptions &options);

/// The database of the records, as it was said. Default: nothing.
[[nodiscard]] Said saidRecords(const ConsoleOptions &options);
/// The address of Redis. Default: nothing. A file of the environments file is not opened: see fileKey.
[[nodiscard]] Said saidRedis(const ConsoleOptions &options);
/// The value, or where the environments file names a file for it, that file's first line. Errors: Invalid.
/// @param key  "redis", "records"
[[nodiscard]] Result<QString> addressOf(const ConsoleOptions &options, const QString &key, const Said &said);

/// A sentence for each variable that takes the place of what the environments file says.
[[nodiscard]] QStringList overridingVariables(const ConsoleOptions &options);

} // namespace emberwatch
