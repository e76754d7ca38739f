// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagepage.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/details/messagecard.h"
#include "ui/theme/themesource.h"
#include "ui/triage/evidencetext.h"
#include "ui/triage/triagedelegate.h"
#include "ui/triage/triagehead.h"
#include "ui/triage/triagelist.h"
#include "ui/triage/triagelistmodel.h"
#include "ui/triage/triagemodel.h"
#include "ui/triage/verdictpane.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/sentencecase.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto worthLookingAtFor = 5min; ///< then what is shown counts as stale
constexpr int unjudgedPage = 0;
constexpr int judgedPage = 1;

QFrame *hairline(const char *look, QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("look", QString::fromLatin1(look));
    return line;
}

} // namespace

TriagePage::TriagePage(const ThemeSource *themes, const Commands &commands, Clock clock, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_clock(std::move(clock))
    , m_kinds(new TriageListModel(this))
    , m_model(new TriageModel(this))
    , m_list(new TriageList(themes, m_kinds, this))
    , m_stack(new QStackedWidget(this))
    , m_unjudged(new EmptyState(themes, m_stack))
    , m_judge(commands.action(Command::JudgeNow))
    , m_stop(new QAction(themes->icon(Icon::Close), tr("Stop looking"), this))
    , m_trouble(new MessageCard(themes, this))
    , m_jobs(new QWidget(m_stack))
    , m_head(new TriageHead(themes, commands, m_jobs))
    , m_split(new QSplitter(Qt::Vertical, m_jobs))
    , m_table(new RowTable(themes, triageColumnsFor, m_split))
    , m_delegate(new TriageDelegate(themes, this))
    , m_none(new EmptyState(themes, m_table->viewport()))
    , m_verdict(new VerdictPane(themes, commands, m_split))
{
    setObjectName(u"triagePage"_s);
    m_table->setObjectName(u"triageTable"_s);
    m_table->setAccessibleName(tr("Jobs of this kind"));
    m_table->setItemDelegate(m_delegate);
    m_table->setModel(m_model);
    m_table->viewport()->installEventFilter(this);
    m_trouble->setObjectName(u"triageTrouble"_s);
    m_trouble->hide();
    m_stop->setObjectName(u"stopFirstLook"_s);
    layOut(commands);
    connect(m_list, &TriageList::kindChosen, this, &TriagePage::chooseKind);
    connect(m_table, &RowTable::currentRowChanged, this, &TriagePage::showCurrent);
    connect(m_head, &TriageHead::stopRequested, this, &TriagePage::stopRequested);
    connect(m_stop, &QAction::triggered, this, &TriagePage::stopRequested);
    connect(commands.action(Command::CopyEvidence), &QAction::triggered, this, &TriagePage::copyEvidence);
    connect(m_table, &QAbstractItemView::activated, commands.action(Command::OpenInJobs), &QAction::trigger);
    connect(&m_seconds, &QTimer::timeout, this, &TriagePage::showAge);
    m_seconds.start(1s);
    setFocusProxy(m_list);
    m_list->choose(TriageKind::Conflict);
    showState();
}

TriagePage::~TriagePage() = default;

void TriagePage::layOut(const Commands &commands)
{
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (const Command command : {Command::OpenInJobs, Command::CopyEvidence, Command::PlanForThis})
        m_table->addAction(commands.action(command));
    m_stack->addWidget(m_unjudged);
    m_stack->addWidget(m_jobs);
    layOutJobs();
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_trouble);
    right->addWidget(m_stack, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addWidget(hairline("hairlineVertical", this));
    row->addLayout(right, 1);
}

void TriagePage::layOutJobs()
{
    m_split->addWidget(m_table);
    m_split->addWidget(m_verdict);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(5);
    m_split->setStretchFactor(0, 2);
    m_split->setStretchFactor(1, 3);
    m_table->setMinimumHeight(4 * m_themes->measures().row);
    m_verdict->setMinimumHeight(8 * m_themes->measures().row);
    auto *column = new QVBoxLayout(m_jobs);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_split, 1);
}

const TriageBoard &TriagePage::board() const
{
    return m_model->board();
}

bool TriagePage::isJudged() const
{
    return m_isJudged;
}

const PlannedAction *TriagePage::currentJob() const
{
    return m_model->actionAt(m_table->currentIndex());
}

QList<PromptId> TriagePage::plannedOfKind() const
{
    QList<PromptId> ids;
    for (const qsizetype place : board().pile(m_model->kind()).jobs) {
        const PlannedAction &action = board().proposal.plan.actions[place];
        if (action.canBeTicked())
            ids.append(action.promptId);
    }
    return ids;
}

void TriagePage::describe(CommandContext &context) const
{
    const PlannedAction *job = currentJob();
    context.hasJudgedJob = job != nullptr;
    context.canPlanForThis = job && job->canBeTicked();
    context.canPlanForThese = board().pile(m_model->kind()).changes > 0;
    context.isJudging = m_isJudging;
}

void TriagePage::showBoard(const TriageBoard &board)
{
    const bool isFirst = !std::exchange(m_isJudged, true);
    const PlannedAction *former = currentJob();
    const PromptId selected = former ? former->promptId : PromptId();
    m_trouble->hide();
    m_kinds->setBoard(board);
    TriageKind kind = m_list->chosen();
    for (int i = 0; isFirst && i < triageKindCount; ++i) {
        if (!board.piles[static_cast<size_t>(i)].jobs.isEmpty()) {
            kind = static_cast<TriageKind>(i);
            break;
        }
    }
    m_model->setBoard(board, kind);
    if (m_list->chosen() != kind)
        m_list->choose(kind);
    const QModelIndex known = selected.value().isEmpty() ? QModelIndex() : m_model->indexOf(selected);
    m_table->setCurrentIndex(known.isValid() ? known : m_model->index(0, 0));
    showKind();
    showState();
}

void TriagePage::chooseKind(TriageKind kind)
{
    if (kind == m_model->kind() && m_table->currentIndex().isValid())
        return;
    m_model->setKind(kind);
    m_table->setCurrentIndex(m_model->index(0, 0));
    showKind();
}

void TriagePage::showKind()
{
    const TriageBoard::Pile &pile = board().pile(m_model->kind());
    m_head->showKind(m_model->kind(), pile);
    const auto all = static_cast<int>(board().proposal.plan.actions.size());
    m_none->setVisible(pile.jobs.isEmpty());
    m_none->setContent(
        {lookOf(m_model->kind()).icon, tr("None of %n job(s)", nullptr, all), {}, {}, nullptr});
    showCurrent();
}

void TriagePage::showCurrent()
{
    const PlannedAction *action = currentJob();
    const JudgedJob *job = action ? board().judged(action->promptId) : nullptr;
    m_verdict->setVisible(job != nullptr);
    if (job) {
        m_verdict->showJob(*action, *job, board().proposal.wish.policy);
        m_verdict->showAges(m_clock(), m_serverMinusOurs);
    }
    Q_EMIT contextChanged();
}

void TriagePage::setJudging(bool isJudging)
{
    m_isJudging = isJudging;
    m_phase.clear();
    if (isJudging)
        m_trouble->hide();
    showState();
}

void TriagePage::showProgress(const RecoveryProgress &progress)
{
    m_phase = progress.what;
    showState();
}

void TriagePage::showError(const Error &error)
{
    if (error.kind == Error::Kind::Cancelled)
        return;
    m_trouble->say({Icon::Warning, &Colors::warning, &Colors::warningTint, tr("The jobs could not be judged"),
        displayText(error.message.toUtf8())});
}

void TriagePage::setDisconnected(bool isDisconnected)
{
    m_isDisconnected = isDisconnected;
    showState();
}

void TriagePage::setServerMinusOurClock(std::chrono::milliseconds difference)
{
    m_serverMinusOurs = difference;
}

bool TriagePage::isStale() const
{
    return m_isJudged && (m_isDisconnected || m_clock() - board().judgedAt() > worthLookingAtFor);
}

void TriagePage::showAge()
{
    if (!isVisible() || !m_isJudged)
        return;
    const Timestamp now = m_clock();
    const QString ago = tr("Judged %1 ago").arg(durationText(now - board().judgedAt()));
    const QString last
        = tr("Last judged at %1, %2 ago")
              .arg(momentText(board().judgedAt(), now), durationText(now - board().judgedAt()));
    if (m_isJudging)
        m_head->showAge(m_phase.isEmpty() ? tr("Judging...") : sentenceCase(m_phase) + u"..."_s, false);
    else
        m_head->showAge(isStale() ? last : ago, isStale());
    if (m_table->isStale() != isStale()) {
        m_delegate->setStale(isStale());
        m_table->setStale(isStale());
        m_list->setStale(isStale());
        m_verdict->setStale(isStale());
    }
    m_verdict->showAges(now, m_serverMinusOurs);
}

void TriagePage::showState()
{
    m_stack->setCurrentIndex(m_isJudged ? judgedPage : unjudgedPage);
    m_head->setJudging(m_isJudging);
    if (m_isJudging)
        m_unjudged->setContent({Icon::Hourglass, tr("Judging the jobs"),
            (m_phase.isEmpty() ? tr("Redis, the database and the allowed servers are asked about every job.")
                               : sentenceCase(m_phase) + u"..."_s)
                + u'\n' + tr("What is absent is asked twice, a while apart. Looking changes nothing."),
            {}, m_stop});
    else
        m_unjudged->setContent({Icon::Eye, tr("Nothing has been judged yet"),
            tr("Redis, the database and the allowed servers are asked about every job. Looking changes "
               "nothing."),
            {}, m_judge});
    showAge();
    Q_EMIT contextChanged();
}

bool TriagePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        m_none->setGeometry(m_table->viewport()->rect());
    return QWidget::eventFilter(watched, event);
}

void TriagePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showAge();
}

void TriagePage::copyEvidence() const
{
    const PlannedAction *action = currentJob();
    const JudgedJob *job = action ? board().judged(action->promptId) : nullptr;
    if (job)
        QGuiApplication::clipboard()->setText(evidenceText(*action, *job, board().proposal.wish.policy));
}

} // namespace emberwatch
