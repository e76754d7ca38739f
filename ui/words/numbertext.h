// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// "347", "61 000": groups of three apart by a narrow no-break space, digits as the locale writes them.
[[nodiscard]] QString numberText(qint64 number);

} // namespace emberwatch
