// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobspage.h"

#include "core/jobs/jobkey.h"
#include "ui/jobs/columnsmenu.h"
#include "ui/jobs/filterfield.h"
#include "ui/jobs/jobsemptiness.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"
#include "ui/jobs/livejobs.h"
#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

JobsPage::JobsPage(const ThemeSource *themes, const Commands &commands, LiveJobs *jobs, JobTableModel *model,
    Environment environment, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_commands(commands)
    , m_jobs(jobs)
    , m_model(model)
    , m_environment(std::move(environment))
    , m_filter(new FilterField(themes, this))
    , m_columns(
          new ActionButton(commands.action(Command::ChooseColumns), ActionButton::Shows::IconOnly, this))
    , m_pause(new ActionButton(commands.action(Command::Pause), ActionButton::Shows::IconAndText, this))
    , m_chips(new CountChips(themes, this))
    , m_table(new JobTableView(themes, this))
    , m_empty(new EmptyState(themes, m_table->viewport()))
{
    m_table->setModel(model);
    m_table->viewport()->installEventFilter(this);
    m_columnsMenu = new ColumnsMenu(m_table->header(), this);
    layOut();
    connectCommands(commands);
    connectTable();
    connect(m_filter, &FilterField::expressionChanged, this, &JobsPage::applyFilter);
    connect(m_filter, &FilterField::idPasted, this, &JobsPage::jumpTo);
    connect(m_filter, &FilterField::accepted, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_chips, &CountChips::currentChanged, this, &JobsPage::applyFilter);
    setFocusProxy(m_table);
    showEmptiness();
}

bool JobsPage::hasFilter() const
{
    return !m_filter->text().isEmpty() || m_chips->current() != StatusFilter::All;
}

QStringList JobsPage::filterHistory() const
{
    return m_filter->history();
}

void JobsPage::setFilter(const QString &text)
{
    m_chips->setCurrent(StatusFilter::All);
    m_filter->setText(text);
    applyFilter();
}

void JobsPage::setFilterHistory(const QStringList &history)
{
    m_filter->setHistory(history);
}

void JobsPage::setHealth(const FeedHealth &health)
{
    m_health = health;
    m_hasPicture = m_hasPicture || (health.state == FeedState::Live && !health.isLoading);
    m_chips->setPale(health.state == FeedState::Stale);
    showEmptiness();
}

void JobsPage::setCounts(const JobTable::Counts &counts)
{
    m_counts = counts;
    m_chips->setCounts(counts);
    showCounts();
}

bool JobsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        m_empty->setGeometry(m_table->viewport()->rect());
    return QWidget::eventFilter(watched, event);
}

void JobsPage::layOut()
{
    const Measures &measures = m_themes->measures();
    auto *line = new QHBoxLayout;
    line->setSpacing(measures.within);
    line->addWidget(m_filter, 1);
    line->addWidget(m_columns);
    line->addWidget(m_pause);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(measures.between, measures.within, measures.between, measures.within);
    top->setSpacing(measures.within);
    top->addLayout(line);
    top->addWidget(m_chips);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);
}

void JobsPage::connectCommands(const Commands &commands)
{
    const auto on = [this, &commands](Command command, auto &&what) {
        connect(commands.action(command), &QAction::triggered, this, what);
    };
    on(Command::GoToJobs, [this] { m_table->setFocus(); });
    on(Command::FocusFilter, [this] {
        if (isVisible()) // else it is another page's
            m_filter->takeFocus();
    });
    on(Command::ClearFilter, [this] { clearFilter(); });
    on(Command::StepBack, [this] { stepBack(); });
    on(Command::NextJob, [this] { moveBy(1); });
    on(Command::PreviousJob, [this] { moveBy(-1); });
    on(Command::CopyRows, [this] { m_table->copySelection(); });
    on(Command::CopyId, [this] { copyId(); });
    on(Command::ChooseColumns,
        [this] { m_columnsMenu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4))); });
    on(Command::Pause, [this](bool isWanted) { m_jobs->setPaused(isWanted); });
    // The table's own keys: elsewhere Enter presses buttons and Ctrl+C copies text.
    for (const Command command : {Command::ShowDetails, Command::CopyRows}) {
        commands.action(command)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_table->addAction(commands.action(command));
    }
}

void JobsPage::connectTable()
{
    connect(m_model, &JobTableModel::updated, this, &JobsPage::showCounts);
    connect(m_model, &JobTableModel::pausedChanged, this, &JobsPage::showPause);
    connect(m_model, &JobTableModel::heldChangesChanged, this, &JobsPage::showPause);
    connect(m_jobs, &LiveJobs::answered, this, &JobsPage::finishJump);
    connect(m_table, &JobTableView::jobActivated, this,
        [this] { m_commands.action(Command::ShowDetails)->trigger(); });
    connect(m_table, &JobTableView::jobSelectionChanged, this, &JobsPage::contextChanged);
    connect(m_table, &JobTableView::currentJobChanged, this, &JobsPage::contextChanged);
    connect(m_table, &JobTableView::jobsCopied, this, [this](qint64 copied, qint64 selected) {
        Q_EMIT noticed(copied == selected
                ? tr("%1 row(s) copied", nullptr, static_cast<int>(copied)).arg(numberText(copied))
                : tr("%1 of %2 rows copied: more is too much for the clipboard")
                      .arg(numberText(copied), numberText(selected)));
    });
}

void JobsPage::applyFilter()
{
    const QString chip = filterText(m_chips->current());
    const QString text = m_filter->expression().source();
    const QString both = text.trimmed().isEmpty() ? chip
        : chip.isEmpty()                          ? text
                                                  : chip % " ("_L1 % text % ')'_L1;
    m_jobs->setFilter(filter::parse(both).expression);
    showCounts();
    Q_EMIT contextChanged();
}

void JobsPage::clearFilter()
{
    m_chips->setCurrent(StatusFilter::All);
    m_filter->setText({});
    applyFilter();
}

void JobsPage::stepBack()
{
    if (m_filter->hasFieldFocus()) {
        if (!m_filter->stepBack())
            m_table->setFocus();
    } else if (m_chips->current() != StatusFilter::All) {
        m_chips->setCurrent(StatusFilter::All);
        applyFilter();
    } else if (!m_filter->text().isEmpty()) {
        m_filter->setText({});
    } else {
        m_table->clearJobs();
    }
}

void JobsPage::goToJob(const PromptId &id)
{
    if (m_model->table().find(id))
        jumpTo(id.value());
    else
        setFilter(u"id:"_s + displayText(id.value()));
}

void JobsPage::jumpTo(const QByteArray &id)
{
    if (!m_model->table().find(PromptId(id)))
        return; // as any text it is a filter, and that filter says that nothing matches
    const bool wasFiltered = m_model->isFiltered();
    m_jump = PromptId(id);
    clearFilter();
    m_table->setFocus();
    if (!wasFiltered)
        finishJump();
}

void JobsPage::finishJump()
{
    if (m_jump && m_table->goTo(*m_jump))
        m_jump.reset();
}

void JobsPage::moveBy(int rows)
{
    const std::optional<JobSlot> slot = m_table->currentSlot();
    const std::optional<int> row = slot ? m_model->rowOf(*slot) : std::nullopt;
    const int wanted = row ? *row + rows : 0;
    if (wanted < 0 || wanted >= m_model->rowCount())
        return;
    m_table->goTo(m_model->idAt(m_model->slotAt(wanted)));
}

void JobsPage::copyId()
{
    const std::optional<PromptId> id = m_table->currentJob();
    if (!id)
        return;
    QApplication::clipboard()->setText(displayText(id->value()));
    Q_EMIT noticed(tr("Prompt ID copied"));
}

void JobsPage::showCounts()
{
    m_filter->setJobCount(m_model->rowCount(), m_counts.total, m_model->isFiltered());
    showEmptiness();
}

void JobsPage::showPause()
{
    const bool isPaused = m_model->isPaused();
    const qint64 held = m_model->heldChanges();
    m_pause->setLook(isPaused ? u"primary"_s : QString());
    m_pause->setOwnText(!isPaused ? QString()
            : held == 0           ? tr("Resume")
                        : tr("Resume · %1 change(s)", nullptr, static_cast<int>(held)).arg(numberText(held)));
    m_pause->setOwnIcon(isPaused ? m_themes->icon(Icon::Resume, &Colors::onAccent) : QIcon());
    m_commands.action(Command::Pause)->setChecked(isPaused);
    Q_EMIT contextChanged();
}

void JobsPage::showEmptiness()
{
    m_empty->setVisible(m_model->rowCount() == 0);
    if (m_empty->isHidden())
        return;
    m_empty->setContent(
        emptinessOf({m_environment, m_health, m_counts.total, m_hasPicture, filterInForce()}, m_commands));
}

QString JobsPage::filterInForce() const
{
    const QString both = filterText(m_chips->current()) % u' ' % m_filter->expression().source();
    return both.trimmed();
}

} // namespace emberwatch
