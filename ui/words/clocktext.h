// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QString>

namespace emberwatch {

/// In which zone moments are shown; chosen in the status bar.
enum class ClockZone : quint8
{
    Utc,
    Local
};

/// "14:02:31 UTC", or "15:02:31 CET" in the local zone.
[[nodiscard]] QString clockText(Timestamp moment, ClockZone zone);
/// "2026-03-01 14:02:31.123 UTC": for tool tips and reports.
[[nodiscard]] QString datedClockText(Timestamp moment, ClockZone zone);

} // namespace emberwatch
