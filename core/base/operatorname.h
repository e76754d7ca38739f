// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// Who runs this process: USER, LOGNAME, or the system's name for the user; "unknown" where there is none.
[[nodiscard]] QString operatorName();

} // namespace emberwatch
