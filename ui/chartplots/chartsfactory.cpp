// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chartplots/chartsfactory.h"

#include "ui/chartplots/histogramchart.h"
#include "ui/chartplots/timechart.h"

namespace emberwatch {

TimePlot *ChartsFactory::makeTimePlot(
    const Theme &theme, TimePlot::Style style, std::vector<ChartCurve> curves, QWidget *parent)
{
    return new TimeChart(theme, style, std::move(curves), parent);
}

ProgressPlot *ChartsFactory::makeProgressPlot(const Theme &theme, QWidget *parent)
{
    return new HistogramChart(theme, parent);
}

} // namespace emberwatch
