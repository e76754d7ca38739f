// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/celldelegate.h"

namespace emberwatch {

struct PlannedAction;

/// The rows of a plan: groups with a title, jobs with verdict and reason, both with their tick.
class PlanDelegate : public CellDelegate
{
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

Q_SIGNALS:
    /// The sign of a group without a tick was clicked.
    void signClicked(const QModelIndex &index);

private:
    [[nodiscard]] QRect boxOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void drawJob(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
        const PlannedAction &job) const;
};

} // namespace emberwatch
