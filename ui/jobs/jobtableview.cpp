// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableview.h"

#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtableaccessible.h"
#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/theme/themesource.h"

#include <QAccessible>
#include <QClipboard>
#include <QCursor>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Up to here the selection model, and so a screen reader, knows every selected row.
constexpr qint64 mostMirrored = 100;
/// Above it a selection is compared with the whole order instead of being looked up job by job.
constexpr qint64 fewSelected = 256;
/// A clipboard of some ten megabytes is all that others can take in a moment.
constexpr qint64 mostCopied = 50'000;

/// A tool tip takes text with tags for HTML.
QString asPlainToolTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace

JobTableView::JobTableView(const ThemeSource *themes, QWidget *parent)
    : QAbstractItemView(parent)
    , m_themes(themes)
    , m_header(new JobTableHeader(themes, this))
    , m_painter(themes)
{
    setObjectName(u"jobTable"_s);
    setAccessibleName(tr("Jobs"));
    JobTableAccessible::install();
    // Selecting and scrolling to the current row is done here, by identity.
    setSelectionMode(NoSelection);
    setAutoScroll(false);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);

    const auto relayout = [this] {
        setScrollBars();
        viewport()->update();
    };
    connect(m_header, &QHeaderView::sectionResized, this, relayout);
    connect(m_header, &QHeaderView::sectionMoved, this, relayout);
    connect(m_header, &JobTableHeader::sortingChanged, this, [this](JobSorting sorting) {
        if (m_jobs)
            Q_EMIT m_jobs->sortingRequested(sorting);
    });
    connect(themes, &ThemeSource::themeChanged, this, &JobTableView::renew);
    m_seconds.setInterval(1s);
    m_seconds.setTimerType(Qt::PreciseTimer);
    connect(&m_seconds, &QTimer::timeout, this, &JobTableView::updateTimes);
    m_seconds.start();
}

JobTableView::~JobTableView() = default;

void JobTableView::setModel(QAbstractItemModel *model)
{
    if (m_jobs)
        disconnect(m_jobs, nullptr, this, nullptr);
    m_jobs = qobject_cast<JobTableModel *>(model);
    Q_ASSERT(!model || m_jobs);
    m_current.reset();
    m_selection.clear();
    m_painted.clear();
    QAbstractItemView::setModel(m_jobs);
    if (m_jobs) {
        connectModel();
        m_header->setSorting(m_jobs->sorting());
        m_header->setStale(m_jobs->isStale());
    }
    updateGeometries();
}

void JobTableView::connectModel()
{
    connect(m_jobs, &JobTableModel::updateBegins, this, &JobTableView::rememberPlace);
    connect(m_jobs, &JobTableModel::updated, this, &JobTableView::takeOver);
    connect(m_jobs, &JobTableModel::staleChanged, this, [this](bool isStale) {
        m_header->setStale(isStale);
        viewport()->update();
    });
    connect(m_jobs, &JobTableModel::pausedChanged, this, [this] { viewport()->update(); });
}

// --- updates ---

void JobTableView::rememberPlace()
{
    m_isUpdating = true;
    m_anchor.remember(*m_jobs, {verticalOffset(), m_painter.rowHeight(), viewport()->height()}, m_current);
}

void JobTableView::takeOver(const JobTableChange &change)
{
    pruneSelection(change);
    followCurrent(change);
    if (change.isReordered) {
        const QScopedValueRollback following(m_isFollowing, true);
        setScrollBars();
        verticalScrollBar()->setValue(m_anchor.value(*m_jobs, change.isAnswer));
    }
    m_isUpdating = false;
    reportVisibleRows();
    updateChangedRows();
}

/// Jobs that are gone, and jobs that the filter hides, are not selected: what is carried out on a selection
/// is carried out on what can be seen.
void JobTableView::pruneSelection(const JobTableChange &change)
{
    if (m_selection.isEmpty())
        return;
    const bool wasCurrentSelected = m_current && m_selection.contains(*m_current);
    bool isLess = false;
    for (const Removal &removal : change.removed)
        isLess |= m_selection.remove(removal.slot);
    if (change.isReordered && m_selection.count() > fewSelected) {
        isLess |= m_selection.keepOnly(m_jobs->order());
    } else if (change.isReordered) {
        for (const JobSlot slot : m_selection.jobs()) {
            if (!m_jobs->rowOf(slot))
                isLess |= m_selection.remove(slot);
        }
    }
    if (!isLess)
        return;
    m_wasCurrentSelected = wasCurrentSelected && !m_selection.contains(*m_current);
    announceSelection();
}

void JobTableView::followCurrent(const JobTableChange &change)
{
    if (m_pivot && m_jobs->isRemoved(*m_pivot))
        m_pivot.reset();
    if (!m_current)
        return;
    if (m_jobs->isRemoved(*m_current)) {
        const auto removal = std::find_if(change.removed.begin(), change.removed.end(),
            [this](const Removal &each) { return each.slot == *m_current; });
        const PromptId id = m_currentId;
        m_current.reset();
        Q_EMIT currentJobRemoved(id, removal->cause);
        return;
    }
    const auto row = currentRow();
    if (row && !currentIndex().isValid()) {
        const QScopedValueRollback moving(m_isMoving, true);
        selectionModel()->setCurrentIndex(m_jobs->index(*row, 0), QItemSelectionModel::NoUpdate);
        if (m_wasCurrentSelected && m_selection.isEmpty()) {
            m_selection.insert(*m_current);
            announceSelection();
        }
        m_wasCurrentSelected = false;
    }
    if (m_jobs->isChanged(*m_current))
        Q_EMIT currentJobUpdated();
}

/// Repaints what does not stand on screen as it is now: mostly nothing.
void JobTableView::updateChangedRows()
{
    if (!m_jobs)
        return;
    const int height = m_painter.rowHeight();
    const int first = firstVisibleRow();
    if (verticalOffset() % height != m_paintedOffset % height) {
        viewport()->update();
        return;
    }
    const int places = viewport()->height() / height + 2;
    for (int place = 0; place < places; ++place) {
        const int row = first + place;
        const bool isRow = row < rowCount();
        const bool wasRow = static_cast<size_t>(place) < m_painted.size();
        if (isRow == wasRow && (!isRow || m_painted[static_cast<size_t>(place)] == paintedOf(row)))
            continue;
        updateRow(row);
    }
}

void JobTableView::updateTimes()
{
    if (!m_jobs || !isVisible() || m_jobs->isStale() || m_jobs->isPaused())
        return;
    for (int section = 0; section < jobColumnCount; ++section) {
        if (showsTime(static_cast<JobColumn>(section)) && !m_header->isSectionHidden(section)) {
            viewport()->update(m_header->sectionViewportPosition(section), 0, m_header->sectionSize(section),
                viewport()->height());
        }
    }
}

void JobTableView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    const int last = std::min(bottomRight.row(), lastVisibleRow());
    for (int row = std::max(topLeft.row(), firstVisibleRow()); row <= last; ++row)
        updateRow(row);
}

void JobTableView::renew()
{
    m_painter.renew();
    m_header->renew();
    updateGeometries();
    viewport()->update();
}

// --- geometry ---

int JobTableView::rowCount() const
{
    return m_jobs ? m_jobs->rowCount() : 0;
}

int JobTableView::firstVisibleRow() const
{
    return verticalOffset() / m_painter.rowHeight();
}

int JobTableView::lastVisibleRow() const
{
    return std::min(rowCount() - 1, (verticalOffset() + viewport()->height() - 1) / m_painter.rowHeight());
}

int JobTableView::rowAtY(int y) const
{
    const int row = (y + verticalOffset()) / m_painter.rowHeight();
    return y + verticalOffset() >= 0 && row < rowCount() ? row : -1;
}

int JobTableView::rowsPerPage() const
{
    return std::max(1, viewport()->height() / m_painter.rowHeight());
}

QRect JobTableView::rowRect(int row) const
{
    const int height = m_painter.rowHeight();
    return {0, row * height - verticalOffset(), viewport()->width(), height};
}

void JobTableView::updateRow(int row)
{
    viewport()->update(rowRect(row));
}

QModelIndex JobTableView::indexAt(const QPoint &point) const
{
    const int row = rowAtY(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row >= 0 && column >= 0 ? m_jobs->index(row, column) : QModelIndex();
}

QRect JobTableView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || m_header->isSectionHidden(index.column()))
        return {};
    const QRect row = rowRect(index.row());
    return {m_header->sectionViewportPosition(index.column()), row.top(),
        m_header->sectionSize(index.column()), row.height()};
}

void JobTableView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int height = m_painter.rowHeight();
    const int top = index.row() * height;
    const int room = viewport()->height() - height;
    if (hint == PositionAtTop)
        verticalScrollBar()->setValue(top);
    else if (hint == PositionAtBottom)
        verticalScrollBar()->setValue(top - room);
    else if (hint == PositionAtCenter)
        verticalScrollBar()->setValue(top - room / 2);
    else
        verticalScrollBar()->setValue(std::clamp(verticalOffset(), top - room, top));
}

void JobTableView::showRow(int row)
{
    scrollTo(m_jobs->index(row, 0));
}

int JobTableView::horizontalOffset() const
{
    return horizontalScrollBar()->value();
}

int JobTableView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

bool JobTableView::isIndexHidden(const QModelIndex &index) const
{
    return m_header->isSectionHidden(index.column());
}

/// Asked for by every change of the model. Rows need no layout, and what has to be repainted is known better
/// here than in the base class, which would repaint everything.
void JobTableView::doItemsLayout()
{
    if (m_isUpdating)
        return;
    updateGeometries();
    updateChangedRows();
}

void JobTableView::updateGeometries()
{
    if (m_isUpdating)
        return;
    const int height = m_header->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect room = viewport()->geometry();
    m_header->setGeometry(room.left(), room.top() - height, room.width(), height);
    setScrollBars();
    reportVisibleRows();
}

void JobTableView::setScrollBars()
{
    const int height = m_painter.rowHeight();
    verticalScrollBar()->setSingleStep(height);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, rowCount() * height - viewport()->height()));
    horizontalScrollBar()->setSingleStep(height);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
}

void JobTableView::reportVisibleRows()
{
    if (m_jobs)
        m_jobs->setVisibleRows(firstVisibleRow(), lastVisibleRow());
}

void JobTableView::scrollContentsBy(int dx, int dy)
{
    if (dx != 0)
        m_header->setOffset(horizontalOffset());
    if (!m_isFollowing) {
        reportVisibleRows();
        viewport()->update();
    }
    if (dy != 0)
        m_hovered = viewport()->underMouse() ? rowAtY(viewport()->mapFromGlobal(QCursor::pos()).y()) : -1;
}

void JobTableView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void JobTableView::showEvent(QShowEvent *event)
{
    QAbstractItemView::showEvent(event);
    updateGeometries();
}

void JobTableView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::ActivationChange || event->type() == QEvent::EnabledChange)
        viewport()->update();
}

// --- painting ---

JobTableView::Painted JobTableView::paintedOf(int row) const
{
    const JobRow &job = m_jobs->rowAt(row);
    return {job, m_jobs->isVanished(job.slot)};
}

JobRowPainter::State JobTableView::stateOf(int row) const
{
    const JobSlot slot = m_jobs->slotAt(row);
    JobRowPainter::State state;
    state.isSelected = m_selection.contains(slot);
    state.isHovered = row == m_hovered;
    state.hasFocus = hasFocus();
    state.isCurrent = slot == m_current && state.hasFocus;
    state.isStale = m_jobs->isStale();
    state.isVanished = m_jobs->isVanished(slot);
    return state;
}

void JobTableView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const QRect exposed = event->rect();
    const int first = firstVisibleRow();
    const int last = lastVisibleRow();
    m_painted.resize(static_cast<size_t>(std::max(0, last - first + 1)));
    m_paintedOffset = verticalOffset();
    for (int row = first; row <= last; ++row) {
        const QRect rect = rowRect(row);
        // Of a row of which only the times are repainted the rest may still be old.
        if (QRegion(rect.intersected(viewport()->rect())).subtracted(event->region()).isEmpty())
            m_painted[static_cast<size_t>(row - first)] = paintedOf(row);
        if (event->region().intersects(rect))
            drawRow(painter, row, exposed);
    }
    const int bottom = rowCount() * m_painter.rowHeight() - verticalOffset();
    if (bottom < viewport()->height())
        painter.fillRect(
            0, bottom, viewport()->width(), viewport()->height() - bottom, m_themes->colors().base);
}

void JobTableView::drawRow(QPainter &painter, int row, const QRect &exposed)
{
    const QRect rect = rowRect(row);
    const JobRowPainter::State state = stateOf(row);
    const JobRow &job = m_jobs->rowAt(row);
    const JobCellContext context = m_jobs->cellContext();
    m_painter.drawBackground(painter, rect, state);
    for (int section = 0; section < jobColumnCount; ++section) {
        const QRect cell(m_header->sectionViewportPosition(section), rect.top(),
            m_header->sectionSize(section), rect.height());
        if (!m_header->isSectionHidden(section) && cell.intersects(exposed))
            m_painter.drawCell(painter, cell, static_cast<JobColumn>(section), job, context, state);
    }
    m_painter.drawForeground(painter, rect, state);
}

// --- current job and selection ---

std::optional<int> JobTableView::currentRow() const
{
    return m_current && m_jobs ? m_jobs->rowOf(*m_current) : std::nullopt;
}

std::optional<PromptId> JobTableView::currentJob() const
{
    return m_current ? std::optional<PromptId>(m_currentId) : std::nullopt;
}

bool JobTableView::goTo(const PromptId &id)
{
    const auto slot = m_jobs ? m_jobs->table().find(id) : std::nullopt;
    const auto row = slot ? m_jobs->rowOf(*slot) : std::nullopt;
    if (!row)
        return false;
    choose(*row, Choose::Only);
    const bool isVisible = *row > firstVisibleRow() && *row < lastVisibleRow();
    if (!isVisible)
        scrollTo(m_jobs->index(*row, 0), PositionAtCenter);
    return true;
}

void JobTableView::goToRow(int row, Choose how)
{
    choose(row, how);
    showRow(row);
}

void JobTableView::choose(int row, Choose how)
{
    const JobSlot slot = m_jobs->slotAt(row);
    const auto pivotRow = m_pivot ? m_jobs->rowOf(*m_pivot) : std::nullopt;
    switch (how) {
    case Choose::Only:
        m_selection.clear();
        m_selection.insert(slot);
        m_pivot = slot;
        break;
    case Choose::Toggle:
        if (!m_selection.remove(slot))
            m_selection.insert(slot);
        m_pivot = slot;
        break;
    case Choose::Extend:
        m_selection.clear();
        selectBetween(pivotRow.value_or(row), row);
        break;
    case Choose::MoveOnly:
        break;
    }
    setCurrentSlot(slot);
    if (how != Choose::MoveOnly)
        announceSelection();
    viewport()->update();
}

void JobTableView::selectBetween(int from, int to)
{
    m_pivot = m_jobs->slotAt(from);
    for (int row = std::min(from, to); row <= std::max(from, to); ++row)
        m_selection.insert(m_jobs->slotAt(row));
}

void JobTableView::selectAll()
{
    if (rowCount() == 0)
        return;
    for (const JobSlot slot : m_jobs->order())
        m_selection.insert(slot);
    announceSelection();
    viewport()->update();
}

void JobTableView::clearJobs()
{
    m_selection.clear();
    setCurrentSlot(std::nullopt);
    announceSelection();
    viewport()->update();
}

void JobTableView::setCurrentSlot(std::optional<JobSlot> slot)
{
    if (slot == m_current)
        return;
    m_current = slot;
    m_currentId = slot ? m_jobs->idAt(*slot) : PromptId();
    {
        const QScopedValueRollback moving(m_isMoving, true);
        const auto row = currentRow();
        const int column = std::max(0, currentIndex().column());
        selectionModel()->setCurrentIndex(
            row ? m_jobs->index(*row, column) : QModelIndex(), QItemSelectionModel::NoUpdate);
    }
    tellAssistants();
    Q_EMIT currentJobChanged(currentJob());
}

void JobTableView::tellAssistants()
{
    if (!QAccessible::isActive() || !currentIndex().isValid())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(currentIndex().row() * jobColumnCount + currentIndex().column());
    QAccessible::updateAccessibility(&event);
}

void JobTableView::announceSelection()
{
    mirrorSelection();
    Q_EMIT jobSelectionChanged(m_selection.count());
}

void JobTableView::mirrorSelection()
{
    const QScopedValueRollback moving(m_isMoving, true);
    QItemSelection rows;
    if (m_selection.count() <= mostMirrored) {
        for (const JobSlot slot : m_selection.jobs()) {
            if (const auto row = m_jobs->rowOf(slot))
                rows.select(m_jobs->index(*row, 0), m_jobs->index(*row, jobColumnCount - 1));
        }
    }
    selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

std::vector<PromptId> JobTableView::selectedJobs() const
{
    std::vector<PromptId> ids;
    if (m_selection.isEmpty())
        return ids;
    ids.reserve(static_cast<size_t>(m_selection.count()));
    for (const JobSlot slot : m_jobs->order()) {
        if (m_selection.contains(slot))
            ids.push_back(m_jobs->idAt(slot));
    }
    return ids;
}

/// Somebody else moved it: assistive technology.
void JobTableView::currentChanged(const QModelIndex &current, const QModelIndex &)
{
    if (!m_isMoving && !m_isUpdating && current.isValid())
        goToRow(current.row(), Choose::Only);
}

void JobTableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    if (!m_isUpdating)
        QAbstractItemView::selectionChanged(selected, deselected);
}

void JobTableView::setSelection(const QRect &, QItemSelectionModel::SelectionFlags) { }

QRegion JobTableView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        const int last = std::min(range.bottom(), lastVisibleRow());
        for (int row = std::max(range.top(), firstVisibleRow()); row <= last; ++row)
            region += rowRect(row);
    }
    return region;
}

// --- keys ---

int JobTableView::targetRow(CursorAction action) const
{
    const int last = rowCount() - 1;
    const auto current = currentRow();
    // From nowhere the first step goes to what is on screen.
    const int from = current.value_or(firstVisibleRow());
    const int step = current ? 1 : 0;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        return std::max(0, from - step);
    case MoveDown:
    case MoveNext:
        return std::min(last, from + step);
    case MovePageUp:
        return std::max(0, from - rowsPerPage());
    case MovePageDown:
        return std::min(last, from + rowsPerPage());
    case MoveHome:
        return 0;
    case MoveEnd:
        return last;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return std::min(last, from);
}

QModelIndex JobTableView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    return rowCount() > 0 ? m_jobs->index(targetRow(action), std::max(0, currentIndex().column()))
                          : QModelIndex();
}

std::optional<int> JobTableView::keyTarget(const QKeyEvent *event) const
{
    const bool isPlain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    switch (event->key()) {
    case Qt::Key_Up:
        return targetRow(MoveUp);
    case Qt::Key_Down:
        return targetRow(MoveDown);
    case Qt::Key_K:
        return isPlain ? std::optional<int>(targetRow(MoveUp)) : std::nullopt;
    case Qt::Key_J:
        return isPlain ? std::optional<int>(targetRow(MoveDown)) : std::nullopt;
    case Qt::Key_PageUp:
        return targetRow(MovePageUp);
    case Qt::Key_PageDown:
        return targetRow(MovePageDown);
    case Qt::Key_Home:
        return targetRow(MoveHome);
    case Qt::Key_End:
        return targetRow(MoveEnd);
    default:
        return std::nullopt;
    }
}

bool JobTableView::handleCommandKey(const QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (!m_current)
            return false;
        Q_EMIT jobActivated(m_currentId);
        Q_EMIT activated(currentIndex());
    } else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier && currentRow()) {
        choose(*currentRow(), Choose::Toggle);
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        horizontalScrollBar()->triggerAction(
            event->key() == Qt::Key_Left ? QScrollBar::SliderSingleStepSub : QScrollBar::SliderSingleStepAdd);
    } else {
        return false;
    }
    return true;
}

void JobTableView::keyPressEvent(QKeyEvent *event)
{
    if (handleCommandKey(event))
        return;
    const auto row = rowCount() > 0 ? keyTarget(event) : std::nullopt;
    if (!row) {
        event->ignore(); // letters and Space are commands of the page
        return;
    }
    if (event->modifiers() & Qt::ShiftModifier)
        goToRow(*row, Choose::Extend);
    else
        goToRow(*row, event->modifiers() & Qt::ControlModifier ? Choose::MoveOnly : Choose::Only);
}

// --- mouse ---

void JobTableView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAtY(event->position().toPoint().y());
    if (row < 0) {
        if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier)
            clearJobs();
        return;
    }
    if (event->button() == Qt::RightButton) {
        if (!m_selection.contains(m_jobs->slotAt(row)))
            choose(row, Choose::Only);
        else
            choose(row, Choose::MoveOnly);
    } else if (event->button() == Qt::LeftButton) {
        if (event->modifiers() & Qt::ShiftModifier)
            choose(row, Choose::Extend);
        else
            choose(row, event->modifiers() & Qt::ControlModifier ? Choose::Toggle : Choose::Only);
    }
}

void JobTableView::mouseMoveEvent(QMouseEvent *event)
{
    const int y = event->position().toPoint().y();
    setHovered(rowAtY(y));
    if (!(event->buttons() & Qt::LeftButton) || !m_pivot || rowCount() == 0)
        return;
    const int row = std::clamp((y + verticalOffset()) / m_painter.rowHeight(), 0, rowCount() - 1);
    if (m_jobs->slotAt(row) != m_current)
        goToRow(row, Choose::Extend);
}

void JobTableView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void JobTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int row = rowAtY(event->position().toPoint().y());
    if (row < 0 || event->button() != Qt::LeftButton)
        return;
    choose(row, Choose::Only);
    Q_EMIT jobActivated(m_currentId);
    Q_EMIT activated(currentIndex());
}

void JobTableView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void JobTableView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void JobTableView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    updateRow(m_hovered);
    m_hovered = row;
    updateRow(m_hovered);
}

bool JobTableView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Leave:
        setHovered(-1);
        break;
    case QEvent::ToolTip: {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        const QString text = index.isValid() ? index.data(Qt::ToolTipRole).toString() : QString();
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), asPlainToolTip(text), viewport(), visualRect(index));
        return true;
    }
    default:
        break;
    }
    return QAbstractItemView::viewportEvent(event);
}

// --- clipboard ---

QString JobTableView::rowAsText(int row) const
{
    const JobCellContext context = m_jobs->cellContext();
    QStringList cells;
    for (int visual = 0; visual < jobColumnCount; ++visual) {
        const int section = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(section))
            cells += jobCellText(static_cast<JobColumn>(section), m_jobs->rowAt(row), context);
    }
    return cells.join(u'\t');
}

QString JobTableView::selectionAsText() const
{
    QStringList lines;
    for (int row = 0; row < rowCount() && lines.size() < std::min(mostCopied, m_selection.count()); ++row) {
        if (m_selection.contains(m_jobs->slotAt(row)))
            lines += rowAsText(row);
    }
    return lines.join(u'\n');
}

void JobTableView::copySelection()
{
    if (m_selection.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(selectionAsText());
    Q_EMIT jobsCopied(std::min(mostCopied, m_selection.count()), m_selection.count());
}

} // namespace emberwatch
