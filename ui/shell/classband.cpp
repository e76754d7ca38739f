// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/classband.h"

#include "ui/theme/themesource.h"

#include <QPainter>

namespace emberwatch {

ClassBand::ClassBand(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setFixedHeight(themes->measures().band);
    connect(themes, &ThemeSource::themeChanged, this, qOverload<>(&QWidget::update));
}

void ClassBand::setEnvironmentClass(EnvironmentClass environmentClass)
{
    m_class = environmentClass;
    update();
}

void ClassBand::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_themes->colors().ofClass(m_class));
}

} // namespace emberwatch
