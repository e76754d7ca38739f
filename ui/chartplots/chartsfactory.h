// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartplots.h"

#include <QObject>

namespace emberwatch {

/// Makes the plots with Qt Charts.
class ChartsFactory : public QObject, public ChartPlots
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID EmberwatchChartPlots_iid FILE "charts.json")
    Q_INTERFACES(emberwatch::ChartPlots)
public:
    TimePlot *makeTimePlot(
        const Theme &theme, TimePlot::Style style, std::vector<ChartCurve> curves, QWidget *parent) override;
    ProgressPlot *makeProgressPlot(const Theme &theme, QWidget *parent) override;
};

} // namespace emberwatch
