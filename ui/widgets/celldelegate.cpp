// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/celldelegate.h"

#include "ui/theme/themesource.h"

#include <QPaintDevice>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

namespace {

constexpr qreal tickWidth = 1.8; // pixels

} // namespace

CellDelegate::CellDelegate(const ThemeSource *themes, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
{
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, m_themes->measures().row};
}

QRect CellDelegate::innerOf(const QStyleOptionViewItem &option) const
{
    const int margin = m_themes->measures().within;
    return option.rect.adjusted(margin, 0, -margin, -m_themes->measures().border);
}

int CellDelegate::drawText(QPainter &painter, const QRect &room, const Text &text) const
{
    const QFont &font = m_themes->fonts().*text.font;
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text.text, text.elide, room.width());
    painter.setFont(font);
    painter.setPen(text.color);
    painter.drawText(
        room, (text.isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    return std::min(room.width(), metrics.horizontalAdvance(shown));
}

void CellDelegate::drawIcon(QPainter &painter, const QRect &room, Icon icon, const QColor &color) const
{
    const int size = m_themes->measures().icon;
    const qreal scale = painter.device()->devicePixelRatioF();
    painter.drawPixmap(
        room.left(), room.top() + (room.height() - size) / 2, m_themes->pixmap(icon, color, size, scale));
}

void CellDelegate::drawSigned(QPainter &painter, const QRect &room, Icon icon, const Text &text) const
{
    drawIcon(painter, room, icon, text.color);
    drawText(painter, room.adjusted(m_themes->measures().icon + m_themes->measures().grid, 0, 0, 0), text);
}

void CellDelegate::drawTick(QPainter &painter, const QRect &box, Qt::CheckState state) const
{
    const Colors &colors = m_themes->colors();
    const bool isFilled = state != Qt::Unchecked;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isFilled ? colors.accent : colors.outline, 1));
    painter.setBrush(isFilled ? colors.accent : colors.base);
    painter.drawRoundedRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5), 3, 3);
    if (isFilled) {
        // Bolder than an icon: at this size its lines would be hairs.
        painter.setPen(QPen(colors.onAccent, tickWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const auto at = [&box](qreal x, qreal y) {
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
        };
        if (state == Qt::Checked)
            painter.drawPolyline(QPolygonF{at(0.29, 0.52), at(0.44, 0.67), at(0.71, 0.34)});
        else
            painter.drawLine(at(0.31, 0.5), at(0.69, 0.5));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

QColor CellDelegate::valueColor(const QStyleOptionViewItem &option) const
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    return isSelected ? m_themes->colors().onSelection : m_themes->colors().text;
}

} // namespace emberwatch
