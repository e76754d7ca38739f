// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QChartView>

#include <vector>

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace emberwatch {

/// A Qt chart that draws only the series; frame, grid and labels are painted here. So the plot stays where it
/// is whatever the labels say, and no label is ever cut to dots.
class ChartSurface : public QChartView
{
    Q_OBJECT
public:
    explicit ChartSurface(Theme theme, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    struct Label
    {
        double x = 0; ///< 0..1 of the plot's width
        QString text;
    };
    struct Hatch
    {
        double from = 0; ///< 0..1 of the plot's width
        double to = 0;
    };

    [[nodiscard]] const Theme &theme() const { return m_theme; }
    void putOn(const Theme &theme);
    [[nodiscard]] QRectF plot() const { return m_plot; }
    /// What every series of the chart hangs on; invisible.
    void attachAxes(QAbstractSeries *series);
    void setTimeRange(double from, double to);
    /// Enlarges or shrinks the value axis in steps so that `largest` fits.
    void fitValues(double largest);
    void setLabels(std::vector<Label> labels);
    void setHatches(std::vector<Hatch> hatches);
    /// A vertical line at 0..1 of the plot's width; negative: none.
    void setMarker(double x);
    /// Colours of the series.
    virtual void restyle() = 0;

    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void measure();
    void drawGrid(QPainter *painter) const;
    void drawHatches(QPainter *painter) const;
    void drawLabels(QPainter *painter) const;
    void drawBottomLabels(QPainter *painter, const QFontMetricsF &metrics) const;

    Theme m_theme;
    QValueAxis *m_time;
    QValueAxis *m_values;
    QRectF m_plot;
    double m_valueEnd = 0;
    double m_marker = -1;
    std::vector<Label> m_labels;
    std::vector<Hatch> m_hatches;
};

} // namespace emberwatch
