// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/triage/plan.h"
#include "core/triage/recoveryreport.h"
#include "ui/recovery/resultcolumns.h"

#include <QAbstractTableModel>
#include <QHash>

#include <optional>

namespace emberwatch {

/// What became of each job, one a row: while a plan is carried out, and afterwards.
class ResultModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        OutcomeRole = Qt::UserRole, ///< RecoveryOutcome as int; -1: not told yet
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// The jobs of a plan that are to be changed, none of them done.
    void setPlan(const Plan &plan);
    /// What became of some of them; each stays at its place.
    void takeEnds(const QList<RecoveredJob> &jobs);
    /// All jobs of a report, failures first, then in the order of outcomesInOrder().
    void setReport(const RecoveryReport &report);

    [[nodiscard]] QList<RecoveredJob> failures() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        PromptId promptId;
        Action action = Action::None;
        std::optional<RecoveredJob> job; ///< nullopt: not told yet
    };
    [[nodiscard]] QString textOf(const Row &row, ResultColumn column) const;
    void append(const RecoveredJob &job);

    QList<Row> m_rows;
    QHash<PromptId, qsizetype> m_places; ///< of a plan's rows
    QHash<PromptId, QString> m_users; ///< a report does not tell them, a plan does
};

} // namespace emberwatch
