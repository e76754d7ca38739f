// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rowlook.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace emberwatch {

void drawRowBackground(QPainter &painter, const QRect &row, const RowState &state, const Theme &theme)
{
    const Colors &colors = theme.colors;
    const QColor &fill = state.isSelected ? colors.selection : state.isHovered ? colors.raised : colors.base;
    painter.fillRect(row, fill);
    painter.fillRect(row.left(), row.bottom(), row.width(), theme.measures.border, colors.hairline);
}

void drawRowForeground(QPainter &painter, const QRect &row, const RowState &state, const Theme &theme)
{
    const Colors &colors = theme.colors;
    if (state.isSelected) {
        const QColor &color = state.hasFocus ? colors.accent : colors.outline;
        painter.fillRect(row.left(), row.top(), theme.measures.selectionBar, row.height(), color);
    } else if (state.isCurrent) {
        const int width = theme.measures.focusRing;
        painter.fillRect(row.left(), row.top(), row.width(), width, colors.accent);
        painter.fillRect(row.left(), row.bottom() + 1 - width, row.width(), width, colors.accent);
        painter.fillRect(row.left(), row.top(), width, row.height(), colors.accent);
        painter.fillRect(row.right() + 1 - width, row.top(), width, row.height(), colors.accent);
    }
}

void drawProgressBar(
    QPainter &painter, const QRect &bar, double percent, const QColor &done, const QColor &rest)
{
    const qreal radius = bar.height() / 2.0;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(rest);
    painter.drawRoundedRect(bar, radius, radius);
    if (percent > 0) {
        QRect filled = bar;
        filled.setWidth(std::max(bar.height(), qRound(bar.width() * percent / 100)));
        painter.setBrush(done);
        painter.drawRoundedRect(filled, radius, radius);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace emberwatch
