// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableview.h"

#include "ui/jobs/jobclipboard.h"
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
    connectChoice();
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
    m_choice.setModel(m_jobs);
    m_painted.begin(0, 0);
    QAbstractItemView::setModel(m_jobs);
    if (m_jobs) {
        connectModel();
        m_header->setSorting(m_jobs->sorting());
        m_header->setStale(m_jobs->isStale());
    }
    updateGeometries();
}

void JobTableView::connectChoice()
{
    connect(&m_choice, &JobChoice::currentJobChanged, this, [this](const std::optional<PromptId> &id) {
        mirrorCurrent();
        viewport()->update();
        Q_EMIT currentJobChanged(id);
    });
    connect(&m_choice, &JobChoice::currentJobUpdated, this, &JobTableView::currentJobUpdated);
    connect(&m_choice, &JobChoice::currentJobRemoved, this, &JobTableView::currentJobRemoved);
    connect(&m_choice, &JobChoice::selectionChanged, this, [this](qint64 selected) {
        mirrorSelection();
        viewport()->update();
        Q_EMIT jobSelectionChanged(selected);
    });
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
    m_anchor.remember(
        *m_jobs, {verticalOffset(), m_painter.rowHeight(), viewport()->height()}, m_choice.currentSlot());
}

void JobTableView::takeOver(const JobTableChange &change)
{
    m_choice.follow(change);
    if (change.isReordered) {
        const QScopedValueRollback following(m_isFollowing, true);
        setScrollBars();
        verticalScrollBar()->setValue(m_anchor.value(*m_jobs, change.isAnswer));
    }
    mirrorCurrent();
    m_isUpdating = false;
    reportVisibleRows();
    updateChangedRows();
}

/// Repaints what does not stand on screen as it is now: mostly nothing.
void JobTableView::updateChangedRows()
{
    if (!m_jobs)
        return;
    const int height = m_painter.rowHeight();
    const int first = firstVisibleRow();
    if (verticalOffset() % height != m_painted.offset() % height) {
        viewport()->update();
        return;
    }
    const int places = viewport()->height() / height + 2;
    for (int place = 0; place < places; ++place) {
        const int row = first + place;
        if (m_painted.row(place) != (row < rowCount() ? paintedOf(row) : std::nullopt))
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
    m_header->fitTo(viewport()->width());
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

PaintedRows::Row JobTableView::paintedOf(int row) const
{
    const JobRow &job = m_jobs->rowAt(row);
    return PaintedRows::Painted{job, m_jobs->isVanished(job.slot)};
}

JobRowPainter::State JobTableView::stateOf(int row) const
{
    const JobSlot slot = m_jobs->slotAt(row);
    JobRowPainter::State state;
    state.isSelected = isJobSelected(slot);
    state.isHovered = row == m_hovered;
    state.hasFocus = hasFocus();
    state.isCurrent = slot == m_choice.currentSlot() && state.hasFocus;
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
    m_painted.begin(verticalOffset(), last - first + 1);
    for (int row = first; row <= last; ++row) {
        const QRect rect = rowRect(row);
        // Of a row of which only the times are repainted the rest may still be old.
        if (QRegion(rect.intersected(viewport()->rect())).subtracted(event->region()).isEmpty())
            m_painted.set(row - first, paintedOf(row));
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

bool JobTableView::goTo(const PromptId &id)
{
    const auto slot = m_jobs ? m_jobs->table().find(id) : std::nullopt;
    const auto row = slot ? m_jobs->rowOf(*slot) : std::nullopt;
    if (!row)
        return false;
    m_choice.choose(*row, How::Only);
    const bool isVisible = *row > firstVisibleRow() && *row < lastVisibleRow();
    if (!isVisible)
        scrollTo(m_jobs->index(*row, 0), PositionAtCenter);
    return true;
}

void JobTableView::goToRow(int row, How how)
{
    m_choice.choose(row, how);
    scrollTo(m_jobs->index(row, 0));
}

void JobTableView::selectAll()
{
    if (rowCount() > 0)
        m_choice.chooseAll();
}

/// The selection model knows of the current job for those who ask it: base class and assistive technology.
void JobTableView::mirrorCurrent()
{
    const auto row = m_choice.currentRow();
    if (row ? currentIndex().row() == *row : !currentIndex().isValid())
        return;
    const QScopedValueRollback moving(m_isMoving, true);
    const int column = std::max(0, currentIndex().column());
    selectionModel()->setCurrentIndex(
        row ? m_jobs->index(*row, column) : QModelIndex(), QItemSelectionModel::NoUpdate);
    tellAssistants();
}

void JobTableView::tellAssistants()
{
    if (!QAccessible::isActive() || !currentIndex().isValid())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(currentIndex().row() * jobColumnCount + currentIndex().column());
    QAccessible::updateAccessibility(&event);
}

void JobTableView::mirrorSelection()
{
    if (!m_jobs)
        return;
    const QScopedValueRollback moving(m_isMoving, true);
    QItemSelection rows;
    if (selectedCount() <= mostMirrored) {
        for (const JobSlot slot : m_choice.selection().jobs()) {
            if (const auto row = m_jobs->rowOf(slot))
                rows.select(m_jobs->index(*row, 0), m_jobs->index(*row, jobColumnCount - 1));
        }
    }
    selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

std::vector<PromptId> JobTableView::selectedJobs() const
{
    std::vector<PromptId> ids;
    if (selectedCount() == 0)
        return ids;
    ids.reserve(static_cast<size_t>(selectedCount()));
    for (const JobSlot slot : m_jobs->order()) {
        if (isJobSelected(slot))
            ids.push_back(m_jobs->idAt(slot));
    }
    return ids;
}

/// Somebody else moved it: assistive technology.
void JobTableView::currentChanged(const QModelIndex &current, const QModelIndex &)
{
    if (!m_isMoving && !m_isUpdating && current.isValid())
        goToRow(current.row(), How::Only);
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
    const auto current = m_choice.currentRow();
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
        if (!m_choice.currentJob())
            return false;
        Q_EMIT jobActivated(*m_choice.currentJob());
        Q_EMIT activated(currentIndex());
    } else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier
        && m_choice.currentRow()) {
        m_choice.choose(*m_choice.currentRow(), How::Toggle);
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
        goToRow(*row, How::Extend);
    else
        goToRow(*row, event->modifiers() & Qt::ControlModifier ? How::MoveOnly : How::Only);
}

// --- mouse ---

void JobTableView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAtY(event->position().toPoint().y());
    if (row < 0) {
        if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier)
            m_choice.clear();
        return;
    }
    if (event->button() == Qt::RightButton) {
        if (!isJobSelected(m_jobs->slotAt(row)))
            m_choice.choose(row, How::Only);
        else
            m_choice.choose(row, How::MoveOnly);
    } else if (event->button() == Qt::LeftButton) {
        if (event->modifiers() & Qt::ShiftModifier)
            m_choice.choose(row, How::Extend);
        else
            m_choice.choose(row, event->modifiers() & Qt::ControlModifier ? How::Toggle : How::Only);
    }
}

void JobTableView::mouseMoveEvent(QMouseEvent *event)
{
    const int y = event->position().toPoint().y();
    setHovered(rowAtY(y));
    if (!(event->buttons() & Qt::LeftButton) || !m_choice.hasPivot() || rowCount() == 0)
        return;
    const int row = std::clamp((y + verticalOffset()) / m_painter.rowHeight(), 0, rowCount() - 1);
    if (m_jobs->slotAt(row) != m_choice.currentSlot())
        goToRow(row, How::Extend);
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
    m_choice.choose(row, How::Only);
    Q_EMIT jobActivated(*m_choice.currentJob());
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

QString JobTableView::selectionAsText() const
{
    return rowsAsText(*m_jobs, *m_header, m_choice.selection(), mostCopied);
}

void JobTableView::copySelection()
{
    if (selectedCount() == 0)
        return;
    QGuiApplication::clipboard()->setText(selectionAsText());
    Q_EMIT jobsCopied(std::min(mostCopied, selectedCount()), selectedCount());
}

} // namespace emberwatch
