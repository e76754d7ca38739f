// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartlegend.h"

#include "ui/theme/themesource.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int marker = 8;
constexpr int markerGap = 5;
constexpr int wordGap = 4;
constexpr int entryGap = 10;

QString textOf(const LegendEntry &entry)
{
    return entry.label.isEmpty() ? entry.value : entry.label + u' ' + entry.value;
}

/// Rounded up: elidedText() counts fractions.
int wholeWidth(const QFont &font, const QString &text)
{
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(text)));
}

/// The largest width that each of `widths` may have so that together they fit into `available`.
int commonLimit(QList<int> widths, int available)
{
    std::sort(widths.begin(), widths.end());
    int left = available;
    for (qsizetype i = 0; i < widths.size(); ++i) {
        const int share = left / static_cast<int>(widths.size() - i);
        if (widths[i] > share)
            return std::max(0, share);
        left -= widths[i];
    }
    return widths.isEmpty() ? 0 : widths.last();
}

} // namespace

ChartLegend::ChartLegend(const ThemeSource *themes, QString title, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_title(std::move(title))
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_themes, &ThemeSource::themeChanged, this, [this] {
        m_valueWidths.clear();
        measure();
        updateGeometry();
    });
}

void ChartLegend::setEntries(const QList<LegendEntry> &entries)
{
    if (entries == m_entries)
        return;
    m_entries = entries;
    measure();
    setToolTip(text());
    setAccessibleName(text());
    update();
}

void ChartLegend::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

QString ChartLegend::text() const
{
    QStringList words;
    for (const LegendEntry &entry : m_entries)
        words += textOf(entry);
    return words.isEmpty() ? m_title : m_title + ": "_L1 + words.join(", "_L1);
}

QSize ChartLegend::sizeHint() const
{
    const int height = std::max(
        QFontMetrics(m_themes->fonts().strong).height(), QFontMetrics(m_themes->fonts().small).height());
    return QSize(240, height + 4);
}

QSize ChartLegend::minimumSizeHint() const
{
    return QSize(
        QFontMetrics(m_themes->fonts().strong).horizontalAdvance(u"00000000"_s), sizeHint().height());
}

void ChartLegend::measure()
{
    m_valueWidths.resize(m_entries.size());
    m_hadNumber.resize(m_entries.size());
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const QString &value = m_entries[i].value;
        const int width = wholeWidth(m_themes->fonts().smallStrong, value);
        const bool isNumber = !value.isEmpty() && value.front().isDigit();
        m_valueWidths[i] = isNumber && m_hadNumber.value(i) ? std::max(m_valueWidths[i], width) : width;
        m_hadNumber[i] = isNumber;
    }
}

int ChartLegend::markerWidth(const LegendEntry &entry) const
{
    return entry.color ? marker + markerGap : 0;
}

int ChartLegend::labelWidth(const QString &label) const
{
    return wholeWidth(m_themes->fonts().small, label);
}

/// Without a marker the value is enough, the title says what it is of.
int ChartLegend::shortestLabel(const LegendEntry &entry) const
{
    return entry.color ? std::min(labelWidth(entry.label), labelWidth(u"nnn…"_s)) : 0;
}

/// Of the first entries with their labels as short as they may be.
int ChartLegend::shortestWidth(qsizetype shown) const
{
    int width = shown < m_entries.size() ? entryGap + labelWidth(u"+9"_s) : 0;
    for (qsizetype i = 0; i < shown; ++i) {
        width += entryGap + markerWidth(m_entries[i]) + shortestLabel(m_entries[i]) + wordGap
            + m_valueWidths[i];
    }
    return width;
}

int ChartLegend::titleWidth() const
{
    const int whole = wholeWidth(m_themes->fonts().strong, m_title);
    const int shortest = std::min(whole, wholeWidth(m_themes->fonts().strong, u"nnnnn…"_s));
    return std::clamp(width() - shortestWidth(m_entries.size()), shortest, whole);
}

QList<ChartLegend::Piece> ChartLegend::fitted(int available) const
{
    qsizetype shown = m_entries.size();
    while (shown > 0 && shortestWidth(shown) > available)
        --shown;

    const QFontMetrics labels(m_themes->fonts().small);
    QList<int> widths;
    int labelsShortest = 0;
    for (qsizetype i = 0; i < shown; ++i) {
        widths += labelWidth(m_entries[i].label);
        labelsShortest += shortestLabel(m_entries[i]);
    }
    const int limit = commonLimit(widths, available - shortestWidth(shown) + labelsShortest);

    QList<Piece> pieces;
    for (qsizetype i = 0; i < shown; ++i) {
        LegendEntry entry = m_entries[i];
        const bool isWorthALabel = limit >= std::min(labelWidth(entry.label), labelWidth(u"nnn…"_s));
        entry.label = isWorthALabel ? labels.elidedText(entry.label, Qt::ElideRight, limit) : QString();
        const int width = markerWidth(entry) + labelWidth(entry.label) + wordGap + m_valueWidths[i];
        pieces.append({entry, width});
    }
    if (shown < m_entries.size()) {
        const QString more = u'+' + QString::number(m_entries.size() - shown);
        pieces.append({{nullptr, more, {}}, labelWidth(more)});
    }
    return pieces;
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_themes->colors();
    const Fonts &fonts = m_themes->fonts();
    const auto draw = [&](int x, int width, const QFont &font, const QColor &color, const QString &text) {
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(
            QRect(x, 0, width, height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    };

    const QFontMetrics titleMetrics(fonts.strong);
    const QString title = titleMetrics.elidedText(m_title, Qt::ElideRight, titleWidth());
    draw(0, titleWidth(), fonts.strong, colors.text, title);

    int x = titleWidth();
    for (const Piece &piece : fitted(width() - titleWidth())) {
        x += entryGap;
        int inside = x;
        if (piece.entry.color) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colors.*piece.entry.color);
            painter.drawRoundedRect(QRectF(inside, (height() - marker) / 2.0, marker, marker), 1, 1);
            inside += marker + markerGap;
        }
        const int label = labelWidth(piece.entry.label);
        draw(inside, label + 1, fonts.small, colors.second, piece.entry.label);
        inside += label + (label > 0 ? wordGap : 0);
        draw(inside, width(), fonts.smallStrong, m_isStale ? colors.third : colors.text, piece.entry.value);
        x += piece.width;
    }
}

} // namespace emberwatch
