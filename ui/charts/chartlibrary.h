// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace emberwatch {

class ChartPlots;

/// Where the library lies: beside the program, as the build and `cmake --install` put both.
[[nodiscard]] QString chartLibraryPath();

/// Loads the library that draws the charts; it stays loaded.
/// @return never nullptr. Errors: NotFound, it is not there, cannot be loaded or is another version's.
[[nodiscard]] Result<ChartPlots *> loadChartPlots(const QString &path = chartLibraryPath());

} // namespace emberwatch
