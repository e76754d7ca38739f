// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

namespace emberwatch {

Theme Theme::make(const Colors &colors, const QFont &body)
{
    Theme theme;
    theme.colors = colors;
    theme.fonts = Fonts::from(body);
    theme.measures = Measures::from(theme.fonts);
    return theme;
}

} // namespace emberwatch
