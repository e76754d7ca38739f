// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace emberwatch::cli {

/// "90s", "1h30m", "500ms", "2d": numbers with ms, s, m, h or d behind them, added up. nullopt for anything
/// else.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(QStringView text);

} // namespace emberwatch::cli
