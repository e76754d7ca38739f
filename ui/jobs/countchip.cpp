// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/countchip.h"

#include "ui/theme/contrast.h"
#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QPainter>

#include <algorithm>

namespace emberwatch {

namespace {

constexpr int padding = 8;
constexpr int gap = 6;

} // namespace

CountChip::CountChip(const ThemeSource *themes, ChipFace face, QWidget *parent)
    : QAbstractButton(parent)
    , m_themes(themes)
    , m_face(std::move(face))
{
    setText(m_face.word);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("%1: %2").arg(m_face.word, numberText(m_count)));
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void CountChip::setCount(qint64 count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleName(tr("%1: %2").arg(m_face.word, numberText(count)));
    update();
    const qsizetype digits = numberText(count).size();
    if (digits <= m_mostDigits)
        return;
    m_mostDigits = digits;
    updateGeometry();
    Q_EMIT widened();
}

void CountChip::setPale(bool isPale)
{
    if (isPale == m_isPale)
        return;
    m_isPale = isPale;
    update();
}

QSize CountChip::sizeHint() const
{
    const Fonts &fonts = m_themes->fonts();
    const int icon = m_face.icon ? m_themes->measures().icon + gap : 0;
    const int word = QFontMetrics(fonts.body).horizontalAdvance(m_face.word) + 1;
    const int digits
        = QFontMetrics(fonts.strong).horizontalAdvance(QString(m_mostDigits, QLatin1Char('0'))) + 1;
    return QSize(padding + icon + word + gap + digits + padding, m_themes->measures().chip);
}

void CountChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const QColor held = mixed(colors.raised, colors.outline, colors.isDark ? 0.18 : 0.06);
    const QColor idle = underMouse() ? colors.raised : colors.base;
    const QColor line = isChecked() ? colors.outline : mixed(colors.hairline, colors.outline, 0.15);
    painter.setPen(
        QPen(hasFocus() ? colors.accent : line, hasFocus() ? measures.focusRing : measures.border));
    painter.setBrush(isChecked() ? held : idle);
    const qreal inset = painter.pen().widthF() / 2;
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(inset, inset, -inset, -inset), measures.corner, measures.corner);

    int left = padding;
    if (m_face.icon) {
        const QColor color = m_isPale ? colors.third : colors.*m_face.color;
        painter.drawPixmap(left, (height() - measures.icon) / 2,
            m_themes->pixmap(*m_face.icon, color, measures.icon, devicePixelRatioF()));
        left += measures.icon + gap;
    }
    painter.setPen(isChecked() ? colors.text : colors.second);
    painter.setFont(m_themes->fonts().body);
    painter.drawText(QRect(left, 0, width(), height()), Qt::AlignVCenter, m_face.word);
    painter.setPen(m_count == 0 ? colors.third : colors.text);
    painter.setFont(m_themes->fonts().strong);
    painter.drawText(
        rect().adjusted(0, 0, -padding, 0), Qt::AlignVCenter | Qt::AlignRight, numberText(m_count));
}

void CountChip::enterEvent(QEnterEvent *)
{
    update();
}

void CountChip::leaveEvent(QEvent *)
{
    update();
}

} // namespace emberwatch
