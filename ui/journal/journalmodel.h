// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/journal/journalcolumns.h"
#include "ui/journal/journalwords.h"
#include "ui/journal/undoability.h"

#include <QAbstractItemModel>
#include <QHash>

#include <vector>

namespace emberwatch {

/// The journal as a tree: operations, which are the actions that were confirmed together, and under those of
/// more than one action each of them. The newest first.
class JournalModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role
    {
        LookRole = Qt::UserRole, ///< JournalOutcomeLook, of the outcome's column
        IsOperationRole, ///< bool: it has actions under it
        IsUndoneRole, ///< bool: all of it was taken back later
        IsSeveralRole, ///< bool: its cell says of how many jobs
    };
    /// @param clock  ours, for dates
    explicit JournalModel(Clock clock, QObject *parent = nullptr);

    void clear();
    /// Takes in what was read: newer and older ones to their places, those that are known brought up to date.
    void take(const QList<JournalLine> &lines);
    /// Whether more can be asked for: moreWanted() tells when.
    void setMore(bool isMore) { m_isMore = isMore; }

    /// The entries of a row, the newest first; none: no such row.
    [[nodiscard]] QList<JournalLine> linesAt(const QModelIndex &index) const;
    /// What was taken back by entries that are known.
    [[nodiscard]] const QSet<OperationId> &undone() const { return m_undone; }
    [[nodiscard]] qsizetype entryCount() const { return m_entries; }
    [[nodiscard]] std::optional<EntryId> newest() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    struct Operation
    {
        quintptr id = 0; ///< lasting, from 1 on: what indexes of its actions hold
        BatchId batch;
        std::vector<JournalLine> lines; ///< the newest first; never empty
    };
    [[nodiscard]] int rowOf(quintptr operation) const;
    [[nodiscard]] const Operation *operationAt(const QModelIndex &index) const;
    void takeAtOnce(const QList<JournalLine> &lines);
    void takeOne(const JournalLine &line);
    void insertOperation(const JournalLine &line);
    void noteUndo(const JournalLine &line);
    void tell(int row);
    [[nodiscard]] QVariant operationData(const Operation &operation, JournalColumn column, int role) const;
    [[nodiscard]] QVariant lineData(const JournalLine &line, JournalColumn column, int role) const;
    [[nodiscard]] QString textOf(const Operation &operation, JournalColumn column) const;
    [[nodiscard]] QString textOf(const JournalLine &line, JournalColumn column) const;
    [[nodiscard]] bool isUndone(const Operation &operation) const;
    [[nodiscard]] static QVariant operationLook(const Operation &operation);

    Clock m_clock;
    std::vector<Operation> m_operations;
    QHash<BatchId, quintptr> m_ids;
    QSet<OperationId> m_undone;
    quintptr m_lastId = 0;
    qsizetype m_entries = 0;
    bool m_isMore = false;
};

} // namespace emberwatch
