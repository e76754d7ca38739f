// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/triageboard.h"

#include <QAbstractListModel>

#include <array>
#include <optional>
#include <vector>

namespace emberwatch {

/// The kinds under the titles of their groups, each with its number of jobs. Always all of them, at the same
/// place: zero is shown too.
class TriageListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        CountRole = Qt::UserRole, ///< qint64; invalid: nothing was judged yet, or a title
        KindRole, ///< TriageKind as int; invalid: a title
    };
    explicit TriageListModel(QObject *parent = nullptr);

    void setBoard(const TriageBoard &board);
    /// nullopt: a title.
    [[nodiscard]] std::optional<TriageKind> kindAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(TriageKind kind) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        TriageGroup group;
        std::optional<TriageKind> kind; ///< nullopt: the group's title
    };
    [[nodiscard]] QVariant kindData(TriageKind kind, int role) const;

    std::vector<Row> m_rows;
    std::array<qint64, triageKindCount> m_counts{};
    bool m_isJudged = false;
};

} // namespace emberwatch
