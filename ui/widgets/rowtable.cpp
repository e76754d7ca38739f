// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rowtable.h"

#include "ui/theme/themesource.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/tableheader.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

RowTable::RowTable(const ThemeSource *themes, Columns columns, QWidget *parent)
    : QTreeView(parent)
    , m_themes(themes)
    , m_columns(std::move(columns))
    , m_header(new TableHeader(themes, this))
{
    setHeader(m_header);
    setRootIsDecorated(false);
    setIndentation(0);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    connect(themes, &ThemeSource::themeChanged, this, &RowTable::renew);
}

void RowTable::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    fit();
}

void RowTable::setStale(bool isStale)
{
    m_isStale = isStale;
    m_header->setStale(isStale);
    viewport()->update();
}

void RowTable::renew()
{
    fit();
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void RowTable::fit()
{
    if (!model() || viewport()->width() <= 0)
        return;
    const std::vector<int> widths = fittedWidths(m_columns(m_themes->theme()), viewport()->width());
    for (size_t i = 0; i < widths.size(); ++i)
        m_header->resizeSection(static_cast<int>(i), widths[i]);
}

void RowTable::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fit();
}

void RowTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentRowChanged();
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    // Letters walk as in the jobs table, and search for nothing.
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K))
        moveBy(event->key() == Qt::Key_J ? 1 : -1);
    else if (event->key() != Qt::Key_Space || !toggleTick())
        QTreeView::keyPressEvent(event);
}

bool RowTable::toggleTick()
{
    const QModelIndex index = currentIndex().siblingAtColumn(0);
    const QVariant state = index.data(Qt::CheckStateRole);
    return state.isValid()
        && model()->setData(
            index, state.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void RowTable::moveBy(int rows)
{
    const QModelIndex now = currentIndex();
    const QModelIndex wanted = !now.isValid() ? model()->index(0, 0)
        : rows > 0                            ? indexBelow(now)
                                              : indexAbove(now);
    if (wanted.isValid())
        setCurrentIndex(wanted);
}

bool RowTable::viewportEvent(QEvent *event)
{
    const QEvent::Type type = event->type();
    const bool moves = type == QEvent::HoverMove || type == QEvent::HoverEnter || type == QEvent::HoverLeave
        || type == QEvent::Leave;
    if (moves && !m_hovered.isNull()) {
        const bool isLeft = type == QEvent::HoverLeave || type == QEvent::Leave;
        const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
        if (isLeft || !m_hovered.contains(mouse)) {
            viewport()->update(m_hovered);
            m_hovered = {};
        }
    }
    return QTreeView::viewportEvent(event);
}

void RowTable::drawBranches(QPainter *, const QRect &, const QModelIndex &) const { }

void RowTable::drawRow(QPainter *painter, const QStyleOptionViewItem &options, const QModelIndex &index) const
{
    QStyleOptionViewItem option = options;
    option.state.setFlag(
        QStyle::State_Selected, selectionModel()->isRowSelected(index.row(), index.parent()));
    option.state.setFlag(QStyle::State_HasFocus, hasFocus());
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    const bool isHovered = viewport()->underMouse() && row.contains(mouse);
    option.state.setFlag(QStyle::State_MouseOver, isHovered);
    if (isHovered)
        m_hovered = row;
    RowState state = rowStateOf(option);
    state.isCurrent = state.hasFocus && currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0);
    drawRowBackground(*painter, row, state, m_themes->theme());
    drawCells(painter, option, index);
    drawRowForeground(*painter, row, state, m_themes->theme());
}

void RowTable::drawCells(QPainter *painter, QStyleOptionViewItem cell, const QModelIndex &row) const
{
    const QRect line = cell.rect;
    int covered = 0;
    for (int column = 0; column < m_header->count(); ++column) {
        if (--covered > 0 || m_header->isSectionHidden(column))
            continue;
        const QModelIndex index = row.siblingAtColumn(column);
        covered = std::max(1, index.data(SpanRole).toInt());
        int width = 0;
        for (int i = column; i < std::min(column + covered, m_header->count()); ++i)
            width += m_header->sectionSize(i);
        cell.rect = QRect(m_header->sectionViewportPosition(column), line.top(), width, line.height());
        painter->save();
        painter->setClipRect(cell.rect);
        itemDelegate()->paint(painter, cell, index);
        painter->restore();
    }
}

RowState rowStateOf(const QStyleOptionViewItem &option)
{
    RowState state;
    state.isSelected = option.state.testFlag(QStyle::State_Selected);
    state.isHovered = option.state.testFlag(QStyle::State_MouseOver);
    state.hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    return state;
}

} // namespace emberwatch
