// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/triage/triagelistmodel.h"

#include "ui/words/numbertext.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

TriageListModel::TriageListModel(QObject *parent)
    : QAbstractListModel(parent)
{
    std::optional<TriageGroup> group;
    for (int i = 0; i < triageKindCount; ++i) {
        const auto kind = static_cast<TriageKind>(i);
        if (groupOf(kind) != group) {
            group = groupOf(kind);
            m_rows.push_back({*group, std::nullopt});
        }
        m_rows.push_back({*group, kind});
    }
}

void TriageListModel::setBoard(const TriageBoard &board)
{
    for (size_t kind = 0; kind < m_counts.size(); ++kind)
        m_counts[kind] = board.piles[kind].jobs.size();
    m_isJudged = true;
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

std::optional<TriageKind> TriageListModel::kindAt(const QModelIndex &index) const
{
    return index.isValid() ? m_rows[static_cast<size_t>(index.row())].kind : std::nullopt;
}

QModelIndex TriageListModel::indexOf(TriageKind kind) const
{
    for (size_t row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].kind == kind)
            return index(static_cast<int>(row));
    }
    return {};
}

int TriageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TriageListModel::kindData(TriageKind kind, int role) const
{
    const qint64 count = m_counts[static_cast<size_t>(kind)];
    switch (role) {
    case Qt::DisplayRole:
        return lookOf(kind).word;
    case Qt::AccessibleTextRole:
        return m_isJudged
            ? tr("%1, %2 jobs", "a verdict and how many have it").arg(lookOf(kind).word, numberText(count))
            : lookOf(kind).word;
    case Qt::ToolTipRole:
        return meaningOf(kind);
    case CountRole:
        return m_isJudged ? QVariant(count) : QVariant();
    case KindRole:
        return static_cast<int>(kind);
    default:
        return {};
    }
}

QVariant TriageListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    if (row.kind)
        return kindData(*row.kind, role);
    return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? titleOf(row.group) : QVariant();
}

Qt::ItemFlags TriageListModel::flags(const QModelIndex &index) const
{
    return kindAt(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace emberwatch
