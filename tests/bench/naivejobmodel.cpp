// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/naivejobmodel.h"

#include <algorithm>

namespace emberwatch::bench {

void NaiveJobModel::apply(const FeedBatch &batch)
{
    m_table.apply(batch);
    remove(batch.removals);
    std::vector<JobRow> added;
    std::vector<int> changed;
    for (const JobRow &row : batch.upserts) {
        const auto known = m_rowOfSlot.constFind(row.slot);
        if (known == m_rowOfSlot.cend()) {
            added.push_back(row);
            continue;
        }
        m_rows[static_cast<size_t>(*known)] = row;
        changed.push_back(*known);
    }
    std::sort(changed.begin(), changed.end());
    for (size_t i = 0; i < changed.size(); ++i) {
        const int first = changed[i];
        while (i + 1 < changed.size() && changed[i + 1] <= changed[i] + 1)
            ++i;
        Q_EMIT dataChanged(index(first, 0), index(changed[i], columnCount() - 1));
    }
    append(added);
}

/// The last row takes the place of one that goes, so that a removal does not cost the length of the list.
void NaiveJobModel::remove(const std::vector<Removal> &removals)
{
    for (const Removal &removal : removals) {
        const auto known = m_rowOfSlot.constFind(removal.slot);
        if (known == m_rowOfSlot.cend())
            continue;
        const int row = *known;
        const int last = rowCount() - 1;
        m_rowOfSlot.remove(removal.slot);
        if (row != last) {
            m_rows[static_cast<size_t>(row)] = m_rows.back();
            m_rowOfSlot[m_rows.back().slot] = row;
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
        beginRemoveRows({}, last, last);
        m_rows.pop_back();
        endRemoveRows();
    }
}

void NaiveJobModel::append(const std::vector<JobRow> &rows)
{
    if (rows.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (const JobRow &row : rows) {
        m_rowOfSlot.insert(row.slot, static_cast<int>(m_rows.size()));
        m_rows.push_back(row);
    }
    endInsertRows();
}

int NaiveJobModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NaiveJobModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : jobColumnCount;
}

QVariant NaiveJobModel::data(const QModelIndex &index, int role) const
{
    const auto column = static_cast<JobColumn>(index.column());
    const JobRow &row = m_rows[static_cast<size_t>(index.row())];
    if (role == Qt::UserRole && column == JobColumn::Silence)
        return row.has(JobRow::HasTtl) ? QVariant(-row.expiresAt) : QVariant();
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    const JobCellContext context{&m_table, std::chrono::hours(2), std::chrono::minutes(10), m_serverNow()};
    return role == Qt::DisplayRole ? QVariant(jobCellText(column, row, context))
                                   : jobCellValue(column, row, context);
}

NaiveProxy::NaiveProxy(NaiveJobModel *model)
    : m_model(model)
{
    setSortRole(Qt::UserRole);
    setSourceModel(model);
}

bool NaiveProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    const JobRow &job = m_model->rowAt(row);
    return job.isReadable() && isOpen(job.status);
}

} // namespace emberwatch::bench
