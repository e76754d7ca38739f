// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/verdictpane.h"

#include "core/jobs/jobkey.h"
#include "ui/details/valuelabel.h"
#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/triage/axisview.h"
#include "ui/triage/evidencetext.h"
#include "ui/triage/sourcecards.h"
#include "ui/triage/triagekind.h"
#include "ui/triage/verdictchip.h"
#include "ui/widgets/actionbutton.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString flagsText(const VerdictFlags &flags)
{
    QStringList words;
    if (flags.isQuiet)
        //: flag of a verdict: it has been silent for longer than usual
        words.append(VerdictPane::tr("quiet"));
    if (flags.isUntracked)
        //: flag of a verdict: there is no record of the job
        words.append(VerdictPane::tr("untracked"));
    if (flags.isUnchecked)
        //: flag of a verdict: ComfyUI has not been heard
        words.append(VerdictPane::tr("unchecked"));
    return words.join(u", "_s);
}

} // namespace

VerdictPane::VerdictPane(const ThemeSource *themes, const Commands &commands, QWidget *parent)
    : QScrollArea(parent)
    , m_themes(themes)
    , m_content(new QWidget(this))
    , m_id(new ValueLabel(themes, m_content))
    , m_chip(new VerdictChip(themes, m_content))
    , m_sentence(addLabel(u"verdictSentence"_s))
    , m_limits(addLabel(u"verdictLimits"_s))
    , m_cards(new SourceCards(themes, m_content))
{
    setObjectName(u"verdictPane"_s);
    setAccessibleName(tr("What the verdict rests on"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const Measures &measures = themes->measures();
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    column->setSpacing(measures.within);
    addHead(commands, *column);
    column->addWidget(m_sentence);
    column->addWidget(m_limits);
    column->addWidget(m_cards, 1);
    column->addWidget(axisCard());
    column->addWidget(proposedCard());
    setWidget(m_content);
    m_content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    connect(themes, &ThemeSource::themeChanged, this, &VerdictPane::lookAnew);
    lookAnew();
}

QLabel *VerdictPane::addLabel(const QString &name, bool isSelectable)
{
    auto *label = new QLabel(m_content);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (isSelectable)
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void VerdictPane::addHead(const Commands &commands, QVBoxLayout &column)
{
    const Measures &measures = m_themes->measures();
    m_id->setObjectName(u"verdictId"_s);
    m_id->setAccessibleName(tr("Prompt ID"));
    m_id->setElideMode(Qt::ElideMiddle);
    m_id->setLook(&Fonts::mono, &Colors::text);
    m_id->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *copy = new QToolButton(m_content);
    copy->setIcon(m_themes->icon(Icon::Copy, &Colors::second));
    copy->setToolTip(tr("Copy the prompt ID"));
    copy->setAccessibleName(copy->toolTip());
    copy->setFocusPolicy(Qt::TabFocus);
    connect(
        copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_id->text()); });
    auto *row = new QHBoxLayout;
    row->setSpacing(measures.within);
    row->addWidget(m_id);
    row->addWidget(copy);
    row->addSpacing(measures.grid);
    row->addWidget(m_chip);
    row->addStretch(1);
    for (const Command command : {Command::OpenInJobs, Command::CopyEvidence, Command::PlanForThis}) {
        auto *button
            = new ActionButton(commands.action(command), ActionButton::Shows::IconAndText, m_content);
        if (command == Command::OpenInJobs)
            button->setLook(u"quiet"_s);
        row->addWidget(button);
    }
    column.addLayout(row);
}

QWidget *VerdictPane::axisCard()
{
    auto *card = new QFrame(m_content);
    card->setProperty("look", u"card"_s);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    m_axis = new AxisView(m_themes, card);
    column->addWidget(m_axis);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return card;
}

QWidget *VerdictPane::proposedCard()
{
    const Measures &measures = m_themes->measures();
    auto *card = new QFrame(m_content);
    card->setProperty("look", u"card"_s);
    m_proposedIcon = addLabel({}, false);
    m_proposedTitle = addLabel({}, false);
    m_proposedTitle->setText(tr("Proposed"));
    m_proposedTitle->setWordWrap(false);
    m_proposed = addLabel(u"verdictProposed"_s);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(measures.between, measures.within, measures.between, measures.within);
    row->setSpacing(measures.within);
    row->addWidget(m_proposedIcon, 0, Qt::AlignTop);
    row->addWidget(m_proposedTitle, 0, Qt::AlignTop);
    row->addSpacing(measures.grid);
    row->addWidget(m_proposed, 1);
    return card;
}

void VerdictPane::showJob(const PlannedAction &action, const JudgedJob &job, const Policy &policy)
{
    m_id->setText(displayText(action.promptId.value()));
    m_chip->setLook(lookOf(kindOf(action)), flagsText(action.flags));
    m_sentence->setText(action.sentence);
    const QString limits = limitsText(job, policy);
    m_limits->setText(limits);
    m_limits->setVisible(!limits.isEmpty());
    m_cards->showJob(job);
    m_axis->setAxis(evidenceAxisOf(job));
    const QString proposed = proposedText(action);
    m_proposed->setText(
        action.canBeTicked() ? proposed + u' ' + tr("Nothing happens before you confirm a plan.") : proposed);
}

void VerdictPane::showAges(Timestamp now, std::chrono::milliseconds serverMinusOurs)
{
    m_cards->showAges(now, serverMinusOurs);
}

void VerdictPane::setStale(bool isStale)
{
    m_cards->setStale(isStale);
    m_axis->setStale(isStale);
    m_chip->setStale(isStale);
}

void VerdictPane::lookAnew()
{
    m_limits->setFont(m_themes->fonts().small);
    m_limits->setProperty("look", u"second"_s);
    m_proposedTitle->setFont(m_themes->fonts().strong);
    m_proposedIcon->setPixmap(m_themes->pixmap(
        Icon::Plan, m_themes->colors().accent, m_themes->measures().icon, devicePixelRatioF()));
}

} // namespace emberwatch
