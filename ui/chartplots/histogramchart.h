// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chartplots/chartsurface.h"
#include "ui/charts/chartplots.h"

#include <QtGlobal>

#include <array>

QT_BEGIN_NAMESPACE
class QBarSet;
QT_END_NAMESPACE

namespace emberwatch {

class HistogramChart : public ChartSurface, public ProgressPlot
{
    Q_OBJECT
public:
    HistogramChart(const Theme &theme, QWidget *parent);

    QWidget *widget() override { return this; }
    void setTheme(const Theme &theme) override { putOn(theme); }
    void show(const std::array<qint64, 10> &bins) override;
    void setStale(bool isStale) override;

protected:
    void restyle() override;

private:
    QBarSet *m_bars;
    bool m_isStale = false;
};

} // namespace emberwatch
