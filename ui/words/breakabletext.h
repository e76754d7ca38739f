// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// The text with places to break a line at within long words, for labels that wrap: else a word of a server
/// that is a thousand letters long makes the window as wide. Cut after `most` characters.
[[nodiscard]] QString breakableText(const QString &text, qsizetype most = 512);

} // namespace emberwatch
