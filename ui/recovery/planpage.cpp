// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/planpage.h"

#include "core/base/timetext.h"
#include "ui/recovery/agreementfields.h"
#include "ui/recovery/evidencepanel.h"
#include "ui/recovery/plandelegate.h"
#include "ui/recovery/planmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/rowtable.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int mostLeftAloneOpen = 12; ///< jobs of a group

QLabel *plainLabel(const QString &name, const char *look, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", QString::fromLatin1(look));
    return label;
}

QFrame *hairline(const char *look, QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("look", QString::fromLatin1(look));
    return line;
}

/// Of a plan that is judged anew: as the operator has left it.
void keepTicks(Plan &plan, const Plan &before)
{
    QHash<PromptId, const PlannedAction *> known;
    for (const PlannedAction &action : before.actions)
        known.insert(action.promptId, &action);
    for (PlannedAction &action : plan.actions) {
        const PlannedAction *former = known.value(action.promptId);
        if (former && former->action == action.action && action.canBeTicked())
            action.isTicked = former->isTicked;
    }
}

} // namespace

PlanPage::PlanPage(const ThemeSource *themes, Environment environment, Clock clock, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_environment(std::move(environment))
    , m_clock(std::move(clock))
    , m_model(new PlanModel(this))
    , m_counts(plainLabel(u"planCounts"_s, "", this))
    , m_age(new SteadyLabel(themes, this))
    , m_table(new RowTable(themes, planColumnsFor, this))
    , m_evidence(new EvidencePanel(themes, this))
    , m_agreement(new AgreementFields(themes, m_environment, this))
{
    m_age->setObjectName(u"planAge"_s);
    m_age->setLook(&Fonts::body, &Colors::second);
    m_age->setExplanation(
        tr("A judgement holds for %1. An older plan is judged again when it is carried out, and of the new "
           "plan only that is done which is listed here and still as it was judged.")
            .arg(durationText(judgementHolds)));
    m_table->setObjectName(u"planTable"_s);
    m_table->setAccessibleName(tr("Plan"));
    auto *delegate = new PlanDelegate(themes, this);
    connect(delegate, &PlanDelegate::signClicked, m_table, [table = m_table](const QModelIndex &index) {
        table->setExpanded(index, !table->isExpanded(index));
    });
    m_table->setItemDelegate(delegate);
    m_table->setModel(m_model);
    layOut();
    connect(m_model, &PlanModel::ticksChanged, this, &PlanPage::follow);
    connect(m_table, &RowTable::currentRowChanged, this, &PlanPage::showCurrent);
    connect(m_agreement, &AgreementFields::changed, this, &PlanPage::changed);
    connect(&m_seconds, &QTimer::timeout, this, &PlanPage::showAge);
    m_seconds.start(1s);
    setFocusProxy(m_table);
}

void PlanPage::layOut()
{
    const Measures &measures = m_themes->measures();
    auto *top = new QHBoxLayout;
    top->setContentsMargins(measures.around, measures.within, measures.around, measures.within);
    top->setSpacing(measures.within);
    top->addWidget(m_counts);
    top->addStretch(1);
    top->addWidget(m_age);
    for (const bool isTicked : {true, false}) {
        auto *button = new QPushButton(isTicked ? tr("Select all") : tr("Select none"), this);
        button->setObjectName(isTicked ? u"selectAll"_s : u"selectNone"_s);
        button->setAutoDefault(false);
        button->setProperty("look", u"quiet"_s);
        connect(button, &QPushButton::clicked, m_model, [this, isTicked] { m_model->tickAll(isTicked); });
        top->addWidget(button);
    }
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_table, 1);
    middle->addWidget(hairline("hairlineVertical", this));
    middle->addWidget(m_evidence);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(hairline("hairline", this));
    column->addLayout(middle, 1);
    column->addWidget(hairline("hairline", this));
    column->addWidget(m_agreement);
}

void PlanPage::setProposal(const RecoveryProposal &proposal)
{
    Plan plan = proposal.plan;
    keepTicks(plan, m_model->plan());
    const PlannedAction *current = m_model->actionAt(m_table->currentIndex());
    const PromptId selected = current ? current->promptId : PromptId();
    m_proposal = proposal;
    m_model->setPlan(plan);
    expandChanges();
    QModelIndex wanted = m_model->index(0, 0, m_model->index(0, 0));
    for (int group = 0; group < m_model->rowCount(); ++group) {
        const QModelIndex parent = m_model->index(group, 0);
        for (int row = 0; !selected.value().isEmpty() && row < m_model->rowCount(parent); ++row) {
            if (m_model->actionAt(m_model->index(row, 0, parent))->promptId == selected)
                wanted = m_model->index(row, 0, parent);
        }
    }
    m_table->setCurrentIndex(wanted);
    showCurrent();
    showAge();
    follow();
}

/// What is left alone is folded where it is much: the changes are what has to be read.
void PlanPage::expandChanges()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex group = m_model->index(row, 0);
        const bool isChange = group.data(Qt::CheckStateRole).isValid();
        m_table->setExpanded(group, isChange || m_model->rowCount(group) <= mostLeftAloneOpen);
    }
}

const Plan &PlanPage::plan() const
{
    return m_model->plan();
}

RecoveryProposal PlanPage::proposal() const
{
    RecoveryProposal proposal = m_proposal;
    proposal.plan = plan();
    proposal.agreement = m_agreement->agreement();
    return proposal;
}

int PlanPage::changes() const
{
    return changeCount(m_model->plan());
}

Confirmation PlanPage::confirmation() const
{
    return m_agreement->confirmation();
}

QString PlanPage::obstacle() const
{
    if (changes() == 0) {
        const bool canBeTicked = std::ranges::any_of(plan().actions, &PlannedAction::canBeTicked);
        return canBeTicked ? tr("Nothing is ticked") : tr("Nothing to do");
    }
    return m_agreement->obstacle();
}

void PlanPage::follow()
{
    showCounts();
    m_agreement->setChanges(changes());
    Q_EMIT changed();
}

void PlanPage::showCounts()
{
    const Plan &plan = m_model->plan();
    const auto all = static_cast<int>(plan.actions.size());
    const auto possible = static_cast<int>(std::ranges::count_if(plan.actions, &PlannedAction::canBeTicked));
    const int ticked = changes();
    const AffectedUsers users = affectedUsers(plan);
    QStringList parts{tr("%n job(s) found", nullptr, all), tr("%1 will be changed").arg(numberText(ticked))};
    if (possible > ticked)
        parts.append(tr("%1 unticked").arg(numberText(possible - ticked)));
    if (all > possible)
        parts.append(tr("%1 left alone").arg(numberText(all - possible)));
    if (!users.ids.isEmpty())
        parts.append(tr("%n user(s) affected", nullptr, static_cast<int>(users.ids.size())));
    m_counts->setText(parts.join(u"  ·  "_s));
}

void PlanPage::showCurrent()
{
    const PlannedAction *job = m_model->actionAt(m_table->currentIndex());
    if (!job)
        return m_evidence->showNothing();
    const auto judged = m_proposal.judged.constFind(job->promptId);
    m_evidence->showJob(
        *job, judged == m_proposal.judged.constEnd() ? nullptr : &*judged, m_proposal.wish.policy);
}

void PlanPage::showAge()
{
    if (m_proposal.plan.madeAt == Timestamp())
        return m_age->setText({});
    // A clock that is set back makes nothing younger than now.
    const std::chrono::milliseconds age = std::max(0ms, m_clock() - m_proposal.plan.madeAt);
    const bool isOld = age > judgementHolds;
    const QString ago = tr("Judged %1 ago").arg(durationText(age));
    m_age->setIcon(isOld ? Icon::Refresh : Icon::Clock);
    m_age->setText(isOld
            ? tr("%1 · judged again when carried out", "Judged 42 s ago").arg(ago)
            : tr("%1 · holds for %2", "Judged 12 s ago")
                  .arg(ago, durationText(std::chrono::ceil<std::chrono::seconds>(judgementHolds - age))));
}

} // namespace emberwatch
