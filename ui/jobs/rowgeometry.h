// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QRect>
#include <QSize>

namespace emberwatch {

/// Where rows of one height stand in a scrolled viewport. All lengths in pixels.
struct RowGeometry
{
    int rowHeight = 1;
    int rows = 0;
    int offset = 0; ///< scrolled down by
    QSize viewport;

    [[nodiscard]] int firstVisible() const { return offset / rowHeight; }
    [[nodiscard]] int lastVisible() const; ///< -1: there are no rows
    [[nodiscard]] int rowAt(int y) const; ///< -1: none
    /// As rowAt(), and beyond the ends the first and the last row. Needs rows.
    [[nodiscard]] int nearestRow(int y) const;
    [[nodiscard]] QRect rect(int row) const;
    [[nodiscard]] int rowsPerPage() const { return std::max(1, viewport.height() / rowHeight); }
    /// How far the rows can be scrolled.
    [[nodiscard]] int scrollRange() const { return std::max(0, rows * rowHeight - viewport.height()); }
    /// The offset at which the row stands as wished, not yet limited to the range.
    [[nodiscard]] int offsetFor(int row, QAbstractItemView::ScrollHint hint) const;
    bool operator==(const RowGeometry &) const = default;
};

} // namespace emberwatch
