// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableheader.h"

#include "ui/theme/contrast.h"
#include "ui/theme/themesource.h"

#include <QPaintEvent>
#include <QPainter>

namespace emberwatch {

namespace {

constexpr int staleHatch = 6;

} // namespace

TableHeader::TableHeader(const ThemeSource *themes, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_themes(themes)
{
    setSectionsClickable(false);
    setSectionsMovable(false);
    setHighlightSections(false);
    setStretchLastSection(false);
    setSectionResizeMode(QHeaderView::Fixed);
    setMinimumSectionSize(0);
}

void TableHeader::setStale(bool isStale)
{
    m_isStale = isStale;
    viewport()->update();
}

QSize TableHeader::sizeHint() const
{
    // QHeaderView would measure each title in a bold face that nothing is drawn with.
    return {length(), m_themes->measures().row + m_themes->measures().grid};
}

void TableHeader::paintEvent(QPaintEvent *event)
{
    const Colors &colors = m_themes->colors();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_isStale ? colors.warningTint : colors.window);
    if (m_isStale)
        drawStaleSign(painter);
    for (int section = 0; section < count(); ++section) {
        const QRect rect(sectionViewportPosition(section), 0, sectionSize(section), viewport()->height());
        if (!isSectionHidden(section) && rect.intersects(event->rect()))
            drawSection(painter, rect, section);
    }
    const int border = m_themes->measures().border;
    painter.fillRect(0, viewport()->height() - border, viewport()->width(), border, colors.hairline);
}

void TableHeader::drawSection(QPainter &painter, const QRect &rect, int section) const
{
    const int within = m_themes->measures().within;
    const QRect room = rect.adjusted(within, 0, -within, 0);
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    const QVariant alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole);
    const QFontMetrics metrics(m_themes->fonts().strong);
    painter.setFont(m_themes->fonts().strong);
    painter.setPen(m_themes->colors().second);
    painter.drawText(room, (alignment.isValid() ? alignment.toInt() : Qt::AlignLeft) | Qt::AlignVCenter,
        metrics.elidedText(title, Qt::ElideRight, room.width()));
}

void TableHeader::drawStaleSign(QPainter &painter) const
{
    const int top = viewport()->height() - staleHatch;
    const Colors &colors = m_themes->colors();
    painter.save();
    painter.setClipRect(0, top, viewport()->width(), staleHatch);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(colors.warningTint, colors.warning, 0.5), 1.2));
    for (int x = -staleHatch; x < viewport()->width(); x += staleHatch)
        painter.drawLine(x, viewport()->height(), x + staleHatch, top);
    painter.restore();
}

} // namespace emberwatch
