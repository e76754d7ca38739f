// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/environmentclass.h"

#include <QColor>

class QPalette;

namespace emberwatch {

/// Every colour of the console by what it is for. Text roles have a contrast of at least 4.5 on window, base
/// and raised, outlines at least 3. Source: the console's colour table, console.md section 6.
struct Colors
{
    bool isDark = false;
    bool isHighContrast = false; ///< taken from the system's palette

    QColor window; ///< frame and docks
    QColor base; ///< tables and fields
    QColor raised; ///< buttons at rest in the dark theme, whatever is hovered
    QColor hairline; ///< separators, cards, chips
    QColor outline; ///< inputs and other frames that take the focus
    QColor selection; ///< selected row, active span
    QColor onSelection; ///< text on it

    QColor text; ///< values
    QColor second; ///< labels and ages
    QColor third; ///< hints and quiet states
    QColor disabled;

    QColor accent; ///< primary button, focus ring, current tab
    QColor onAccent;

    QColor queued;
    QColor processing;
    QColor completed; ///< also the live feed
    QColor failed; ///< also orphaned and lost
    QColor failedTint;
    QColor warning; ///< also stale, stalled and silent beyond the limit
    QColor warningTint;
    QColor conflict; ///< also an unclaimed result
    QColor conflictTint;

    QColor chartQueued;
    QColor chartProcessing;
    QColor chartCompleted;
    QColor chartFailed;

    QColor production;
    QColor staging;
    QColor development;
    QColor onClass; ///< text on the three

    [[nodiscard]] QColor ofClass(EnvironmentClass environment) const;

    [[nodiscard]] static Colors dark();
    [[nodiscard]] static Colors light();
    /// Roles from the palette; a status keeps its own colour only where it can be read on it.
    [[nodiscard]] static Colors fromPalette(const QPalette &palette);

    bool operator==(const Colors &) const = default;
};

} // namespace emberwatch
