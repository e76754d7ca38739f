// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/evidenceaxis.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// Draws an EvidenceAxis: one lane a source, the moment of the judgement across all.
class AxisView : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit AxisView(const ThemeSource *themes, QWidget *parent = nullptr);

    void setAxis(const EvidenceAxis &axis);
    void setStale(bool isStale);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int laneHeight() const;
    [[nodiscard]] int titleWidth() const;
    [[nodiscard]] QRect plot() const;
    [[nodiscard]] qreal xOf(Timestamp at) const;
    [[nodiscard]] QColor colorOf(QColor Colors::*color) const;
    void drawTicks(QPainter &painter) const;
    void drawLane(QPainter &painter, const AxisLane &lane, int top) const;
    void drawMark(QPainter &painter, const AxisLane::Mark &mark, const QRect &row) const;
    void drawJudgement(QPainter &painter) const;

    const ThemeSource *m_themes;
    EvidenceAxis m_axis;
    bool m_isStale = false;
};

} // namespace emberwatch
