// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

#include <vector>

namespace emberwatch {

/// The end of an axis that begins at 0 and has its only other label in the middle: 2, 4, 6, 8, 10, 20, 40,
/// ...
/// @param current  the end it has now: kept as long as it fits, so that the scale does not flicker; 0: none
[[nodiscard]] double axisEnd(double largest, double current);

/// "400", "20 k", "1.5 M": at most five characters below a thousand million.
[[nodiscard]] QString axisLabel(double value);

struct TimeTick
{
    Timestamp time;
    QString label; ///< UTC
    bool operator==(const TimeTick &) const = default;
};

/// Round moments of UTC within from..to, at most `mostTicks` of them.
[[nodiscard]] std::vector<TimeTick> timeTicks(Timestamp from, Timestamp to, int mostTicks);

} // namespace emberwatch
