// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/servertablemodel.h"

#include "ui/servers/servercelltext.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/showntext.h"

#include <QSet>

namespace emberwatch {

using namespace Qt::StringLiterals;

ServerTableModel::ServerTableModel(Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(std::move(clock))
{
}

void ServerTableModel::setRows(const QList<ServerRow> &rows)
{
    removeMissing(rows);
    insertNew(rows);
    QList<bool> changed;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        changed.append(m_rows[i] != rows[i]);
        m_rows[i] = rows[i];
    }
    tellRuns(changed);
}

void ServerTableModel::removeMissing(const QList<ServerRow> &wanted)
{
    QSet<QString> keys;
    for (const ServerRow &row : wanted)
        keys.insert(row.key);
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        if (keys.contains(m_rows[row].key))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
}

/// What is left is in the order of `wanted`, which depends on nothing but the keys.
void ServerTableModel::insertNew(const QList<ServerRow> &wanted)
{
    for (int row = 0; row < wanted.size(); ++row) {
        if (row < m_rows.size() && m_rows[row].key == wanted[row].key)
            continue;
        beginInsertRows({}, row, row);
        m_rows.insert(row, wanted[row]);
        endInsertRows();
    }
}

void ServerTableModel::tellRuns(const QList<bool> &changed)
{
    for (int first = 0; first < changed.size();) {
        int end = first;
        while (end < changed.size() && changed[end])
            ++end;
        if (end > first)
            Q_EMIT dataChanged(index(first, 0), index(end - 1, serverColumnCount - 1));
        first = end + 1;
    }
}

void ServerTableModel::tick()
{
    QList<bool> isAgeing;
    for (const ServerRow &row : std::as_const(m_rows))
        isAgeing.append(row.look && row.state != ServerRow::State::Reachable);
    tellRuns(isAgeing);
}

const ServerRow *ServerTableModel::rowAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows[index.row()] : nullptr;
}

int ServerTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ServerTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : serverColumnCount;
}

QVariant ServerTableModel::data(const QModelIndex &index, int role) const
{
    const ServerRow *row = rowAt(index);
    if (!row)
        return {};
    const auto column = static_cast<ServerColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return serverCellText(column, *row, m_clock());
    case Qt::ToolTipRole: {
        const QString tip = serverCellToolTip(column, *row, m_clock());
        return toolTipText(tip);
    }
    case RowTable::SpanRole:
        return column == firstNoteColumn && hasNote(*row) ? noteColumns : 1;
    case RowRole:
        return QVariant::fromValue(*row);
    case SortRole:
        return serverCellValue(column, *row);
    default:
        return {};
    }
}

QVariant ServerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= serverColumnCount)
        return {};
    const auto column = static_cast<ServerColumn>(section);
    if (role == Qt::DisplayRole)
        return titleOf(column);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft);
    return {};
}

} // namespace emberwatch
