// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environmentchip.h"

#include "ui/shell/classshape.h"
#include "ui/theme/themesource.h"

#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 8;
constexpr int shapeSize = 12;
constexpr int mostLetters = 32; // of the name, else it is elided

} // namespace

EnvironmentChip::EnvironmentChip(const ThemeSource *themes, QWidget *parent)
    : QAbstractButton(parent)
    , m_themes(themes)
{
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(themes, &ThemeSource::themeChanged, this, [this] {
        updateGeometry();
        update();
    });
}

void EnvironmentChip::setEnvironment(const Environment &environment)
{
    m_environment = environment;
    const QString title = tr("%1 %2").arg(classTitle(environment.environmentClass), environment.name);
    setAccessibleName(title);
    setToolTip(title + u'\n' + environment.server);
    updateGeometry();
    update();
}

void EnvironmentChip::setMenu(QMenu *menu)
{
    m_menu = menu;
    setObjectName(u"environmentChip"_s);
    setFocusPolicy(Qt::TabFocus);
    connect(this, &QAbstractButton::clicked, this, &EnvironmentChip::openMenu);
    updateGeometry();
    update();
}

void EnvironmentChip::openMenu()
{
    m_menu->popup(mapToGlobal(QPoint(0, height())));
}

QSize EnvironmentChip::sizeHint() const
{
    const QFontMetrics metrics(m_themes->fonts().smallStrong);
    const int most = metrics.averageCharWidth() * mostLetters;
    const int name = std::min(metrics.horizontalAdvance(m_environment.name) + 1, most);
    return QSize(nameLeft() + name + nameRight(), m_themes->measures().control);
}

QSize EnvironmentChip::minimumSizeHint() const
{
    const int some = QFontMetrics(m_themes->fonts().smallStrong).horizontalAdvance(u"mmmm"_s);
    return QSize(std::min(sizeHint().width(), nameLeft() + some + nameRight()), m_themes->measures().control);
}

int EnvironmentChip::nameLeft() const
{
    const QString title = classTitle(m_environment.environmentClass);
    const int word = QFontMetrics(m_themes->fonts().smallStrong).horizontalAdvance(title);
    return padding + shapeSize + padding + word + m_themes->measures().between;
}

int EnvironmentChip::nameRight() const
{
    return m_menu == nullptr ? padding : padding + m_themes->measures().icon;
}

void EnvironmentChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_themes->colors();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ofClass(m_environment.environmentClass));
    painter.drawRoundedRect(rect(), m_themes->measures().corner, m_themes->measures().corner);
    painter.setBrush(colors.onClass);
    drawClassShape(painter, m_environment.environmentClass,
        QRectF(padding, (height() - shapeSize) / 2.0, shapeSize, shapeSize));

    painter.setFont(m_themes->fonts().smallStrong);
    painter.setPen(colors.onClass);
    const QRect word(padding + shapeSize + padding, 0, width(), height());
    painter.drawText(word, Qt::AlignVCenter, classTitle(m_environment.environmentClass));
    const QRect rest(nameLeft(), 0, width() - nameRight() - nameLeft(), height());
    const QString name = painter.fontMetrics().elidedText(m_environment.name, Qt::ElideMiddle, rest.width());
    painter.drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine, name);
    if (m_menu != nullptr)
        paintMenuMark(painter);
}

void EnvironmentChip::paintMenuMark(QPainter &painter) const
{
    const Measures &measures = m_themes->measures();
    const Colors &colors = m_themes->colors();
    painter.drawPixmap(width() - measures.icon - padding / 2, (height() - measures.icon) / 2,
        m_themes->pixmap(Icon::ChevronDown, colors.onClass, measures.icon, devicePixelRatioF()));
    if (!hasFocus())
        return;
    const qreal in = measures.focusRing / 2.0;
    painter.setPen(QPen(colors.accent, measures.focusRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(in, in, -in, -in), measures.corner, measures.corner);
}

} // namespace emberwatch
