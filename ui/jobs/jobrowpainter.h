// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/jobcelltext.h"
#include "ui/jobs/textcache.h"
#include "ui/theme/icons.h"
#include "ui/widgets/rowlook.h"

#include <QColor>
#include <QRect>

class QPainter;

namespace emberwatch {

class ThemeSource;

/// Draws rows of jobs: everything by QPainter on tinted pixmaps and laid-out texts, nothing by the style.
class JobRowPainter
{
public:
    struct State : RowState
    {
        bool isStale = false;
        bool isVanished = false;
        bool operator==(const State &) const = default;
    };

    /// @param themes  outlives the painter
    explicit JobRowPainter(const ThemeSource *themes);

    /// Fonts or lengths may have changed.
    void renew();
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }

    /// Fill and hairline of a whole row.
    void drawBackground(QPainter &painter, const QRect &row, const State &state) const;
    void drawCell(QPainter &painter, const QRect &cell, JobColumn column, const JobRow &row,
        const JobCellContext &context, const State &state);
    /// What lies over the cells: the accent of a selected row, the focus of the current one.
    void drawForeground(QPainter &painter, const QRect &row, const State &state) const;

private:
    enum Font
    {
        Body,
        Mono,
        StruckBody,
        StruckMono
    };

    struct Cell
    {
        QPainter *painter;
        QRect inner; ///< without the margins
        const JobRow *row;
        const JobCellContext *context;
        State state;
    };
    void drawStatus(const Cell &cell);
    void drawProgress(const Cell &cell);
    void drawText(const Cell &cell, JobColumn column);
    void drawFigures(const Cell &cell, JobColumn column);
    void drawBar(const Cell &cell, const QRect &bar, float percent) const;
    void drawIcon(const Cell &cell, Icon icon, const QColor &color, int x) const;
    [[nodiscard]] int baselineOf(const QRect &cell) const;
    [[nodiscard]] int fontOf(const Cell &cell, bool isMono) const;
    [[nodiscard]] QColor quiet(const Cell &cell, const QColor &color) const;
    [[nodiscard]] QColor statusColor(const Cell &cell) const;

    const ThemeSource *m_themes;
    TextCache m_texts;
    int m_rowHeight = 0;
    int m_ascent = 0;
    int m_height = 0; ///< of a line of text
    int m_barWidth = 0;
};

} // namespace emberwatch
