// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

struct Theme;

/// The one style sheet over Fusion. A widget chooses its look by the dynamic property "look":
/// QPushButton: "primary", "quiet" (no frame until hovered) · QToolButton: "quiet" ·
/// QLabel: "heading", "second", "third", "mono", "small" · QFrame: "card", "hairline" · QWidget: "page",
/// "bar" · QPlainTextEdit, QAbstractItemView: "quiet" (no frame but the focus).
[[nodiscard]] QString styleSheetOf(const Theme &theme);

} // namespace emberwatch
