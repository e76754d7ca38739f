// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/palette.h"

#include "ui/theme/colors.h"
#include "ui/theme/contrast.h"

#include <algorithm>

namespace emberwatch {

namespace {

/// 0 for greys, 255 for pure hues.
int colorfulness(const QColor &color)
{
    const auto [least, most] = std::minmax({color.red(), color.green(), color.blue()});
    return most - least;
}

} // namespace

QPalette paletteOf(const Colors &c)
{
    QPalette palette;
    const auto set
        = [&palette](QPalette::ColorRole role, const QColor &color) { palette.setColor(role, color); };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.base);
    set(QPalette::AlternateBase, c.raised);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::PlaceholderText, c.third);
    set(QPalette::Text, c.text);
    set(QPalette::Button, c.isDark ? c.raised : c.base);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.onAccent);
    set(QPalette::Light, c.raised);
    set(QPalette::Midlight, c.hairline);
    set(QPalette::Mid, c.hairline);
    set(QPalette::Dark, c.outline);
    set(QPalette::Shadow, mixed(c.window, QColor(Qt::black), 0.5));
    set(QPalette::Highlight, c.selection);
    set(QPalette::HighlightedText, c.onSelection);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.conflict);
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    return palette;
}

bool isUnusual(const QPalette &system)
{
    const QColor window = system.color(QPalette::Window);
    const QColor base = system.color(QPalette::Base);
    const QColor text = system.color(QPalette::WindowText);
    const bool isHighContrast = window == base && contrast(window, text) >= 19;
    const bool isColorful = colorfulness(window) > 64 || colorfulness(base) > 64;
    return isHighContrast || isColorful;
}

} // namespace emberwatch
