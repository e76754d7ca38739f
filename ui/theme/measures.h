// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>

namespace emberwatch {

struct Fonts;

/// Lengths in device-independent pixels. Fixed ones lie on a grid of 4; heights grow with the font.
struct Measures
{
    int grid = 4;
    int within = 8; ///< gap between things that belong together
    int between = 12; ///< gap between groups
    int around = 16; ///< margin of a page or dialog
    int corner = 4;
    int border = 1;
    int icon = 16; ///< grows with the font
    int band = 4; ///< the environment's colour over every window
    int focusRing = 2;
    int progressLine = 2;
    int selectionBar = 3; ///< accent at the left edge of a selected row
    int progressBar = 6; ///< height of the bar in a row

    int row = 26; ///< of a table
    int control = 28; ///< buttons and fields
    int chip = 24;
    int bar = 44; ///< head bar
    int statusBar = 28;

    [[nodiscard]] static Measures from(const Fonts &fonts);
    /// The icon that goes with text of this height.
    [[nodiscard]] static int iconFor(int textHeight);
    /// An icon's box in a button with text: wider than high, as the style's own distance between icon and
    /// text is too small.
    [[nodiscard]] static QSize besideText(int icon) { return {icon + 4, icon}; }
    bool operator==(const Measures &) const = default;
};

} // namespace emberwatch
