// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/charthistory.h"
#include "ui/theme/theme.h"

#include <QWidget>
#include <QtPlugin>

#include <array>
#include <functional>
#include <optional>
#include <vector>

// What the pane and the library that draws have in common: values and virtual functions, so that neither
// links the other. The library is loaded where the charts are shown for the first time: Qt Charts and OpenGL,
// which it brings along, would take their time at each start of the program.

namespace emberwatch {

/// One curve of a plot over time.
struct ChartCurve
{
    QColor Colors::*color = &Colors::accent;
    std::function<double(const ChartPoint &)> value;
};

/// A chart without its legend. It belongs to the parent of its widget.
class ChartPlot
{
public:
    ChartPlot() = default;
    ChartPlot(const ChartPlot &) = delete;
    ChartPlot &operator=(const ChartPlot &) = delete;
    virtual ~ChartPlot() = default;

    [[nodiscard]] virtual QWidget *widget() = 0;
    virtual void setTheme(const Theme &theme) = 0;
};

/// Values over time: one line, or areas on top of each other. Blind windows are hatched and interrupt the
/// curves.
class TimePlot : public ChartPlot
{
public:
    enum class Style
    {
        Line, ///< of one curve
        StackedAreas
    };
    /// The mouse is over this point; nullopt: over none.
    using Pointed = std::function<void(const std::optional<ChartPoint> &)>;

    /// How many points are worth drawing: one a pixel column.
    [[nodiscard]] virtual int columns() const = 0;
    virtual void show(const ChartExcerpt &excerpt) = 0;
    virtual void onPointed(Pointed pointed) = 0;
};

/// How many jobs stand at which tenth of their progress.
class ProgressPlot : public ChartPlot
{
public:
    virtual void show(const std::array<qint64, 10> &bins) = 0;
    /// What is shown is no longer true: without colour.
    virtual void setStale(bool isStale) = 0;
};

/// The library's root object.
class ChartPlots
{
public:
    ChartPlots() = default;
    ChartPlots(const ChartPlots &) = delete;
    ChartPlots &operator=(const ChartPlots &) = delete;
    virtual ~ChartPlots() = default;

    /// @param curves  the lowest area first
    [[nodiscard]] virtual TimePlot *makeTimePlot(
        const Theme &theme, TimePlot::Style style, std::vector<ChartCurve> curves, QWidget *parent)
        = 0;
    [[nodiscard]] virtual ProgressPlot *makeProgressPlot(const Theme &theme, QWidget *parent) = 0;
};

} // namespace emberwatch

#define EmberwatchChartPlots_iid "org.emberwatch.ChartPlots"
Q_DECLARE_INTERFACE(emberwatch::ChartPlots, EmberwatchChartPlots_iid)
