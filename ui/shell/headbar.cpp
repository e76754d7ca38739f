// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/headbar.h"

#include "ui/shell/classband.h"
#include "ui/shell/commands.h"
#include "ui/shell/environmentchip.h"
#include "ui/shell/lockchip.h"
#include "ui/shell/pagetab.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <tuple>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

ActionButton *quietButton(QAction *action, QWidget *parent)
{
    auto *button = new ActionButton(action, ActionButton::Shows::IconOnly, parent);
    button->setLook(u"quiet"_s);
    return button;
}

ActionButton *procedureButton(QAction *action, QWidget *parent)
{
    return new ActionButton(action, ActionButton::Shows::IconAndText, parent);
}

} // namespace

HeadBar::HeadBar(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_band(new ClassBand(themes, this))
    , m_chip(new EnvironmentChip(themes, this))
    , m_lock(new LockChip(themes, this))
    , m_allow(new ActionButton(commands.action(Command::AllowWrites), ActionButton::Shows::TextOnly, this))
    , m_procedures{procedureButton(commands.action(Command::Recover), this),
          procedureButton(commands.action(Command::CleanOrphans), this),
          procedureButton(commands.action(Command::Reconcile), this)}
    , m_palette(quietButton(commands.action(Command::ShowPalette), this))
    , m_menu(quietButton(commands.action(Command::ShowMenu), this))
    , m_row(new QWidget(this))
{
    addTabs(commands);
    layOut();
    m_allow->setLook(u"quiet"_s);
    connect(m_lock, &LockChip::clicked, this, [this, &commands] {
        commands.action(m_lock->isOpen() ? Command::ForbidWrites : Command::AllowWrites)->trigger();
    });
    connect(themes, &ThemeSource::themeChanged, this, &HeadBar::measure);
    measure();
    setEnvironment(std::nullopt);
    setCurrent(Page::Jobs);
}

void HeadBar::addTabs(const Commands &commands)
{
    const std::tuple<Page, QString, Command> pages[]
        = {{Page::Jobs, tr("Jobs"), Command::GoToJobs}, {Page::Triage, tr("Triage"), Command::GoToTriage},
            {Page::Servers, tr("Servers"), Command::GoToServers},
            {Page::Journal, tr("Journal"), Command::GoToJournal}};
    for (const auto &[page, title, command] : pages) {
        auto *made = new PageTab(m_themes, title, commands.action(command), this);
        made->setVisible(false);
        m_tabs[static_cast<size_t>(page)] = made;
    }
    tab(Page::Journal)->setWithoutCount();
}

void HeadBar::layOut()
{
    const Measures &measures = m_themes->measures();
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(measures.between, 0, measures.between, 0);
    row->setSpacing(measures.within);
    row->addWidget(m_chip);
    row->addWidget(m_lock);
    row->addWidget(m_allow);
    row->addSpacing(measures.within);
    for (PageTab *tab : m_tabs)
        row->addWidget(tab);
    row->addStretch(1);
    for (ActionButton *procedure : m_procedures)
        row->addWidget(procedure);
    row->addWidget(m_palette);
    row->addWidget(m_menu);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    column->addWidget(m_band);
    column->addWidget(m_row);
}

void HeadBar::setEnvironment(const std::optional<Environment> &environment)
{
    m_band->setVisible(environment.has_value());
    m_chip->setVisible(environment.has_value());
    const bool isGuarded = environment && environment->environmentClass == EnvironmentClass::Production;
    m_lock->setVisible(isGuarded);
    m_allow->setVisible(isGuarded);
    for (const Page page : {Page::Triage, Page::Servers, Page::Journal})
        tab(page)->setVisible(environment.has_value() && tab(page)->isVisibleTo(this));
    tab(Page::Jobs)->setVisible(environment.has_value());
    for (ActionButton *procedure : m_procedures)
        procedure->setVisible(environment.has_value());
    if (!environment)
        return;
    m_band->setEnvironmentClass(environment->environmentClass);
    m_chip->setEnvironment(*environment);
    fold();
}

void HeadBar::setLock(const QString &left, const QString &explanation)
{
    m_lock->setState(left, explanation);
    m_allow->setVisible(!m_lock->isOpen());
    fold();
}

void HeadBar::showPage(Page page)
{
    tab(page)->setVisible(true);
    fold();
}

void HeadBar::setCount(Page page, std::optional<qint64> count)
{
    tab(page)->setCount(count);
    fold();
}

void HeadBar::setCurrent(Page page)
{
    for (size_t i = 0; i < m_tabs.size(); ++i)
        m_tabs[i]->setChecked(i == static_cast<size_t>(page));
}

void HeadBar::setEnvironmentMenu(QMenu *menu)
{
    m_chip->setMenu(menu);
    fold();
}

QWidget *HeadBar::menuButton() const
{
    return m_menu;
}

void HeadBar::measure()
{
    m_row->setFixedHeight(m_themes->measures().bar);
    fold();
    update();
}

/// By what the row would need with all its words, so that it does not flutter.
void HeadBar::fold()
{
    if (!testAttribute(Qt::WA_Resized))
        return; // its width comes with the layout, and folds it then
    int words = 0;
    for (const ActionButton *procedure : m_procedures)
        words += procedure->textWidth();
    const bool hadWords = m_procedures[0]->shows() == ActionButton::Shows::IconAndText;
    const int needed = m_row->minimumSizeHint().width() + (hadWords ? 0 : words);
    for (ActionButton *procedure : m_procedures)
        procedure->setShows(
            needed > width() ? ActionButton::Shows::IconOnly : ActionButton::Shows::IconAndText);
}

void HeadBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void HeadBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_themes->colors().hairline);
}

} // namespace emberwatch
