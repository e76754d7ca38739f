// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/charthistory.h"
#include "ui/charts/chartsurface.h"
#include "ui/theme/colors.h"

#include <functional>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QLineSeries;
QT_END_NAMESPACE

namespace emberwatch {

/// One curve of a time chart.
struct ChartCurve
{
    QColor Colors::*color = &Colors::accent;
    std::function<double(const ChartPoint &)> value;
};

/// Values over time: one line, or areas on top of each other. Blind windows are hatched and interrupt the
/// curves.
class TimeChart : public ChartSurface
{
    Q_OBJECT
public:
    enum class Style
    {
        Line, ///< of one curve
        StackedAreas
    };

    /// @param curves  the lowest area first
    TimeChart(
        const ThemeSource *themes, Style style, std::vector<ChartCurve> curves, QWidget *parent = nullptr);

    /// How many points are worth drawing: one a pixel column.
    [[nodiscard]] int columns() const;
    void show(const ChartExcerpt &excerpt);

Q_SIGNALS:
    /// The mouse is over this point; nullopt: over none.
    void pointed(const std::optional<emberwatch::ChartPoint> &point);

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
    std::vector<ChartCurve> m_curves;
    std::vector<QAreaSeries *> m_areas; ///< parallel to m_curves
    std::vector<QLineSeries *> m_segments; ///< what lies between blind windows; reused
    ChartExcerpt m_excerpt;
    std::optional<double> m_pointer; ///< x of the mouse in the plot
};

} // namespace emberwatch
