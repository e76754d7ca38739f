// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environmentmenu.h"

#include "ui/shell/classshape.h"
#include "ui/shell/environment.h"
#include "ui/theme/themesource.h"
#include "ui/words/showntext.h"

#include <QPainter>

#include <utility>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// A menu takes '&' for the mark of a key.
QString menuText(const QString &text)
{
    return shownText(text).replace(u'&', u"&&"_s);
}

} // namespace

EnvironmentMenu::EnvironmentMenu(const ThemeSource *themes, std::function<Content()> content, QWidget *parent)
    : QMenu(parent)
    , m_themes(themes)
    , m_content(std::move(content))
{
    setObjectName(u"environmentMenu"_s);
    connect(this, &QMenu::aboutToShow, this, &EnvironmentMenu::fill);
}

void EnvironmentMenu::fill()
{
    clear();
    const Content content = m_content();
    if (!content.problem.isEmpty())
        return addWords(content.problem);
    addWords(tr("Opens in a window of its own:"));
    for (const Entry &entry : content.entries)
        addEntry(entry, entry.name == content.current);
}

void EnvironmentMenu::addEntry(const Entry &entry, bool isCurrent)
{
    const QString title = menuText(entry.name);
    QAction *action = addAction(iconOf(entry.environmentClass),
        isCurrent ? tr("%1 · this window").arg(title)
                  : u"%1 · %2"_s.arg(title, classTitle(entry.environmentClass).toLower()));
    action->setObjectName(u"environment-"_s + entry.name);
    action->setEnabled(!isCurrent);
    connect(action, &QAction::triggered, this, [this, name = entry.name] { Q_EMIT chosen(name); });
}

void EnvironmentMenu::addWords(const QString &text)
{
    QAction *words = addAction(menuText(text));
    words->setEnabled(false);
}

QIcon EnvironmentMenu::iconOf(EnvironmentClass environmentClass) const
{
    const int size = m_themes->measures().icon;
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap((QSizeF(size, size) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_themes->colors().ofClass(environmentClass));
    drawClassShape(painter, environmentClass, QRectF(2, 2, size - 4, size - 4));
    return pixmap;
}

} // namespace emberwatch
