// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

namespace emberwatch::cli {

/// Asks on the terminal of the process, without showing what is typed. Redirections do not matter.
/// Errors: Invalid where there is no terminal; Cancelled for an end of input (Ctrl-D).
[[nodiscard]] Result<Secret> askPassword(const QString &question);

} // namespace emberwatch::cli
