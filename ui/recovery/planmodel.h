// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operations/recoveryproposal.h"
#include "ui/widgets/columnfit.h"

#include <QAbstractItemModel>

#include <vector>

namespace emberwatch {

struct Theme;

enum class PlanColumn : quint8
{
    Job,
    User,
    Verdict,
    Why,
};
constexpr int planColumnCount = static_cast<int>(PlanColumn::Why) + 1;
[[nodiscard]] std::vector<FittedColumn> planColumnsFor(const Theme &theme);

/// A plan as a tree: what will be done, and under it the jobs that it will be done to. Ticks are in column 0,
/// also those of a whole group; what does nothing has none.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role
    {
        ActionRole = Qt::UserRole, ///< PlannedAction; invalid for a group
        IsGroupRole, ///< bool
    };
    explicit PlanModel(QObject *parent = nullptr);

    /// Nothing is ticked that the plan has not ticked.
    void setPlan(const Plan &plan);
    /// With the ticks as they are now.
    [[nodiscard]] const Plan &plan() const { return m_plan; }
    /// nullptr: a group.
    [[nodiscard]] const PlannedAction *actionAt(const QModelIndex &index) const;
    void tickAll(bool isTicked);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
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
    struct Group
    {
        Action action = Action::None;
        std::vector<qsizetype> jobs; ///< places in the plan
    };
    [[nodiscard]] bool isGroup(const QModelIndex &index) const { return index.internalId() == 0; }
    [[nodiscard]] int tickedIn(const Group &group) const;
    [[nodiscard]] QVariant groupData(const Group &group, int column, int role) const;
    [[nodiscard]] QVariant jobData(const PlannedAction &job, int column, int role) const;
    [[nodiscard]] QString titleOf(const Group &group) const;
    void tick(int group, bool isTicked);
    void tellGroup(int group);

    Plan m_plan;
    std::vector<Group> m_groups;
};

} // namespace emberwatch
