// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

#include <optional>

namespace emberwatch::cli {

/// A moment as it is given on the command line: a duration ("2h", "1d12h") counts back from `now`; else a
/// date or a date and time of ISO 8601 ("2026-11-25", "2026-11-25T10:00", "2026-11-25T10:00:00+01:00"), in
/// UTC where it says no zone. nullopt for anything else.
[[nodiscard]] std::optional<Timestamp> parseMoment(const QString &text, Timestamp now);

} // namespace emberwatch::cli
