// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagehead.h"

#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

TriageHead::TriageHead(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_icon(plainLabel({}, this))
    , m_title(plainLabel(u"triageTitle"_s, this))
    , m_meaning(plainLabel(u"triageMeaning"_s, this))
    , m_age(new SteadyLabel(themes, this))
    , m_stop(new QPushButton(themes->icon(Icon::Close), tr("Stop looking"), this))
    , m_judge(new ActionButton(commands.action(Command::JudgeNow), ActionButton::Shows::IconAndText, this))
    , m_plan(new ActionButton(commands.action(Command::PlanForThese), ActionButton::Shows::IconAndText, this))
{
    const Measures &measures = themes->measures();
    m_age->setObjectName(u"triageAge"_s);
    m_age->setAlignment(Qt::AlignRight);
    m_stop->setObjectName(u"stopJudging"_s);
    m_stop->setAutoDefault(false);
    m_stop->setIconSize(Measures::besideText(measures.icon));
    m_stop->hide();
    m_plan->setLook(u"primary"_s);
    m_plan->setOwnIcon(themes->icon(Icon::Plan, &Colors::onAccent));
    m_meaning->setProperty("look", u"second"_s);
    m_meaning->setWordWrap(true);
    auto *title = new QHBoxLayout;
    title->setSpacing(measures.within);
    title->addWidget(m_icon);
    title->addWidget(m_title);
    title->addStretch(1);
    title->addWidget(m_age);
    title->addWidget(m_stop);
    title->addWidget(m_judge);
    title->addWidget(m_plan);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measures.around, measures.within, measures.between, measures.within);
    column->setSpacing(measures.grid / 2);
    column->addLayout(title);
    column->addWidget(m_meaning);
    connect(m_stop, &QPushButton::clicked, this, &TriageHead::stopRequested);
    connect(themes, &ThemeSource::themeChanged, this, &TriageHead::lookAnew);
    lookAnew();
}

void TriageHead::showKind(TriageKind kind, const TriageBoard::Pile &pile)
{
    m_kind = kind;
    QString word = lookOf(kind).word;
    word[0] = word.at(0).toUpper();
    const auto jobs = static_cast<int>(pile.jobs.size());
    QString title = tr("%1: %2", "a verdict: how many jobs").arg(word, tr("%n job(s)", nullptr, jobs));
    if (pile.users > 0)
        title += u", "_s + tr("%n user(s)", nullptr, pile.users);
    m_title->setText(title);
    m_meaning->setText(meaningOf(kind));
    m_plan->setVisible(pile.changes > 0);
    m_plan->setOwnText(pile.changes == 1 ? tr("Plan for this job...")
                                         : tr("Plan for these %1...").arg(numberText(pile.changes)));
    lookAnew();
}

void TriageHead::showAge(const QString &text, bool isOld)
{
    m_age->setIcon(isOld ? std::optional(Icon::Warning) : std::nullopt);
    m_age->setLook(&Fonts::small, isOld ? &Colors::warning : &Colors::second);
    m_age->setText(text);
}

void TriageHead::setJudging(bool isJudging)
{
    m_stop->setVisible(isJudging);
    m_judge->setVisible(!isJudging);
}

void TriageHead::lookAnew()
{
    const TriageLook look = lookOf(m_kind);
    m_icon->setPixmap(m_themes->pixmap(
        look.icon, m_themes->colors().*look.color, m_themes->measures().icon, devicePixelRatioF()));
    m_title->setFont(m_themes->fonts().heading);
}

} // namespace emberwatch
