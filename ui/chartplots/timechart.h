// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chartplots/chartsurface.h"
#include "ui/charts/chartplots.h"

#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QLineSeries;
QT_END_NAMESPACE

namespace emberwatch {

class TimeChart : public ChartSurface, public TimePlot
{
    Q_OBJECT
public:
    /// @param curves  the lowest area first
    TimeChart(const Theme &theme, Style style, std::vector<ChartCurve> curves, QWidget *parent);

    QWidget *widget() override { return this; }
    void setTheme(const Theme &theme) override { putOn(theme); }
    [[nodiscard]] int columns() const override;
    void show(const ChartExcerpt &excerpt) override;
    void onPointed(Pointed pointed) override { m_pointed = std::move(pointed); }

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void showAreas(const ChartExcerpt &excerpt);
    void showLines(const ChartExcerpt &excerpt);
    void showTimes(const ChartExcerpt &excerpt);
    [[nodiscard]] QLineSeries *segment(size_t number);
    [[nodiscard]] std::optional<ChartPoint> pointAt(double x) const;
    void point(std::optional<double> x);

    Style m_style;
    Pointed m_pointed;
    std::vector<ChartCurve> m_curves;
    std::vector<QAreaSeries *> m_areas; ///< parallel to m_curves
    std::vector<QLineSeries *> m_segments; ///< what lies between blind windows; reused
    ChartExcerpt m_excerpt;
    std::optional<double> m_pointer; ///< x of the mouse in the plot
};

} // namespace emberwatch
