// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/measures.h"

#include "ui/theme/fonts.h"

#include <QFontMetrics>

#include <algorithm>

namespace emberwatch {

namespace {

int onGrid(int length, int grid)
{
    return (length + grid - 1) / grid * grid;
}

} // namespace

Measures Measures::from(const Fonts &fonts)
{
    Measures m;
    m.icon = iconFor(QFontMetrics(fonts.body).height());
    const int body = std::max({QFontMetrics(fonts.body).height(), QFontMetrics(fonts.mono).height(), m.icon});
    const int small = std::max(QFontMetrics(fonts.small).height(), m.icon);
    m.row = onGrid(body + 7, 2);
    m.control = onGrid(body + 9, m.grid);
    m.chip = onGrid(body + 4, m.grid);
    m.bar = m.control + 16;
    m.statusBar = onGrid(small + 8, m.grid);
    return m;
}

int Measures::iconFor(int textHeight)
{
    return std::max(16, textHeight * 17 / 20 / 4 * 4);
}

} // namespace emberwatch
