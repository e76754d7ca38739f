// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/verdictchip.h"

#include "ui/theme/themesource.h"

#include <QPainter>

namespace emberwatch {

using namespace Qt::StringLiterals;

VerdictChip::VerdictChip(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setObjectName(u"verdictChip"_s);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void VerdictChip::setLook(const TriageLook &look, const QString &flags)
{
    m_look = look;
    m_flags = flags;
    setAccessibleName(text());
    updateGeometry();
    update();
}

void VerdictChip::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

QString VerdictChip::text() const
{
    return m_flags.isEmpty() ? m_look.word : m_look.word + u", "_s + m_flags;
}

QSize VerdictChip::sizeHint() const
{
    const Measures &measures = m_themes->measures();
    const int words = QFontMetrics(m_themes->fonts().body).horizontalAdvance(text()) + 1;
    return {3 * measures.within + measures.icon + words, measures.chip};
}

void VerdictChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Measures &measures = m_themes->measures();
    const Colors &colors = m_themes->colors();
    const QColor color = m_isStale ? colors.second : colors.*m_look.color;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_isStale ? colors.raised : colors.*m_look.tint);
    painter.drawRoundedRect(rect(), measures.corner, measures.corner);
    painter.drawPixmap(measures.within, (height() - measures.icon) / 2,
        m_themes->pixmap(m_look.icon, color, measures.icon, devicePixelRatioF()));
    painter.setFont(m_themes->fonts().body);
    painter.setPen(color);
    painter.drawText(rect().adjusted(2 * measures.within + measures.icon, 0, 0, 0), Qt::AlignVCenter, text());
}

} // namespace emberwatch
