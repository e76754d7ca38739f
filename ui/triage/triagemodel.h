// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/readinglook.h"
#include "ui/triage/triageboard.h"
#include "ui/triage/triagecolumns.h"

#include <QAbstractTableModel>

namespace emberwatch {

/// The jobs of one kind, one a row, and what each source says of them. A row is nothing but its place: texts
/// are made for what is on screen.
class TriageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        LookRole = Qt::UserRole, ///< ReadingLook: of the columns of the three sources
        IsOverRole, ///< bool: silent for longer than its type may be
        ActionRole, ///< PlannedAction
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setBoard(const TriageBoard &board, TriageKind kind);
    void setKind(TriageKind kind) { setBoard(m_board, kind); }
    [[nodiscard]] const TriageBoard &board() const { return m_board; }
    [[nodiscard]] TriageKind kind() const { return m_kind; }
    /// nullptr: no such row.
    [[nodiscard]] const PlannedAction *actionAt(const QModelIndex &index) const;
    /// Invalid: it is not of this kind.
    [[nodiscard]] QModelIndex indexOf(const PromptId &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] const TriageBoard::Pile &pile() const { return m_board.pile(m_kind); }
    [[nodiscard]] QString textOf(const PlannedAction &action, TriageColumn column) const;
    [[nodiscard]] ReadingLook lookOf(const PlannedAction &action, TriageColumn column) const;
    [[nodiscard]] bool isOver(const PlannedAction &action) const;

    TriageBoard m_board;
    TriageKind m_kind = TriageKind::Conflict;
};

} // namespace emberwatch
