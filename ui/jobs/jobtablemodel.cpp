// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobtablemodel.h"

#include "ui/jobs/jobcolumns.h"

#include <algorithm>
#include <utility>

namespace emberwatch {

JobTableModel::JobTableModel(JobSchema schema, Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_jobOrder(m_table, JobSorting())
    , m_order(std::make_shared<const std::vector<JobSlot>>())
    , m_schema(std::move(schema))
    , m_clock(std::move(clock))
{
}

void JobTableModel::apply(const IndexUpdate &update)
{
    Q_EMIT updateBegins();
    const bool wasStale = isStale();
    const bool wasPaused = isPaused();
    const qint64 heldBefore = m_heldChanges;
    JobTableChange change;
    change.isAnswer = update.order && update.generation != m_generation;
    change.isReordered = update.order && update.order != m_order;
    change.hasVanished = !update.vanished.empty();

    noteTime(update);
    noteVanished(update);
    applyBatches(update.batches, change);
    if (update.order) {
        m_generation = update.generation;
        m_isFiltered = update.isFiltered;
        if (change.isReordered)
            setOrder(update.order, update.sorting);
    }
    reportChangedRows();

    Q_EMIT updated(change);
    m_changed.clear();
    m_removed.clear();
    if (wasStale != isStale())
        Q_EMIT staleChanged(isStale());
    if (wasPaused != isPaused())
        Q_EMIT pausedChanged(isPaused());
    if (heldBefore != m_heldChanges)
        Q_EMIT heldChangesChanged(m_heldChanges);
}

void JobTableModel::noteTime(const IndexUpdate &update)
{
    m_serverMinusOurClock = update.serverMinusOurClock;
    if (update.health) {
        const Timestamp lastData = update.health->lastData;
        m_staleSince.reset();
        if (update.health->state != FeedState::Live && lastData != Timestamp())
            m_staleSince = lastData.time_since_epoch().count() + m_serverMinusOurClock;
    }
    if (!update.isPaused)
        m_pausedAt.reset();
    else if (!m_pausedAt)
        m_pausedAt = serverNow();
}

void JobTableModel::noteVanished(const IndexUpdate &update)
{
    m_heldChanges = update.heldChanges;
    if (!update.isPaused)
        m_vanished.clear();
    for (const JobSlot slot : update.vanished) {
        if (slot >= m_vanished.size())
            m_vanished.resize(std::max(m_table.slotEnd(), slot + 1));
        m_vanished[slot] = true;
    }
}

void JobTableModel::applyBatches(const std::vector<FeedBatchPtr> &batches, JobTableChange &change)
{
    for (const FeedBatchPtr &batch : batches)
        m_table.apply(*batch);
    m_changed.resize(m_table.slotEnd());
    m_removed.resize(m_table.slotEnd());
    for (const FeedBatchPtr &batch : batches) {
        for (const JobRow &row : batch->upserts)
            m_changed[row.slot] = true;
        for (const Removal &removal : batch->removals)
            noteRemoval(removal, change);
    }
}

void JobTableModel::noteRemoval(const Removal &removal, JobTableChange &change)
{
    if (removal.slot >= m_removed.size() || m_removed[removal.slot])
        return;
    m_removed[removal.slot] = true;
    change.removed.push_back(removal);
}

/// Rows come and go at the end, and are moved where they belong by one change of layout: the contract's only
/// way to swap an order without a reset, which would cost selection and scroll position.
void JobTableModel::setOrder(const JobOrderPtr &order, JobSorting sorting)
{
    const int before = m_rowCount;
    const auto after = static_cast<int>(order->size());
    if (after > before) {
        m_incoming = order;
        beginInsertRows({}, before, after - 1);
        m_rowCount = after;
        endInsertRows();
    }
    rearrange(order, sorting);
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rowCount = after;
        endRemoveRows();
    }
}

void JobTableModel::rearrange(const JobOrderPtr &order, JobSorting sorting)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    const std::vector<JobSlot> slotsBefore = persistentSlots(before);
    m_incoming.reset();
    m_order = order;
    m_jobOrder = JobOrder(m_table, sorting);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i) {
        const JobSlot slot = slotsBefore[static_cast<size_t>(i)];
        const auto row = isRemoved(slot) ? std::nullopt : rowOf(slot);
        after.push_back(row ? index(*row, before[i].column()) : QModelIndex());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

std::vector<JobSlot> JobTableModel::persistentSlots(const QModelIndexList &indexes) const
{
    std::vector<JobSlot> found;
    found.reserve(static_cast<size_t>(indexes.size()));
    for (const QModelIndex &index : indexes)
        found.push_back(slotAt(index.row()));
    return found;
}

void JobTableModel::reportChangedRows()
{
    const int end = std::min(m_lastVisible + 1, m_rowCount);
    for (int row = std::max(m_firstVisible, 0); row < end; ++row) {
        const int first = row;
        while (row < end && m_changed[slotAt(row)])
            ++row;
        if (row > first)
            Q_EMIT dataChanged(index(first, 0), index(row - 1, jobColumnCount - 1));
    }
}

JobSlot JobTableModel::slotAt(int row) const
{
    const auto at = static_cast<size_t>(row);
    if (at < m_order->size())
        return (*m_order)[at];
    // Only while rows come or go: new ones are seen as they will be, those that go as the first.
    return m_incoming ? (*m_incoming)[at] : m_order->empty() ? 0 : m_order->front();
}

std::optional<int> JobTableModel::rowOf(JobSlot slot) const
{
    if (!m_table.contains(slot))
        return std::nullopt;
    const auto at = m_jobOrder.find(*m_order, slot);
    return at ? std::optional<int>(static_cast<int>(*at)) : std::nullopt;
}

int JobTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rowCount;
}

int JobTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : jobColumnCount;
}

QVariant JobTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<JobColumn>(index.column());
    const JobRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return jobCellText(column, row, cellContext());
    case Qt::ToolTipRole:
        return jobCellToolTip(column, row, cellContext());
    case Qt::AccessibleTextRole:
        return jobCellSpoken(column, row, cellContext());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft));
    case SortRole:
        return jobCellValue(column, row, cellContext());
    case IdRole:
        return m_table.idOf(row);
    case SlotRole:
        return row.slot;
    case WarningRole:
        return jobCellWarns(column, row, cellContext());
    default:
        return {};
    }
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= jobColumnCount)
        return {};
    const auto column = static_cast<JobColumn>(section);
    if (role == Qt::DisplayRole)
        return titleOf(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QHash<int, QByteArray> JobTableModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert(SortRole, "sortValue");
    names.insert(IdRole, "promptId");
    names.insert(SlotRole, "slot");
    names.insert(WarningRole, "warns");
    return names;
}

void JobTableModel::sort(int column, Qt::SortOrder order)
{
    if (column >= 0 && column < jobColumnCount)
        Q_EMIT sortingRequested({static_cast<JobColumn>(column), order == Qt::DescendingOrder});
}

JobCellContext JobTableModel::cellContext() const
{
    return {&m_table, m_schema.fullTtl, m_silenceLimit, serverNow()};
}

qint64 JobTableModel::serverNow() const
{
    if (m_pausedAt)
        return *m_pausedAt;
    if (m_staleSince)
        return *m_staleSince;
    return m_clock().time_since_epoch().count() + m_serverMinusOurClock;
}

void JobTableModel::setSilenceLimit(std::chrono::milliseconds limit)
{
    m_silenceLimit = limit;
    if (m_lastVisible >= m_firstVisible && m_lastVisible < m_rowCount)
        Q_EMIT dataChanged(index(m_firstVisible, 0), index(m_lastVisible, jobColumnCount - 1));
}

void JobTableModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
}

} // namespace emberwatch
