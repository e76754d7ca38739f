// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalpage.h"

#include "core/jobs/jobkey.h"
#include "ui/details/messagecard.h"
#include "ui/journal/journaldelegate.h"
#include "ui/journal/journaldetails.h"
#include "ui/journal/journalmodel.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto lookAgainEvery = 5s; ///< others write into it, too
constexpr int newestAtMost = 100;
constexpr int detailsLetters = 58;

QLabel *plainLabel(const QString &name, const QString &look, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", look);
    return label;
}

/// Tells one showing of details from another.
QStringList keyOf(const QList<JournalLine> &lines, const QString &whyNot)
{
    QStringList key{whyNot};
    for (const JournalLine &line : lines)
        key.append(QString::number(line.entry.id.value()) + (line.outcome ? line.outcome->word : QString()));
    return key;
}

} // namespace

JournalPage::JournalPage(
    const ThemeSource *themes, const Commands &commands, QString path, Clock clock, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_path(std::move(path))
    , m_clock(std::move(clock))
    , m_model(new JournalModel(m_clock, this))
    , m_filterEdit(new QLineEdit(this))
    , m_count(plainLabel(u"journalCount"_s, u"second"_s, this))
    , m_problem(plainLabel(u"journalProblem"_s, u"second"_s, this))
    , m_trouble(new MessageCard(themes, this))
    , m_table(nullptr)
    , m_details(nullptr)
    , m_empty(nullptr)
    , m_undo(
          new ActionButton(commands.action(Command::UndoOperation), ActionButton::Shows::IconAndText, this))
    , m_clear(new QAction(tr("Clear filter"), this))
{
    setObjectName(u"journalPage"_s);
    m_clear->setObjectName(u"clearJournalFilter"_s);
    m_clear->setIcon(themes->icon(Icon::Close));
    layOut(commands);
    connectTable();
    connect(m_filterEdit, &QLineEdit::textChanged, this, &JournalPage::applyFilter);
    connect(m_clear, &QAction::triggered, m_filterEdit, &QLineEdit::clear);
    connect(&m_refreshing, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
    });
    m_refreshing.start(lookAgainEvery);
    setFocusProxy(m_table);
    showState();
}

JournalPage::~JournalPage() = default;

void JournalPage::layOut(const Commands &commands)
{
    const Measures &measures = m_themes->measures();
    m_filterEdit->setObjectName(u"journalFilter"_s);
    m_filterEdit->setFont(m_themes->fonts().mono);
    m_filterEdit->setPlaceholderText(tr("Filter: action:delete by:mara since:2h, or a prompt ID    ( / )"));
    m_filterEdit->setAccessibleName(tr("Filter of the journal"));
    m_filterEdit->setClearButtonEnabled(false);
    m_problem->setContentsMargins(measures.between + measures.within, 0, measures.between, measures.within);
    m_problem->hide();
    m_trouble->setObjectName(u"journalTrouble"_s);
    m_trouble->hide();
    auto *top = new QHBoxLayout;
    top->setContentsMargins(measures.between, measures.within, measures.between, measures.within);
    top->setSpacing(measures.between);
    top->addWidget(m_filterEdit, 1);
    top->addWidget(m_count);
    top->addWidget(m_undo);
    auto *split = new QSplitter(Qt::Horizontal, this);
    m_table = new RowTable(m_themes, journalColumnsFor, split);
    m_table->setObjectName(u"journalTable"_s);
    m_table->setAccessibleName(tr("Journal"));
    m_table->setItemsExpandable(true);
    m_empty = new EmptyState(m_themes, m_table->viewport());
    m_details = new JournalDetails(m_themes, split);
    split->addWidget(m_table);
    split->addWidget(m_details);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    const int details = QFontMetrics(m_themes->fonts().body).averageCharWidth() * detailsLetters;
    m_details->setMinimumWidth(details / 2);
    split->setSizes({10 * details, details});
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_problem);
    column->addWidget(m_trouble);
    column->addWidget(split, 1);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->addAction(commands.action(Command::UndoOperation));
}

void JournalPage::connectTable()
{
    auto *delegate = new JournalDelegate(m_themes, this);
    m_table->setItemDelegate(delegate);
    m_table->setModel(m_model);
    m_table->viewport()->installEventFilter(this);
    connect(delegate, &JournalDelegate::signClicked, m_table, [table = m_table](const QModelIndex &index) {
        table->setExpanded(index, !table->isExpanded(index));
    });
    connect(m_table, &RowTable::currentRowChanged, this, &JournalPage::showCurrent);
    connect(m_model, &JournalModel::moreWanted, this, [this] { ask(m_next); });
}

QList<JournalLine> JournalPage::currentLines() const
{
    return m_model->linesAt(m_table->currentIndex());
}

UndoContext JournalPage::undoContext() const
{
    return {m_model->undone(), m_address, m_clock() + m_serverMinusOurs};
}

/// Of several, the reason of the first, where it is all of them's.
QString JournalPage::whyNotUndoOf(const QList<JournalLine> &lines) const
{
    const UndoContext context = undoContext();
    QString first;
    for (const JournalLine &line : lines) {
        const QString why = whyNotUndo(line, context);
        if (why.isEmpty())
            return {};
        if (first.isEmpty())
            first = why;
    }
    return first;
}

void JournalPage::describe(CommandContext &context) const
{
    const QList<JournalLine> lines = currentLines();
    context.canUndo = !lines.isEmpty() && whyNotUndoOf(lines).isEmpty();
}

void JournalPage::applyFilter()
{
    const Result<JournalFilter> filter = JournalFilter::parse(m_filterEdit->text(), m_clock());
    m_problem->setVisible(!filter);
    if (!filter) {
        // What is shown stays as the last good filter has it.
        m_problem->setText(
            tr("%1 Still as before.", "what is wrong with the filter").arg(filter.error().message));
        return;
    }
    m_filter = *filter;
    m_model->clear();
    m_isRead = false;
    ++m_serial;
    ask(std::nullopt);
    showState();
}

void JournalPage::ask(std::optional<EntryId> before)
{
    JournalQuestion question;
    question.serial = m_serial;
    question.filter = m_filter;
    question.before = before;
    Q_EMIT readRequested(question);
}

void JournalPage::refresh()
{
    if (!m_isRead)
        return ask(std::nullopt);
    JournalQuestion question;
    question.serial = m_serial;
    question.filter = m_filter;
    question.atMost = newestAtMost;
    Q_EMIT readRequested(question);
}

void JournalPage::goToLast()
{
    if (!m_filterEdit->text().isEmpty())
        m_filterEdit->clear();
    m_wantsLast = true;
    refresh();
    m_table->setFocus();
}

void JournalPage::focusFilter()
{
    m_filterEdit->setFocus();
    m_filterEdit->selectAll();
}

void JournalPage::showPage(const JournalPageRead &page)
{
    if (page.question.serial != m_serial)
        return;
    m_trouble->setVisible(!page.trouble.isEmpty());
    if (!page.trouble.isEmpty())
        m_trouble->say({Icon::Warning, &Colors::warning, &Colors::warningTint,
            tr("The journal could not be read"), displayText(page.trouble.toUtf8())});
    m_address = page.address;
    bool isFirst = !m_isRead && page.trouble.isEmpty();
    if (!isFirst && isBehindAGap(page)) {
        m_model->clear();
        isFirst = true;
    }
    m_model->take(page.lines);
    // A look at the newest says nothing of where the oldest that are shown end.
    if (isFirst || page.question.before) {
        m_next = page.next;
        m_model->setMore(page.next.has_value());
    }
    m_isRead = m_isRead || isFirst;
    if (!m_table->currentIndex().isValid() || std::exchange(m_wantsLast, false))
        m_table->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
    showState();
}

/// More was written meanwhile than a look at the newest brings: what is between is not known.
bool JournalPage::isBehindAGap(const JournalPageRead &page) const
{
    const std::optional<EntryId> newest = m_model->newest();
    return !page.question.before && page.next && newest && !page.lines.isEmpty()
        && page.lines.last().entry.id.value() > newest->value();
}

void JournalPage::setServerMinusOurClock(std::chrono::milliseconds difference)
{
    m_serverMinusOurs = difference;
}

void JournalPage::showCurrent()
{
    const QList<JournalLine> lines = currentLines();
    const QString whyNot = lines.isEmpty() ? QString() : whyNotUndoOf(lines);
    m_details->setVisible(!lines.isEmpty());
    // Shown anew only where something is new: somebody may be copying from it.
    if (QStringList key = keyOf(lines, whyNot); key != std::exchange(m_shown, key))
        m_details->showLines(lines, whyNot);
    const auto possible = std::ranges::count_if(lines,
        [context = undoContext()](const JournalLine &line) { return whyNotUndo(line, context).isEmpty(); });
    m_undo->setOwnText(possible > 1 ? tr("Undo %1...").arg(numberText(possible)) : QString());
    Q_EMIT contextChanged();
}

void JournalPage::showState()
{
    const int operations = m_model->rowCount();
    m_count->setText(!m_isRead ? QString()
                               : tr("%1, %2", "operations, actions")
                                     .arg(tr("%n operation(s)", nullptr, operations),
                                         tr("%n action(s)", nullptr, static_cast<int>(m_model->entryCount())))
                + (m_next ? u"+"_s : QString()));
    m_empty->setVisible(operations == 0);
    if (!m_isRead)
        m_empty->setContent({Icon::History, tr("Reading the journal"), {}, {}, nullptr});
    else if (m_filter.isEmpty())
        m_empty->setContent({Icon::History, tr("Nothing was done yet"),
            tr("Whatever Emberwatch changes is written down here before it happens: what, by whom, why, and "
               "what it "
               "was before. The journal of this account is"),
            m_path, nullptr});
    else
        m_empty->setContent({Icon::Search, tr("No entry matches"), {}, m_filterEdit->text(), m_clear});
}

bool JournalPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        m_empty->setGeometry(m_table->viewport()->rect());
    return QWidget::eventFilter(watched, event);
}

void JournalPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

} // namespace emberwatch
