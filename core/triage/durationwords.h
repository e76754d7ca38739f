// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace emberwatch {

/// A length of time inside a sentence: "45 s", "2 min 10 s", "14 min", "2 h 5 min", "3 d 4 h". Rounded down;
/// seconds are named below ten minutes only. Not translated: sentences go into journals and reports, which
/// several people read. (durationText() is for columns.)
[[nodiscard]] QString durationInWords(std::chrono::milliseconds duration);

} // namespace emberwatch
