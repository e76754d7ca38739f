// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/base/result.h"
#include "core/config/said.h"

#include <QList>

namespace emberwatch::cli {

/// A setting as it holds for a command with this command line.
struct ShownSetting
{
    QString name; ///< as in the environments file; of its sections "records.table", "default.age-limit"
    Said said; ///< the value without user, password and query; empty: nothing is said
};

/// Every setting, in the order of the file. Errors: Invalid: one that is wrong, and where.
[[nodiscard]] Result<QList<ShownSetting>> shownSettings(const CommandLine &line);

} // namespace emberwatch::cli
