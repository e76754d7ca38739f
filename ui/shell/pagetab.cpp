// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pagetab.h"

#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

namespace {

constexpr int padding = 8;
constexpr int underline = 2;

} // namespace

PageTab::PageTab(const ThemeSource *themes, const QString &title, QAction *goTo, QWidget *parent)
    : QAbstractButton(parent)
    , m_themes(themes)
{
    setText(title);
    setCheckable(true);
    setToolTip(goTo->toolTip());
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    // Which page is shown the window says; a click only asks.
    connect(this, &QAbstractButton::clicked, this, [this, goTo] {
        setChecked(!isChecked());
        goTo->trigger();
    });
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void PageTab::setWithoutCount()
{
    m_mostDigits = 0;
    updateGeometry();
}

void PageTab::setCount(std::optional<qint64> count)
{
    if (count == m_count)
        return;
    m_count = count;
    const qsizetype digits = countText().size();
    if (digits > m_mostDigits) {
        m_mostDigits = digits;
        updateGeometry();
    }
    setAccessibleName(count ? tr("%1, %2").arg(text(), countText()) : text());
    update();
}

QString PageTab::countText() const
{
    return m_count ? numberText(*m_count) : QString();
}

QSize PageTab::sizeHint() const
{
    const QFontMetrics metrics(m_themes->fonts().strong);
    const int digits = metrics.horizontalAdvance(QString(m_mostDigits, QLatin1Char('0')));
    const int count = m_mostDigits > 0 ? digits + padding : 0;
    return QSize(padding + metrics.horizontalAdvance(text()) + padding + count, m_themes->measures().bar);
}

void PageTab::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_themes->colors();
    const QFontMetrics metrics(m_themes->fonts().strong);
    const QRect inner = rect().adjusted(padding, 0, -padding, 0);
    painter.setFont(isChecked() ? m_themes->fonts().strong : m_themes->fonts().body);
    painter.setPen(isChecked() || underMouse() ? colors.text : colors.second);
    painter.drawText(inner, Qt::AlignVCenter, text());
    painter.drawText(
        inner.adjusted(metrics.horizontalAdvance(text()) + padding, 0, 0, 0), Qt::AlignVCenter, countText());
    if (isChecked())
        painter.fillRect(QRect(0, height() - 4 - underline, width(), underline), colors.accent);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colors.accent, m_themes->measures().focusRing));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 5, -1, -9), 4, 4);
    }
}

} // namespace emberwatch
