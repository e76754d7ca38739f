// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/membermodel.h"

#include "ui/theme/themesource.h"

#include <algorithm>

namespace emberwatch {

MemberModel::MemberModel(const ThemeSource *themes, QObject *parent)
    : QAbstractTableModel(parent)
    , m_themes(themes)
{
}

bool MemberModel::hasSameNames(const QList<DocumentMember> &members) const
{
    return std::equal(members.begin(), members.end(), m_members.begin(), m_members.end(),
        [](const DocumentMember &one, const DocumentMember &other) { return one.name == other.name; });
}

void MemberModel::setMembers(const QList<DocumentMember> &members)
{
    if (!hasSameNames(members)) {
        beginResetModel();
        m_members = members;
        endResetModel();
        return;
    }
    for (qsizetype i = 0; i < members.size(); ++i) {
        if (members[i] == m_members[i])
            continue;
        m_members[i] = members[i];
        const QModelIndex changed = index(static_cast<int>(i), Value);
        Q_EMIT dataChanged(changed, changed);
    }
}

int MemberModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_members.size());
}

int MemberModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant MemberModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DocumentMember &member = m_members[index.row()];
    const bool isName = index.column() == Name;
    switch (role) {
    case Qt::DisplayRole:
        return isName ? member.name : member.value;
    case Qt::AccessibleTextRole:
        return isName ? member.name : QString(member.name + u' ' + member.value);
    case Qt::FontRole:
        return isName ? m_themes->fonts().body : m_themes->fonts().mono;
    case Qt::ForegroundRole:
        return isName ? m_themes->colors().second : m_themes->colors().text;
    default:
        return {};
    }
}

QVariant MemberModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    //: A member of a JSON document and its value, over the columns of a table
    return section == Name ? tr("Member") : tr("Value");
}

} // namespace emberwatch
