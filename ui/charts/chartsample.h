// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"

#include <QtGlobal>

#include <array>
#include <optional>

namespace emberwatch {

/// One look at the live set, taken about once a second.
struct ChartSample
{
    Timestamp time; ///< our clock
    std::array<qint64, 4> byStatus{}; ///< index: JobStatus
    std::array<qint64, 10> progress{}; ///< processing jobs by tenth of their progress; 100 % is in the last
    std::optional<double> medianProgress; ///< percent; nullopt: nothing is processing
    double eventsPerSecond = 0; ///< since the sample before
    /// The feed was live. Otherwise nothing is known of this moment: the other members are not looked at.
    bool isLive = false;
    bool operator==(const ChartSample &) const = default;
};

} // namespace emberwatch
