// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/joborder.h"

#include <QString>
#include <QStringList>

namespace emberwatch {

struct Theme;

/// The column's heading.
[[nodiscard]] QString titleOf(JobColumn column);
/// A stable name for actions and tests: "status", "promptId".
[[nodiscard]] QString nameOf(JobColumn column);
/// Figures, which stand at the right.
[[nodiscard]] bool isNumeric(JobColumn column);
[[nodiscard]] bool isMonospace(JobColumn column);
/// Changes by itself as time passes.
[[nodiscard]] bool showsTime(JobColumn column);
/// Shortened in the middle, so that both ends of an id stay.
[[nodiscard]] bool elidesInTheMiddle(JobColumn column);
/// Still tells something when it is narrower, more when it is wider.
[[nodiscard]] bool isElastic(JobColumn column);
[[nodiscard]] int titleWidthOf(JobColumn column, const Theme &theme);
/// Wide enough for what usually stands in it, measured in the theme's fonts.
[[nodiscard]] int usualWidthOf(JobColumn column, const Theme &theme);
/// So narrow that nothing can be read any more.
[[nodiscard]] int leastWidth(const Theme &theme);

/// Bar and gap in front of the figures of Progress.
[[nodiscard]] int progressBarWidth(const Theme &theme);

} // namespace emberwatch
