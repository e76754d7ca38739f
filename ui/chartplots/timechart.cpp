// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chartplots/timechart.h"

#include "ui/charts/axisticks.h"

#include <QAreaSeries>
#include <QChart>
#include <QFontMetrics>
#include <QLineSeries>
#include <QMouseEvent>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostColumns = 2000;
constexpr double curveWidth = 1.5;

double xOf(Timestamp time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

bool isBlindBetween(const ChartExcerpt &excerpt, const ChartPoint &one, const ChartPoint &next)
{
    return std::any_of(excerpt.blind.begin(), excerpt.blind.end(),
        [&](const BlindWindow &window) { return window.from >= one.time && window.to <= next.time; });
}

/// The points between blind windows.
std::vector<std::vector<ChartPoint>> piecesOf(const ChartExcerpt &excerpt)
{
    std::vector<std::vector<ChartPoint>> pieces;
    const ChartPoint *last = nullptr;
    for (const ChartPoint &point : excerpt.points) {
        if (!last || isBlindBetween(excerpt, *last, point))
            pieces.emplace_back();
        pieces.back().push_back(point);
        last = &point;
    }
    return pieces;
}

} // namespace

TimeChart::TimeChart(const Theme &theme, Style style, std::vector<ChartCurve> curves, QWidget *parent)
    : ChartSurface(theme, parent)
    , m_style(style)
    , m_curves(std::move(curves))
{
    if (m_style == Style::StackedAreas) {
        m_areas.resize(m_curves.size());
        // Each area reaches down to 0 and the lower ones lie over it: half the points of areas between two
        // lines.
        for (size_t i = m_curves.size(); i-- > 0;) {
            m_areas[i] = new QAreaSeries(new QLineSeries(this));
            chart()->addSeries(m_areas[i]);
            attachAxes(m_areas[i]);
        }
    }
    restyle();
}

int TimeChart::columns() const
{
    return std::clamp(static_cast<int>(plot().width()), 1, mostColumns);
}

void TimeChart::show(const ChartExcerpt &excerpt)
{
    m_excerpt = excerpt;
    setTimeRange(xOf(excerpt.from), xOf(excerpt.to));
    showTimes(excerpt);
    if (m_style == Style::StackedAreas)
        showAreas(excerpt);
    else
        showLines(excerpt);
    point(m_pointer);
}

void TimeChart::showAreas(const ChartExcerpt &excerpt)
{
    const std::vector<std::vector<ChartPoint>> pieces = piecesOf(excerpt);
    double largest = 0;
    std::vector<QList<QPointF>> lines(m_curves.size());
    for (const std::vector<ChartPoint> &piece : pieces) {
        for (QList<QPointF> &line : lines)
            line.append(QPointF(xOf(piece.front().time), 0));
        for (const ChartPoint &point : piece) {
            double sum = 0;
            for (size_t i = 0; i < m_curves.size(); ++i) {
                sum += m_curves[i].value(point);
                lines[i].append(QPointF(xOf(point.time), sum));
            }
            largest = std::max(largest, sum);
        }
        for (QList<QPointF> &line : lines)
            line.append(QPointF(xOf(piece.back().time), 0));
    }
    fitValues(largest);
    for (size_t i = 0; i < m_areas.size(); ++i)
        m_areas[i]->upperSeries()->replace(lines[i]);
}

void TimeChart::showLines(const ChartExcerpt &excerpt)
{
    const std::vector<std::vector<ChartPoint>> pieces = piecesOf(excerpt);
    double largest = 0;
    for (size_t i = 0; i < pieces.size(); ++i) {
        QList<QPointF> line;
        line.reserve(static_cast<qsizetype>(pieces[i].size()));
        for (const ChartPoint &point : pieces[i]) {
            const double value = m_curves.front().value(point);
            largest = std::max(largest, value);
            line.append(QPointF(xOf(point.time), value));
        }
        segment(i)->replace(line);
    }
    for (size_t i = pieces.size(); i < m_segments.size(); ++i)
        m_segments[i]->clear();
    fitValues(largest);
}

void TimeChart::showTimes(const ChartExcerpt &excerpt)
{
    const double length = std::max(1.0, xOf(excerpt.to) - xOf(excerpt.from));
    const auto part = [&](Timestamp time) { return (xOf(time) - xOf(excerpt.from)) / length; };

    std::vector<Label> labels;
    const int labelWidth = QFontMetrics(theme().fonts.small).horizontalAdvance(u"00:00:00"_s) + 24;
    for (const TimeTick &tick :
        timeTicks(excerpt.from, excerpt.to, std::max(1, static_cast<int>(plot().width()) / labelWidth)))
        labels.push_back({part(tick.time), tick.label});
    setLabels(std::move(labels));

    std::vector<Hatch> hatches;
    for (const BlindWindow &window : excerpt.blind)
        hatches.push_back({part(window.from), part(window.to)});
    setHatches(std::move(hatches));
}

QLineSeries *TimeChart::segment(size_t number)
{
    while (m_segments.size() <= number) {
        auto *series = new QLineSeries(this);
        chart()->addSeries(series);
        attachAxes(series);
        m_segments.push_back(series);
        restyle();
    }
    return m_segments[number];
}

void TimeChart::restyle()
{
    const Colors &colors = theme().colors;
    for (size_t i = 0; i < m_areas.size(); ++i) {
        m_areas[i]->setBrush(colors.*m_curves[i].color);
        m_areas[i]->setPen(QPen(colors.window, 1));
    }
    for (QLineSeries *series : m_segments)
        series->setPen(
            QPen(colors.*m_curves.front().color, curveWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x() - plot().left();
    point(x >= 0 && x <= plot().width() ? std::optional(x / plot().width()) : std::nullopt);
}

void TimeChart::leaveEvent(QEvent *)
{
    point(std::nullopt);
}

std::optional<ChartPoint> TimeChart::pointAt(double x) const
{
    const double time = xOf(m_excerpt.from) + x * (xOf(m_excerpt.to) - xOf(m_excerpt.from));
    const auto isBlindThere = std::any_of(m_excerpt.blind.begin(), m_excerpt.blind.end(),
        [time](const BlindWindow &window) { return xOf(window.from) <= time && time <= xOf(window.to); });
    if (isBlindThere)
        return std::nullopt;
    const auto after = std::lower_bound(m_excerpt.points.begin(), m_excerpt.points.end(), time,
        [](const ChartPoint &point, double at) { return xOf(point.time) < at; });
    if (m_excerpt.points.empty() || time < xOf(m_excerpt.points.front().time))
        return std::nullopt;
    return after == m_excerpt.points.end() ? m_excerpt.points.back() : *after;
}

void TimeChart::point(std::optional<double> x)
{
    const bool wasPointing = m_pointer.has_value();
    m_pointer = x;
    if (!x && !wasPointing)
        return;
    setMarker(x.value_or(-1));
    if (m_pointed)
        m_pointed(x ? pointAt(*x) : std::nullopt);
}

} // namespace emberwatch
