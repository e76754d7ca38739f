// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "ui/servers/servercolumns.h"
#include "ui/servers/serverrow.h"

#include <QAbstractTableModel>

namespace emberwatch {

/// The servers, one a row. Rows keep their identity: what changes is told by dataChanged, what comes and goes
/// by insertions and removals.
class ServerTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        RowRole = Qt::UserRole, ///< ServerRow
        SortRole, ///< a number where the column has one, else the text
    };

    /// @param clock  ours, for ages
    explicit ServerTableModel(Clock clock, QObject *parent = nullptr);

    /// @param rows  in the order of serverRowsOf()
    void setRows(const QList<ServerRow> &rows);
    /// Texts that depend on the time are another by now.
    void tick();

    [[nodiscard]] const QList<ServerRow> &rows() const { return m_rows; }
    /// nullptr: no such row.
    [[nodiscard]] const ServerRow *rowAt(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void removeMissing(const QList<ServerRow> &wanted);
    void insertNew(const QList<ServerRow> &wanted);
    void tellRuns(const QList<bool> &changed);

    Clock m_clock;
    QList<ServerRow> m_rows;
};

} // namespace emberwatch
