// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/actionbutton.h"

#include "ui/theme/measures.h"

#include <QAction>
#include <QEvent>
#include <QStyle>

namespace emberwatch {

namespace {

/// The style sheet's, left and right, and the gap between icon and text.
constexpr int paddings = 24 + 4;

} // namespace

ActionButton::ActionButton(QAction *action, Shows shows, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
    , m_shows(shows)
{
    setObjectName(action->objectName() + QLatin1StringView("Button"));
    setAutoDefault(false);
    if (shows == Shows::IconOnly)
        setProperty("iconOnly", true);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &ActionButton::follow);
    measure();
    follow();
}

void ActionButton::setShows(Shows shows)
{
    if (shows == m_shows)
        return;
    m_shows = shows;
    setProperty("iconOnly", shows == Shows::IconOnly);
    style()->unpolish(this);
    style()->polish(this);
    measure();
    follow();
}

int ActionButton::textWidth() const
{
    const QString text = m_ownText.isEmpty() ? m_action->text() : m_ownText;
    return fontMetrics().horizontalAdvance(text) + paddings;
}

void ActionButton::setOwnText(const QString &text)
{
    if (text == m_ownText)
        return;
    m_ownText = text;
    follow();
}

void ActionButton::setOwnIcon(const QIcon &icon)
{
    m_ownIcon = icon;
    follow();
}

void ActionButton::setLook(const QString &look)
{
    if (property("look").toString() == look)
        return;
    setProperty("look", look);
    style()->unpolish(this);
    style()->polish(this);
}

void ActionButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

void ActionButton::measure()
{
    const int side = Measures::iconFor(fontMetrics().height());
    setIconSize(m_shows == Shows::IconOnly ? QSize(side, side) : Measures::besideText(side));
}

void ActionButton::follow()
{
    const QString text = m_ownText.isEmpty() ? m_action->text() : m_ownText;
    const QIcon icon = m_ownIcon.isNull() ? m_action->icon() : m_ownIcon;
    setIcon(m_shows == Shows::TextOnly ? QIcon() : icon);
    setText(m_shows == Shows::IconOnly ? QString() : text);
    setToolTip(m_action->toolTip());
    setAccessibleName(text);
    setEnabled(m_action->isEnabled());
}

} // namespace emberwatch
