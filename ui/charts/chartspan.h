// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>

namespace emberwatch {

/// How far back the charts look.
enum class ChartSpan : quint8
{
    QuarterHour,
    Hour,
    SixHours,
    Day
};

[[nodiscard]] constexpr std::chrono::seconds lengthOf(ChartSpan span)
{
    using namespace std::chrono_literals;
    switch (span) {
    case ChartSpan::QuarterHour:
        return 15min;
    case ChartSpan::Hour:
        return 1h;
    case ChartSpan::SixHours:
        return 6h;
    case ChartSpan::Day:
        break;
    }
    return 24h;
}

} // namespace emberwatch
