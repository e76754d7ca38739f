// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/undo.h"
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
    void setCandidates(const QList<UndoCandidate> &candidates);
    void showUndone(const UndoneEntry &undone);
    /// From now on ticks are fixed.
    void begin();

    /// In their order: what was done last is taken back first.
    [[nodiscard]] QList<UndoCandidate> ticked() const;
    /// Whose actions these are: a job may have been settled and then deleted.
    [[nodiscard]] int tickedJobs() const;
    [[nodiscard]] int possible() const;
    [[nodiscard]] int told() const;
    [[nodiscard]] int undone() const;
    /// Until when all of what is ticked can be taken back, by Redis's clock; nullopt: time is no limit.
    [[nodiscard]] std::optional<Timestamp> until() const;

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
        UndoCandidate candidate;
        bool isTicked = false;
        std::optional<UndoOutcome> outcome;

        [[nodiscard]] bool isPossible() const { return candidate.forecast.kind == UndoOutcome::Kind::Done; }
    };
    [[nodiscard]] QString textOf(const Row &row, UndoColumn column) const;

    std::vector<Row> m_rows;
    bool m_isBegun = false;
};

} // namespace emberwatch
