// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"
#include "ui/journal/undoability.h"
#include "ui/widgets/columnfit.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace emberwatch {

struct Theme;

enum class UndoColumn : quint8
{
    Job,
    Action,
    Result,
};
constexpr int undoColumnCount = static_cast<int>(UndoColumn::Result) + 1;
[[nodiscard]] std::vector<FittedColumn> undoColumnsFor(const Theme &theme);

/// What is to be taken back, one entry a row, with its tick; and what became of each.
class UndoModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        LookRole = Qt::UserRole, ///< JournalOutcomeLook of the result; invalid: not told yet
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// What cannot be taken back stays without a tick, with the reason.
    void setLines(const QList<JournalLine> &lines, const UndoContext &context);
    void showOutcome(const EntryId &entry, const UndoOutcome &outcome);
    /// From now on ticks are fixed.
    void begin();

    /// The newest first: what was done last is taken back first.
    [[nodiscard]] QList<EntryId> ticked() const;
    [[nodiscard]] int possible() const;
    [[nodiscard]] int told() const;
    [[nodiscard]] int undone() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    struct Row
    {
        JournalLine line;
        QString whyNot; ///< empty: it can be tried
        bool isTicked = false;
        std::optional<UndoOutcome> outcome;
    };
    [[nodiscard]] QString textOf(const Row &row, UndoColumn column) const;

    std::vector<Row> m_rows;
    bool m_isBegun = false;
};

} // namespace emberwatch
