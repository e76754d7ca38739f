// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace emberwatch::filter {

/// "90", "10m", "1h30m", "1.5h", "250ms": milliseconds. Units are ms, s, m, h and d; a number alone is in
/// seconds. nullopt for anything else.
[[nodiscard]] std::optional<double> parseDuration(QStringView text);

/// "50", "99.5", "50%": percent. nullopt for anything else.
[[nodiscard]] std::optional<double> parsePercent(QStringView text);

} // namespace emberwatch::filter
