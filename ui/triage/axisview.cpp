// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/axisview.h"

#include "ui/charts/axisticks.h"
#include "ui/theme/themesource.h"

#include <QPainter>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 6;
constexpr qreal lineWidth = 2;
constexpr int pixelsPerTick = 120;
constexpr int titleLetters = 12;

} // namespace

AxisView::AxisView(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setObjectName(u"evidenceAxis"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void AxisView::setAxis(const EvidenceAxis &axis)
{
    m_axis = axis;
    QStringList texts;
    for (const AxisLane &lane : axis.lanes)
        texts.append(lane.title + u": "_s + (lane.mark ? lane.mark->text : tr("nothing is known")));
    setAccessibleName(texts.join(u"; "_s));
    setToolTip(tr("Each source by its own clock"));
    update();
}

void AxisView::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

int AxisView::laneHeight() const
{
    return std::max(QFontMetrics(m_themes->fonts().small).height(), m_themes->measures().icon)
        + m_themes->measures().grid;
}

int AxisView::titleWidth() const
{
    return QFontMetrics(m_themes->fonts().small).averageCharWidth() * titleLetters + m_themes->measures().icon
        + m_themes->measures().within;
}

QSize AxisView::sizeHint() const
{
    const Measures &measures = m_themes->measures();
    const int ticks = QFontMetrics(m_themes->fonts().small).height() + measures.grid;
    return {400, 3 * laneHeight() + ticks + 2 * measures.within};
}

QRect AxisView::plot() const
{
    const Measures &measures = m_themes->measures();
    return {measures.between + titleWidth(), measures.within, width() - titleWidth() - 2 * measures.between,
        3 * laneHeight()};
}

qreal AxisView::xOf(Timestamp at) const
{
    const auto length = static_cast<qreal>((m_axis.to - m_axis.from).count());
    const auto part = static_cast<qreal>((std::clamp(at, m_axis.from, m_axis.to) - m_axis.from).count());
    return plot().left() + (length > 0 ? part / length : 0) * plot().width();
}

QColor AxisView::colorOf(QColor Colors::*color) const
{
    return m_isStale ? m_themes->colors().second : m_themes->colors().*color;
}

void AxisView::paintEvent(QPaintEvent *)
{
    if (m_axis.to <= m_axis.from)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawTicks(painter);
    int top = plot().top();
    for (const AxisLane &lane : m_axis.lanes) {
        drawLane(painter, lane, top);
        top += laneHeight();
    }
    drawJudgement(painter);
}

void AxisView::drawTicks(QPainter &painter) const
{
    const QRect area = plot();
    const QFontMetrics metrics(m_themes->fonts().small);
    painter.setFont(m_themes->fonts().small);
    for (const TimeTick &tick :
        timeTicks(m_axis.from, m_axis.to, std::max(2, area.width() / pixelsPerTick))) {
        const int x = qRound(xOf(tick.time));
        painter.fillRect(x, area.top(), 1, area.height(), m_themes->colors().hairline);
        const int wide = metrics.horizontalAdvance(tick.label) + 2;
        const int left = std::clamp(x - wide / 2, 0, width() - wide);
        painter.setPen(m_themes->colors().third);
        painter.drawText(QRect(left, area.bottom() + m_themes->measures().grid, wide, metrics.height()),
            Qt::AlignCenter, tick.label);
    }
}

void AxisView::drawLane(QPainter &painter, const AxisLane &lane, int top) const
{
    const Measures &measures = m_themes->measures();
    const Colors &colors = m_themes->colors();
    const QRect row(0, top, width(), laneHeight());
    painter.drawPixmap(measures.between, top + (laneHeight() - measures.icon) / 2,
        m_themes->pixmap(lane.icon, colors.second, measures.icon, devicePixelRatioF()));
    const QRect title(measures.between + measures.icon + measures.within, top,
        titleWidth() - measures.icon - 2 * measures.within, laneHeight());
    painter.setFont(m_themes->fonts().small);
    painter.setPen(colors.second);
    painter.drawText(title, Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(lane.title, Qt::ElideRight, title.width()));
    const qreal middle = row.center().y() + 0.5;
    for (const AxisLane::Span &span : lane.spans) {
        const qreal from = xOf(span.from);
        const qreal to = std::max(xOf(span.to), from + 2);
        if (span.stroke == AxisLane::Stroke::Bar) {
            painter.fillRect(
                QRectF(from, middle - barHeight / 2.0, to - from, barHeight), colorOf(span.color));
            continue;
        }
        const bool isDashed = span.stroke == AxisLane::Stroke::Dashed;
        painter.setPen(QPen(colorOf(span.color), isDashed ? 1.2 : lineWidth,
            isDashed ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(from, middle), QPointF(to, middle));
    }
    if (lane.mark)
        drawMark(painter, *lane.mark, row);
}

/// To the right of its moment, or to the left where the room ends; on a ground of its own, so that lines do
/// not run through the words.
void AxisView::drawMark(QPainter &painter, const AxisLane::Mark &mark, const QRect &row) const
{
    const Measures &measures = m_themes->measures();
    const QFontMetrics metrics(m_themes->fonts().small);
    const int wanted = metrics.horizontalAdvance(mark.text) + measures.icon + 3 * measures.grid;
    const int x = qRound(xOf(mark.at));
    const QRect area = plot();
    const int rightRoom = qRound(xOf(m_axis.judgedAt)) - measures.grid - x;
    const bool isRight = rightRoom >= wanted;
    const int room = std::min(wanted, isRight ? rightRoom : std::max(x - area.left(), 0));
    const int left = isRight ? x + 1 : x - room - 1;
    painter.fillRect(QRect(left, row.top() + 1, room, row.height() - 2), m_themes->colors().base);
    painter.drawPixmap(left + measures.grid, row.top() + (row.height() - measures.icon) / 2,
        m_themes->pixmap(mark.icon, colorOf(mark.color), measures.icon, devicePixelRatioF()));
    const QRect words(left + measures.icon + 2 * measures.grid, row.top(),
        room - measures.icon - 2 * measures.grid, row.height());
    painter.setFont(m_themes->fonts().small);
    painter.setPen(m_themes->colors().text);
    painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
        metrics.elidedText(mark.text, Qt::ElideRight, words.width()));
}

void AxisView::drawJudgement(QPainter &painter) const
{
    const QRect area = plot();
    const qreal x = xOf(m_axis.judgedAt);
    painter.fillRect(QRectF(x - 0.75, area.top(), 1.5, area.height()), m_themes->colors().accent);
}

} // namespace emberwatch
