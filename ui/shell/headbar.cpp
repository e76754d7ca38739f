// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/headbar.h"

#include "ui/shell/classband.h"
#include "ui/shell/commands.h"
#include "ui/shell/environmentchip.h"
#include "ui/shell/pagetab.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

ActionButton *quietButton(QAction *action, QWidget *parent)
{
    auto *button = new ActionButton(action, ActionButton::Shows::IconOnly, parent);
    button->setLook(u"quiet"_s);
    return button;
}

} // namespace

HeadBar::HeadBar(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_band(new ClassBand(themes, this))
    , m_chip(new EnvironmentChip(themes, this))
    , m_jobs(new PageTab(themes, tr("Jobs"), commands.action(Command::GoToJobs), this))
    , m_servers(new PageTab(themes, tr("Servers"), commands.action(Command::GoToServers), this))
    , m_recover(new ActionButton(commands.action(Command::Recover), ActionButton::Shows::IconAndText, this))
    , m_palette(quietButton(commands.action(Command::ShowPalette), this))
    , m_menu(quietButton(commands.action(Command::ShowMenu), this))
    , m_row(new QWidget(this))
{
    const Measures &measures = themes->measures();
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(measures.between, 0, measures.between, 0);
    row->setSpacing(measures.within);
    row->addWidget(m_chip);
    row->addSpacing(measures.within);
    row->addWidget(m_jobs);
    row->addWidget(m_servers);
    row->addStretch(1);
    row->addWidget(m_recover);
    row->addWidget(m_palette);
    row->addWidget(m_menu);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    column->addWidget(m_band);
    column->addWidget(m_row);
    connect(themes, &ThemeSource::themeChanged, this, &HeadBar::measure);
    measure();
    setEnvironment(std::nullopt);
    setServerCount(std::nullopt);
    setCurrent(Page::Jobs);
}

void HeadBar::setEnvironment(const std::optional<Environment> &environment)
{
    m_band->setVisible(environment.has_value());
    m_chip->setVisible(environment.has_value());
    m_jobs->setVisible(environment.has_value());
    m_recover->setVisible(environment.has_value());
    if (!environment)
        return;
    m_band->setEnvironmentClass(environment->environmentClass);
    m_chip->setEnvironment(*environment);
}

void HeadBar::setJobCount(std::optional<qint64> count)
{
    m_jobs->setCount(count);
}

void HeadBar::setServerCount(std::optional<qint64> count)
{
    m_servers->setCount(count);
    m_servers->setVisible(count.has_value());
}

void HeadBar::setCurrent(Page page)
{
    m_jobs->setChecked(page == Page::Jobs);
    m_servers->setChecked(page == Page::Servers);
}

QWidget *HeadBar::menuButton() const
{
    return m_menu;
}

void HeadBar::measure()
{
    m_row->setFixedHeight(m_themes->measures().bar);
    update();
}

void HeadBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_themes->colors().hairline);
}

} // namespace emberwatch
