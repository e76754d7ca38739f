// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace emberwatch {

/// Its first character as a capital: "settle as failed" as a title.
[[nodiscard]] QString sentenceCase(QString text);

} // namespace emberwatch
