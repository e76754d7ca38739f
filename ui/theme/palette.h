// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace emberwatch {

struct Colors;

/// What Fusion and plain widgets draw with.
[[nodiscard]] QPalette paletteOf(const Colors &colors);

/// High contrast, or colours that no common theme has: then the system's palette is used as it is.
[[nodiscard]] bool isUnusual(const QPalette &system);

} // namespace emberwatch
