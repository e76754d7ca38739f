// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/messagecard.h"

#include "ui/theme/themesource.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

namespace emberwatch {

using namespace Qt::StringLiterals;

MessageCard::MessageCard(const ThemeSource *themes, QWidget *parent)
    : QFrame(parent)
    , m_themes(themes)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
{
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(8, 8, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_text, 1, 1);
    grid->setColumnStretch(1, 1);
    connect(m_themes, &ThemeSource::themeChanged, this, &MessageCard::lookAnew);
    lookAnew();
}

void MessageCard::say(const Content &content)
{
    const bool isSameLook = content.icon == m_content.icon && content.color == m_content.color
        && content.tint == m_content.tint;
    m_content = content;
    m_title->setText(content.title);
    m_text->setText(content.text);
    m_text->setVisible(!content.text.isEmpty());
    setAccessibleName(content.title + u' ' + content.text);
    if (!isSameLook)
        lookAnew();
    show();
}

QString MessageCard::title() const
{
    return m_title->text();
}

QString MessageCard::text() const
{
    return m_text->text();
}

void MessageCard::lookAnew()
{
    const Colors &colors = m_themes->colors();
    m_icon->setPixmap(m_themes->pixmap(
        m_content.icon, colors.*m_content.color, m_themes->measures().icon, devicePixelRatioF()));
    m_title->setFont(m_themes->fonts().strong);
    QPalette palette = m_title->palette();
    palette.setColor(QPalette::WindowText, colors.*m_content.color);
    m_title->setPalette(palette);
    update();
}

void MessageCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_themes->colors();
    const bool isFlat = colors.*m_content.tint == colors.window;
    painter.setPen(isFlat ? QPen(colors.outline) : QPen(Qt::NoPen));
    painter.setBrush(colors.*m_content.tint);
    const int corner = m_themes->measures().corner;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
}

} // namespace emberwatch
