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
        OutcomeRole = Qt::UserRole, ///< RecoveryOutcome as int; -1: its turn has not come yet
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// The jobs of a plan that are to be changed, none of them done.
    void setPlan(const Plan &plan);
    /// Of a job that is in the model; others are ignored.
    void addResult(const RecoveredJob &job);
    /// All jobs of a report, failures first, then in the order of outcomesInOrder().
    void setReport(const RecoveryReport &report);

    [[nodiscard]] RecoveryCounts counts() const;
    [[nodiscard]] int toGo() const;
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
        std::optional<RecoveredJob> job; ///< nullopt: to go
    };
    [[nodiscard]] QString textOf(const Row &row, ResultColumn column) const;
    void append(const RecoveredJob &job);

    QList<Row> m_rows;
    QHash<PromptId, int> m_places;
    QHash<PromptId, QString> m_users; ///< a report does not tell them, a plan does
};

} // namespace emberwatch
