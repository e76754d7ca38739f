// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobrowpainter.h"

#include "core/jobs/jobmeasures.h"
#include "ui/jobs/jobcolumns.h"
#include "ui/theme/themesource.h"

#include <QFontMetrics>
#include <QPaintDevice>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

namespace {

QFont struckOut(QFont font)
{
    font.setStrikeOut(true);
    return font;
}

Icon iconOf(const JobRow &row)
{
    if (!row.isReadable())
        return Icon::Unreadable;
    switch (row.status) {
    case JobStatus::Queued:
        return Icon::Queued;
    case JobStatus::Processing:
        return Icon::Processing;
    case JobStatus::Completed:
        return Icon::Completed;
    case JobStatus::Failed:
        return Icon::Failed;
    }
    return Icon::Unreadable;
}

} // namespace

JobRowPainter::JobRowPainter(const ThemeSource *themes)
    : m_themes(themes)
{
    renew();
}

void JobRowPainter::renew()
{
    const Theme &theme = m_themes->theme();
    m_texts.setFonts(
        {theme.fonts.body, theme.fonts.mono, struckOut(theme.fonts.body), struckOut(theme.fonts.mono)});
    const QFontMetrics metrics(theme.fonts.body);
    m_ascent = metrics.ascent();
    m_height = metrics.height();
    m_rowHeight = theme.measures.row;
    m_barWidth = progressBarWidth(theme);
}

void JobRowPainter::drawBackground(QPainter &painter, const QRect &row, const State &state) const
{
    drawRowBackground(painter, row, state, m_themes->theme());
}

void JobRowPainter::drawForeground(QPainter &painter, const QRect &row, const State &state) const
{
    drawRowForeground(painter, row, state, m_themes->theme());
}

void JobRowPainter::drawCell(QPainter &painter, const QRect &cell, JobColumn column, const JobRow &row,
    const JobCellContext &context, const State &state)
{
    const int margin = m_themes->measures().within;
    const Cell inside{&painter, cell.adjusted(margin, 0, -margin, 0), &row, &context, state};
    if (column == JobColumn::Status)
        drawStatus(inside);
    else if (column == JobColumn::Progress)
        drawProgress(inside);
    else if (isNumeric(column))
        drawFigures(inside, column);
    else
        drawText(inside, column);
}

void JobRowPainter::drawStatus(const Cell &cell)
{
    const Measures &measures = m_themes->measures();
    const QColor color = statusColor(cell);
    drawIcon(cell, iconOf(*cell.row), color, cell.inner.left());
    const int left = cell.inner.left() + measures.icon + measures.grid;
    cell.painter->setPen(color);
    m_texts.draw(*cell.painter, left, baselineOf(cell.inner), cell.inner.right() + 1 - left,
        fontOf(cell, false), jobCellText(JobColumn::Status, *cell.row, *cell.context));
}

void JobRowPainter::drawProgress(const Cell &cell)
{
    const auto progress = progressOf(*cell.row);
    const int right = cell.inner.right() + 1;
    cell.painter->setPen(quiet(cell, progress ? m_themes->colors().text : m_themes->colors().third));
    const int used
        = m_texts.draw(*cell.painter, right, baselineOf(cell.inner), cell.inner.width(), fontOf(cell, false),
            jobCellText(JobColumn::Progress, *cell.row, *cell.context), Qt::ElideRight, true);
    const int room = cell.inner.width() - used - m_themes->measures().grid;
    if (progress && room >= m_barWidth / 2) {
        const int height = m_themes->measures().progressBar;
        const int top = cell.inner.top() + (m_rowHeight - height) / 2;
        drawBar(cell, QRect(cell.inner.left(), top, std::min(m_barWidth, room), height), *progress);
    }
}

void JobRowPainter::drawBar(const Cell &cell, const QRect &bar, float percent) const
{
    const Colors &colors = m_themes->colors();
    drawProgressBar(*cell.painter, bar, static_cast<double>(percent), statusColor(cell),
        cell.state.isSelected ? colors.base : colors.hairline);
}

void JobRowPainter::drawText(const Cell &cell, JobColumn column)
{
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const QString text = jobCellText(column, *cell.row, *cell.context);
    QRect room = cell.inner;
    if (jobCellWarns(column, *cell.row, *cell.context)) {
        drawIcon(cell, Icon::Warning, quiet(cell, colors.warning), room.left());
        room.setLeft(room.left() + measures.icon + measures.grid);
    }
    cell.painter->setPen(quiet(cell, text == unknownText() ? colors.third : colors.text));
    m_texts.draw(*cell.painter, room.left(), baselineOf(room), room.width(),
        fontOf(cell, isMonospace(column)), text,
        elidesInTheMiddle(column) ? Qt::ElideMiddle : Qt::ElideRight);
}

void JobRowPainter::drawFigures(const Cell &cell, JobColumn column)
{
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const QString text = jobCellText(column, *cell.row, *cell.context);
    const bool warns = jobCellWarns(column, *cell.row, *cell.context);
    const QColor &color = text == unknownText() ? colors.third : colors.second;
    cell.painter->setPen(quiet(cell, warns ? colors.warning : color));
    const int used = m_texts.draw(*cell.painter, cell.inner.right() + 1, baselineOf(cell.inner),
        cell.inner.width(), fontOf(cell, false), text, Qt::ElideLeft, true);
    const int left = cell.inner.right() + 1 - used - measures.grid - measures.icon;
    if (warns && left >= cell.inner.left() - measures.within)
        drawIcon(cell, Icon::Warning, quiet(cell, colors.warning), left);
}

void JobRowPainter::drawIcon(const Cell &cell, Icon icon, const QColor &color, int x) const
{
    const int size = m_themes->measures().icon;
    const qreal scale = cell.painter->device()->devicePixelRatioF();
    const int top = cell.inner.top() + (m_rowHeight - 1 - size) / 2;
    cell.painter->drawPixmap(x, top, m_themes->pixmap(icon, color, size, scale));
}

int JobRowPainter::baselineOf(const QRect &cell) const
{
    return cell.top() + (m_rowHeight - 1 - m_height) / 2 + m_ascent;
}

int JobRowPainter::fontOf(const Cell &cell, bool isMono) const
{
    if (cell.state.isVanished)
        return isMono ? StruckMono : StruckBody;
    return isMono ? Mono : Body;
}

/// The colour of a thing, where things still have colour.
QColor JobRowPainter::quiet(const Cell &cell, const QColor &color) const
{
    const Colors &colors = m_themes->colors();
    if (cell.state.isVanished)
        return colors.third;
    if (cell.state.isStale && color == colors.warning)
        return colors.second;
    return cell.state.isSelected && color == colors.text ? colors.onSelection : color;
}

QColor JobRowPainter::statusColor(const Cell &cell) const
{
    const Colors &colors = m_themes->colors();
    if (cell.state.isVanished)
        return colors.third;
    if (cell.state.isStale)
        return colors.second;
    if (!cell.row->isReadable())
        return colors.warning;
    switch (cell.row->status) {
    case JobStatus::Queued:
        return colors.queued;
    case JobStatus::Processing:
        return colors.processing;
    case JobStatus::Completed:
        return colors.completed;
    case JobStatus::Failed:
        return colors.failed;
    }
    return colors.text;
}

} // namespace emberwatch
