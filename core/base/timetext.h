// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QDateTime>
#include <QString>

#include <chrono>

namespace emberwatch {

/// A length of time for people: at most two units, the second with two digits so that a column keeps its
/// width: "11 s", "14 m 11 s", "1 h 05 m", "2 d 03 h". Rounded down; negative counts as 0.
[[nodiscard]] QString durationText(std::chrono::milliseconds duration);

/// A moment in UTC: "13:41:27 UTC" on the day of `now`, else "2025-11-23 13:41:27 UTC".
[[nodiscard]] QString momentText(Timestamp moment, Timestamp now);

/// For machines: "2025-11-23T13:41:27.412Z".
[[nodiscard]] QString isoText(Timestamp moment);

/// Qt's date and time, in UTC.
[[nodiscard]] QDateTime utcTime(Timestamp moment);

/// "2025-11-23 13:41:27.412 UTC", for tool tips and reports.
[[nodiscard]] QString exactMomentText(Timestamp moment);

} // namespace emberwatch
