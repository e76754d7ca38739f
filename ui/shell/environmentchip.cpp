// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environmentchip.h"

#include "ui/theme/themesource.h"

#include <QPainter>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 8;
constexpr int shapeSize = 12;
constexpr int mostLetters = 32; // of the name, else it is elided

void drawShape(QPainter &painter, EnvironmentClass environmentClass, const QRectF &where)
{
    switch (environmentClass) {
    case EnvironmentClass::Production:
        painter.drawEllipse(where);
        return;
    case EnvironmentClass::Staging: {
        const QPointF c = where.center();
        painter.drawPolygon(QPolygonF(
            {{c.x(), where.top()}, {where.right(), c.y()}, {c.x(), where.bottom()}, {where.left(), c.y()}}));
        return;
    }
    case EnvironmentClass::Development:
        painter.drawRect(where.adjusted(1, 1, -1, -1));
        return;
    }
}

} // namespace

EnvironmentChip::EnvironmentChip(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
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

QSize EnvironmentChip::sizeHint() const
{
    const QFontMetrics metrics(m_themes->fonts().smallStrong);
    const int most = metrics.averageCharWidth() * mostLetters;
    const int name = std::min(metrics.horizontalAdvance(m_environment.name) + 1, most);
    return QSize(nameLeft() + name + padding, m_themes->measures().control);
}

QSize EnvironmentChip::minimumSizeHint() const
{
    const int some = QFontMetrics(m_themes->fonts().smallStrong).horizontalAdvance(u"mmmm"_s);
    return QSize(std::min(sizeHint().width(), nameLeft() + some + padding), m_themes->measures().control);
}

int EnvironmentChip::nameLeft() const
{
    const QString title = classTitle(m_environment.environmentClass);
    const int word = QFontMetrics(m_themes->fonts().smallStrong).horizontalAdvance(title);
    return padding + shapeSize + padding + word + m_themes->measures().between;
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
    drawShape(painter, m_environment.environmentClass,
        QRectF(padding, (height() - shapeSize) / 2.0, shapeSize, shapeSize));

    painter.setFont(m_themes->fonts().smallStrong);
    painter.setPen(colors.onClass);
    const QRect word(padding + shapeSize + padding, 0, width(), height());
    painter.drawText(word, Qt::AlignVCenter, classTitle(m_environment.environmentClass));
    const QRect rest(nameLeft(), 0, width() - padding - nameLeft(), height());
    const QString name = painter.fontMetrics().elidedText(m_environment.name, Qt::ElideMiddle, rest.width());
    painter.drawText(rest, Qt::AlignVCenter | Qt::TextSingleLine, name);
}

} // namespace emberwatch
