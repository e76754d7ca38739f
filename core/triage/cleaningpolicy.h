// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <chrono>
#include <optional>

namespace emberwatch {

/// What a scheduled cleaning does with what it finds.
enum class CleaningMode : quint8
{
    Off,
    Report, ///< says what would be done, and changes nothing
    Apply
};
/// "off", "report", "apply": stable.
[[nodiscard]] constexpr QByteArrayView wordOf(CleaningMode mode)
{
    return mode == CleaningMode::Off ? "off" : mode == CleaningMode::Report ? "report" : "apply";
}
[[nodiscard]] constexpr std::optional<CleaningMode> cleaningModeFromWord(QByteArrayView word)
{
    for (const CleaningMode mode : {CleaningMode::Off, CleaningMode::Report, CleaningMode::Apply}) {
        if (wordOf(mode) == word)
            return mode;
    }
    return std::nullopt;
}

/// When the agent cleans, and how much.
struct CleaningPolicy
{
    CleaningMode mode = CleaningMode::Off;
    std::chrono::milliseconds every{std::chrono::minutes(10)}; ///< from the end of a run to the next
    int atMost = 500; ///< jobs that one run changes
    bool operator==(const CleaningPolicy &) const = default;
};

} // namespace emberwatch
