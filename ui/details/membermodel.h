// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/documentmembers.h"

#include <QAbstractTableModel>
#include <QList>

namespace emberwatch {

class ThemeSource;

/// The members of one document: name and value.
class MemberModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Value,
        ColumnCount
    };

    /// @param themes  outlives the model
    explicit MemberModel(const ThemeSource *themes, QObject *parent = nullptr);

    /// Where the names are the same, only values change; else it is another document.
    void setMembers(const QList<DocumentMember> &members);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool hasSameNames(const QList<DocumentMember> &members) const;

    const ThemeSource *m_themes;
    QList<DocumentMember> m_members;
};

} // namespace emberwatch
