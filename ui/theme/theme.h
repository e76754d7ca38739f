// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/fonts.h"
#include "ui/theme/measures.h"

namespace emberwatch {

/// How everything looks: colours, fonts, lengths. Made once per change and read everywhere: delegates,
/// charts, icons and the style sheet take nothing from anywhere else.
struct Theme
{
    Colors colors;
    Fonts fonts;
    Measures measures;

    [[nodiscard]] static Theme make(const Colors &colors, const QFont &body);
    bool operator==(const Theme &) const = default;
};

} // namespace emberwatch
