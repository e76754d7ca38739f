// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chartplots/chartsurface.h"

#include "ui/charts/axisticks.h"

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QPainter>
#include <QValueAxis>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr double labelGap = 4;
constexpr double hatchStep = 8;

} // namespace

ChartSurface::ChartSurface(Theme theme, QWidget *parent)
    : QChartView(parent)
    , m_theme(std::move(theme))
    , m_time(new QValueAxis(this))
    , m_values(new QValueAxis(this))
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);

    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundVisible(false);
    chart()->setDropShadowEnabled(false);
    chart()->legend()->hide();
    chart()->setMargins(QMargins());
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QValueAxis *axis : {m_time, m_values})
        axis->setVisible(false);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_values, Qt::AlignLeft);
    fitValues(0);

    measure();
    setBackgroundBrush(m_theme.colors.window);
}

QSize ChartSurface::sizeHint() const
{
    return QSize(240, 120);
}

QSize ChartSurface::minimumSizeHint() const
{
    const QFontMetrics metrics(m_theme.fonts.small);
    return QSize(metrics.horizontalAdvance(u"0"_s) * 16, metrics.height() * 4);
}

void ChartSurface::attachAxes(QAbstractSeries *series)
{
    series->attachAxis(m_time);
    series->attachAxis(m_values);
}

void ChartSurface::setTimeRange(double from, double to)
{
    m_time->setRange(from, to);
}

void ChartSurface::fitValues(double largest)
{
    m_valueEnd = axisEnd(largest, m_valueEnd);
    m_values->setRange(0, m_valueEnd);
}

void ChartSurface::setLabels(std::vector<Label> labels)
{
    m_labels = std::move(labels);
    viewport()->update();
}

void ChartSurface::setHatches(std::vector<Hatch> hatches)
{
    m_hatches = std::move(hatches);
    viewport()->update();
}

void ChartSurface::setMarker(double x)
{
    m_marker = x;
    viewport()->update();
}

void ChartSurface::putOn(const Theme &theme)
{
    m_theme = theme;
    setBackgroundBrush(m_theme.colors.window);
    measure();
    restyle();
    updateGeometry();
}

void ChartSurface::measure()
{
    const QFontMetricsF metrics(m_theme.fonts.small);
    const double left = std::ceil(metrics.horizontalAdvance(u"88888"_s) + labelGap);
    const double right = std::ceil(metrics.horizontalAdvance(u"100 %"_s) / 2);
    const double top = std::ceil(metrics.ascent() / 2 + 1);
    const double bottom = std::ceil(metrics.height() + labelGap);
    m_plot = QRectF(left, top, std::max(1.0, width() - left - right), std::max(1.0, height() - top - bottom));
    chart()->setPlotArea(m_plot);
}

void ChartSurface::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    measure();
}

void ChartSurface::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void ChartSurface::drawBackground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawBackground(painter, rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    drawGrid(painter);
    painter->restore();
}

void ChartSurface::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    drawHatches(painter);
    painter->setRenderHint(QPainter::Antialiasing, false);
    const double bottom = std::floor(m_plot.bottom());
    painter->setPen(QPen(m_theme.colors.outline, 1));
    painter->drawLine(QPointF(m_plot.left(), bottom), QPointF(m_plot.right(), bottom));
    if (m_marker >= 0) {
        const double x = std::floor(m_plot.left() + m_marker * m_plot.width());
        painter->setPen(QPen(m_theme.colors.second, 1));
        painter->drawLine(QPointF(x, m_plot.top()), QPointF(x, bottom));
    }
    drawLabels(painter);
    painter->restore();
}

void ChartSurface::drawGrid(QPainter *painter) const
{
    painter->setPen(QPen(m_theme.colors.hairline, 1));
    for (const double part : {0.0, 0.5}) {
        const double y = std::floor(m_plot.top() + part * m_plot.height());
        painter->drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
}

void ChartSurface::drawHatches(QPainter *painter) const
{
    for (const Hatch &hatch : m_hatches) {
        const double left = m_plot.left() + hatch.from * m_plot.width();
        const double width = std::max(2.0, (hatch.to - hatch.from) * m_plot.width());
        const QRectF area(left, m_plot.top(), width, m_plot.height());
        painter->save();
        painter->setClipRect(area.intersected(m_plot.adjusted(0, 0, 2, 0)));
        painter->fillRect(area, m_theme.colors.window);
        painter->setPen(QPen(m_theme.colors.outline, 1));
        // Anchored to the plot, so that the lines stand still while the window moves.
        const double first
            = std::floor((area.left() - m_plot.height() - m_plot.left()) / hatchStep) * hatchStep;
        for (double x = m_plot.left() + first; x < area.right(); x += hatchStep)
            painter->drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
        painter->restore();
    }
}

void ChartSurface::drawLabels(QPainter *painter) const
{
    painter->setFont(m_theme.fonts.small);
    painter->setPen(m_theme.colors.second);
    const QFontMetricsF metrics(painter->font(), painter->device());
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = m_plot.bottom() - part * m_plot.height();
        const QRectF box(0, y - metrics.height() / 2, m_plot.left() - labelGap, metrics.height());
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, axisLabel(part * m_valueEnd));
    }
    drawBottomLabels(painter, metrics);
}

void ChartSurface::drawBottomLabels(QPainter *painter, const QFontMetricsF &metrics) const
{
    double takenTo = -labelGap;
    for (size_t i = 0; i < m_labels.size(); ++i) {
        const auto boxOf = [&](const Label &label) {
            const double width = metrics.horizontalAdvance(label.text);
            const double x = m_plot.left() + label.x * m_plot.width() - width / 2;
            // The outermost labels stay inside of the widget.
            return std::pair(std::clamp(x, 0.0, std::max(0.0, this->width() - width)), width);
        };
        const auto [left, width] = boxOf(m_labels[i]);
        const bool isLast = i + 1 == m_labels.size();
        const bool hidesLast = !isLast && left + width + labelGap > boxOf(m_labels.back()).first;
        if (left < takenTo + labelGap || hidesLast)
            continue;
        painter->drawText(QPointF(left, m_plot.bottom() + labelGap + metrics.ascent()), m_labels[i].text);
        takenTo = left + width;
    }
}

} // namespace emberwatch
