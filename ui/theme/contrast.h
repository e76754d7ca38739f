// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace emberwatch {

/// Contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, "contrast ratio".
[[nodiscard]] double contrast(const QColor &one, const QColor &other);
/// `part` (0..1) of `over` on `under`, opaque.
[[nodiscard]] QColor mixed(const QColor &under, const QColor &over, double part);

} // namespace emberwatch
