// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtablecanvas.h"

#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/theme/themesource.h"

#include <QPainter>

namespace emberwatch {

namespace {

PaintedRows::Row paintedOf(const JobTableModel &model, int row)
{
    const JobRow &job = model.rowAt(row);
    return PaintedRows::Painted{job, model.isVanished(job.slot)};
}

} // namespace

JobTableCanvas::JobTableCanvas(const ThemeSource *themes, const JobTableHeader *header)
    : m_themes(themes)
    , m_header(header)
    , m_painter(themes)
{
}

QRegion JobTableCanvas::outdated(const RowGeometry &rows, const JobTableModel &model) const
{
    if (rows.offset % rows.rowHeight != m_painted.offset() % rows.rowHeight)
        return QRect(QPoint(), rows.viewport);
    QRegion region;
    const int first = rows.firstVisible();
    const int places = rows.viewport.height() / rows.rowHeight + 2;
    for (int place = 0; place < places; ++place) {
        const int row = first + place;
        if (m_painted.row(place) != (row < rows.rows ? paintedOf(model, row) : std::nullopt))
            region += rows.rect(row);
    }
    return region;
}

void JobTableCanvas::paint(QPainter &painter, const QRegion &exposed, const RowGeometry &rows,
    const JobTableModel *model, const StateOfRow &stateOf)
{
    const int first = rows.firstVisible();
    const int last = rows.lastVisible();
    m_painted.begin(rows.offset, last - first + 1);
    for (int row = first; row <= last; ++row) {
        const QRect rect = rows.rect(row);
        // Of a row of which only the times are repainted the rest may still be old.
        if (QRegion(rect.intersected(QRect(QPoint(), rows.viewport))).subtracted(exposed).isEmpty())
            m_painted.set(row - first, paintedOf(*model, row));
        if (exposed.intersects(rect))
            drawRow(painter, rect, exposed.boundingRect(), model->rowAt(row), *model, stateOf(row));
    }
    const int bottom = rows.rect(rows.rows).top();
    if (bottom < rows.viewport.height())
        painter.fillRect(
            0, bottom, rows.viewport.width(), rows.viewport.height() - bottom, m_themes->colors().base);
}

void JobTableCanvas::drawRow(QPainter &painter, const QRect &rect, const QRect &exposed, const JobRow &job,
    const JobTableModel &model, const JobRowPainter::State &state)
{
    const JobCellContext context = model.cellContext();
    m_painter.drawBackground(painter, rect, state);
    for (int section = 0; section < jobColumnCount; ++section) {
        const QRect cell(m_header->sectionViewportPosition(section), rect.top(),
            m_header->sectionSize(section), rect.height());
        if (!m_header->isSectionHidden(section) && cell.intersects(exposed))
            m_painter.drawCell(painter, cell, static_cast<JobColumn>(section), job, context, state);
    }
    m_painter.drawForeground(painter, rect, state);
}

} // namespace emberwatch
