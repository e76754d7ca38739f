// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartsurface.h"

#include <QtGlobal>

#include <array>

QT_BEGIN_NAMESPACE
class QBarSet;
QT_END_NAMESPACE

namespace emberwatch {

/// How many jobs stand at which tenth of their progress.
class HistogramChart : public ChartSurface
{
    Q_OBJECT
public:
    explicit HistogramChart(const ThemeSource *themes, QWidget *parent = nullptr);

    void show(const std::array<qint64, 10> &bins);
    /// What is shown is no longer true: without colour.
    void setStale(bool isStale);

protected:
    void restyle() override;

private:
    QBarSet *m_bars;
    bool m_isStale = false;
};

} // namespace emberwatch
