// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/valuelabel.h"

#include "ui/theme/themesource.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;

ValueLabel::ValueLabel(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        explain();
    });
}

void ValueLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    explain();
    updateGeometry();
    update();
}

void ValueLabel::setExplanation(const QString &text)
{
    if (text == m_explanation)
        return;
    m_explanation = text;
    explain();
}

void ValueLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elide = mode;
}

void ValueLabel::setLook(QFont Fonts::*font, QColor Colors::*color)
{
    if (font == m_font && color == m_color)
        return;
    m_font = font;
    m_color = color;
    updateGeometry();
    update();
}

QSize ValueLabel::sizeHint() const
{
    const QFontMetrics metrics(m_themes->fonts().*m_font);
    const int height = std::max(metrics.height(), QFontMetrics(m_themes->fonts().body).height());
    return QSize(metrics.horizontalAdvance(m_text) + 2, height);
}

QSize ValueLabel::minimumSizeHint() const
{
    return QSize(QFontMetrics(m_themes->fonts().*m_font).horizontalAdvance(u"mmm…"_s), sizeHint().height());
}

void ValueLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_themes->fonts().*m_font);
    painter.setPen(m_themes->colors().*m_color);
    const QString shown = painter.fontMetrics().elidedText(m_text, m_elide, width());
    // drawText() would take an ampersand or a tab for something else without these flags.
    painter.drawText(
        rect(), Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextLongestVariant, shown);
}

void ValueLabel::resizeEvent(QResizeEvent *)
{
    explain();
}

void ValueLabel::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, [text = m_text] { QGuiApplication::clipboard()->setText(text); });
    menu.exec(event->globalPos());
}

bool ValueLabel::isElided() const
{
    return QFontMetrics(m_themes->fonts().*m_font).horizontalAdvance(m_text) > width();
}

void ValueLabel::explain()
{
    QStringList lines;
    if (isElided())
        lines += m_text;
    if (!m_explanation.isEmpty())
        lines += m_explanation;
    // Qt takes what looks like a tag for rich text; in an escaped paragraph it stays what it is.
    const QString text = lines.join(u'\n').toHtmlEscaped().replace(u'\n', "<br>"_L1);
    setToolTip(text.isEmpty() ? QString() : "<p style='white-space:pre-wrap'>"_L1 + text + "</p>"_L1);
    setAccessibleDescription(m_text);
}

} // namespace emberwatch
