// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/jobtable.h"
#include "ui/jobs/jobcelltext.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>

#include <vector>

namespace emberwatch::bench {

/// The usual way, to compare with: a row for each job in the order of their coming, and a proxy that sorts
/// and filters.
class NaiveJobModel : public QAbstractTableModel
{
public:
    /// @param serverNow  the server's clock, milliseconds since the epoch
    explicit NaiveJobModel(std::function<qint64()> serverNow)
        : m_serverNow(std::move(serverNow))
    {
    }

    void apply(const FeedBatch &batch);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const JobRow &rowAt(int row) const { return m_rows[static_cast<size_t>(row)]; }

private:
    void remove(const std::vector<Removal> &removals);
    void append(const std::vector<JobRow> &rows);

    std::function<qint64()> m_serverNow;
    JobTable m_table; ///< for texts
    std::vector<JobRow> m_rows;
    QHash<JobSlot, int> m_rowOfSlot;
};

/// Jobs that are open, sorted by the model's sort role.
class NaiveProxy : public QSortFilterProxyModel
{
public:
    explicit NaiveProxy(NaiveJobModel *model);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    NaiveJobModel *m_model;
};

} // namespace emberwatch::bench
