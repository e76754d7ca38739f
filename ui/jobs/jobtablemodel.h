// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/jobs/jobindex.h"
#include "core/jobs/jobtable.h"
#include "ui/jobs/jobcelltext.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace emberwatch {

/// What an update did. Valid only while the signal that carries it is being handled.
struct JobTableChange
{
    std::vector<Removal> removed; ///< jobs that are gone from Redis, shown or not
    bool isReordered = false; ///< rows came, went or changed places
    bool isAnswer = false; ///< the order answers a new query
    bool hasVanished = false; ///< rows that are held in the picture are gone from Redis
};

/// The live jobs in the order that a JobIndex made: one table of plain rows and one list of slots, swapped in
/// whole.
///
/// Rows are told apart by slot: within the updates a slot changes its job only by a removal. Changes of
/// values are reported by dataChanged for the rows that the view has said are visible, and for no others: a
/// view asks for what it shows.
class JobTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        SortRole = Qt::UserRole, ///< a number where the column has one, else the text; see jobCellValue()
        IdRole, ///< QByteArray: the promptId's own bytes
        SlotRole, ///< uint
        WarningRole, ///< bool
    };

    static constexpr std::chrono::milliseconds usualSilenceLimit{600'000};

    /// @param clock  ours
    JobTableModel(JobSchema schema, Clock clock, QObject *parent = nullptr);

    void apply(const IndexUpdate &update);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    /// Asks for it by sortingRequested(): the order comes from the index.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    [[nodiscard]] const JobTable &table() const { return m_table; }
    [[nodiscard]] const std::vector<JobSlot> &order() const { return *m_order; }
    [[nodiscard]] JobSorting sorting() const { return m_jobOrder.sorting(); }
    [[nodiscard]] bool isFiltered() const { return m_isFiltered; }
    /// The job in a row below rowCount().
    [[nodiscard]] JobSlot slotAt(int row) const;
    [[nodiscard]] const JobRow &rowAt(int row) const { return m_table.row(slotAt(row)); }
    [[nodiscard]] PromptId idAt(JobSlot slot) const { return PromptId(m_table.idOf(m_table.row(slot))); }
    /// Where a job is shown; nullopt: the filter hides it, or there is none in the slot.
    [[nodiscard]] std::optional<int> rowOf(JobSlot slot) const;
    /// What cells are read against now.
    [[nodiscard]] JobCellContext cellContext() const;
    /// Server's clock; stands still while paused or stale.
    [[nodiscard]] qint64 serverNow() const;

    /// No data comes: what is shown was true once.
    [[nodiscard]] bool isStale() const { return m_staleSince.has_value(); }
    [[nodiscard]] bool isPaused() const { return m_pausedAt.has_value(); }
    /// Changed jobs that a pause keeps back.
    [[nodiscard]] qint64 heldChanges() const { return m_heldChanges; }
    /// Shown because of the pause, and gone from Redis.
    [[nodiscard]] bool isVanished(JobSlot slot) const { return slot < m_vanished.size() && m_vanished[slot]; }

    /// While updated() is handled: the update brought new values for the job, or a new job.
    [[nodiscard]] bool isChanged(JobSlot slot) const { return slot < m_changed.size() && m_changed[slot]; }
    /// While updated() is handled: the job that was in the slot before is gone; another may be in it by now.
    [[nodiscard]] bool isRemoved(JobSlot slot) const { return slot < m_removed.size() && m_removed[slot]; }

    [[nodiscard]] std::chrono::milliseconds silenceLimit() const { return m_silenceLimit; }
    void setSilenceLimit(std::chrono::milliseconds limit);
    /// Told by the view; an empty range (last < first) where nothing is visible.
    void setVisibleRows(int first, int last);

Q_SIGNALS:
    /// Around each update, outside of what the model contract asks for: what a view keeps by row it can find
    /// again.
    void updateBegins();
    void updated(const emberwatch::JobTableChange &change);
    void staleChanged(bool isStale);
    void pausedChanged(bool isPaused);
    void heldChangesChanged(qint64 jobs);
    void sortingRequested(emberwatch::JobSorting sorting);

private:
    void noteTime(const IndexUpdate &update);
    void noteVanished(const IndexUpdate &update);
    void applyBatches(const std::vector<FeedBatchPtr> &batches, JobTableChange &change);
    void noteRemoval(const Removal &removal, JobTableChange &change);
    void setOrder(const JobOrderPtr &order, JobSorting sorting);
    void rearrange(const JobOrderPtr &order, JobSorting sorting);
    void reportChangedRows();
    [[nodiscard]] std::vector<JobSlot> persistentSlots(const QModelIndexList &indexes) const;

    JobTable m_table;
    JobOrder m_jobOrder;
    JobOrderPtr m_order;
    JobOrderPtr m_incoming; ///< while its rows are being inserted
    int m_rowCount = 0;
    bool m_isFiltered = false;
    quint64 m_generation = 0;
    JobSchema m_schema;
    Clock m_clock;
    std::chrono::milliseconds m_silenceLimit = usualSilenceLimit;
    qint64 m_serverMinusOurClock = 0;
    std::optional<qint64> m_pausedAt; ///< server's clock
    std::optional<qint64> m_staleSince; ///< server's clock
    qint64 m_heldChanges = 0;
    std::vector<bool> m_vanished; ///< by slot
    std::vector<bool> m_changed; ///< by slot, while an update is applied; so is the next
    std::vector<bool> m_removed;
    int m_firstVisible = 0;
    int m_lastVisible = -1;
};

} // namespace emberwatch
