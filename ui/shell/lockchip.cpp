// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lockchip.h"

#include "ui/theme/themesource.h"
#include "ui/words/showntext.h"

#include <QPainter>
#include <QRegularExpression>

namespace emberwatch {

using namespace Qt::StringLiterals;

LockChip::LockChip(const ThemeSource *themes, QWidget *parent)
    : QAbstractButton(parent)
    , m_themes(themes)
{
    setObjectName(u"lockChip"_s);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
    setState({}, {});
}

void LockChip::setState(const QString &left, const QString &explanation)
{
    m_left = left;
    setText(words());
    setAccessibleName(words());
    setToolTip(toolTipText(explanation));
    updateGeometry();
    update();
}

QString LockChip::words() const
{
    return m_left.isEmpty() ? tr("Read-only") : tr("Writes allowed · %1 left").arg(m_left);
}

QSize LockChip::sizeHint() const
{
    // By zeros: the seconds do not move what follows.
    static const QRegularExpression digit(u"\\d"_s);
    const Measures &measures = m_themes->measures();
    const QFontMetrics metrics(m_themes->fonts().small);
    const int text = metrics.horizontalAdvance(words().replace(digit, u"0"_s));
    return {3 * measures.within + measures.icon + text + 1, measures.control - measures.grid};
}

void LockChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Measures &measures = m_themes->measures();
    const Colors &colors = m_themes->colors();
    const QColor color = isOpen() ? colors.warning : colors.second;
    const QColor line = hasFocus() ? colors.accent : isOpen() ? colors.warning : colors.outline;
    const int width = hasFocus() ? measures.focusRing : measures.border;
    painter.setPen(QPen(line, width));
    painter.setBrush(isOpen() ? colors.warningTint : underMouse() ? colors.raised : colors.base);
    const qreal in = width / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(in, in, -in, -in), measures.corner, measures.corner);
    painter.drawPixmap(measures.within, (height() - measures.icon) / 2,
        m_themes->pixmap(isOpen() ? Icon::Unlock : Icon::Lock, color, measures.icon, devicePixelRatioF()));
    painter.setFont(m_themes->fonts().small);
    painter.setPen(color);
    painter.drawText(
        rect().adjusted(2 * measures.within + measures.icon, 0, 0, 0), Qt::AlignVCenter, words());
}

} // namespace emberwatch
