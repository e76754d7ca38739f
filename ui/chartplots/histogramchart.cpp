// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chartplots/histogramchart.h"

#include <QBarSeries>
#include <QBarSet>
#include <QChart>

#include <algorithm>

namespace emberwatch {

namespace {

constexpr double barWidth = 0.8;

} // namespace

HistogramChart::HistogramChart(const Theme &theme, QWidget *parent)
    : ChartSurface(theme, parent)
    , m_bars(new QBarSet(QString(), this))
{
    for (int i = 0; i < 10; ++i)
        m_bars->append(0);
    auto *series = new QBarSeries(this);
    series->append(m_bars);
    series->setBarWidth(barWidth);
    chart()->addSeries(series);
    attachAxes(series);
    setTimeRange(-0.5, 9.5);
    //: Progress in percent, on the axis of a chart
    setLabels({{0, QStringLiteral("0")}, {0.5, tr("50 %")}, {1, tr("100 %")}});
    restyle();
}

void HistogramChart::show(const std::array<qint64, 10> &bins)
{
    fitValues(static_cast<double>(*std::max_element(bins.begin(), bins.end())));
    for (int i = 0; i < static_cast<int>(bins.size()); ++i) {
        const auto value = static_cast<double>(bins[static_cast<size_t>(i)]);
        if (!qFuzzyCompare(1 + m_bars->at(i), 1 + value))
            m_bars->replace(i, value);
    }
}

void HistogramChart::setStale(bool isStale)
{
    if (isStale == m_isStale)
        return;
    m_isStale = isStale;
    restyle();
}

void HistogramChart::restyle()
{
    const Colors &colors = theme().colors;
    m_bars->setColor(m_isStale ? colors.chartQueued : colors.chartProcessing);
    m_bars->setBorderColor(theme().colors.window);
}

} // namespace emberwatch
