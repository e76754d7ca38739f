// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableview.h"

#include "ui/jobs/jobclipboard.h"
#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtableaccessible.h"
#include "ui/jobs/jobtableheader.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/theme/themesource.h"

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
    , m_header(new JobTableHeader(themes, this))
    , m_canvas(themes, m_header)
    , m_mirror(this, &m_choice)
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
    m_canvas.forget();
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
        if (m_jobs)
            m_mirror.showSelection(*m_jobs);
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
        *m_jobs, {verticalOffset(), m_canvas.rowHeight(), viewport()->height()}, m_choice.currentSlot());
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

void JobTableView::updateChangedRows()
{
    if (m_jobs)
        viewport()->update(m_canvas.outdated(geometryOfRows(), *m_jobs));
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
    const RowGeometry rows = geometryOfRows();
    const int last = std::min(bottomRight.row(), rows.lastVisible());
    for (int row = std::max(topLeft.row(), rows.firstVisible()); row <= last; ++row)
        updateRow(row);
}

void JobTableView::renew()
{
    m_canvas.renew();
    m_header->renew();
    updateGeometries();
    viewport()->update();
}

// --- geometry ---

int JobTableView::rowCount() const
{
    return m_jobs ? m_jobs->rowCount() : 0;
}

RowGeometry JobTableView::geometryOfRows() const
{
    return {m_canvas.rowHeight(), rowCount(), verticalOffset(), viewport()->size()};
}

void JobTableView::updateRow(int row)
{
    viewport()->update(geometryOfRows().rect(row));
}

QModelIndex JobTableView::indexAt(const QPoint &point) const
{
    const int row = geometryOfRows().rowAt(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row >= 0 && column >= 0 ? m_jobs->index(row, column) : QModelIndex();
}

QRect JobTableView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || m_header->isSectionHidden(index.column()))
        return {};
    const QRect row = geometryOfRows().rect(index.row());
    return {m_header->sectionViewportPosition(index.column()), row.top(),
        m_header->sectionSize(index.column()), row.height()};
}

void JobTableView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    verticalScrollBar()->setValue(geometryOfRows().offsetFor(index.row(), hint));
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
    const int height = m_canvas.rowHeight();
    verticalScrollBar()->setSingleStep(height);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, geometryOfRows().scrollRange());
    horizontalScrollBar()->setSingleStep(height);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
}

void JobTableView::reportVisibleRows()
{
    const RowGeometry rows = geometryOfRows();
    if (m_jobs)
        m_jobs->setVisibleRows(rows.firstVisible(), rows.lastVisible());
}

void JobTableView::scrollContentsBy(int dx, int dy)
{
    if (dx != 0)
        m_header->setOffset(horizontalOffset());
    if (!m_isFollowing) {
        reportVisibleRows();
        viewport()->update();
    }
    if (dy != 0) {
        const int y = viewport()->mapFromGlobal(QCursor::pos()).y();
        m_hovered = viewport()->underMouse() ? geometryOfRows().rowAt(y) : -1;
    }
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
    m_canvas.paint(
        painter, event->region(), geometryOfRows(), m_jobs, [this](int row) { return stateOf(row); });
}

// --- current job and selection ---

bool JobTableView::goTo(const PromptId &id)
{
    const auto slot = m_jobs ? m_jobs->table().find(id) : std::nullopt;
    const auto row = slot ? m_jobs->rowOf(*slot) : std::nullopt;
    if (!row)
        return false;
    m_choice.choose(*row, How::Only);
    const RowGeometry rows = geometryOfRows();
    if (*row <= rows.firstVisible() || *row >= rows.lastVisible())
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

void JobTableView::mirrorCurrent()
{
    if (m_jobs)
        m_mirror.showCurrent(*m_jobs);
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
    if (!m_mirror.isMoving() && !m_isUpdating && current.isValid())
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
    const RowGeometry rows = geometryOfRows();
    for (const QItemSelectionRange &range : selection) {
        const int last = std::min(range.bottom(), rows.lastVisible());
        for (int row = std::max(range.top(), rows.firstVisible()); row <= last; ++row)
            region += rows.rect(row);
    }
    return region;
}

// --- keys ---

RowSteps JobTableView::steps() const
{
    const RowGeometry rows = geometryOfRows();
    return {rows.rows, m_choice.currentRow(), rows.firstVisible(), rows.rowsPerPage()};
}

RowSteps::Step JobTableView::stepOf(CursorAction action)
{
    using Step = RowSteps::Step;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        return Step::Up;
    case MoveDown:
    case MoveNext:
        return Step::Down;
    case MovePageUp:
        return Step::PageUp;
    case MovePageDown:
        return Step::PageDown;
    case MoveHome:
        return Step::Home;
    case MoveEnd:
        return Step::End;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return Step::Stay;
}

QModelIndex JobTableView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (rowCount() == 0)
        return {};
    return m_jobs->index(steps().target(stepOf(action)), std::max(0, currentIndex().column()));
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
    const auto step = RowSteps::stepOf(*event);
    if (!step || rowCount() == 0) {
        event->ignore(); // letters and Space are commands of the page
        return;
    }
    const int row = steps().target(*step);
    if (event->modifiers() & Qt::ShiftModifier)
        goToRow(row, How::Extend);
    else
        goToRow(row, event->modifiers() & Qt::ControlModifier ? How::MoveOnly : How::Only);
}

// --- mouse ---

void JobTableView::mousePressEvent(QMouseEvent *event)
{
    const int row = geometryOfRows().rowAt(event->position().toPoint().y());
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
    setHovered(geometryOfRows().rowAt(y));
    if (!(event->buttons() & Qt::LeftButton) || !m_choice.hasPivot() || rowCount() == 0)
        return;
    const int row = geometryOfRows().nearestRow(y);
    if (m_jobs->slotAt(row) != m_choice.currentSlot())
        goToRow(row, How::Extend);
}

void JobTableView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void JobTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int row = geometryOfRows().rowAt(event->position().toPoint().y());
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
    if (event->type() == QEvent::ToolTip) {
        showToolTip(*static_cast<QHelpEvent *>(event));
        return true;
    }
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    return QAbstractItemView::viewportEvent(event);
}

void JobTableView::showToolTip(const QHelpEvent &help)
{
    const QModelIndex index = indexAt(help.pos());
    const QString text = index.isValid() ? index.data(Qt::ToolTipRole).toString() : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help.globalPos(), asPlainToolTip(text), viewport(), visualRect(index));
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
