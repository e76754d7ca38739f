// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/contrast.h"

#include <algorithm>
#include <cmath>

namespace emberwatch {

namespace {

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

double contrast(const QColor &one, const QColor &other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

QColor mixed(const QColor &under, const QColor &over, double part)
{
    const auto channel
        = [part](int from, int to) { return from + static_cast<int>(std::lround((to - from) * part)); };
    return QColor(channel(under.red(), over.red()), channel(under.green(), over.green()),
        channel(under.blue(), over.blue()));
}

} // namespace emberwatch
