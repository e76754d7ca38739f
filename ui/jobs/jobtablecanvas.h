// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/jobrowpainter.h"
#include "ui/jobs/paintedrows.h"
#include "ui/jobs/rowgeometry.h"

#include <QRegion>

#include <functional>

namespace emberwatch {

class JobTableHeader;
class JobTableModel;

/// The picture of the rows on screen, and what of it no longer shows what the model holds.
class JobTableCanvas
{
public:
    using StateOfRow = std::function<JobRowPainter::State(int row)>;

    /// @param themes, header  outlive the canvas
    JobTableCanvas(const ThemeSource *themes, const JobTableHeader *header);

    /// Fonts or lengths may have changed.
    void renew() { m_painter.renew(); }
    [[nodiscard]] int rowHeight() const { return m_painter.rowHeight(); }

    /// @param exposed  what has to be painted
    void paint(QPainter &painter, const QRegion &exposed, const RowGeometry &rows, const JobTableModel *model,
        const StateOfRow &stateOf);
    /// Repainting this is enough after a change of the model: mostly nothing.
    [[nodiscard]] QRegion outdated(const RowGeometry &rows, const JobTableModel &model) const;
    /// Another model.
    void forget() { m_painted.begin(0, 0); }

private:
    void drawRow(QPainter &painter, const QRect &rect, const QRect &exposed, const JobRow &job,
        const JobTableModel &model, const JobRowPainter::State &state);

    const ThemeSource *m_themes;
    const JobTableHeader *m_header;
    JobRowPainter m_painter;
    PaintedRows m_painted;
};

} // namespace emberwatch
