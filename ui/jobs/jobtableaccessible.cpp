// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtableaccessible.h"

#include "core/jobs/joborder.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"

#include <QPointer>

#include <limits>

namespace emberwatch {

namespace {

class Cell : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    Cell(JobTableView *view, int row, int column)
        : m_view(view)
        , m_row(row)
        , m_column(column)
    {
    }

    [[nodiscard]] int place() const { return m_row * jobColumnCount + m_column; }

    [[nodiscard]] bool isValid() const override { return index().isValid(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Cell; }
    void setText(QAccessible::Text, const QString &) override { }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name)
            return index().data(Qt::AccessibleTextRole).toString();
        if (kind == QAccessible::Description)
            return index().data(Qt::ToolTipRole).toString();
        return {};
    }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect rect = m_view->visualRect(index());
        return rect.translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.readOnly = true;
        state.selected = isSelected();
        state.focused = m_view->currentIndex() == index();
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(index()));
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this)
                                                       : nullptr;
    }

    [[nodiscard]] bool isSelected() const override
    {
        return isValid() && m_view->isJobSelected(m_view->jobModel()->slotAt(m_row));
    }
    [[nodiscard]] QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    [[nodiscard]] QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override { return m_row; }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override { return parent(); }

private:
    [[nodiscard]] QModelIndex index() const
    {
        return m_view && m_view->jobModel() ? m_view->jobModel()->index(m_row, m_column) : QModelIndex();
    }

    QPointer<JobTableView> m_view;
    int m_row;
    int m_column;
};

QAccessibleInterface *make(const QString &className, QObject *object)
{
    auto *view = className == QLatin1String(JobTableView::staticMetaObject.className())
        ? qobject_cast<JobTableView *>(object)
        : nullptr;
    return view ? new JobTableAccessible(view) : nullptr;
}

} // namespace

void JobTableAccessible::install()
{
    QAccessible::removeFactory(make);
    QAccessible::installFactory(make);
}

JobTableAccessible::JobTableAccessible(JobTableView *view)
    : QAccessibleWidget(view, QAccessible::Table)
{
}

JobTableAccessible::~JobTableAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_cells))
        QAccessible::deleteAccessibleInterface(id);
}

JobTableView *JobTableAccessible::view() const
{
    return static_cast<JobTableView *>(object());
}

void *JobTableAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableInterface)
        return static_cast<QAccessibleTableInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

int JobTableAccessible::columnCount() const
{
    return view()->jobModel() ? jobColumnCount : 0;
}

int JobTableAccessible::rowCount() const
{
    return view()->jobModel() ? view()->jobModel()->rowCount() : 0;
}

int JobTableAccessible::childCount() const
{
    return rowCount() * columnCount();
}

QAccessibleInterface *JobTableAccessible::child(int index) const
{
    return columnCount() > 0 ? cellAt(index / jobColumnCount, index % jobColumnCount) : nullptr;
}

QAccessibleInterface *JobTableAccessible::childAt(int x, int y) const
{
    const QModelIndex index = view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
    return index.isValid() ? cellAt(index.row(), index.column()) : nullptr;
}

int JobTableAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    return child && child->role() == QAccessible::Cell ? static_cast<const Cell *>(child)->place() : -1;
}

QAccessibleInterface *JobTableAccessible::focusChild() const
{
    const QModelIndex current = view()->currentIndex();
    return current.isValid() ? cellAt(current.row(), current.column()) : nullptr;
}

QAccessibleInterface *JobTableAccessible::cellAt(int row, int column) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
        return nullptr;
    const int place = row * jobColumnCount + column;
    const auto known = m_cells.constFind(place);
    if (known != m_cells.cend())
        return QAccessible::accessibleInterface(*known);
    auto *cell = new Cell(view(), row, column);
    m_cells.insert(place, QAccessible::registerAccessibleInterface(cell));
    return cell;
}

int JobTableAccessible::selectedRowCount() const
{
    return static_cast<int>(view()->selectedCount());
}

int JobTableAccessible::selectedCellCount() const
{
    return selectedRowCount() * columnCount();
}

QList<int> JobTableAccessible::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : view()->selectionModel()->selectedRows())
        rows.push_back(index.row());
    return rows;
}

QList<QAccessibleInterface *> JobTableAccessible::selectedCells() const
{
    QList<QAccessibleInterface *> cells;
    for (const int row : selectedRows()) {
        for (int column = 0; column < columnCount(); ++column)
            cells.push_back(cellAt(row, column));
    }
    return cells;
}

QString JobTableAccessible::columnDescription(int column) const
{
    return view()->jobModel() ? view()->jobModel()->headerData(column, Qt::Horizontal).toString() : QString();
}

QString JobTableAccessible::rowDescription(int row) const
{
    const QAccessibleInterface *status = cellAt(row, static_cast<int>(JobColumn::Status));
    return status ? status->text(QAccessible::Name) : QString();
}

bool JobTableAccessible::isRowSelected(int row) const
{
    return row >= 0 && row < rowCount() && view()->isJobSelected(view()->jobModel()->slotAt(row));
}

bool JobTableAccessible::isColumnSelected(int) const
{
    return false;
}

bool JobTableAccessible::selectRow(int row)
{
    if (row < 0 || row >= rowCount())
        return false;
    view()->setCurrentIndex(view()->jobModel()->index(row, 0));
    return true;
}

bool JobTableAccessible::selectColumn(int)
{
    return false;
}

bool JobTableAccessible::unselectRow(int row)
{
    if (!isRowSelected(row))
        return false;
    view()->clearJobs();
    return true;
}

bool JobTableAccessible::unselectColumn(int)
{
    return false;
}

/// Cells are places, so they stay what they are; those behind the end are asked for again.
void JobTableAccessible::modelChange(QAccessibleTableModelChangeEvent *) { }

} // namespace emberwatch
