// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/rowgeometry.h"

#include <algorithm>

namespace emberwatch {

int RowGeometry::lastVisible() const
{
    return std::min(rows - 1, (offset + viewport.height() - 1) / rowHeight);
}

int RowGeometry::rowAt(int y) const
{
    const int row = (y + offset) / rowHeight;
    return y + offset >= 0 && row < rows ? row : -1;
}

int RowGeometry::nearestRow(int y) const
{
    return std::clamp((y + offset) / rowHeight, 0, rows - 1);
}

QRect RowGeometry::rect(int row) const
{
    return {0, row * rowHeight - offset, viewport.width(), rowHeight};
}

int RowGeometry::offsetFor(int row, QAbstractItemView::ScrollHint hint) const
{
    const int top = row * rowHeight;
    const int room = viewport.height() - rowHeight;
    switch (hint) {
    case QAbstractItemView::PositionAtTop:
        return top;
    case QAbstractItemView::PositionAtBottom:
        return top - room;
    case QAbstractItemView::PositionAtCenter:
        return top - room / 2;
    case QAbstractItemView::EnsureVisible:
        break;
    }
    return std::clamp(offset, top - room, top);
}

} // namespace emberwatch
