// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// A text of Redis, a database or a server as a label may show it (displayText() of its characters).
[[nodiscard]] QString shownText(const QString &text);

/// A text as a tool tip shows it letter by letter, whatever markup it seems to be.
[[nodiscard]] QString toolTipText(const QString &text);

} // namespace emberwatch
