// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>

class QPainter;

namespace emberwatch {

struct Theme;

/// What a row of a table shows beside its cells.
struct RowState
{
    bool isSelected = false;
    bool isHovered = false;
    bool isCurrent = false; ///< and the table has the focus
    bool hasFocus = false; ///< the table
    bool operator==(const RowState &) const = default;
};

/// Fill and hairline of a whole row.
void drawRowBackground(QPainter &painter, const QRect &row, const RowState &state, const Theme &theme);
/// What lies over the cells: the accent of a selected row, the focus of the current one.
void drawRowForeground(QPainter &painter, const QRect &row, const RowState &state, const Theme &theme);

/// A slim bar with round ends.
/// @param percent  0 to 100
void drawProgressBar(
    QPainter &painter, const QRect &bar, double percent, const QColor &done, const QColor &rest);

} // namespace emberwatch
