// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/recoverydialog.h"

#include "core/jobs/jobkey.h"
#include "ui/recovery/confirmdialog.h"
#include "ui/recovery/planpage.h"
#include "ui/recovery/progresspage.h"
#include "ui/recovery/reportmenu.h"
#include "ui/recovery/reportpage.h"
#include "ui/recovery/reportwords.h"
#include "ui/recovery/resultmodel.h"
#include "ui/shell/environmentchip.h"
#include "ui/theme/measures.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/breakabletext.h"
#include "ui/words/numbertext.h"
#include "ui/words/sentencecase.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 160; // of a line
constexpr int lines = 44;

} // namespace

RecoveryDialog::RecoveryDialog(
    const ThemeSource *themes, PlanScope scope, Environment environment, Clock clock, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, wordsOf(scope).name, parent)
    , m_themes(themes)
    , m_scope(scope)
    , m_words(wordsOf(scope))
    , m_environment(std::move(environment))
    , m_clock(clock)
    , m_results(new ResultModel(this))
    , m_title(plainLabel(u"recoveryTitle"_s, this))
    , m_subtitle(plainLabel(u"recoverySubtitle"_s, this))
    , m_pages(new QStackedWidget(this))
    , m_menu(new ReportMenu(this))
    , m_note(plainLabel(u"recoveryNote"_s, this))
    , m_undoLimit(new SteadyLabel(themes, this))
{
    setObjectName(u"recoveryDialog"_s);
    body()->setContentsMargins(0, 0, 0, 0);
    body()->setSpacing(0);
    addHead(m_environment);
    addPages(std::move(clock));
    addFoot();
    const QFontMetrics metrics(themes->fonts().body);
    const QSize wanted(metrics.averageCharWidth() * letters, metrics.lineSpacing() * lines);
    resize(parent ? wanted.boundedTo(parent->window()->size() - QSize(40, 60)) : wanted);
    connect(m_plan, &PlanPage::changed, this, &RecoveryDialog::follow);
    connect(m_menu, &ReportMenu::told, m_note, &QLabel::setText);
    goTo(Step::Looking);
}

void RecoveryDialog::addHead(const Environment &environment)
{
    const Measures &measures = m_themes->measures();
    m_title->setFont(m_themes->fonts().heading);
    m_subtitle->setProperty("look", u"second"_s);
    m_subtitle->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    auto *chip = new EnvironmentChip(m_themes, this);
    chip->setEnvironment(environment);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    row->setSpacing(measures.between);
    row->addLayout(words, 1);
    row->addWidget(chip, 0, Qt::AlignTop);
    body()->addLayout(row);
    auto *line = new QFrame(this);
    line->setProperty("look", u"hairline"_s);
    body()->addWidget(line);
}

QWidget *RecoveryDialog::lookingPage()
{
    auto *page = new QWidget(this);
    m_looking = plainLabel(u"recoveryPhase"_s, page);
    m_looking->setAlignment(Qt::AlignCenter);
    m_looking->setWordWrap(true);
    m_looking->setProperty("look", u"second"_s);
    auto *column = new QVBoxLayout(page);
    column->addWidget(m_looking);
    return page;
}

void RecoveryDialog::addPages(Clock clock)
{
    m_plan = new PlanPage(m_themes, m_environment, std::move(clock), this);
    m_progress = new ProgressPage(m_themes, m_results, this);
    m_reportPage = new ReportPage(m_themes, m_results, this);
    m_trouble = plainLabel(u"recoveryTrouble"_s, this);
    m_trouble->setWordWrap(true);
    m_trouble->setAlignment(Qt::AlignCenter);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // In the order of Step.
    for (QWidget *page : {lookingPage(), static_cast<QWidget *>(m_plan), static_cast<QWidget *>(m_progress),
             static_cast<QWidget *>(m_reportPage), static_cast<QWidget *>(m_trouble)})
        m_pages->addWidget(page);
    body()->addWidget(m_pages, 1);
}

void RecoveryDialog::addFoot()
{
    const auto button = [this](const QString &text, const QString &name, Icon icon, auto &&what) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        made->setAutoDefault(false);
        made->setIcon(m_themes->icon(icon));
        made->setIconSize(Measures::besideText(m_themes->measures().icon));
        connect(made, &QPushButton::clicked, this, what);
        return made;
    };
    m_undo
        = button({}, u"undoButton"_s, Icon::Undo, [this] { Q_EMIT undoRequested(BatchId(m_report.batch)); });
    m_export = button(tr("Export plan") + u" ▾", u"exportButton"_s, Icon::Download, [] {});
    m_export->setMenu(m_menu);
    m_judge = button(tr("Judge again"), u"judgeButton"_s, Icon::Refresh, [this] { judgeAgain(); });
    m_dry = button(tr("Dry run"), u"dryRunButton"_s, Icon::Resume, [this] { dryRun(); });
    m_back = button(tr("Back to the plan"), u"backButton"_s, Icon::History, [this] { goTo(Step::Plan); });
    m_allow = button(tr("Allow writes..."), u"allowWritesButton"_s, Icon::Unlock,
        [this] { Q_EMIT allowWritesRequested(); });
    m_background
        = button(tr("Run in background"), u"backgroundButton"_s, Icon::Close, [this] { goToBackground(); });
    m_background->setIcon({});
    m_stop = button(tr("Stop after this step"), u"stopButton"_s, Icon::Close, [this] { stop(); });
    m_close = button(tr("Cancel"), u"closeButton"_s, Icon::Close, [this] { reject(); });
    m_close->setIcon({});
    m_go = button({}, u"carryOutButton"_s, Icon::Retry, [this] { carryOut(); });
    m_go->setIcon({});
    m_go->setProperty("look", u"primary"_s);
    m_note->setProperty("look", u"third"_s);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_undoLimit->setObjectName(u"undoLimit"_s);
    m_undoLimit->setLook(&Fonts::body, &Colors::third);
    foot()->addWidget(m_undo);
    foot()->addWidget(m_undoLimit);
    for (QPushButton *left : {m_export, m_judge, m_dry, m_back})
        foot()->addWidget(left);
    foot()->addWidget(m_note, 1);
    for (QPushButton *right : {m_allow, m_background, m_stop, m_close, m_go})
        foot()->addWidget(right);
}

void RecoveryDialog::goTo(Step step)
{
    m_step = step;
    m_isDryRun = m_isDryRun && step == Step::Report;
    m_pages->setCurrentIndex(static_cast<int>(step));
    m_note->clear();
    m_export->setVisible(step == Step::Plan || step == Step::Report);
    m_menu->setPlan(std::nullopt);
    m_export->setText((step == Step::Plan ? tr("Export plan") : tr("Export report")) + u" ▾");
    m_judge->setVisible(step == Step::Plan || step == Step::Trouble || (step == Step::Report && !m_isDryRun));
    m_dry->setVisible(step == Step::Plan);
    m_back->setVisible(step == Step::Report && m_isDryRun);
    m_background->setVisible(step == Step::Progress);
    m_stop->setVisible(step == Step::Progress);
    m_close->setVisible(step != Step::Progress);
    m_close->setText(step == Step::Report || step == Step::Trouble ? tr("Close") : tr("Cancel"));
    m_go->setVisible(step == Step::Plan);
    showFollowUp();
    follow();
    if (step == Step::Plan)
        m_plan->setFocus();
    else if (step == Step::Report)
        m_close->setFocus();
}

/// What a report offers; in the other steps there is nothing of it.
void RecoveryDialog::showFollowUp()
{
    const bool isDone = m_step == Step::Report && !m_isDryRun;
    m_followUp = isDone ? followUpOf(m_plan->plan(), m_report) : ReportFollowUp();
    const bool canUndo = m_followUp.undoable > 0 && !m_report.batch.isEmpty();
    const QString limit = undoLimitText(m_followUp, m_clock());
    m_undo->setText(tr("Undo %1...").arg(numberText(m_followUp.undoable)));
    m_undo->setVisible(canUndo);
    m_undoLimit->setText(limit);
    m_undoLimit->setVisible(canUndo && !limit.isEmpty());
    const auto again = static_cast<int>(m_followUp.notDone.size());
    m_judge->setText(again > 0 ? tr("Judge the %n job(s) again", nullptr, again) : tr("Judge again"));
}

void RecoveryDialog::follow()
{
    m_title->setText(headline());
    m_subtitle->setText(subline());
    if (m_step == Step::Looking)
        m_looking->setText(m_phase.isEmpty() ? m_words.finding : m_phase);
    if (m_step == Step::Progress)
        m_note->setText(tr("Stopping leaves no job half done: the step in progress is finished first."));
    m_allow->setVisible(m_step == Step::Plan && m_isReadOnly);
    if (m_step != Step::Plan)
        return;
    const int changes = m_plan->changes();
    m_go->setText(tr("Carry out %n change(s)", nullptr, changes));
    m_go->setEnabled(obstacle().isEmpty());
    m_dry->setEnabled(changes > 0);
    m_note->setText(obstacle());
    m_menu->setReport(expectedReport(m_plan->plan()));
    m_menu->setPlan(m_plan->plan());
}

QString RecoveryDialog::obstacle() const
{
    const QString inPlan = m_plan->obstacle();
    return m_isReadOnly && m_plan->changes() > 0 ? tr("Production is read-only") : inPlan;
}

void RecoveryDialog::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    follow();
}

QString RecoveryDialog::headline() const
{
    switch (m_step) {
    case Step::Looking:
    case Step::Plan:
        return m_words.title;
    case Step::Progress:
        return tr("Carrying out: %1", "Recover, Clean orphans, Reconcile").arg(m_words.name);
    case Step::Report:
        break;
    case Step::Trouble:
        return tr("%1: not carried out", "Recover, Clean orphans, Reconcile").arg(m_words.name);
    }
    if (m_isDryRun)
        return tr("%1: a dry run. Nothing has been changed", "Recover, ...").arg(m_words.name);
    return reportTitle(m_report, m_plan->changes());
}

QString RecoveryDialog::subline() const
{
    switch (m_step) {
    case Step::Looking:
        return m_words.asked;
    case Step::Plan:
        return tr("A plan. Nothing has been changed yet. Only what is listed here will be touched, and only "
                  "if it is still as judged.")
            + (resumesAny() ? u' ' + tr("What is resumed is tracked until it ends or the console is closed.")
                            : QString());
    case Step::Progress:
        return m_words.carrying + u' '
            + tr("This window may be closed: the work goes on, and the status bar shows it.");
    case Step::Report:
        break;
    case Step::Trouble:
        return tr("What was not done stays as it was. It can be done again at any time.");
    }
    if (m_isDryRun)
        return tr("This is what the report will say if everything is still as judged.");
    return reportLine(m_report, m_tracking);
}

bool RecoveryDialog::resumesAny() const
{
    const QList<PlannedAction> actions = m_plan->plan().actions;
    return std::any_of(actions.begin(), actions.end(), [](const PlannedAction &action) {
        const bool isResuming = action.action == Action::Resume || action.action == Action::RecreateState;
        return isResuming && action.isTicked;
    });
}

void RecoveryDialog::begin()
{
    m_phase.clear();
    goTo(Step::Looking);
    Q_EMIT judgeRequested(m_only);
}

/// After a report: what it has left undone, where there is something.
void RecoveryDialog::judgeAgain()
{
    if (!m_followUp.notDone.isEmpty())
        m_only = m_followUp.notDone;
    begin();
}

void RecoveryDialog::showProgress(const RecoveryProgress &progress)
{
    // In the background with its end told: it is another one's.
    if (m_step != Step::Looking && m_step != Step::Progress)
        return;
    m_done = progress;
    m_phase = sentenceCase(progress.what);
    if (m_step == Step::Progress && !m_isStopping)
        m_progress->showProgress(progress);
    follow();
    Q_EMIT workChanged();
}

void RecoveryDialog::showProposal(const RecoveryProposal &proposal)
{
    if (m_step != Step::Looking && m_step != Step::Plan)
        return;
    m_plan->setProposal(proposal);
    goTo(Step::Plan);
}

bool RecoveryDialog::isConfirmed()
{
    return m_plan->confirmation() != Confirmation::Second
        || ConfirmDialog(m_themes, m_environment, m_plan->plan(), this).exec() == QDialog::Accepted;
}

void RecoveryDialog::carryOut()
{
    if (!obstacle().isEmpty() || !isConfirmed())
        return;
    m_isStopping = false;
    m_done = {};
    m_stop->setEnabled(true);
    m_progress->start(m_plan->plan());
    goTo(Step::Progress);
    Q_EMIT carryOutRequested(m_plan->proposal());
}

void RecoveryDialog::dryRun()
{
    m_isDryRun = true;
    m_report = expectedReport(m_plan->plan());
    m_results->setPlan(m_plan->plan());
    m_reportPage->setReport(m_report, true);
    m_menu->setReport(m_report);
    goTo(Step::Report);
}

void RecoveryDialog::stop()
{
    m_isStopping = true;
    m_stop->setEnabled(false);
    m_progress->setStopping();
    Q_EMIT stopRequested();
}

void RecoveryDialog::showReport(const RecoveryReport &report)
{
    if (m_step != Step::Progress)
        return;
    m_isDryRun = false;
    m_report = report;
    m_reportPage->setReport(report, false);
    m_menu->setReport(report);
    goTo(Step::Report);
    Q_EMIT workChanged();
}

void RecoveryDialog::showUndone(const QList<UndoneEntry> &undone)
{
    if (m_step != Step::Report || m_isDryRun)
        return;
    const auto done = std::ranges::count_if(
        undone, [](const UndoneEntry &one) { return one.outcome.kind == UndoOutcome::Kind::Done; });
    m_note->setText(
        tr("%1 of %2 taken back, the journal says which")
            .arg(numberText(static_cast<int>(done)), numberText(static_cast<int>(undone.size()))));
}

void RecoveryDialog::showError(const Error &error)
{
    if (m_step != Step::Looking && m_step != Step::Progress)
        return;
    m_trouble->setText(breakableText(displayText(error.message.toUtf8())));
    goTo(Step::Trouble);
    Q_EMIT workChanged();
}

void RecoveryDialog::showTracking(const TrackingSummary &tracking)
{
    m_tracking = tracking;
    follow();
}

void RecoveryDialog::goToBackground()
{
    m_isInBackground = true;
    hide(); // ends exec()
}

void RecoveryDialog::showEvent(QShowEvent *event)
{
    m_isInBackground = false;
    BandDialog::showEvent(event);
}

QString RecoveryDialog::workText() const
{
    if (m_step != Step::Progress)
        return tr("%1 · show", "Reconcile: 11 of 13 done").arg(headline());
    //: %1: Recover, ...; done of all
    const int all = m_plan->changes();
    const int done = std::min(static_cast<int>(m_done.done), all); // a job may have two turns
    return tr("%1: %2 of %3").arg(m_words.name, numberText(done), numberText(all));
}

void RecoveryDialog::reject()
{
    if (m_step == Step::Progress)
        return goToBackground();
    BandDialog::reject();
}

} // namespace emberwatch
