// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colors.h"

#include "ui/theme/contrast.h"

#include <QPalette>

#include <algorithm>

namespace emberwatch {

namespace {

constexpr double readable = 4.5;

void keepReadable(Colors &colors)
{
    const auto isReadable = [&colors](const QColor &color) {
        return contrast(color, colors.window) >= readable && contrast(color, colors.base) >= readable;
    };
    for (QColor *role : {&colors.queued, &colors.processing, &colors.completed, &colors.failed,
             &colors.warning, &colors.conflict}) {
        if (!isReadable(*role))
            *role = colors.text;
    }
}

} // namespace

QColor Colors::ofClass(EnvironmentClass environment) const
{
    switch (environment) {
    case EnvironmentClass::Production:
        return production;
    case EnvironmentClass::Staging:
        return staging;
    case EnvironmentClass::Development:
        break;
    }
    return development;
}

Colors Colors::dark()
{
    Colors c;
    c.isDark = true;
    c.window = QColor(0x14171c);
    c.base = QColor(0x1a1e24);
    c.raised = QColor(0x21252d);
    c.hairline = QColor(0x2c333d);
    c.outline = QColor(0x798493);
    c.selection = QColor(0x253854);
    c.text = QColor(0xe4e8ee);
    c.onSelection = c.text;
    c.second = QColor(0xb5beca);
    c.third = QColor(0x96a1b0);
    c.disabled = QColor(0x646e7c);
    c.accent = QColor(0x86b5ff);
    c.onAccent = QColor(0x0f1a2b);
    c.queued = c.third;
    c.processing = QColor(0x59a8f9);
    c.completed = QColor(0x71e3c1);
    c.failed = QColor(0xf88669);
    c.failedTint = QColor(0x3b201b);
    c.warning = QColor(0xf3b63b);
    c.warningTint = QColor(0x33290f);
    c.conflict = QColor(0xe1a9e0);
    c.conflictTint = QColor(0x33213a);
    c.chartProcessing = QColor(0x4680bc);
    c.chartQueued = QColor(0x667079);
    c.chartCompleted = QColor(0x63c4a8);
    c.chartFailed = QColor(0xd9715a);
    c.production = QColor(0xc2185b);
    c.staging = QColor(0x946000);
    c.development = QColor(0x1f6e54);
    c.onClass = QColor(0xffffff);
    return c;
}

Colors Colors::light()
{
    Colors c;
    c.window = QColor(0xf2f3f6);
    c.base = QColor(0xffffff);
    c.raised = QColor(0xeceef2);
    c.hairline = QColor(0xdde2e9);
    c.outline = QColor(0x798290);
    c.selection = QColor(0xdbe6f9);
    c.text = QColor(0x171c23);
    c.onSelection = c.text;
    c.second = QColor(0x465160);
    c.third = QColor(0x5a6472);
    c.disabled = QColor(0x9aa3ae);
    c.accent = QColor(0x1d55c0);
    c.onAccent = QColor(0xffffff);
    c.queued = c.third;
    c.processing = QColor(0x0e48be);
    c.completed = QColor(0x08745a);
    c.failed = QColor(0x8a160f);
    c.failedTint = QColor(0xfae6e2);
    c.warning = QColor(0x7a5600);
    c.warningTint = QColor(0xfdf3d9);
    c.conflict = QColor(0x9c3584);
    c.conflictTint = QColor(0xf9e9f5);
    c.chartProcessing = QColor(0x4e78ce);
    c.chartQueued = QColor(0x828993);
    c.chartCompleted = QColor(0x2a8671);
    c.chartFailed = QColor(0x993029);
    c.production = QColor(0xa3154f);
    c.staging = QColor(0x7a4b00);
    c.development = QColor(0x1f6e54);
    c.onClass = QColor(0xffffff);
    return c;
}

Colors Colors::fromPalette(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Window);
    Colors c = window.lightnessF() < 0.5 ? dark() : light();
    c.isHighContrast = true;
    c.window = window;
    c.base = palette.color(QPalette::Base);
    c.raised = palette.color(QPalette::Button);
    c.text = palette.color(QPalette::WindowText);
    c.hairline = mixed(c.window, c.text, 0.5);
    c.outline = c.text;
    c.selection = palette.color(QPalette::Highlight);
    c.onSelection = palette.color(QPalette::HighlightedText);
    c.second = c.text;
    c.third = c.text;
    c.disabled = mixed(c.window, c.text, 0.6);
    c.accent = contrast(c.selection, c.window) >= 3 ? c.selection : c.text;
    c.onAccent = c.accent == c.selection ? c.onSelection : c.window;
    c.queued = c.text;
    for (QColor *tint : {&c.failedTint, &c.warningTint, &c.conflictTint})
        *tint = c.window;
    keepReadable(c);
    return c;
}

} // namespace emberwatch
