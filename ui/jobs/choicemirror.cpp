// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/choicemirror.h"

#include "ui/jobs/jobchoice.h"
#include "ui/jobs/jobcolumns.h"
#include "ui/jobs/jobtablemodel.h"

#include <QAccessible>
#include <QScopedValueRollback>

#include <algorithm>

namespace emberwatch {

namespace {

/// Up to here the selection model, and so a screen reader, knows every selected row.
constexpr qint64 mostMirrored = 100;

} // namespace

ChoiceMirror::ChoiceMirror(QAbstractItemView *view, const JobChoice *choice)
    : m_view(view)
    , m_choice(choice)
{
}

void ChoiceMirror::showCurrent(const JobTableModel &model)
{
    const auto row = m_choice->currentRow();
    const QModelIndex known = m_view->currentIndex();
    if (row ? known.row() == *row : !known.isValid())
        return;
    const QScopedValueRollback moving(m_isMoving, true);
    const QModelIndex wanted = row ? model.index(*row, std::max(0, known.column())) : QModelIndex();
    m_view->selectionModel()->setCurrentIndex(wanted, QItemSelectionModel::NoUpdate);
    tellAssistants();
}

void ChoiceMirror::tellAssistants() const
{
    const QModelIndex current = m_view->currentIndex();
    if (!QAccessible::isActive() || !current.isValid())
        return;
    QAccessibleEvent event(m_view, QAccessible::Focus);
    event.setChild(current.row() * jobColumnCount + current.column());
    QAccessible::updateAccessibility(&event);
}

void ChoiceMirror::showSelection(const JobTableModel &model)
{
    const QScopedValueRollback moving(m_isMoving, true);
    QItemSelection rows;
    if (m_choice->selection().count() <= mostMirrored) {
        for (const JobSlot slot : m_choice->selection().jobs()) {
            if (const auto row = model.rowOf(slot))
                rows.select(model.index(*row, 0), model.index(*row, jobColumnCount - 1));
        }
    }
    m_view->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

} // namespace emberwatch
