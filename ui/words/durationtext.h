// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timetext.h"

#include <QString>

#include <chrono>

namespace emberwatch {

/// As durationText, but with tenths below ten seconds: "0.2 s". For the age of what is on screen.
[[nodiscard]] QString fineDurationText(std::chrono::milliseconds duration);
/// All of it, for tool tips: "1 h 45 m 12.345 s".
[[nodiscard]] QString exactDurationText(std::chrono::milliseconds duration);

} // namespace emberwatch
