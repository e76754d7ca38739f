// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/steadylabel.h"

#include "ui/theme/themesource.h"
#include "ui/words/showntext.h"

#include <QPainter>

#include <algorithm>

namespace emberwatch {

SteadyLabel::SteadyLabel(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(themes, &ThemeSource::themeChanged, this, &SteadyLabel::measure);
    measure();
}

void SteadyLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    const int width = widthOf(text);
    if (width > m_widest) {
        m_widest = width;
        updateGeometry();
    }
    explain();
    update();
}

void SteadyLabel::setSample(const QString &sample)
{
    if (sample == m_sample)
        return;
    m_sample = sample;
    measure();
}

void SteadyLabel::setIcon(std::optional<Icon> icon)
{
    if (icon == m_icon)
        return;
    m_icon = icon;
    updateGeometry();
    update();
}

void SteadyLabel::setLook(QFont Fonts::*font, QColor Colors::*color)
{
    if (font == m_font && color == m_color)
        return;
    m_font = font;
    m_color = color;
    measure();
}

void SteadyLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

void SteadyLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elide = mode;
    update();
}

void SteadyLabel::setExplanation(const QString &text)
{
    m_explanation = text;
    explain();
}

QSize SteadyLabel::sizeHint() const
{
    const int height
        = std::max(QFontMetrics(m_themes->fonts().*m_font).height(), m_icon ? m_themes->measures().icon : 0);
    return QSize(m_widest + iconWidth(), height);
}

QSize SteadyLabel::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return QSize(
        std::min(whole.width(), iconWidth() + widthOf(QString(4, QLatin1Char('m')))), whole.height());
}

void SteadyLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Measures &measures = m_themes->measures();
    const QColor color = m_themes->colors().*(isEnabled() ? m_color : &Colors::disabled);
    if (m_icon) {
        const int top = (height() - measures.icon) / 2;
        painter.drawPixmap(0, top, m_themes->pixmap(*m_icon, color, measures.icon, devicePixelRatioF()));
    }
    const QFont &font = m_themes->fonts().*m_font;
    const QRect rest = rect().adjusted(iconWidth(), 0, 0, 0);
    painter.setFont(font);
    painter.setPen(color);
    const QString shown = QFontMetrics(font).elidedText(m_text, m_elide, rest.width());
    painter.drawText(rest, static_cast<int>(m_alignment | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

void SteadyLabel::resizeEvent(QResizeEvent *)
{
    explain();
}

int SteadyLabel::iconWidth() const
{
    return m_icon ? m_themes->measures().icon + m_themes->measures().within : 0;
}

int SteadyLabel::widthOf(const QString &text) const
{
    // One pixel more: a width equal to the text's would elide it where the advance is rounded.
    return text.isEmpty() ? 0 : QFontMetrics(m_themes->fonts().*m_font).horizontalAdvance(text) + 1;
}

void SteadyLabel::measure()
{
    m_widest = std::max(widthOf(m_text), widthOf(m_sample));
    updateGeometry();
    explain();
    update();
}

void SteadyLabel::explain()
{
    const bool isElided = widthOf(m_text) > width() - iconWidth();
    QStringList lines;
    if (isElided && !m_text.isEmpty())
        lines << m_text;
    if (!m_explanation.isEmpty())
        lines << m_explanation;
    const QString tip = lines.join(QLatin1Char('\n'));
    // Tool tips guess whether they are rich text; what comes from a server must never be.
    setToolTip(toolTipText(tip));
}

} // namespace emberwatch
